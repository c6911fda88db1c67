"""The tangents of all colours by other libraries; without writing in place where a library has none."""

import numpy

from tests.benchmarks.peers import with_module

A, B, DIFFUSION = 1.0, 3.0, 0.02 * 5001**2


def broyden(np, join, number):
    def residual(x):
        zero = number(0.0)
        return (3.0 - 2.0 * x) * x + 1.0 - join((zero, x[:-1])) - 2.0 * join((x[1:], zero))

    return residual


def brusselator(np, join, number):
    def residual(w):
        half = len(w) // 2
        u, v = w[:half], w[half:]
        up, vp = join((number(1.0), u, number(1.0))), join((number(3.0), v, number(3.0)))
        uuv = u * u * v
        fu = A + uuv - (B + 1.0) * u + DIFFUSION * (up[:-2] - 2.0 * u + up[2:])
        fv = B * u - uuv + DIFFUSION * (vp[:-2] - 2.0 * v + vp[2:])
        return join((fu, fv))

    return residual


def jax_jvp(make):
    """As written where `make` is None."""

    def build(work):
        import jax
        import jax.numpy as jnp

        residual = with_module(work.primal, jnp)
        if make is not None:
            residual = make(jnp, jnp.concatenate, lambda v: jnp.full((1,), v))
        seeds, x = jnp.asarray(seeds_of(work)), jnp.asarray(work.args[0])
        tangents = jax.jit(lambda x: jax.vmap(lambda s: jax.jvp(residual, (x,), (s,))[1])(seeds))
        return lambda: jax.block_until_ready(tangents(x))

    return build


def torch_jvp(make):
    def build(work):
        import torch

        residual = with_module(work.primal, torch)
        if make is not None:
            residual = make(torch, torch.cat, lambda v: torch.full((1,), v))
        seeds, x = torch.from_numpy(seeds_of(work)), torch.from_numpy(work.args[0])
        tangents = torch.func.vmap(lambda s: torch.func.jvp(residual, (x,), (s,))[1])
        return lambda: tangents(seeds)

    return build


def casadi_jacobian(make):
    """The sparse Jacobian itself, which CasADi finds, gathered by colour."""

    def build(work):
        import casadi

        x = work.args[0]
        symbols = casadi.SX.sym("x", len(x))
        residual = make(casadi, lambda parts: casadi.vertcat(*parts), lambda v: v)(Sized(symbols))
        jacobian = casadi.Function("J", [symbols], [casadi.jacobian(residual, symbols)])
        pattern = jacobian.sparsity_out(0)
        rows, columns = pattern.get_triplet()
        colours = numpy.argmax(seeds_of(work), axis=0)[list(columns)]
        place = colours * len(x) + numpy.asarray(rows)

        def run():
            J = numpy.zeros(seeds_of(work).size)
            J[place] = jacobian(x).nonzeros()
            return J

        return run

    return build


class Sized:
    """A column of symbols with a length, and slices that are symbols."""

    def __init__(self, symbols):
        self.symbols = symbols

    def __len__(self):
        return self.symbols.shape[0]

    def __getitem__(self, index):
        return self.symbols[index]

    def __mul__(self, other):
        return self.symbols * other

    def __rmul__(self, other):
        return other * self.symbols


def seeds_of(work):
    """One row a colour: those of the hand-written form."""
    return work.hand.__closure__[0].cell_contents


WRITTEN = {"jax": jax_jvp(None), "torch": torch_jvp(None)}
BROYDEN = {
    "jax concatenate": jax_jvp(broyden), "torch cat": torch_jvp(broyden),
    "casadi sparse Jacobian": casadi_jacobian(broyden),
}  # fmt: skip
BRUSSELATOR = {
    "jax concatenate": jax_jvp(brusselator), "torch cat": torch_jvp(brusselator),
    "casadi sparse Jacobian": casadi_jacobian(brusselator),
}  # fmt: skip
