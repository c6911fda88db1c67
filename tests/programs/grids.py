"""Arrays of three axes and more: images, volumes, batches of matrices, layers of networks."""

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import normal

TAGS = "grids strangers"


def conv_im2col(x, w, b):
    n, c, h, wd = x.shape
    f, _, kh, kw = w.shape
    oh, ow = h - kh + 1, wd - kw + 1
    cols = np.zeros((n, c, kh, kw, oh, ow))
    for i in range(kh):
        for j in range(kw):
            cols[:, :, i, j] = x[:, :, i : i + oh, j : j + ow]
    cols = cols.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)
    y = cols @ w.reshape(f, -1).T + b
    y = y.reshape(n, oh, ow, f).transpose(0, 3, 1, 2)
    return np.sum(np.maximum(y, 0) ** 2)


def small_cnn(x, w, v, c):
    def conv(x, w, pad=1):
        xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        n, _, h, wd = xp.shape
        f, _, kh, kw = w.shape
        out = np.zeros((n, f, h - kh + 1, wd - kw + 1))
        for i in range(kh):
            for j in range(kw):
                out += np.einsum(
                    "nchw,fc->nfhw", xp[:, :, i : i + h - kh + 1, j : j + wd - kw + 1], w[:, :, i, j]
                )
        return out

    def pool(x):
        n, c, h, w = x.shape
        return x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))

    h = pool(np.maximum(conv(x, w), 0))
    h = h.reshape(h.shape[0], -1)
    z = h @ v.T + c
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean(logp[np.arange(len(x)), np.array([1, 3])])


def batchnorm4(x, g, b):
    mu = x.mean(axis=(0, 2, 3), keepdims=True)
    var = x.var(axis=(0, 2, 3), keepdims=True)
    xh = (x - mu) / np.sqrt(var + 1e-5)
    y = g[None, :, None, None] * xh + b[None, :, None, None]
    return np.sum(np.sin(y))


def multi_head_attention(x, wq, wk, wv, wo):
    nh = 2
    b, t, d = x.shape

    def split(z):
        return z.reshape(b, t, nh, d // nh).transpose(0, 2, 1, 3)

    q, k, v = split(x @ wq), split(x @ wk), split(x @ wv)
    s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d // nh)
    mask = np.triu(np.ones((t, t)), 1) * -1e9
    s = s + mask
    s = np.exp(s - s.max(-1, keepdims=True))
    a = s / s.sum(-1, keepdims=True)
    o = (a @ v).transpose(0, 2, 1, 3).reshape(b, t, d)
    return np.sum((o @ wo) ** 2)


def lattice_boltzmann(f, omega):
    e = np.array([[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1], [1, 1], [-1, 1], [-1, -1], [1, -1]])
    wt = np.array([4 / 9] + [1 / 9] * 4 + [1 / 36] * 4)
    for step in range(2):
        for i in range(9):
            f[i] = np.roll(f[i], e[i], axis=(0, 1))
        rho = f.sum(axis=0)
        u = np.tensordot(e.T.astype(float), f, axes=1) / rho
        usq = np.sum(u**2, axis=0)
        eu = np.tensordot(e.astype(float), u, axes=1)
        feq = wt[:, None, None] * rho * (1 + 3 * eu + 4.5 * eu**2 - 1.5 * usq)
        f = f + omega * (feq - f)
    return np.sum(f[1] ** 2) + np.sum(u[0] * rho)


def heat3d(u, k):
    for _ in range(3):
        new = u.copy()
        new[1:-1, 1:-1, 1:-1] += k * (
            u[2:, 1:-1, 1:-1]
            + u[:-2, 1:-1, 1:-1]
            + u[1:-1, 2:, 1:-1]
            + u[1:-1, :-2, 1:-1]
            + u[1:-1, 1:-1, 2:]
            + u[1:-1, 1:-1, :-2]
            - 6 * u[1:-1, 1:-1, 1:-1]
        )
        u = new
    return np.sum(u**2)


def colour_edges(img, m):
    y = img @ m.T
    gray = 0.3 * y[..., 0] + 0.59 * y[..., 1] + 0.11 * y[..., 2]
    gx = gray[:, 1:] - gray[:, :-1]
    gy = gray[1:] - gray[:-1]
    return np.sum(np.sqrt(gx[:-1] ** 2 + gy[:, :-1] ** 2 + 1e-3))


def tensor_contract(a, b, c):
    t = np.einsum("ijk,ijl->kl", a, b)
    s = np.einsum("pi,ijk->pjk", c, a)
    return np.trace(t) + np.sum(s * np.einsum("pi,ijk->pjk", c, b))


def big_reduce(x):
    y = np.swapaxes(x, 1, 3)
    z = np.concatenate([y, y[:, ::-1]], axis=2)
    w = np.stack([z[0], z[1] * z[2]], axis=-1)
    return np.sum(w**3) + np.prod(np.mean(w, axis=(0, 1)).ravel()[:3])


def conv1d_batch(x, w, b):
    n, c, l = x.shape
    o, _, k = w.shape
    out = np.empty((n, o, l - k + 1))
    for i in range(n):
        for j in range(o):
            for t in range(l - k + 1):
                out[i, j, t] = np.sum(x[i, :, t : t + k] * w[j]) + b[j]
    return np.tanh(out).sum()


def rnn_batch(xs, wx, wh, b):
    n, t, _ = xs.shape
    h = np.zeros((n, wh.shape[0]))
    hs = np.zeros((n, t, wh.shape[0]))
    for i in range(t):
        h = np.tanh(xs[:, i] @ wx + h @ wh + b)
        hs[:, i] = h
    return np.sum(hs**2)


def batched_linalg(a, m):
    s = a @ np.swapaxes(a, -1, -2) + 4 * np.eye(4)
    inv = np.linalg.inv(s)
    sol = np.linalg.solve(s, m)
    _, ld = np.linalg.slogdet(s)
    return np.sum(inv * m) + np.sum(sol) + ld.sum()


def gates_on_qubits(psi, g):
    for q in range(psi.ndim):
        psi = np.moveaxis(np.tensordot(g, psi, axes=(1, q)), 0, q)
    return np.sum(psi**2 * np.arange(64).reshape(psi.shape))


def cp_decomp(t, a):
    est = np.einsum("ir,jr,kr->ijk", a, a, a)
    return np.sum((t - est) ** 2)


def upsample(x):
    y = x.repeat(2, axis=2).repeat(2, axis=3)
    z = np.zeros((2, 3, 10, 10))
    z[:, :, 1:-1, 1:-1] = y
    return np.sum(z[:, :, 1:, :] * z[:, :, :-1, :])


def deconv(x, w):
    n, c, h, wd = x.shape
    _, f, k, _ = w.shape
    out = np.zeros((n, f, 2 * (h - 1) + k, 2 * (wd - 1) + k))
    for i in range(h):
        for j in range(wd):
            out[:, :, 2 * i : 2 * i + k, 2 * j : 2 * j + k] += np.tensordot(x[:, :, i, j], w, axes=([1], [0]))
    return np.sum(np.sin(out))


def angles_of_a_field(x, d):
    n = np.linalg.norm(x, axis=-1, keepdims=True)
    u = x / n
    c = u[..., 0] * d[1] - u[..., 1] * d[0]
    return np.sum(np.arctan2(c, u @ d))


def pairwise_batch(p):
    d = p[:, :, None, :] - p[:, None, :, :]
    r2 = (d**2).sum(-1) + np.eye(p.shape[1])
    return np.sum(1 / r2)


def pair_kernel(x, y):
    d2 = ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2)
    return np.exp(-d2).sum()


def bmm_loop(a, b, y):
    loss = 0.0
    for i in range(len(a)):
        e = a[i] @ b[i] - y[i]
        loss += np.linalg.norm(e) ** 2 / e.size
    return loss


def largest_along_axis(x, m):
    idx = np.argmax(x, axis=0)
    top = np.take_along_axis(x, idx[None], axis=0)[0]
    s = np.sort(x, axis=0)
    return np.sum(top * m) + np.sum(s[-2] * m**2) + np.sum(np.cumsum(x, axis=2)[..., -1])


def centred_along_every_axis(x):
    for ax in range(x.ndim):
        x = x - x.mean(axis=ax, keepdims=True)
    return np.sum(x**3)


def roughness_along_every_axis(x):
    t = 0.0
    for ax in range(x.ndim):
        d = np.diff(x, axis=ax)
        t += np.sum(d**2)
    return t


def shifted_products(x):
    out = []
    for ax in range(x.ndim):
        out.append(np.sum(np.roll(x, 1, axis=ax) * x))
    return np.sum(np.array(out) ** 2)


def sums_along_every_axis(x):
    for ax in range(3):
        x = np.apply_along_axis(np.cumsum, ax, x)
    return np.sum(x**2)


def second_slopes(x):
    g = np.gradient(x)
    t = 0
    for i in range(len(g)):
        t = t + np.sum(np.gradient(g[i], axis=i) ** 2)
    return t


def total_variation(x):
    n = x.ndim
    tot = 0.0
    for i in range(n):
        sl = [slice(None)] * n
        sl[i] = slice(1, None)
        s2 = [slice(None)] * n
        s2[i] = slice(None, -1)
        tot += np.sum(np.abs(x[tuple(sl)] - x[tuple(s2)]))
    return tot


def tuple_of_parts(x):
    parts = tuple(x[i : i + 2] for i in range(len(x) - 1))
    total = 0.0
    for i, part in enumerate(parts):
        total += np.sum(part) * i
    for part, following in zip(parts, parts[1:]):
        total += part @ following
    return total + sum(tuple(v**2 for v in x))


def slopes_of_any_rank(x):
    def slopes(v):
        if v is not None and v.ndim == 1:
            return np.diff(v)
        return tuple(np.diff(v, axis=k) for k in range(np.ndim(v)))

    rows, columns = slopes(x)
    return np.sum(rows) * np.sum(columns**2) + np.sum(slopes(x[0]) ** 2)


def parts_by_slices(x):
    total = 0.0
    inner = (slice(1, -1), slice(None))
    total += np.sum(x[inner] ** 2)
    edge = [slice(None)] * x.ndim
    edge[-1] = 0
    total += np.sum(x[tuple(edge)] ** 3)
    total += np.sum(x[(slice(None),) * (x.ndim - 1) + (0,)] * x[(Ellipsis, slice(1, 2))][:, 0])
    return total


def stars_of_unknown_length(a, b):
    def total_of(p, q, *rest, k=2.0):
        total = p * q * k
        for v in rest:
            total = total + v**2
        return np.sum(total)

    def product(p, q):
        return np.sum(p * q)

    scaled = [b[i] * i for i in range(len(b))]
    whole = [*a, b]
    total = sum(np.sum(v**2) for v in whole) * np.sum(whole[-1])
    total += total_of(*scaled, k=b[0]) + total_of(1.0, *scaled) + total_of(*a[0], *b)
    return total + product(*a) + np.sum(np.stack([*a, b]) ** 2)


def accumulated_frames(frames, weights):
    out = np.zeros(frames.shape[1:])
    for k in range(frames.shape[0]):
        out += weights[k] * frames[k]
    grown = np.zeros(tuple(n + 1 for n in out.shape))
    grown[1:, 1:] += out
    return np.linalg.norm(grown) + np.sum(grown[1])


def shrinking_slices(a):
    y = np.ones(4) * a
    total = 0.0
    for k in range(4):
        z = y[k:] * np.array([1.0, 2.0, 3.0, 4.0])[k:] ** 2
        total += np.sum(z * (y[k:] - y[: 4 - k].mean()) + a * y[k:].mean())
    return total


def eliminated_corner(a):
    m = np.zeros((3, 3))
    m[:, :] = a.reshape(3, 3)
    for k in range(2):
        m[k + 1 :, k] /= m[k, k]
        m[k + 1 :, k + 1 :] -= np.outer(m[k + 1 :, k], m[k, k + 1 :])
    return np.sum(m**2) + m[2:, 0].mean() * np.sum(m[1:, 1])


program(
    conv_im2col,
    (
        normal(2, 3, 6, 7),
        normal(4, 3, 3, 2, seed=2),
        normal(4, seed=3),
    ),
    (
        normal(1, 2, 5, 4),
        normal(3, 2, 2, 3),
        normal(3),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    small_cnn,
    (
        normal(2, 3, 6, 6),
        normal(4, 3, 3, 3, seed=2),
        normal(5, 4 * 3 * 3, seed=3),
        normal(5, seed=4),
    ),
    (
        normal(2, 2, 4, 4),
        normal(3, 2, 3, 3),
        normal(4, 12),
        normal(4),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    batchnorm4,
    (
        normal(2, 3, 4, 5),
        normal(3, seed=2),
        normal(3, seed=3),
    ),
    (
        normal(3, 2, 3, 4),
        normal(2),
        normal(2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    multi_head_attention,
    (
        normal(2, 4, 6),
        normal(6, 6, seed=2),
        normal(6, 6, seed=3),
        normal(6, 6, seed=4),
        normal(6, 6, seed=5),
    ),
    (
        normal(1, 3, 4),
        normal(4, 4),
        normal(4, 4, seed=1),
        normal(4, 4, seed=2),
        normal(4, 4, seed=3),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    lattice_boltzmann,
    (
        np.abs(normal(9, 5, 6)) + 1.0,
        1.3,
    ),
    (
        np.abs(normal(9, 4, 3)) + 1.0,
        0.8,
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    heat3d,
    (
        normal(5, 6, 4),
        0.1,
    ),
    (
        normal(4, 4, 5),
        0.05,
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    colour_edges,
    (
        normal(4, 5, 3),
        normal(3, 3, seed=2),
    ),
    (
        normal(3, 4, 3),
        normal(3, 3),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    tensor_contract,
    (
        normal(3, 4, 5),
        normal(3, 4, 5, seed=2),
        normal(2, 3, seed=3),
    ),
    (
        normal(2, 3, 4),
        normal(2, 3, 4, seed=1),
        normal(3, 2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(big_reduce, (normal(3, 4, 5, 2),), (normal(3, 3, 4, 3),), tags=TAGS, must_pass=True)
program(
    conv1d_batch,
    (
        normal(2, 3, 8),
        normal(4, 3, 3, seed=2),
        normal(4, seed=3),
    ),
    (
        normal(3, 2, 6),
        normal(2, 2, 3),
        normal(2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    rnn_batch,
    (
        normal(2, 5, 3),
        normal(3, 4, seed=2),
        normal(4, 4, seed=3),
        normal(4, seed=4),
    ),
    (
        normal(3, 4, 2),
        normal(2, 3),
        normal(3, 3),
        normal(3),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    batched_linalg,
    (
        normal(3, 3, 4, 4),
        normal(4, 4, seed=2),
    ),
    (
        normal(2, 2, 4, 4),
        normal(4, 4),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    gates_on_qubits,
    (
        normal(2, 2, 2, 2, 2, 2),
        normal(2, 2, seed=2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    cp_decomp,
    (
        normal(4, 4, 4),
        normal(4, 3, seed=2),
    ),
    (
        normal(3, 3, 3),
        normal(3, 2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(upsample, (normal(2, 3, 4, 4),), (normal(2, 3, 4, 4, seed=4),), tags=TAGS, must_pass=True)
program(
    deconv,
    (
        normal(2, 3, 5, 5),
        normal(3, 4, 3, 3, seed=2),
    ),
    (
        normal(1, 2, 3, 4),
        normal(2, 3, 2, 2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    angles_of_a_field,
    (
        normal(3, 4, 2),
        normal(2, seed=2),
    ),
    (
        normal(2, 3, 2),
        normal(2),
    ),
    tags=TAGS,
    must_pass=True,
)
program(pairwise_batch, (normal(3, 5, 2),), (normal(2, 4, 3),), tags=TAGS, must_pass=True)
program(
    pair_kernel,
    (
        normal(3, 6),
        normal(4, 6, seed=2),
    ),
    (
        normal(4, 5),
        normal(2, 5),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    bmm_loop,
    (
        normal(2, 3, 4),
        normal(2, 4, 5, seed=2),
        normal(2, 3, 5, seed=3),
    ),
    (
        normal(3, 2, 3),
        normal(3, 3, 4),
        normal(3, 2, 4),
    ),
    tags=TAGS,
    must_pass=True,
)
program(
    largest_along_axis,
    (
        normal(3, 4, 5),
        normal(4, 5, seed=2),
    ),
    (
        normal(4, 3, 6),
        normal(3, 6),
    ),
    tags=TAGS,
    must_pass=True,
)
program(centred_along_every_axis, (normal(4, 3, 4),), (normal(3, 3, 3),), tags=TAGS, must_pass=True)
program(roughness_along_every_axis, (normal(2, 3, 4),), (normal(3, 2, 2),), tags=TAGS, must_pass=True)
program(shifted_products, (normal(2, 3, 4),), (normal(3, 2, 2),), tags=TAGS, must_pass=True)
program(sums_along_every_axis, (normal(2, 3, 2),), (normal(3, 2, 2),), tags=TAGS)
program(second_slopes, (normal(3, 3, 4),), (normal(4, 3, 3),), tags=TAGS, must_pass=True)
program(total_variation, (normal(4, 3, 4),), (normal(3, 3, 2),), tags=TAGS, must_pass=True)
program(tuple_of_parts, (normal(4),), (normal(6),), tags=TAGS, must_pass=True)
program(slopes_of_any_rank, (normal(3, 4),), (normal(4, 3),), tags=TAGS, must_pass=True)
program(parts_by_slices, (normal(4, 3),), (normal(5, 2),), tags=TAGS, must_pass=True)
program(
    stars_of_unknown_length, (normal(2, 3), normal(3)), (normal(2, 4), normal(4)), tags=TAGS, must_pass=True
)
program(
    accumulated_frames, (normal(3, 4, 4), normal(3)), (normal(2, 3, 5), normal(2)), tags=TAGS, must_pass=True
)
program(shrinking_slices, (0.7,), (1.3,), tags=TAGS, must_pass=True)
program(eliminated_corner, (normal(9),), (normal(9, seed=3),), tags=TAGS, must_pass=True)


# -- grids that NumPy makes of an index, and indices as values


def rows_of_a_grid(v):
    g = np.mgrid[0:3:1.0]
    g[1] = v[0]
    return np.sum(g * v)


def written_sheets(v):
    a, b = np.mgrid[0:3:1.0, 0:2:1.0]
    a[1, 1] = v[0]
    return np.sum(a * v[1]) + np.sum(b) * v[2]


def bump_on_a_grid(v):
    n = len(v)
    a, b = np.mgrid[0:n, 0 : n - 1]
    return np.sum(np.exp(-((a - v[0]) ** 2) - (b - v[1]) ** 2))


def open_grids_that_grow(v):
    n = len(v)
    for k in range(n):
        a, b = np.ogrid[0 : k + 1, 0:n]
        v = v * np.sum(np.exp(-((a - v[0]) ** 2) - (b - v[1]) ** 2))
    return v


def grid_scaled_in_place(v, m=4):
    g = np.mgrid[0:m, -1:1:5j].astype(float)
    g[0] *= v[1]
    return np.sum(g**2) + np.sum(np.mgrid[0 : m * 1.0 : 0.5][:, None] * v)


def grids_of_growing_size(v):
    total = 0.0
    for i in range(1, 4):
        a, b = np.mgrid[0:i, i:5]
        total = total + np.sum(np.exp(-((a - v[0]) ** 2) - (b - v[1]) ** 2) * v[2])
        a, b = np.ogrid[0:i, 0:1]
        total = total + np.sum((v[:i, None] * (a - b) + v[0]) ** 2)
    return total


def index_or_array(v):
    return np.sum(np.s_[1:2] and v[1:3] ** 2)


def part_or_index(v):
    part = np.s_[1:, ...]
    if v[0] > 0.7:
        part = v[:2]
        return np.sum(part**2)
    return np.sum(v[part] ** 3)


INDEXED = (
    rows_of_a_grid,
    written_sheets,
    bump_on_a_grid,
    open_grids_that_grow,
    grid_scaled_in_place,
    grids_of_growing_size,
    index_or_array,
    part_or_index,
)
for function in INDEXED:
    program(function, (np.array([1.0, 0.2, 0.3]),), (np.array([0.5, -1.2, 0.7]),), tags=TAGS, must_pass=True)
