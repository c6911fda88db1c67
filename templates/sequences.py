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
    direction = divide_or_zero(numpy.asarray(xs), y)
    dot[y] = numpy.dot(direction, dot[xs])
    bar[xs] += list(bar[y] * direction)


@case(p=[(), (), ()], q=[(), (), ()])
def dist(p: Sequence & Positive, q: Sequence):
    y = math.dist(p, q)
    direction = divide_or_zero(numpy.subtract(p, q), y)
    dot[y] = numpy.dot(direction, dot[p]) - numpy.dot(direction, dot[q])
    bar[p] += list(bar[y] * direction)
    bar[q] += list(-bar[y] * direction)
