"""Rosenbrock's function over whole arrays, or with a library's own loop."""

from tests.benchmarks.peers import by


def vectorised(np):
    return lambda x: np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def fori_loop(jnp):
    import jax

    def rosen(x):
        def body(i, s):
            return s + 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2

        return jax.lax.fori_loop(0, len(x) - 1, body, jnp.zeros(()))

    return rosen


def scan(jnp):
    import jax

    def rosen(x):
        def body(s, pair):
            a, b = pair
            return s + 100.0 * (b - a**2) ** 2 + (1.0 - a) ** 2, None

        return jax.lax.scan(body, 0.0, (x[:-1], x[1:]))[0]

    return rosen


def unbound(torch):
    def rosen(x):
        xs, s = x.unbind(), 0.0
        for i in range(len(xs) - 1):
            s = s + 100.0 * (xs[i + 1] - xs[i] ** 2) ** 2 + (1.0 - xs[i]) ** 2
        return s

    return rosen


def enzyme(work):
    import jax
    import jax.numpy as jnp
    from enzyme_ad.jax import enzyme_jax_ir

    gradient = jax.jit(jax.grad(enzyme_jax_ir(argv=())(fori_loop(jnp))))
    x = jnp.asarray(work.args[0])
    return lambda: jax.block_until_ready(gradient(x))


def split_symbols(casadi):
    def rosen(x):
        xs, s = casadi.vertsplit(x), 0
        for i in range(len(xs) - 1):
            s = s + 100.0 * (xs[i + 1] - xs[i] ** 2) ** 2 + (1.0 - xs[i]) ** 2
        return s

    return rosen


REWRITES = {
    **{
        f"{name} vectorised": by(name, vectorised)
        for name in ("autograd", "jax", "torch", "mygrad", "pytensor")
    },
    "jax fori_loop": by("jax", fori_loop),
    "jax scan": by("jax", scan),
    "torch unbind": by("torch", unbound),
    "casadi vertsplit": by("casadi", split_symbols),
    "enzyme-ad fori_loop": enzyme,
}
