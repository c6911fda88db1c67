"""What numbers and arrays are asked for in vain, tables with fields, and numbers that become dates."""

from __future__ import annotations

import numpy as np

from tests.programs import Sampler, program

TAGS = "handbook"
s = Sampler(90211)


def named_like_a_series(x):
    """An attribute that only tables have is set where it can be."""
    y = np.sin(x) * x
    try:
        y.name = "projection"
    except AttributeError:
        pass
    try:
        y = y.values
    except AttributeError as error:
        y = y * (2.0 if "values" in str(error) else 3.0)
    return y


def number_or_several(x):
    """What a number is asked for in vain, as one that may be an array would be."""
    try:
        first = x[0]
    except (TypeError, IndexError):
        first = x
    try:
        size = x.size
    except AttributeError:
        size = 1
    try:
        x[x > 1.0] = 1.0
    except TypeError:
        first = first * 3.0
    try:
        a, b = x
    except TypeError:
        a = b = first
    while True:
        try:
            x = x[0]
        except (TypeError, IndexError):
            break
    return first * size + a * b + x


def statements_before_it_fails(x):
    done = [x]
    try:
        done.append(x * x)
        y = x + 1.0
        y.unit = "K"
        y = y * 100.0
    except AttributeError:
        y = y * 7.0
    return y * done[-1]


def _values_of(table):
    return table.values * 2.0


def in_a_helper(x):
    try:
        return _values_of(x)
    except AttributeError:
        return x * x


def before_it_is_an_array(x, rows):
    """In the first trip it is a number, of which nothing is asked."""
    before, total = 0.0, 0.0
    for k in range(3):
        if k > 0:
            total = total + before[0] * before[1]
        before = rows[k] * x
    return total


def by_option(x, how, n):
    if how == "several":
        return sum(v * v for v in x)
    if how == "table":
        return x["a"] * x["b"]
    if n > 3:
        total = 0.0
        for v in x:
            total += v * v
        return total
    return x * x * n


def mixed_items(x):
    total = 0.0
    for item in [x, np.array([x, x * x])]:
        try:
            total = total + np.sum(item) * item.size
        except AttributeError:
            total = total + item
    return total


for f in (named_like_a_series, number_or_several, statements_before_it_fails, in_a_helper, mixed_items):
    program(f, (0.7,), (1.3,), tags=TAGS, must_pass=True)
program(before_it_is_an_array, (0.7, s.positive(3, 2)), (1.3, s.positive(3, 2)), tags=TAGS, must_pass=True)
program(
    by_option,
    (0.7, "one", 2),
    (s.positive(3), "one", 5),
    ([0.7, 0.3], "several", 1),
    tags=TAGS,
    must_pass=True,
)


WIRES = np.array([(0.4, 2.0, 1), (0.7, 3.0, 2)], dtype=[("width", "f8"), ("load", "f8"), ("order", "i4")])


def table_with_fields(x):
    total = np.sum(np.exp(-WIRES["width"][:, np.newaxis] * x) * WIRES["load"][0]) + WIRES[1][
        "load"
    ] * x * len(WIRES)
    for width, load, order in WIRES:
        total = total + width * x**order * load
    return total + np.interp(x, WIRES["width"], WIRES["load"])


def days_of_numbers(x, y):
    """Numbers that become dates are rounded: what is counted with them is constant."""
    days = np.array(x, dtype="datetime64[D]") - np.array(x, dtype="datetime64[Y]")
    seconds = x.astype("timedelta64[s]").astype(float)
    month = (np.datetime64("2020-01-01") + x.astype("timedelta64[D]")).astype("datetime64[M]").astype(
        int
    ) % 12
    return np.sin((days.astype("int") + 1) * 0.01) * y + seconds * y * 0.1 + month * x


def number_if_all_are(v, g):
    single = all(map(np.isscalar, (v, g)))
    many, slope = np.broadcast_arrays(v, g)
    out = np.full_like(many, np.nan, dtype=np.float64)
    out[slope > 0.0] = many[slope > 0.0] * slope[slope > 0.0]
    return out.item() if single else out


def power(v, g):
    return -v * number_if_all_are(v, g)


def first_or_all(x, rows, several):
    p = rows[0] * x if several else x
    try:
        first = p[0]
    except (TypeError, IndexError):
        first = p
    before, total = 0.0, 0.0
    for k in range(3):
        try:
            total = total + before[0]
        except TypeError:
            total = total + before * 2.0 + x
        before = rows[k] * x
    return first * first + total


program(table_with_fields, (0.5,), (0.6,), tags=TAGS, must_pass=True)
program(
    days_of_numbers,
    (np.array([30.2, 100.4]), s.normal(2)),
    (s.positive(2) + 40.3, s.normal(2)),
    tags=TAGS,
    must_pass=True,
)
program(power, (0.7, 1.3), (1.2, 0.4), (s.positive(3), s.positive(3)), tags=TAGS, must_pass=True)
program(first_or_all, (0.7, s.normal(3, 2), True), (1.2, s.normal(3, 2), False), tags=TAGS, must_pass=True)


def several_at_least(x, y):
    a, b, c = np.broadcast_arrays(*np.atleast_1d(x, y, 2.0))
    rows, columns = np.atleast_2d(a * b, y)
    return np.sum(a * b * c) + rows[0, 0] * columns[0, -1]


def east_of(n):
    """Vectors in columns; the norm of a cross product along the first axis."""
    east = np.cross([[1.0], [0.0], [0.0]], n, axis=0)
    n, e = np.atleast_2d(n), np.atleast_2d(east)
    return np.linalg.norm(east, axis=0) + np.linalg.norm(np.cross(n, e, axis=0), axis=0)


program(several_at_least, (0.7, 1.2), (s.positive(3), 0.4), (0.3, s.positive(3)), tags=TAGS, must_pass=True)
program(east_of, (s.normal(3, 4),), (s.normal(3, 2),), tags=TAGS, must_pass=True)


def selected_twice(x, y):
    """A selection of a selection: neither lets what the other leaves out be multiplied with infinity."""
    u = np.where(x > 0, np.log(x * y), 0.0)
    w = np.where(y > 1, np.sqrt(y - 1.0) * u, 0.0)
    return np.where(x * y > 0.1, w, 1.0)


def backtracked(x, y):
    shade = np.abs(2.0 * x * y)
    with np.errstate(invalid="ignore"):
        turn = np.degrees(-np.sign(x) * np.arccos(shade))
        angle = x + np.where(shade < 1, turn, 0)
    return np.where(x > 3, 0.0, np.clip(angle, -90, 90))


def selected_and_bound_again(x, y):
    u = np.where(x > 0, np.log(x * y), 0.0)
    x = x * 2.0
    w = np.where(x > 1, np.sqrt(x - 1.0) * u, y)
    x = x + 1.0
    total = np.where(x * y > 0.1, w, 1.0) * x
    for k in range(3):
        v = np.where(x > 1.0 + 0.5 * k, np.log(x - 1.0 - 0.5 * k), 0.0)
        total = total + np.where(y > 1, np.where(x > 1.2, v * np.sqrt(y - 1.0), 0.0), v)
        y = np.where(x > 1, y * 1.1, y)
    return total


SUNNY = (np.array([0.3, 0.7, 0.2, 1.4]), np.array([0.8, 1.3, 0.9, 1.7]))
CLOUDY = (np.array([0.9, 0.1, 2.5, -0.3]), np.array([0.9, 1.2, 1.1, 0.4]))
for f in (selected_twice, backtracked, selected_and_bound_again):
    program(f, SUNNY, CLOUDY, tags=TAGS, must_pass=True)


def arc_of_an_ellipse(angle, m):
    from scipy.special import ellipeinc, ellipkinc

    return ellipeinc(angle, m) * m + ellipkinc(angle * m, 0.3)


program(arc_of_an_ellipse, (0.7, 0.4), (1.3, 0.8), (s.positive(3), 0.2), tags=TAGS, must_pass=True)
