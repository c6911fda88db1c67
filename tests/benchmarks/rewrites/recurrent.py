"""ADBench's LSTM as a scan over the characters, with and without a checkpoint a step."""

from tests.benchmarks.peers import by

H, LAYERS = 14, 2


def step(np, main, extra, s, x):
    s = list(s)
    x = x * extra[0]
    for i in range(0, 2 * LAYERS, 2):
        a = np.concatenate((x, s[i], x, s[i])) * main[i] + main[i + 1]
        f = 1.0 / (1.0 + np.exp(-a[:H]))
        g = 1.0 / (1.0 + np.exp(-a[H : 2 * H]))
        o = 1.0 / (1.0 + np.exp(-a[2 * H : 3 * H]))
        s[i + 1] = s[i + 1] * f + g * np.tanh(a[3 * H :])
        s[i] = o * np.tanh(s[i + 1])
        x = s[i]
    y = x * extra[1] + extra[2]
    return s, y - np.log(2.0 + np.sum(np.exp(y)))


def scan(checkpoint):
    def make(jnp):
        import jax

        def recurrent(main, extra, state, seq):
            def body(s, pair):
                s, y = step(jnp, main, extra, s, pair[0])
                return tuple(s), jnp.sum(pair[1] * y)

            body = jax.checkpoint(body) if checkpoint else body
            start = tuple(state[i] for i in range(2 * LAYERS))
            total = jax.lax.scan(body, start, (seq[:-1], seq[1:]))[1]
            return -jnp.sum(total) / (H * (len(seq) - 1))

        return recurrent

    return make


def pytensor_scan(pt):
    import pytensor

    def recurrent(main, extra, state, seq):
        def body(x, target, *rest):
            s, y = step(pt, rest[-2], rest[-1], rest[: 2 * LAYERS], x)
            return (*s, pt.sum(target * y))

        start = [state[i] for i in range(2 * LAYERS)]
        found = pytensor.scan(
            body, sequences=[seq[:-1], seq[1:]], outputs_info=[*start, None], non_sequences=[main, extra],
            return_updates=False,
        )  # fmt: skip
        return -pt.sum(found[-1]) / (H * (seq.shape[0] - 1))

    return recurrent


REWRITES = {
    "jax scan": by("jax", scan(False)),
    "jax scan, checkpoint": by("jax", scan(True)),
    "pytensor scan": by("pytensor", pytensor_scan),
}
