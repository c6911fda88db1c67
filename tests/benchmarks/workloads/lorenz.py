"""The Lorenz system by the classical Runge-Kutta method, in scalars."""

from tests.benchmarks.loops import lorenz as loops
from tests.benchmarks.rewrites import lorenz as rewrites
from tests.benchmarks.workload import Workload

DT = 2e-4


def lorenz(x, y, z, s, r, b, steps):
    h = DT
    acc = 0.0
    for _ in range(steps):
        k1x = s * (y - x)
        k1y = x * (r - z) - y
        k1z = x * y - b * z
        x2 = x + 0.5 * h * k1x
        y2 = y + 0.5 * h * k1y
        z2 = z + 0.5 * h * k1z
        k2x = s * (y2 - x2)
        k2y = x2 * (r - z2) - y2
        k2z = x2 * y2 - b * z2
        x3 = x + 0.5 * h * k2x
        y3 = y + 0.5 * h * k2y
        z3 = z + 0.5 * h * k2z
        k3x = s * (y3 - x3)
        k3y = x3 * (r - z3) - y3
        k3z = x3 * y3 - b * z3
        x4 = x + h * k3x
        y4 = y + h * k3y
        z4 = z + h * k3z
        k4x = s * (y4 - x4)
        k4y = x4 * (r - z4) - y4
        k4z = x4 * y4 - b * z4
        x = x + h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x)
        y = y + h / 6.0 * (k1y + 2.0 * k2y + 2.0 * k3y + k4y)
        z = z + h / 6.0 * (k1z + 2.0 * k2z + 2.0 * k3z + k4z)
        acc += x * x
    return acc / steps


def hand(x, y, z, s, r, b, steps):
    """All stages on a stack, one tuple a step."""
    h, stack = DT, []
    for _ in range(steps):
        k1x, k1y, k1z = s * (y - x), x * (r - z) - y, x * y - b * z
        x2, y2, z2 = x + 0.5 * h * k1x, y + 0.5 * h * k1y, z + 0.5 * h * k1z
        k2x, k2y, k2z = s * (y2 - x2), x2 * (r - z2) - y2, x2 * y2 - b * z2
        x3, y3, z3 = x + 0.5 * h * k2x, y + 0.5 * h * k2y, z + 0.5 * h * k2z
        k3x, k3y, k3z = s * (y3 - x3), x3 * (r - z3) - y3, x3 * y3 - b * z3
        x4, y4, z4 = x + h * k3x, y + h * k3y, z + h * k3z
        k4x, k4y, k4z = s * (y4 - x4), x4 * (r - z4) - y4, x4 * y4 - b * z4
        stages = x, y, z, x2, y2, z2, x3, y3, z3, x4, y4, z4
        x = x + h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x)
        y = y + h / 6.0 * (k1y + 2.0 * k2y + 2.0 * k3y + k4y)
        z = z + h / 6.0 * (k1z + 2.0 * k2z + 2.0 * k3z + k4z)
        stack.append((stages, x))
    bars, total = (0.0,) * 6, 2.0 / steps
    for stages, x in reversed(stack):
        bars = _step_back(stages, (bars[0] + total * x, *bars[1:]), s, r, b, h)
    return bars


def _step_back(stages, bars, s, r, b, h):
    x, y, z, x2, y2, z2, x3, y3, z3, x4, y4, z4 = stages
    xb, yb, zb, sb, rb, bb = bars
    u, v, w = h / 6.0 * xb, h / 6.0 * yb, h / 6.0 * zb
    p, q, t = y4 * w + (r - z4) * v - s * u, x4 * w - v + s * u, -b * w - x4 * v
    sb, rb, bb = sb + (y4 - x4) * u, rb + x4 * v, bb - z4 * w
    xb, yb, zb = xb + p, yb + q, zb + t
    k, m, n = 2.0 * u + h * p, 2.0 * v + h * q, 2.0 * w + h * t
    p, q, t = y3 * n + (r - z3) * m - s * k, x3 * n - m + s * k, -b * n - x3 * m
    sb, rb, bb = sb + (y3 - x3) * k, rb + x3 * m, bb - z3 * n
    xb, yb, zb = xb + p, yb + q, zb + t
    h2 = 0.5 * h
    k, m, n = 2.0 * u + h2 * p, 2.0 * v + h2 * q, 2.0 * w + h2 * t
    p, q, t = y2 * n + (r - z2) * m - s * k, x2 * n - m + s * k, -b * n - x2 * m
    sb, rb, bb = sb + (y2 - x2) * k, rb + x2 * m, bb - z2 * n
    xb, yb, zb = xb + p, yb + q, zb + t
    k, m, n = u + h2 * p, v + h2 * q, w + h2 * t
    p, q, t = y * n + (r - z) * m - s * k, x * n - m + s * k, -b * n - x * m
    return xb + p, yb + q, zb + t, sb + (y - x) * k, rb + x * m, bb - z * n


def make(steps: int = 2000) -> Workload:
    args = (1.0, 1.2, 20.0, 10.0, 28.0, 8.0 / 3.0, steps)
    return Workload("Lorenz", f"{steps:,} steps", lorenz, args, ("x", "y", "z", "s", "r", "b"), hand, loop=True,
                    stored=8 * 13 * steps, at=make, sizes=(100, 1000, 10_000, 100_000), unit="steps",
                    compiled={"hand": loops.hand, "prototype": loops.prototype},
                    rewrites=rewrites.REWRITES)  # fmt: skip


def workloads() -> list[Workload]:
    return [make()]
