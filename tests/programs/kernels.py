"""Kernels as people write them for Numba: paths of prices, particles, tables, with helpers and early exits."""

import math
from collections import namedtuple

import numpy as np

from tests.programs import Sampler, program

S = Sampler(2027)
TAGS = "kernels"

# -- money -------------------------------------------------------------------------------------------------------------


def asian_option(s0, vol, rate, z, strike=1.0):
    paths, steps = z.shape
    dt = 1.0 / steps
    payoff = np.empty(paths)
    for p in range(paths):
        s, mean = s0, 0.0
        for t in range(steps):
            s *= math.exp((rate - 0.5 * vol * vol) * dt + vol * math.sqrt(dt) * z[p, t])
            mean += s
        payoff[p] = max(mean / steps - strike, 0.0)
    return math.exp(-rate) * payoff.mean()


def down_and_out(s0, vol, z, barrier):
    alive_sum, count = 0.0, 0
    for p in range(z.shape[0]):
        s = s0
        alive = True
        for t in range(z.shape[1]):
            s = s * np.exp(-0.5 * vol**2 * 0.1 + vol * np.sqrt(0.1) * z[p, t])
            if s < barrier:
                alive = False
                break
        if alive and s > 1.0:
            alive_sum += s - 1.0
            count += 1
    return alive_sum / z.shape[0] + 0.01 * count * s0


Heston = namedtuple("Heston", "kappa theta xi rho")


def heston_price(p, v0, z1, z2):
    total = 0.0
    n, steps = z1.shape
    dt = 0.25 / steps
    for i in range(n):
        s, v = 1.0, v0
        for k in range(steps):
            vp = max(v, 0.0)
            w = p.rho * z1[i, k] + math.sqrt(1.0 - p.rho**2) * z2[i, k]
            s += s * math.sqrt(vp * dt) * z1[i, k]
            v += p.kappa * (p.theta - vp) * dt + p.xi * math.sqrt(vp * dt) * w
        total += max(s - 0.95, 0.0)
    return total / n


def american_binomial(s0, vol, rate, n):
    dt = 1.0 / n
    u = math.exp(vol * math.sqrt(dt))
    q = (math.exp(rate * dt) - 1.0 / u) / (u - 1.0 / u)
    disc = math.exp(-rate * dt)
    values = np.empty(n + 1)
    for j in range(n + 1):
        values[j] = max(1.05 - s0 * u ** (2 * j - n), 0.0)
    for i in range(n - 1, -1, -1):
        for j in range(i + 1):
            hold = disc * (q * values[j + 1] + (1.0 - q) * values[j])
            values[j] = max(hold, 1.05 - s0 * u ** (2 * j - i))
    return values[0]


def _norm_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def _black(f, k, sigma, t):
    sd = sigma * math.sqrt(t)
    d1 = (math.log(f / k) + 0.5 * sd * sd) / sd
    return f * _norm_cdf(d1) - k * _norm_cdf(d1 - sd)


def implied_vols(f, strikes, prices):
    out = np.empty_like(strikes)
    for i in range(strikes.shape[0]):
        sigma = 0.3
        for it in range(50):
            diff = _black(f, strikes[i], sigma, 1.0) - prices[i]
            d1 = (math.log(f / strikes[i]) + 0.5 * sigma * sigma) / sigma
            vega = f * math.exp(-0.5 * d1 * d1) / math.sqrt(2.0 * math.pi)
            step = diff / vega
            sigma -= step
            if abs(step) < 1e-13:
                break
        out[i] = sigma
    return out


Z1, Z2 = S.normal(4, 5), S.normal(4, 5)
program(asian_option, (1.02, 0.3, 0.02, Z1), (1.1, 0.25, 0.01, Z2), tags=TAGS, must_pass=True)
program(down_and_out, (1.2, 0.2, Z1, 0.9), (1.3, 0.3, Z2, 0.95), tags=TAGS, must_pass=True)
program(
    heston_price,
    (Heston(1.5, 0.04, 0.3, -0.6), 0.05, Z1, Z2),
    (Heston(1.0, 0.1, 0.2, -0.3), 0.08, Z2, Z1),
    tags=TAGS,
    must_pass=True,
)
program(american_binomial, (1.0, 0.3, 0.03, 3), (1.02, 0.4, 0.05, 4), tags=TAGS, must_pass=True)
STRIKES = np.array([0.9, 1.0, 1.1])
program(
    implied_vols,
    (1.0, STRIKES, np.array([0.17, 0.11, 0.08])),
    (1.02, STRIKES * 1.01, np.array([0.2, 0.15, 0.1])),
    tags=TAGS,
    must_pass=True,
)

# -- particles ---------------------------------------------------------------------------------------------------------


def _accelerations(pos, mass, acc):
    n = pos.shape[0]
    acc[:] = 0.0
    for i in range(n):
        for j in range(i + 1, n):
            r2 = 0.01
            for k in range(3):
                r2 += (pos[j, k] - pos[i, k]) ** 2
            inv = 1.0 / (r2 * math.sqrt(r2))
            for k in range(3):
                d = (pos[j, k] - pos[i, k]) * inv
                acc[i, k] += mass[j] * d
                acc[j, k] -= mass[i] * d


def verlet_bodies(pos, vel, mass, dt, steps):
    pos, vel = pos.copy(), vel.copy()
    acc = np.empty_like(pos)
    _accelerations(pos, mass, acc)
    for _ in range(steps):
        vel += 0.5 * dt * acc
        pos += dt * vel
        _accelerations(pos, mass, acc)
        vel += 0.5 * dt * acc
    return pos, vel


def lennard_jones(x, box, cutoff):
    n = x.shape[0]
    energy = 0.0
    force = np.zeros((n, 2))
    for i in range(n - 1):
        for j in range(i + 1, n):
            dx = x[i, 0] - x[j, 0]
            dy = x[i, 1] - x[j, 1]
            dx -= box * round(dx / box)
            dy -= box * round(dy / box)
            r2 = dx * dx + dy * dy
            if r2 > cutoff * cutoff:
                continue
            inv2 = 1.0 / r2
            inv6 = inv2 * inv2 * inv2
            energy += 4.0 * inv6 * (inv6 - 1.0)
            f = 24.0 * inv6 * (2.0 * inv6 - 1.0) * inv2
            force[i, 0] += f * dx
            force[i, 1] += f * dy
            force[j, 0] -= f * dx
            force[j, 1] -= f * dy
    return energy, force


def quaternion_turns(q, omega, dt, steps):
    w, x, y, z = q
    for _ in range(steps):
        a, b, c = omega[0] * dt / 2, omega[1] * dt / 2, omega[2] * dt / 2
        w, x, y, z = (
            w - a * x - b * y - c * z,
            x + a * w + c * y - b * z,
            y + b * w - c * x + a * z,
            z + c * w + b * x - a * y,
        )
        norm = math.sqrt(w * w + x * x + y * y + z * z)
        w, x, y, z = w / norm, x / norm, y / norm, z / norm
    return w, x, y, z


def lattice_energy(angles, coupling):
    n, m = angles.shape
    e = 0.0
    for i in range(n):
        for j in range(m):
            right = angles[i, (j + 1) % m]
            down = angles[(i + 1) % n, j]
            e -= coupling * (math.cos(angles[i, j] - right) + math.cos(angles[i, j] - down))
    return e / (n * m)


program(
    verlet_bodies,
    (S.normal(3, 3), S.normal(3, 3), S.positive(3), 0.05, 3),
    (S.normal(2, 3), S.normal(2, 3), S.positive(2), 0.1, 2),
    tags=TAGS,
    must_pass=True,
)
GRID = np.array([[0.1, 0.2], [1.3, 0.1], [0.2, 1.4], [1.5, 1.6], [2.7, 2.8]])
program(lennard_jones, (GRID, 3.0, 1.45), (GRID[:4] * 1.05, 3.1, 1.5), tags=TAGS, must_pass=True)
program(
    quaternion_turns,
    ((1.0, 0.1, 0.2, 0.3), S.normal(3), 0.2, 4),
    ((0.5, 0.5, 0.1, -0.2), S.normal(3), 0.1, 3),
    tags=TAGS,
    must_pass=True,
)
program(lattice_energy, (S.normal(3, 4), 0.7), (S.normal(2, 5), 1.1), tags=TAGS, must_pass=True)

# -- tables and interpolation ------------------------------------------------------------------------------------------


def _bracket(grid, x):
    lo, hi = 0, grid.shape[0] - 1
    while hi - lo > 1:
        mid = (lo + hi) // 2
        if grid[mid] > x:
            hi = mid
        else:
            lo = mid
    return lo


def interpolate_table(grid, table, queries):
    out = np.empty(queries.shape[0])
    for q in range(queries.shape[0]):
        x = queries[q]
        if x <= grid[0]:
            out[q] = table[0]
            continue
        if x >= grid[-1]:
            out[q] = table[-1]
            continue
        i = _bracket(grid, x)
        w = (x - grid[i]) / (grid[i + 1] - grid[i])
        out[q] = (1 - w) * table[i] + w * table[i + 1]
    return out


def bilinear(image, ys, xs):
    h, w = image.shape
    total = 0.0
    for k in range(len(ys)):
        y, x = ys[k], xs[k]
        i, j = int(y), int(x)
        if i < 0 or j < 0 or i >= h - 1 or j >= w - 1:
            continue
        fy, fx = y - i, x - j
        top = image[i, j] * (1 - fx) + image[i, j + 1] * fx
        bottom = image[i + 1, j] * (1 - fx) + image[i + 1, j + 1] * fx
        total += (top * (1 - fy) + bottom * fy) ** 2
    return total


def natural_spline(x, y, at):
    n = len(x)
    h = x[1:] - x[:-1]
    m = np.zeros(n)
    diag = np.zeros(n)
    rhs = np.zeros(n)
    for i in range(1, n - 1):
        diag[i] = 2.0 * (h[i - 1] + h[i])
        rhs[i] = 6.0 * ((y[i + 1] - y[i]) / h[i] - (y[i] - y[i - 1]) / h[i - 1])
        if i > 1:
            w = h[i - 1] / diag[i - 1]
            diag[i] -= w * h[i - 1]
            rhs[i] -= w * rhs[i - 1]
    for i in range(n - 2, 0, -1):
        m[i] = (rhs[i] - h[i] * m[i + 1]) / diag[i]
    i = int(np.searchsorted(x, at)) - 1
    a, b = (x[i + 1] - at) / h[i], (at - x[i]) / h[i]
    return a * y[i] + b * y[i + 1] + ((a**3 - a) * m[i] + (b**3 - b) * m[i + 1]) * h[i] ** 2 / 6.0


def histogram_of_weights(values, weights, bins, low, high):
    counts = np.zeros(bins)
    width = (high - low) / bins
    for i in range(values.size):
        b = int((values[i] - low) / width)
        if 0 <= b < bins:
            counts[b] += weights[i]
    total = counts.sum()
    s = 0.0
    for b in range(bins):
        if counts[b] > 0:
            p = counts[b] / total
            s -= p * np.log(p)
    return s


program(
    interpolate_table,
    (np.array([0.0, 0.5, 1.2, 2.0]), S.normal(4), np.array([-0.3, 0.2, 0.8, 1.9, 2.5])),
    (np.array([0.0, 0.7, 1.5]), S.normal(3), np.array([0.1, 0.9, 1.6])),
    tags=TAGS,
    must_pass=True,
)
program(
    bilinear,
    (S.normal(4, 5), np.array([0.3, 1.7, 2.2, 5.0]), np.array([0.4, 2.6, 3.1, 1.0])),
    (S.normal(3, 3), np.array([0.3, 1.2]), np.array([1.4, -1.5])),
    tags=TAGS,
    must_pass=True,
)
program(
    natural_spline,
    (np.array([0.0, 0.6, 1.1, 2.0, 2.4]), S.normal(5), 1.3),
    (np.array([0.0, 0.5, 1.2, 1.7]), S.normal(4), 0.8),
    tags=TAGS,
    must_pass=True,
)
program(
    histogram_of_weights,
    (S.unit(7), S.positive(7), 3, 0.0, 1.0),
    (S.unit(6), S.positive(6), 4, 0.2, 0.9),
    tags=TAGS,
    must_pass=True,
)
