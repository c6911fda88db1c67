"""Logistic regression: for PyTorch `logaddexp` of two tensors; for CasADi symbols for the weights alone."""

from tests.benchmarks.peers import by

RIDGE = 1e-3


def of_tensors(torch):
    zero = torch.zeros(())

    def loss(w, X, y):
        z = X @ w
        return torch.mean(torch.logaddexp(zero, z) - y * z) + 0.5 * RIDGE * torch.dot(w, w)

    return loss


def softplus(jnp):
    import jax

    def loss(w, X, y):
        z = X @ w
        return jnp.mean(jax.nn.softplus(z) - y * z) + 0.5 * RIDGE * jnp.dot(w, w)

    return loss


def casadi_mx(work):
    import casadi

    w, X, y = work.args
    if len(y) > 1000:
        raise ValueError("not tried: every row is a node")
    weights = casadi.MX.sym("w", len(w))
    z = casadi.mtimes(casadi.DM(X), weights)
    losses = casadi.log1p(casadi.exp(z)) - casadi.DM(y) * z
    loss = casadi.sum1(losses) / len(y) + 0.5 * RIDGE * casadi.dot(weights, weights)
    gradient = casadi.Function("g", [weights], [casadi.gradient(loss, weights)])
    return lambda: gradient(w)


REWRITES = {
    "jax softplus": by("jax", softplus), "torch tensors": by("torch", of_tensors), "casadi MX": casadi_mx,
}  # fmt: skip
