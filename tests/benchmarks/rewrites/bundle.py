"""ADBench's Jacobian in blocks by other libraries: the residual as written, two pulls of it, or one block mapped."""

import numpy as np

from tests.benchmarks.peers import with_module


def in_blocks(pull, n):
    """pull : the adjoints of 15 columns for a seed."""
    one, none = np.ones(n), np.zeros(n)
    J = np.empty((n, 2, 15))
    for row, seed in enumerate(((one, none), (none, one))):
        for k, column in enumerate(pull(seed)):
            J[:, row, k] = column
    return J


def columns(work):
    cam, X, w, feat = work.args
    return [*cam, *X, w], feat


def residual_of(work, module):
    function = with_module(work.primal, module)
    return lambda q, feat: function(q[:11], q[11:14], q[14], feat)


def autograd_pull(work):
    import autograd
    import autograd.numpy as anp

    q, feat = columns(work)
    function = residual_of(work, anp)

    def run():
        pull, _ = autograd.core.make_vjp(lambda q: autograd.builtins.tuple(function(q, feat)), tuple(q))
        return in_blocks(pull, len(q[-1]))

    return run


def torch_pull(work):
    import torch

    q, feat = columns(work)
    function, n = residual_of(work, torch), len(q[-1])
    inputs = [torch.from_numpy(v).clone().requires_grad_() for v in q]
    features, none = [torch.from_numpy(v) for v in feat], torch.zeros(n)

    def run():
        rows = []
        for value in function(inputs, features):
            found = torch.autograd.grad(value.sum(), inputs, retain_graph=True, allow_unused=True)
            rows.append(torch.stack([none if v is None else v for v in found], 1))
        return torch.stack(rows, 1)

    return run


def jax_map(transform):
    def build(work):
        import jax
        import jax.numpy as jnp

        q, feat = columns(work)
        function = residual_of(work, jnp)

        def one(q, feat):
            return jnp.stack(function([q[i] for i in range(15)], feat))

        blocks = jax.vmap(getattr(jax, transform)(one))
        jacobian = jax.jit(lambda q, feat: blocks(jnp.stack(q, 1), feat))
        q, feat = [jnp.asarray(v) for v in q], tuple(jnp.asarray(v) for v in feat)
        return lambda: jax.block_until_ready(jacobian(q, feat))

    return build


def jax_pull(work):
    import jax
    import jax.numpy as jnp

    q, feat = columns(work)
    function, n = residual_of(work, jnp), len(q[-1])

    @jax.jit
    def jacobian(q, feat):
        _, pull = jax.vjp(lambda q: function(q, feat), q)
        one, none = jnp.ones(n), jnp.zeros(n)
        return jnp.stack([jnp.stack(pull(seed)[0], 1) for seed in ((one, none), (none, one))], 1)

    q, feat = [jnp.asarray(v) for v in q], tuple(jnp.asarray(v) for v in feat)
    return lambda: jax.block_until_ready(jacobian(q, feat))


def pytensor_pull(work):
    import pytensor
    import pytensor.tensor as pt

    q, feat = columns(work)
    symbols = [pt.dvector() for _ in range(17)]
    values = residual_of(work, pt)(symbols[:15], symbols[15:])
    rows = [pytensor.grad(v.sum(), symbols[:15], disconnected_inputs="ignore") for v in values]
    run = pytensor.function(symbols, rows[0] + rows[1], trust_input=True)

    def jacobian():
        found = run(*q, *feat)
        halves = iter((found[:15], found[15:]))
        return in_blocks(lambda seed: next(halves), len(q[-1]))

    return jacobian


def casadi_map(work):
    import casadi

    q, feat = columns(work)
    n = len(q[-1])
    place, feature = casadi.SX.sym("q", 15), casadi.SX.sym("f", 2)
    values = residual_of(work, casadi)(casadi.vertsplit(place), casadi.vertsplit(feature))
    J = casadi.densify(casadi.jacobian(casadi.vertcat(*values), place))
    mapped = casadi.Function("g", [place, feature], [casadi.reshape(J.T, 30, 1)]).map(n)
    return lambda: np.asarray(mapped(np.stack(q), np.stack(feat))).T.reshape(n, 2, 15)


WRITTEN = {
    "autograd": autograd_pull, "jax": jax_pull, "torch": torch_pull, "pytensor": pytensor_pull,
}  # fmt: skip
REWRITES = {
    "jax vmap(jacrev)": jax_map("jacrev"), "jax vmap(jacfwd)": jax_map("jacfwd"), "casadi map": casadi_map,
}  # fmt: skip
