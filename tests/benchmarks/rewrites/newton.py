"""Newton's method with a fixed number of trips, or with the rule for an implicit function written by hand."""

from tests.benchmarks.peers import by

TOLERANCE, TRIPS = 1e-12, 10


def update(np, E, ecc, M):
    return E - (E - ecc * np.sin(E) - M) / (1.0 - ecc * np.cos(E))


def vectorised(np):
    def kepler(ecc, M):
        E = M
        for _ in range(TRIPS):
            E = update(np, E, ecc, M)
        return np.sum(E**2)

    return kepler


def scan(jnp):
    import jax

    def kepler(ecc, M):
        def one(total, m):
            E = jax.lax.fori_loop(0, TRIPS, lambda _, E: update(jnp, E, ecc, m), m)
            return total + E * E, None

        return jax.lax.scan(one, 0.0, M)[0]

    return kepler


def implicit(jnp):
    import jax

    @jax.custom_vjp
    def solve(ecc, M):
        def body(state):
            after = update(jnp, state[0], ecc, M)
            return after, state[0] - after

        start = M, jnp.ones_like(M)
        return jax.lax.while_loop(lambda s: jnp.max(jnp.abs(s[1])) > TOLERANCE, body, start)[0]

    def forward(ecc, M):
        E = solve(ecc, M)
        return E, (ecc, E)

    def back(kept, E_bar):
        ecc, E = kept
        w = E_bar / (1.0 - ecc * jnp.cos(E))
        return jnp.sum(w * jnp.sin(E)), w

    solve.defvjp(forward, back)
    return lambda ecc, M: jnp.sum(solve(ecc, M) ** 2)


REWRITES = {
    **{
        f"{name} vectorised, fixed trips": by(name, vectorised)
        for name in ("autograd", "jax", "torch", "mygrad")  # PyTensor compiles it for minutes
    },
    "jax scan, fixed trips": by("jax", scan),
    "jax implicit rule by hand": by("jax", implicit),
}
