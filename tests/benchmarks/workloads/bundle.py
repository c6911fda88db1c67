"""ADBench's bundle adjustment: the Jacobian of reprojection errors in blocks, over whole columns."""

import numpy as np

import tangentx as tx
from tests.benchmarks.loops import bundle as loops
from tests.benchmarks.rewrites import bundle as rewrites
from tests.benchmarks.workload import Workload

CAMERAS, POINTS, OBSERVATIONS = 49, 7776, 31843


def residual(cam, X, w, feat):
    r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2 = cam
    x0, x1, x2 = X[0] - c0, X[1] - c1, X[2] - c2
    angle = np.sqrt(r0 * r0 + r1 * r1 + r2 * r2)
    co, si, inv = np.cos(angle), np.sin(angle), 1.0 / angle
    w0, w1, w2 = r0 * inv, r1 * inv, r2 * inv
    tmp = (w0 * x0 + w1 * x1 + w2 * x2) * (1.0 - co)
    a = x0 * co + (w1 * x2 - w2 * x1) * si + w0 * tmp
    b = x1 * co + (w2 * x0 - w0 * x2) * si + w1 * tmp
    z = x2 * co + (w0 * x1 - w1 * x0) * si + w2 * tmp
    px, py = a / z, b / z
    rsq = px * px + py * py
    s = (1.0 + k1 * rsq + k2 * rsq * rsq) * focal
    return w * (px * s + u0 - feat[0]), w * (py * s + v0 - feat[1])


def hand(cam, X, w, feat):
    """Two rows a block, each the reverse of the projection, the forward part shared."""
    r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2 = cam
    x0, x1, x2 = X[0] - c0, X[1] - c1, X[2] - c2
    angle = np.sqrt(r0 * r0 + r1 * r1 + r2 * r2)
    co, si, inv = np.cos(angle), np.sin(angle), 1.0 / angle
    w0, w1, w2 = r0 * inv, r1 * inv, r2 * inv
    dot = w0 * x0 + w1 * x1 + w2 * x2
    omc = 1.0 - co
    tmp = dot * omc
    e0, e1, e2 = w1 * x2 - w2 * x1, w2 * x0 - w0 * x2, w0 * x1 - w1 * x0
    iz = 1.0 / (x2 * co + e2 * si + w2 * tmp)
    px, py = (x0 * co + e0 * si + w0 * tmp) * iz, (x1 * co + e1 * si + w1 * tmp) * iz
    rsq = px * px + py * py
    bulge = 1.0 + k1 * rsq + k2 * rsq * rsq
    slope, fw = 2.0 * (k1 + 2.0 * k2 * rsq), focal * w
    J = np.empty((len(w), 2, 15))
    for row, pr in enumerate((px, py)):
        s = fw * pr * slope
        gx, gy = s * px, s * py
        (gx, gy)[row][...] += fw * bulge
        g0, g1 = gx * iz, gy * iz
        g2 = -(g0 * px + g1 * py)
        bt = g0 * w0 + g1 * w1 + g2 * w2
        bd = bt * omc
        bco = g0 * x0 + g1 * x1 + g2 * x2 - bt * dot
        bsi = g0 * e0 + g1 * e1 + g2 * e2
        h0, h1, h2 = si * g0, si * g1, si * g2
        X_bar = (
            g0 * co + h1 * w2 - h2 * w1 + bd * w0,
            g1 * co + h2 * w0 - h0 * w2 + bd * w1,
            g2 * co + h0 * w1 - h1 * w0 + bd * w2,
        )
        b0 = g0 * tmp + bd * x0 + h2 * x1 - h1 * x2
        b1 = g1 * tmp + bd * x1 + h0 * x2 - h2 * x0
        b2 = g2 * tmp + bd * x2 + h1 * x0 - h0 * x1
        bth = co * bsi - si * bco - inv * (b0 * w0 + b1 * w1 + b2 * w2)
        error = u0 - feat[0] if row == 0 else v0 - feat[1]
        columns = (
            b0 * inv + bth * w0, b1 * inv + bth * w1, b2 * inv + bth * w2, -X_bar[0], -X_bar[1], -X_bar[2],
            w * pr * bulge, w if row == 0 else 0.0, w if row == 1 else 0.0, fw * pr * rsq,
            fw * pr * rsq * rsq, *X_bar, pr * bulge * focal + error,
        )  # fmt: skip
        for k, column in enumerate(columns):
            J[:, row, k] = column
    return J


def jacobian(**options):
    """By two seeds: over whole columns in NumPy, one block after the other in compiled code."""
    return by_blocks(**options) if options.get("backend") == "numba" else by_columns


def by_columns(cam, X, w, feat):
    """One forward sweep, two reverse sweeps."""
    _, pull = tx.vjp(residual, cam, X, w, feat)
    one, none = np.ones_like(w), np.zeros_like(w)
    J = np.empty((len(w), 2, 15))
    for row, seed in enumerate(((one, none), (none, one))):
        cam_bar, X_bar, w_bar, _ = pull(seed)
        for k, column in enumerate((*cam_bar, *X_bar, w_bar)):
            J[:, row, k] = column
    return J


def by_blocks(jit=None, **options):
    import numba

    pull = tx.adjoint(residual, wrt=("cam", "X", "w"), jit=jit or {}, **options).dispatcher

    @numba.njit(error_model="numpy", **(jit or {}))
    def blocks(cam, X, w, feat):
        r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2 = cam
        x, y, z = X
        u, v = feat
        J = np.empty((len(w), 2, 15))
        for t in range(len(w)):
            camera = r0[t], r1[t], r2[t], c0[t], c1[t], c2[t], focal[t], u0[t], v0[t], k1[t], k2[t]
            for row in range(2):
                seed = 1.0 - row, 1.0 * row
                cam_bar, X_bar, w_bar = pull(camera, (x[t], y[t], z[t]), w[t], (u[t], v[t]), seed)
                for k in range(11):
                    J[t, row, k] = cam_bar[k]
                J[t, row, 11], J[t, row, 12], J[t, row, 13] = X_bar
                J[t, row, 14] = w_bar
        return J

    return blocks


def data(n):
    rng = np.random.default_rng(12)
    cam = np.array([-0.76, -1.11, -0.85, 34.6, 39.7, 53.9, 419.2, 5.86, -8.52, 0.0878, 0.00274])
    cams = cam * (1.0 + 0.02 * rng.normal(size=(CAMERAS, 11)))
    X = np.array([7.2, 0.00114, 3.02]) + 0.1 * rng.normal(size=(POINTS, 3))
    w = 0.417 + 0.1 * rng.normal(size=n)
    feats = np.array([271.8, 834.2]) + rng.normal(size=(n, 2))
    o = np.arange(n)
    camera, point = o % CAMERAS, o % POINTS
    columns = [np.ascontiguousarray(cams[camera, i]) for i in range(11)]
    places = [np.ascontiguousarray(X[point, i]) for i in range(3)]
    return tuple(columns), tuple(places), w, tuple(np.ascontiguousarray(feats[:, i]) for i in range(2))


def make(n: int = OBSERVATIONS) -> Workload:
    return Workload("ADBench bundle adjustment", f"{n} observations", residual, data(n), ("cam", "X", "w"), hand,
                    derive=jacobian, compiled={"hand": loops.hand}, at=make,
                    sizes=(100, 1000, 10_000, 100_000), unit="observations",
                    written=rewrites.WRITTEN, rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
