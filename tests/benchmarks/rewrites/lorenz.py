"""The Lorenz system with a library's own loop."""

from tests.benchmarks.peers import by

DT = 2e-4


def step(x, y, z, s, r, b):
    h = DT

    def slope(x, y, z):
        return s * (y - x), x * (r - z) - y, x * y - b * z

    k1 = slope(x, y, z)
    k2 = slope(x + 0.5 * h * k1[0], y + 0.5 * h * k1[1], z + 0.5 * h * k1[2])
    k3 = slope(x + 0.5 * h * k2[0], y + 0.5 * h * k2[1], z + 0.5 * h * k2[2])
    k4 = slope(x + h * k3[0], y + h * k3[1], z + h * k3[2])
    slopes = zip((x, y, z), k1, k2, k3, k4, strict=True)
    return tuple(v + h / 6.0 * (p + 2.0 * q + 2.0 * t + w) for v, p, q, t, w in slopes)


def scan(checkpoint):
    def make(jnp):
        import jax

        def lorenz(x, y, z, s, r, b, steps):
            def body(carry, _):
                x, y, z = step(*carry[:3], s, r, b)
                return (x, y, z, carry[3] + x * x), None

            body = jax.checkpoint(body) if checkpoint else body
            return jax.lax.scan(body, (x, y, z, jnp.zeros(())), None, length=steps)[0][3] / steps

        return lorenz

    return make


def fori_loop(jnp):
    import jax

    def lorenz(x, y, z, s, r, b, steps):
        def body(_, carry):
            x, y, z = step(*carry[:3], s, r, b)
            return x, y, z, carry[3] + x * x

        return jax.lax.fori_loop(0, steps, body, (x, y, z, jnp.zeros(())))[3] / steps

    return lorenz


def enzyme(work):
    import jax
    import jax.numpy as jnp
    from enzyme_ad.jax import enzyme_jax_ir

    *numbers, steps = work.args
    function = fori_loop(jnp)
    wrapped = enzyme_jax_ir(argv=())(lambda x, y, z, s, r, b: function(x, y, z, s, r, b, steps))
    gradient = jax.jit(jax.grad(wrapped, tuple(range(6))))
    numbers = [jnp.asarray(v) for v in numbers]
    return lambda: jax.block_until_ready(gradient(*numbers))


def pytensor_scan(pt):
    import numpy as np
    import pytensor

    def lorenz(x, y, z, s, r, b, steps):
        def body(x, y, z, total, s, r, b):
            x, y, z = step(x, y, z, s, r, b)
            return x, y, z, total + x * x

        start = [x, y, z, pt.as_tensor(np.float64(0.0))]
        found = pytensor.scan(
            body, outputs_info=start, non_sequences=[s, r, b], n_steps=steps, return_updates=False
        )
        return found[3][-1] / steps

    return lorenz


def casadi_mapaccum(work):
    import casadi

    *numbers, steps = work.args
    state, parameters = casadi.SX.sym("state", 3), casadi.SX.sym("parameters", 3)
    after = step(*casadi.vertsplit(state), *casadi.vertsplit(parameters))
    one = casadi.Function("step", [state, parameters], [casadi.vertcat(*after)])
    S, P = casadi.MX.sym("S", 3), casadi.MX.sym("P", 3)
    states = one.mapaccum("all", steps)(S, casadi.repmat(P, 1, steps))
    value = casadi.sumsqr(states[0, :]) / steps
    gradient = casadi.Function("g", [S, P], [casadi.gradient(value, S), casadi.gradient(value, P)])
    return lambda: list(gradient(numbers[:3], numbers[3:]))


REWRITES = {
    "jax scan": by("jax", scan(False)),
    "jax scan, checkpoint": by("jax", scan(True)),
    "pytensor scan": by("pytensor", pytensor_scan),
    "casadi mapaccum": casadi_mapaccum,
    "enzyme-ad fori_loop": enzyme,
}
