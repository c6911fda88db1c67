"""Programs as handbooks of engineering are written down: correlations, lazy imports, classes of arguments."""

from __future__ import annotations

import typing

import numpy as np

from tests.programs import Sampler, program

TAGS = "handbook"
s = Sampler(90210)
Number = float | int
Several = typing.Union[list, tuple]  # noqa: UP007


def i1(*args, **kwargs):
    from scipy.special import i1

    return i1(*args, **kwargs)


def fin_efficiency(length, thickness):
    from scipy.special import erf, k0

    reduced = length * np.sqrt(2.0 / thickness)
    return i1(reduced) / (i1(2.0 * reduced) + erf(reduced)) + k0(reduced)


def chosen_special(x, kind):
    from scipy import special

    f = {"first": special.i0, "second": special.i1}[kind]
    total = f(x)
    for g in (special.erfc, special.gammaln):
        total = total + g(x) * x
    return total


def _flow(p):
    if isinstance(p, Several):
        return p[0] * p[1]
    if isinstance(p, np.ndarray | np.generic):
        return np.sum(p**3)
    return p * p if isinstance(p, Number | None) else 0.0


def by_class(a, b):
    total = _flow(a) + _flow((a, b)) + _flow([b, a * a]) + _flow(np.array([a, b]))
    for item in (1, 2.5, "none", None):
        if isinstance(item, int | float):
            total += item * a
        elif isinstance(item, str | None):
            total += b * b
    return total


program(fin_efficiency, (0.7, 0.9), (1.2, 1.6), tags=TAGS, must_pass=True)
program(chosen_special, (0.7, "first"), (1.2, "second"), tags=TAGS, must_pass=True)
program(by_class, (0.7, 0.9), (1.2, 1.6), tags=TAGS, must_pass=True)


def region(p, t):
    """A chart of regions, as those of steam: chains of bounds that may be left at many places."""
    if p < 0.2:
        if t < 0.2:
            return p * t
        elif t < 0.4:
            return p + t
    if p < 0.4:
        if t < 0.4:
            return p * p * t
        elif t < 0.6:
            return p - t
    z = p * t
    if p < 0.6:
        if t < 0.5:
            return z * p
        elif t < 0.8:
            return p + 3.0 * t
    if p < 0.8:
        if t < 0.7:
            return z * t
        elif t < 0.9:
            z = z + p
            if z > 1.0:
                return z
    w = np.sin(z)
    if p < 1.0:
        if t < 0.8:
            return w * p
        elif t < 1.0:
            return w + 5.0 * t
    if p < 1.2:
        if t < 1.0:
            return w * p + 1.0
        elif t < 1.1:
            w = w * w
    if p < 1.4:
        if t < 1.2:
            return w * z
        elif t < 1.3:
            return w + t
    v = w * z
    if p < 1.6:
        if t < 1.4:
            return v * p
        elif t < 1.5:
            return v + p
    if p < 1.8:
        if t < 1.6:
            return v * t
        elif t < 1.7:
            return v - p
    u = v + w
    if p < 1.9:
        if t < 1.8:
            return u * p
        elif t < 1.9:
            return u * t
    return u * u


def careful_secant(c, start):
    """A root by secants and halves, with a way out for each of the things that may go wrong."""
    p0, p1 = start, start * 1.1
    q0, q1 = p0**3 - c, p1**3 - c
    low = high = None
    for i in range(40):
        if q1 == q0:
            if abs(p1 - p0) < 1e-12:
                if low is not None:
                    return p1
                elif high is not None:
                    return p0
            if abs(q1) < 1e-10:
                return p1
            if low is not None and high is not None:
                p = 0.5 * (low + high)
            else:
                if i > 3:
                    continue
                break
        else:
            p = p1 - q1 * (p1 - p0) / (q1 - q0)
            if abs(p - p1) < 1e-13:
                if abs(q1) < 1e-9:
                    return p
                if abs(q0) < 1e-9:
                    return p1
            if p < 0:
                if p1 > 0:
                    p = p1 / 2
                elif p0 > 0:
                    p = p0 / 2
                else:
                    return p
            if p > 100:
                if p1 < 50:
                    p = 50.0
                elif p0 < 40:
                    break
                else:
                    return p1
        p0, q0 = p1, q1
        p1 = p
        q1 = p1**3 - c
        if abs(q1) < 1e-14:
            if i > 1:
                return p1
            if i > 0 and q1 == 0:
                return p1
        if q1 < 0:
            low = p1
        else:
            high = p1
    return p1


POINTS = [(0.1 + 0.19 * k, 0.043 + 0.37 * k % 1.9) for k in range(11)]
program(region, *POINTS, tags=TAGS, must_pass=True)
program(careful_secant, (2.0, 1.5), (8.0, 1.3), tags=TAGS, must_pass=True)


def mixture_rows(x, n, work=None):
    """The work array may be given; its slots begin as numbers and become rows."""
    if work is None:
        work = [0.0] * n
    for j in range(n):
        total = 0.0
        for k in range(n):
            total += x[k] * (j + 1.0)
        work[j] = total
    return [work[0] * 2.0, work[1], work[n - 1] - work[0]]


def name_used_before(x, n):
    """One name for a number, an array and at last a list, whose slots become rows."""
    w = 3.0
    s = w * np.sum(x)
    w = x[0] * 2.0
    s = s + np.sum(w)
    w = [0.0] * n
    for j in range(n):
        total = 0
        for k in range(n):
            total = total + x[k] * s
        w[j] += total
    return w[0] * 2.0 + w[1]


def name_of_a_table(x, n, out=None):
    out = {}
    for j in range(n):
        out[j] = 0.0
    for j in range(n):
        total = 0.0
        for k in range(n):
            total += x[k]
        out[j] = total * (j + 1.0)
    return sum(out.values())


def list_in_a_list(x, n, row="none"):
    row, table = [0.0] * n, []
    for _ in range(n):
        table.append(row)
    for j in range(n):
        total = 0.0
        for k in range(n):
            total += x[k]
        row[j] += total
    return sum(table[1]) * 2.0


for f in (mixture_rows, name_used_before, name_of_a_table, list_in_a_list):
    program(f, (s.positive(3, 3), 3), (s.positive(3), 3), (s.normal(2, 4), 2), tags=TAGS, must_pass=True)
