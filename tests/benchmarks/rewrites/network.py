"""The network with the libraries' own log-softmax."""

from tests.benchmarks.peers import by


def log_softmax(torch):
    def loss(W1, b1, W2, b2, X, Y):
        z = torch.tanh(X @ W1 + b1) @ W2 + b2
        return -torch.mean(torch.sum(Y * torch.log_softmax(z, dim=1), dim=1))

    return loss


def log_softmax_of_jax(jnp):
    import jax

    def loss(W1, b1, W2, b2, X, Y):
        z = jnp.tanh(X @ W1 + b1) @ W2 + b2
        return -jnp.mean(jnp.sum(Y * jax.nn.log_softmax(z, axis=1), axis=1))

    return loss


REWRITES = {
    "jax log_softmax": by("jax", log_softmax_of_jax), "torch log_softmax": by("torch", log_softmax),
}  # fmt: skip
