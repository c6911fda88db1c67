"""The Lorenz system: by hand with three numbers a step and the stages computed anew, or with all stages on a stack."""

import numpy as np

DT = 2e-4


def slope(x, y, z, s, r, b):
    return s * (y - x), x * (r - z) - y, x * y - b * z


def pull(x, y, z, s, r, b, u, v, w):
    """The adjoints of state and parameters, for those of the slope."""
    return (r - z) * v - s * u + y * w, s * u - v + x * w, -x * v - b * w, (y - x) * u, x * v, -z * w


def stages(x, y, z, s, r, b):
    """The four places at which the slope is taken, and the place after the step."""
    h = DT
    k1x, k1y, k1z = slope(x, y, z, s, r, b)
    x2, y2, z2 = x + 0.5 * h * k1x, y + 0.5 * h * k1y, z + 0.5 * h * k1z
    k2x, k2y, k2z = slope(x2, y2, z2, s, r, b)
    x3, y3, z3 = x + 0.5 * h * k2x, y + 0.5 * h * k2y, z + 0.5 * h * k2z
    k3x, k3y, k3z = slope(x3, y3, z3, s, r, b)
    x4, y4, z4 = x + h * k3x, y + h * k3y, z + h * k3z
    k4x, k4y, k4z = slope(x4, y4, z4, s, r, b)
    x += h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x)
    y += h / 6.0 * (k1y + 2.0 * k2y + 2.0 * k3y + k4y)
    z += h / 6.0 * (k1z + 2.0 * k2z + 2.0 * k3z + k4z)
    return (x2, y2, z2), (x3, y3, z3), (x4, y4, z4), (x, y, z)


def back(one, two, three, four, s, r, b, bars):
    """One step in reverse."""
    h = DT
    xb, yb, zb, sb, rb, bb = bars
    u, v, w = h / 6.0 * xb, h / 6.0 * yb, h / 6.0 * zb
    p4, q4, t4, s4, r4, b4 = pull(four[0], four[1], four[2], s, r, b, u, v, w)
    k, m, n = 2.0 * u + h * p4, 2.0 * v + h * q4, 2.0 * w + h * t4
    p3, q3, t3, s3, r3, b3 = pull(three[0], three[1], three[2], s, r, b, k, m, n)
    k, m, n = 2.0 * u + 0.5 * h * p3, 2.0 * v + 0.5 * h * q3, 2.0 * w + 0.5 * h * t3
    p2, q2, t2, s2, r2, b2 = pull(two[0], two[1], two[2], s, r, b, k, m, n)
    k, m, n = u + 0.5 * h * p2, v + 0.5 * h * q2, w + 0.5 * h * t2
    p1, q1, t1, s1, r1, b1 = pull(one[0], one[1], one[2], s, r, b, k, m, n)
    xb, yb, zb = xb + (p4 + p3 + p2 + p1), yb + (q4 + q3 + q2 + q1), zb + (t4 + t3 + t2 + t1)
    return xb, yb, zb, sb + (s4 + s3 + s2 + s1), rb + (r4 + r3 + r2 + r1), bb + (b4 + b3 + b2 + b1)


def hand(x, y, z, s, r, b, steps):
    stack = np.empty((steps + 1, 3))
    stack[0, 0], stack[0, 1], stack[0, 2] = x, y, z
    for t in range(steps):
        x, y, z = stages(x, y, z, s, r, b)[3]
        stack[t + 1, 0], stack[t + 1, 1], stack[t + 1, 2] = x, y, z
    bars = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for t in range(steps - 1, -1, -1):
        xb, yb, zb, sb, rb, bb = bars
        one = (stack[t, 0], stack[t, 1], stack[t, 2])
        two, three, four, _ = stages(one[0], one[1], one[2], s, r, b)
        bars = back(one, two, three, four, s, r, b, (xb + 2.0 / steps * stack[t + 1, 0], yb, zb, sb, rb, bb))
    return bars


def prototype(x, y, z, s, r, b, steps):
    stack = np.empty((steps, 13))
    for t in range(steps):
        places = stack[t]
        places[0], places[1], places[2] = x, y, z
        two, three, four, (x, y, z) = stages(x, y, z, s, r, b)
        places[3], places[4], places[5] = two
        places[6], places[7], places[8] = three
        places[9], places[10], places[11] = four
        places[12] = x
    bars = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for t in range(steps - 1, -1, -1):
        xb, yb, zb, sb, rb, bb = bars
        p = stack[t]
        one, two, three, four = (
            (p[0], p[1], p[2]),
            (p[3], p[4], p[5]),
            (p[6], p[7], p[8]),
            (p[9], p[10], p[11]),
        )
        bars = back(one, two, three, four, s, r, b, (xb + 2.0 / steps * p[12], yb, zb, sb, rb, bb))
    return bars
