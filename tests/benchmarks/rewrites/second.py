"""Second derivatives by other libraries."""

from tests.benchmarks.peers import with_module


def autograd_hessian(work):
    import autograd
    import autograd.numpy as anp

    hessian = autograd.hessian(with_module(work.primal, anp))
    return lambda: hessian(*work.args)


def jax_hessian(work):
    import jax
    import jax.numpy as jnp

    hessian = jax.jit(jax.hessian(with_module(work.primal, jnp)))
    args = [jnp.asarray(a) for a in work.args]
    return lambda: jax.block_until_ready(hessian(*args))


def torch_hessian(work):
    import torch

    hessian = torch.func.hessian(with_module(work.primal, torch))
    args = [torch.from_numpy(a) for a in work.args]
    return lambda: hessian(*args)


def pytensor_hessian(work):
    import pytensor
    import pytensor.tensor as pt

    x, A, b = pt.dvector(), pt.dmatrix(), pt.dvector()
    value = with_module(work.primal, pt)(x, A, b)
    hessian = pytensor.function([x, A, b], pytensor.gradient.hessian(value, x), trust_input=True)
    return lambda: hessian(*work.args)


def casadi_hessian(work):
    """Without taking the maximum away, which is no function of it."""
    import casadi

    x, A, b = work.args
    symbols = casadi.SX.sym("x", len(x))
    z = casadi.mtimes(casadi.DM(A), symbols) + b
    smooth = 0.5 * casadi.sum1(casadi.sin(symbols) ** 2 * (1.0 + symbols * symbols))
    value = casadi.log(casadi.sum1(casadi.exp(z))) + smooth
    hessian = casadi.Function("H", [symbols], [casadi.hessian(value, symbols)[0]])
    return lambda: hessian(x)


def autograd_product(work):
    import autograd
    import autograd.numpy as anp

    loss = with_module(work.primal, anp)
    weights, data, along = work.args[:4], work.args[4:6], work.args[6:]
    gradient = autograd.grad(lambda p: loss(*p, *data))
    product = autograd.grad(lambda p: sum(anp.sum(a * v) for a, v in zip(gradient(p), along, strict=True)))
    return lambda: product(tuple(weights))


def jax_product(work):
    import jax
    import jax.numpy as jnp

    loss = with_module(work.primal, jnp)
    args = [jnp.asarray(a) for a in work.args]

    @jax.jit
    def product(weights, X, Y, along):
        return jax.jvp(jax.grad(lambda p: loss(*p, X, Y)), (weights,), (along,))[1]

    weights, along = tuple(args[:4]), tuple(args[6:])
    return lambda: jax.block_until_ready(product(weights, args[4], args[5], along))


def softmax_loss(torch):
    def loss(W1, b1, W2, b2, X, Y):
        z = torch.tanh(X @ W1 + b1) @ W2 + b2
        return -torch.mean(torch.sum(Y * torch.log_softmax(z, dim=1), dim=1))

    return loss


def torch_forward_over_reverse(work):
    import torch

    loss = softmax_loss(torch)
    args = [torch.from_numpy(a) for a in work.args]
    gradient = torch.func.grad(lambda p: loss(*p, *args[4:6]))
    return lambda: torch.func.jvp(gradient, (tuple(args[:4]),), (tuple(args[6:]),))[1]


def torch_twice_reverse(work):
    import torch

    loss = softmax_loss(torch)
    args = [torch.from_numpy(a).clone() for a in work.args]
    weights = [a.requires_grad_() for a in args[:4]]

    def run():
        gradient = torch.autograd.grad(loss(*args[:6]), weights, create_graph=True)
        return torch.autograd.grad(gradient, weights, args[6:])

    return run


HESSIAN = {
    "autograd": autograd_hessian, "jax": jax_hessian, "torch": torch_hessian, "pytensor": pytensor_hessian,
}  # fmt: skip
HESSIAN_REWRITTEN = {"casadi no maximum": casadi_hessian}
PRODUCT = {"autograd": autograd_product, "jax": jax_product}
PRODUCT_REWRITTEN = {
    "torch log_softmax, jvp of grad": torch_forward_over_reverse,
    "torch log_softmax, twice reverse": torch_twice_reverse,
}
