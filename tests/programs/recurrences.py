"""One value after the other, as people write it for Numba: dynamic programs, filters, searches, bits."""

import math

import numpy as np

from tests.programs import Sampler, program

S = Sampler(2029)
TAGS = "kernels"

# -- dynamic programs and filters --------------------------------------------------------------------------------------


def soft_alignment(a, b, gamma):
    n, m = len(a), len(b)
    r = np.full((n + 2, m + 2), 1e10)
    r[0, 0] = 0.0
    for j in range(1, m + 1):
        for i in range(1, n + 1):
            r0, r1, r2 = -r[i - 1, j - 1] / gamma, -r[i - 1, j] / gamma, -r[i, j - 1] / gamma
            top = max(max(r0, r1), r2)
            total = np.exp(r0 - top) + np.exp(r1 - top) + np.exp(r2 - top)
            r[i, j] = (a[i - 1] - b[j - 1]) ** 2 - gamma * (np.log(total) + top)
    return r[n, m]


def viterbi_score(emit, trans):
    steps, states = emit.shape
    score = emit[0].copy()
    back = np.zeros((steps, states), dtype=np.int64)
    for t in range(1, steps):
        new = np.empty(states)
        for s in range(states):
            best, where = -np.inf, -1
            for r in range(states):
                v = score[r] + trans[r, s]
                if v > best:
                    best, where = v, r
            new[s] = best + emit[t, s]
            back[t, s] = where
        score = new
    return np.max(score) + 0.0 * back[0, 0]


def forward_backward(log_a, log_b):
    n, t = log_b.shape
    alpha = np.empty((n, t))
    work = np.empty(n)
    alpha[:, 0] = log_b[:, 0] - np.log(n)
    for k in range(1, t):
        for j in range(n):
            top = -np.inf
            for i in range(n):
                work[i] = alpha[i, k - 1] + log_a[i, j]
                if work[i] > top:
                    top = work[i]
            acc = 0.0
            for i in range(n):
                acc += math.exp(work[i] - top)
            alpha[j, k] = top + math.log(acc) + log_b[j, k]
    return alpha


def ema_crossover(price, fast, slow):
    a, b = price[0], price[0]
    position, cash, prev = 0, 0.0, price[0]
    for i in range(1, price.size):
        a += fast * (price[i] - a)
        b += slow * (price[i] - b)
        cash += position * (price[i] - prev)
        if a > b and position <= 0:
            position = 1
        elif a < b and position >= 0:
            position = -1
        prev = price[i]
    return cash + a - b


def garch_likelihood(params, returns):
    omega, alpha, beta = params
    s2 = np.var(returns)
    ll = 0.0
    for r in returns:
        ll -= 0.5 * (np.log(2 * np.pi) + np.log(s2) + r**2 / s2)
        s2 = omega + alpha * r**2 + beta * s2
    return ll


def biquad(b, a, x):
    y = np.empty(x.shape, dtype=x.dtype)
    z1 = z2 = 0.0
    for n in range(len(x)):
        out = b[0] * x[n] + z1
        z1 = b[1] * x[n] - a[0] * out + z2
        z2 = b[2] * x[n] - a[1] * out
        y[n] = out
    return y


def kalman(x0, p0, q, r, obs):
    means = np.zeros(obs.shape[0])
    x, p = x0, p0
    for t in range(obs.shape[0]):
        p = p + q
        if np.isnan(obs[t]):
            means[t] = x
            continue
        k = p / (p + r)
        x = x + k * (obs[t] - x)
        p = (1 - k) * p
        means[t] = x
    return means, p


def rolling_moments(x, window):
    n = x.shape[0]
    mean = np.full(n, np.nan)
    var = np.full(n, np.nan)
    s = q = 0.0
    for i in range(n):
        s += x[i]
        q += x[i] * x[i]
        if i >= window:
            s -= x[i - window]
            q -= x[i - window] ** 2
        if i >= window - 1:
            mean[i] = s / window
            var[i] = (q - s * s / window) / (window - 1)
    return np.nansum(mean) + np.nansum(var**2)


program(
    soft_alignment,
    (S.normal(4), S.normal(3), 0.7),
    (S.normal(3), S.normal(3), 1.1),
    tags=TAGS,
    must_pass=True,
)
program(
    viterbi_score,
    (S.normal(4, 3), S.normal(3, 3)),
    (S.normal(3, 2), S.normal(2, 2)),
    tags=TAGS,
    must_pass=True,
)
program(
    forward_backward,
    (S.normal(3, 3), S.normal(3, 4)),
    (S.normal(2, 2), S.normal(2, 3)),
    tags=TAGS,
    must_pass=True,
)
program(ema_crossover, (S.positive(8), 0.5, 0.2), (S.positive(6), 0.6, 0.1), tags=TAGS, must_pass=True)
program(
    garch_likelihood,
    (np.array([0.1, 0.2, 0.6]), S.normal(6)),
    (np.array([0.2, 0.1, 0.5]), S.normal(5)),
    tags=TAGS,
    must_pass=True,
)
program(
    biquad,
    (S.unit(3), S.unit(2) * 0.5, S.normal(6)),
    (S.unit(3), S.unit(2) * 0.4, S.normal(5)),
    tags=TAGS,
    must_pass=True,
)
program(
    kalman, (0.1, 1.0, 0.05, 0.4, S.normal(5)), (0.3, 0.8, 0.1, 0.5, S.normal(4)), tags=TAGS, must_pass=True
)
program(rolling_moments, (S.normal(7), 3), (S.normal(6), 2), tags=TAGS, must_pass=True)

# -- numbers and indices -----------------------------------------------------------------------------------------------


def escape_times(cr, ci, limit):
    total = 0.0
    for k in range(cr.size):
        zr = zi = 0.0
        n = 0
        while zr * zr + zi * zi < 4.0 and n < limit:
            zr, zi = zr * zr - zi * zi + cr[k], 2.0 * zr * zi + ci[k]
            n += 1
        total += n + 1.0 - math.log2(math.log(zr * zr + zi * zi + 1.5))
    return total


def horner_and_slope(coefficients, x):
    p, dp = 0.0, 0.0
    for c in coefficients[::-1]:
        dp = dp * x + p
        p = p * x + c
    return p, dp


def lcg_noise(scale, seed, n):
    state = seed
    total = 0.0
    for _ in range(n):
        state = (1103515245 * state + 12345) % 2147483648
        u = state / 2147483648.0
        total += math.sin(scale * u) ** 2
    return total / n


def first_above(x, level):
    for i in range(len(x)):
        if x[i] > level:
            return i, x[i] * level
    return -1, 0.0 * level


def bits_of_index(x):
    n = x.shape[0]
    total = 0.0
    for i in range(n):
        j, bits = i, 0
        while j:
            bits += j & 1
            j >>= 1
        total += x[i] if bits % 2 == 0 else -x[i] * x[i ^ 1]
    return total


def radix_fft(re, im):
    n = re.shape[0]
    re, im = re.copy(), im.copy()
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]
    size = 2
    while size <= n:
        half = size // 2
        angle = -2.0 * math.pi / size
        for start in range(0, n, size):
            for k in range(half):
                c, s = math.cos(angle * k), math.sin(angle * k)
                a, b = start + k, start + k + half
                tr, ti = re[b] * c - im[b] * s, re[b] * s + im[b] * c
                re[b], im[b] = re[a] - tr, im[a] - ti
                re[a], im[a] = re[a] + tr, im[a] + ti
        size *= 2
    return re, im


def insertion_sorted_gini(x):
    v = x.copy()
    for i in range(1, v.size):
        key = v[i]
        j = i - 1
        while j >= 0 and v[j] > key:
            v[j + 1] = v[j]
            j -= 1
        v[j + 1] = key
    n = v.size
    top = bottom = 0.0
    for i in range(n):
        top += (2 * i - n + 1) * v[i]
        bottom += v[i]
    return top / (n * bottom)


def bisection(f_params, lo, hi):
    a, b, c = f_params
    flo = a * lo**3 + b * lo - c
    for _ in range(60):
        mid = 0.5 * (lo + hi)
        fm = a * mid**3 + b * mid - c
        if abs(fm) < 1e-14:
            break
        if flo * fm < 0.0:
            hi = mid
        else:
            lo, flo = mid, fm
    x = 0.5 * (lo + hi)
    return x - (a * x**3 + b * x - c) / (3 * a * x**2 + b)


def runge_kutta(theta, y0, t1, n):
    h = t1 / n
    y = np.array([y0[0], y0[1]])
    k1, k2, k3, k4 = np.empty(2), np.empty(2), np.empty(2), np.empty(2)
    for _ in range(n):
        _lotka(y, theta, k1)
        _lotka(y + 0.5 * h * k1, theta, k2)
        _lotka(y + 0.5 * h * k2, theta, k3)
        _lotka(y + h * k3, theta, k4)
        for i in range(2):
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
    return y


def _lotka(y, theta, out):
    out[0] = theta[0] * y[0] - theta[1] * y[0] * y[1]
    out[1] = theta[2] * y[0] * y[1] - theta[3] * y[1]


program(
    escape_times,
    (S.normal(4), S.normal(4) * 0.5, 12),
    (S.normal(3), S.normal(3) * 0.5, 9),
    tags=TAGS,
    must_pass=True,
)
program(horner_and_slope, (S.normal(5), 0.7), (S.normal(4), -1.2), tags=TAGS, must_pass=True)
program(lcg_noise, (1.3, 42, 5), (0.7, 7, 4), tags=TAGS, must_pass=True)
program(
    first_above,
    (np.array([0.1, 0.4, 0.9, 0.2]), 0.5),
    (np.array([0.1, 0.4, 0.2]), 0.6),
    tags=TAGS,
    must_pass=True,
)
program(bits_of_index, (S.normal(6),), (S.normal(8),), tags=TAGS, must_pass=True)
program(radix_fft, (S.normal(8), S.normal(8)), (S.normal(4), S.normal(4)), tags=TAGS, must_pass=True)
program(insertion_sorted_gini, (S.positive(6),), (S.positive(5),), tags=TAGS, must_pass=True)
program(
    bisection,
    ((1.0, 2.0, 3.1), 0.0, 3.0),
    ((0.5, 1.0, 2.5), 0.0, 4.0),
    tags=TAGS,
    must_pass=True,
    second=False,
)
program(
    runge_kutta,
    (np.array([1.1, 0.4, 0.1, 0.4]), (1.0, 0.5), 0.5, 3),
    (np.array([0.9, 0.3, 0.2, 0.5]), (0.8, 0.6), 0.3, 2),
    tags=TAGS,
    must_pass=True,
)
