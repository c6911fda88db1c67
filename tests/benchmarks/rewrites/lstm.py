"""The LSTM with a library's own loop, or its own logistic function."""

from tests.benchmarks.peers import by

B, D, H = 16, 32, 64


def cell(np, x, h, c, Wx, Wh, b):
    a = x @ Wx + h @ Wh + b
    i, f, o = (1.0 / (1.0 + np.exp(-a[:, k * H : (k + 1) * H])) for k in range(3))
    c = f * c + i * np.tanh(a[:, 3 * H :])
    return o * np.tanh(c), c


def scan_of_jax(jnp):
    import jax

    def lstm(Wx, Wh, b, wo, xs, y):
        def body(carry, x):
            return cell(jnp, x, *carry, Wx, Wh, b), None

        start = jnp.zeros((B, H)), jnp.zeros((B, H))
        return jnp.mean((jax.lax.scan(body, start, xs)[0][0] @ wo - y) ** 2)

    return lstm


def sigmoid(torch):
    def lstm(Wx, Wh, b, wo, xs, y):
        h, c = torch.zeros((B, H)), torch.zeros((B, H))
        inputs = xs @ Wx + b
        for x in inputs.unbind():
            a = torch.addmm(x, h, Wh)
            i, f, o = torch.sigmoid(a[:, : 3 * H]).chunk(3, dim=1)
            c = f * c + i * torch.tanh(a[:, 3 * H :])
            h = o * torch.tanh(c)
        return torch.mean((h @ wo - y) ** 2)

    return lstm


def scan_of_pytensor(pt):
    import numpy as np
    import pytensor

    def lstm(Wx, Wh, b, wo, xs, y):
        def body(x, h, c, Wx, Wh, b):
            return cell(pt, x, h, c, Wx, Wh, b)

        zeros = pt.as_tensor(np.zeros((B, H)))
        states = pytensor.scan(
            body, sequences=[xs], outputs_info=[zeros, zeros], non_sequences=[Wx, Wh, b], return_updates=False
        )
        return pt.mean((states[0][-1] @ wo - y) ** 2)

    return lstm


REWRITES = {
    "jax scan": by("jax", scan_of_jax),
    "torch sigmoid, inputs at once": by("torch", sigmoid),
    "pytensor scan": by("pytensor", scan_of_pytensor),
}
