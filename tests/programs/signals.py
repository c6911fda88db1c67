"""Signals and images, as people write them on the web: real code in style and size."""

import math

import numpy as np
from scipy import signal

from tests.programs import program
from tests.programs.numbers_ import normal

TAGS = "signals strangers"


class Biquad:
    """Direct form II transposed."""

    def __init__(self, b, a):
        a0 = a[0]
        self.b = [bi / a0 for bi in b]
        self.a = [ai / a0 for ai in a]
        self.z1 = self.z2 = 0.0

    @classmethod
    def peaking(cls, f0, gain_db, Q, fs=48.0):
        A = 10 ** (gain_db / 40)
        w0 = 2 * math.pi * f0 / fs
        alpha = math.sin(w0) / (2 * Q)
        return cls(
            [1 + alpha * A, -2 * math.cos(w0), 1 - alpha * A],
            [1 + alpha / A, -2 * math.cos(w0), 1 - alpha / A],
        )

    def process(self, x):
        y = self.b[0] * x + self.z1
        self.z1 = self.b[1] * x - self.a[1] * y + self.z2
        self.z2 = self.b[2] * x - self.a[2] * y
        return y


def equaliser_power(x, f0, gain, q):
    chain = [Biquad.peaking(f0, gain, q), Biquad.peaking(f0 * 2, -gain / 2, q)]
    out = []
    for s in x:
        for b in chain:
            s = b.process(s)
        out.append(s)
    return np.mean(np.array(out) ** 2)


def iir_difference_equation(b, a, x):
    y = np.zeros_like(x)
    for n in range(len(x)):
        acc = 0
        for k in range(len(b)):
            if n - k >= 0:
                acc += b[k] * x[n - k]
        for k in range(1, len(a)):
            if n - k >= 0:
                acc -= a[k] * y[n - k]
        y[n] = acc / a[0]
    return y


def soft_dtw(a, b, gamma=0.5):
    n, m = len(a), len(b)
    R = [[math.inf] * (m + 1) for _ in range(n + 1)]
    R[0][0] = 0.0

    def softmin(*v):
        v = [-x / gamma for x in v]
        mx = max(v)
        return -gamma * (mx + math.log(sum(math.exp(x - mx) for x in v)))

    for i in range(n):
        for j in range(m):
            R[i + 1][j + 1] = (a[i] - b[j]) ** 2 + softmin(R[i][j], R[i][j + 1], R[i + 1][j])
    return R[n][m]


def autocorr_levinson(x, order=3):
    r = np.correlate(x, x, mode="full")[len(x) - 1 :]
    a = np.zeros(order + 1)
    a[0] = 1.0
    e = r[0]
    for i in range(1, order + 1):
        acc = r[i]
        for j in range(1, i):
            acc += a[j] * r[i - j]
        k = -acc / e
        a_new = a.copy()
        for j in range(1, i):
            a_new[j] = a[j] + k * a[i - j]
        a_new[i] = k
        a = a_new
        e *= 1 - k**2
    return np.append(a, e)


def rls_filter(x, d, lam=0.98, delta=1.0):
    P_ = np.eye(2) / delta
    w = np.zeros((2, 1))
    for n in range(1, len(x)):
        u = np.array([[x[n]], [x[n - 1]]])
        k = P_ @ u / (lam + u.T @ P_ @ u)
        e = d[n] - (w.T @ u).item()
        w = w + k * e
        P_ = (P_ - k @ u.T @ P_) / lam
    return float(w[0, 0]) + 2 * w[1, 0]


def goertzel(x, k):
    N_ = len(x)
    w = 2 * math.pi * k / N_
    c = 2 * math.cos(w)
    s1 = s2 = 0.0
    for sample in x:
        s0 = sample + c * s1 - s2
        s2, s1 = s1, s0
    return s1 * s1 + s2 * s2 - c * s1 * s2


def sobel_edges(img):
    gx = np.zeros_like(img)
    gy = np.zeros_like(img)
    gx[1:-1, 1:-1] = (
        img[:-2, 2:] + 2 * img[1:-1, 2:] + img[2:, 2:] - img[:-2, :-2] - 2 * img[1:-1, :-2] - img[2:, :-2]
    )
    gy[1:-1, 1:-1] = (
        img[2:, :-2] + 2 * img[2:, 1:-1] + img[2:, 2:] - img[:-2, :-2] - 2 * img[:-2, 1:-1] - img[:-2, 2:]
    )
    mag = np.sqrt(gx**2 + gy**2)
    return mag.max() + mag.mean()


def bilinear_warp(img, dx, dy):
    H, W = img.shape
    yy, xx = np.mgrid[0:H, 0:W]
    xs = np.clip(xx + dx, 0, W - 1.001)
    ys = np.clip(yy + dy, 0, H - 1.001)
    x0, y0 = np.floor(xs).astype(int), np.floor(ys).astype(int)
    fx, fy = xs - x0, ys - y0
    top = img[y0, x0] * (1 - fx) + img[y0, x0 + 1] * fx
    bot = img[y0 + 1, x0] * (1 - fx) + img[y0 + 1, x0 + 1] * fx
    return np.sum((top * (1 - fy) + bot * fy) ** 2)


def total_variation_denoise(img, noisy, lam, lr=0.05, iters=3):
    u = img.copy()
    eps = 1e-3
    for _ in range(iters):
        gx = np.diff(u, axis=1, append=u[:, -1:])
        gy = np.diff(u, axis=0, append=u[-1:, :])
        nrm = np.sqrt(gx**2 + gy**2 + eps)
        px, py = gx / nrm, gy / nrm
        div = px - np.roll(px, 1, axis=1) + py - np.roll(py, 1, axis=0)
        u -= lr * ((u - noisy) - lam * div)
    return 0.5 * np.sum((u - noisy) ** 2)


def gaussian_pyramid(img, levels=2):
    k = np.array([1, 4, 6, 4, 1]) / 16.0
    pyr = [img]
    for _ in range(levels):
        g = pyr[-1]
        g = np.apply_along_axis(lambda r: np.convolve(np.pad(r, 2, mode="edge"), k, mode="valid"), 1, g)
        g = np.apply_along_axis(lambda r: np.convolve(np.pad(r, 2, mode="edge"), k, mode="valid"), 0, g)
        pyr.append(g[::2, ::2])
    return sum(np.sum(p**2) for p in pyr)


def filter_with_scipy(x, b, a):
    y = signal.lfilter(b, a, x)
    return np.sum(y**2)


def fftconvolve_match(x, template):
    c = signal.fftconvolve(x, template[::-1], mode="valid")
    return np.max(c / (np.linalg.norm(template) + 1e-9))


program(equaliser_power, (normal(10), 4.0, 6.0, 0.9), (normal(7), 2.0, -3.0, 1.4), tags=TAGS, must_pass=True)
program(
    iir_difference_equation,
    (normal(3), np.array([1.2, 0.3, -0.1]), normal(7)),
    (normal(2), np.array([0.8, 0.2]), normal(5)),
    tags=TAGS,
    must_pass=True,
)
program(soft_dtw, (normal(4), normal(3, seed=2)), (normal(3), normal(5, seed=3)), tags=TAGS, must_pass=True)
program(autocorr_levinson, (normal(8),), (normal(6),), tags=TAGS, must_pass=True)
program(
    rls_filter, (normal(6), normal(6, seed=2)), (normal(5), normal(5, seed=4), 0.9), tags=TAGS, must_pass=True
)
program(goertzel, (normal(7), 1.3), (normal(5), 2.1), tags=TAGS, must_pass=True)
program(sobel_edges, (normal(5, 6),), (normal(4, 4),), tags=TAGS, must_pass=True)
program(bilinear_warp, (normal(4, 5), 0.3, 0.4), (normal(3, 4), -0.2, 0.7), tags=TAGS, must_pass=True)
program(
    total_variation_denoise,
    (normal(4, 4), normal(4, 4, seed=2), 0.2),
    (normal(3, 5), normal(3, 5, seed=2), 0.5),
    tags=TAGS,
    must_pass=True,
)
program(gaussian_pyramid, (normal(6, 6),), (normal(5, 7),), tags=TAGS, must_pass=True)
program(
    filter_with_scipy,
    (normal(7), normal(3), np.array([1.0, 0.2, 0.1])),
    (normal(5), normal(2), np.array([1.0, 0.4])),
    tags=TAGS,
    must_pass=True,
)
program(fftconvolve_match, (normal(9), normal(3)), (normal(7), normal(4)), tags=TAGS, must_pass=True)
