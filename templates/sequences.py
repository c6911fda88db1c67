"""Python's own `sum`, `max` and `min`, and the functions of `math` that take several numbers."""

import math

import numpy

from tangentx.rules import NonZero, Positive, Sequence, bar, case, dot
from tangentx.runtime import choice_bars, choice_dot, divide_or_zero, product_of_others


@case(xs=[(), (), ()])
@case(xs=[(3,), (3,)])
@case(xs=[(3,), (3,)], start=())
def sum_of_list(xs: Sequence, start=0):
    y = sum(xs, start)
    dot[y] = sum(dot[xs], dot[start])
    bar[xs] += [bar[y]] * len(xs)
    bar[start] += bar[y]


@case(operands=[(), (), ()])
def max_of_list(*operands):
    y = max(*operands)
    dot[y] = choice_dot(dot[operands], operands, y)
    bar[operands] += choice_bars(bar[y], operands, y)


@case(operands=[(), (), ()])
def min_of_list(*operands):
    y = min(*operands)
    dot[y] = choice_dot(dot[operands], operands, y)
    bar[operands] += choice_bars(bar[y], operands, y)


@case(xs=[(), (), ()])
def fsum(xs: Sequence):
    y = math.fsum(xs)
    dot[y] = math.fsum(dot[xs])
    bar[xs] += [bar[y]] * len(xs)


@case(xs=[(), (), ()])
def product_of_list(xs: Sequence):
    y = math.prod(xs)
    dot[y] = numpy.dot(product_of_others(xs), dot[xs])
    bar[xs] += list(bar[y] * product_of_others(xs))


@case(xs=[(), (), ()])
def hypot_of_many(*xs: NonZero):
    y = math.hypot(*xs)
    dot[y] = sum(divide_or_zero(x, y) * d for x, d in zip(xs, dot[xs], strict=True))
    bar[xs] += [bar[y] * divide_or_zero(x, y) for x in xs]


@case(p=[(), (), ()], q=[(), (), ()])
def dist(p: Sequence & Positive, q: Sequence):
    y = math.dist(p, q)
    dot[y] = sum(divide_or_zero(a - b, y) * (d - e) for a, b, d, e in zip(p, q, dot[p], dot[q], strict=True))
    bar[p] += [bar[y] * divide_or_zero(a - b, y) for a, b in zip(p, q, strict=True)]
    bar[q] += [bar[y] * divide_or_zero(b - a, y) for a, b in zip(p, q, strict=True)]
