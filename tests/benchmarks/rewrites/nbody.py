"""n-body over all pairs at once, or in loops of known length with a mask."""

from tests.benchmarks.peers import by

SOFTENING = 1e-3


def vectorised(np):
    def energy(x, m):
        d = x[:, None, :] - x[None, :, :]
        weights = np.triu(m[:, None] * m[None, :], 1)
        return -np.sum(weights / np.sqrt(np.sum(d * d, 2) + SOFTENING))

    return energy


def masked(jnp):
    import jax

    def energy(x, m):
        n = len(m)

        def inner(j, carry):
            i, e = carry
            d = x[i] - x[j]
            r = jnp.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + SOFTENING)
            return i, e - jnp.where(j > i, m[i] * m[j] / r, 0.0)

        return jax.lax.fori_loop(0, n, lambda i, e: jax.lax.fori_loop(0, n, inner, (i, e))[1], 0.0)

    return energy


REWRITES = {
    **{f"{name} vectorised": by(name, vectorised) for name in ("autograd", "jax", "torch", "pytensor")},
    "jax fori_loop": by("jax", masked),
}
