"""The heat equation without writing in place, or with a library's own way to write."""

from tests.benchmarks.peers import by, places


def step(u, alpha):
    return alpha * (u[2:] - 2.0 * u[1:-1] + u[:-2])


def at_add(jnp):
    import jax

    def heat(u0, alpha, target, steps):
        u = jax.lax.fori_loop(0, steps, lambda _, u: u.at[1:-1].add(step(u, alpha)), u0)
        return jnp.sum((u - target) ** 2)

    return heat


def scan(checkpoint):
    def make(jnp):
        import jax

        def heat(u0, alpha, target, steps):
            def body(u, _):
                return jnp.concatenate((u[:1], u[1:-1] + step(u, alpha), u[-1:])), None

            body = jax.checkpoint(body) if checkpoint else body
            return jnp.sum((jax.lax.scan(body, u0, None, length=steps)[0] - target) ** 2)

        return heat

    return make


def concatenated(np):
    def heat(u0, alpha, target, steps):
        u = u0
        for _ in range(steps):
            u = np.concatenate([u[:1], u[1:-1] + step(u, alpha), u[-1:]])
        return np.sum((u - target) ** 2)

    return heat


def cloned(torch):
    def heat(u0, alpha, target, steps):
        u = u0.clone()
        for _ in range(steps):
            u[1:-1] += step(u, alpha)
        return torch.sum((u - target) ** 2)

    return heat


def in_place(mygrad):
    def heat(u0, alpha, target, steps):
        u = +u0
        for _ in range(steps):
            u[1:-1] += step(u, alpha)
        return mygrad.sum((u - target) ** 2)

    return heat


def pytensor_scan(pt):
    import pytensor

    def heat(u0, alpha, target, steps):
        def body(u, alpha):
            return pt.inc_subtensor(u[1:-1], step(u, alpha))

        us = pytensor.scan(
            body, outputs_info=[u0], non_sequences=[alpha], n_steps=steps, return_updates=False
        )
        return pt.sum((us[-1] - target) ** 2)

    return heat


def casadi_mapaccum(work):
    import casadi

    u0, alpha, target, steps = work.args
    assert places(work) == (0, 1)
    u, a = casadi.SX.sym("u", len(u0)), casadi.SX.sym("a")
    one = casadi.Function("step", [u, a], [casadi.vertcat(u[0], u[1:-1] + step(u, a), u[-1])])
    U, A = casadi.MX.sym("U", len(u0)), casadi.MX.sym("A")
    us = one.mapaccum("all", steps)(U, casadi.repmat(A, 1, steps))
    value = casadi.sumsqr(us[:, -1] - target)
    gradient = casadi.Function("g", [U, A], [casadi.gradient(value, U), casadi.gradient(value, A)])
    return lambda: list(gradient(u0, alpha))


REWRITES = {
    "jax fori_loop": by("jax", at_add),
    "jax scan": by("jax", scan(False)),
    "jax scan, checkpoint": by("jax", scan(True)),
    "autograd concatenate": by("autograd", concatenated),
    "torch clone": by("torch", cloned),
    "torch concatenate": by("torch", concatenated),
    "mygrad in place": by("mygrad", in_place),
    "pytensor scan": by("pytensor", pytensor_scan),
    "casadi mapaccum": casadi_mapaccum,
}
