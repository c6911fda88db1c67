"""Generators, iterators and `super()` in methods: generator expressions that see `self`, returned and read later."""

import numpy as np

from tests.programs import Sampler, program

S = Sampler(81411)


def right(function):
    program(
        function,
        (S.positive(), S.positive(4)),
        (S.positive(), S.positive(3)),
        tags="generators",
        must_pass=True,
    )
    return function


class Row:
    def __init__(self, factor, items):
        self.factor = factor
        self.items = items

    def mapped(self):
        return map(lambda a: a * self.factor, self.items)

    def numbered(self):
        return enumerate(a * self.factor for a in self.items)

    def pairs(self):
        return zip(self.items, (a * self.factor for a in self.items))

    def above(self):
        return filter(lambda a: a * self.factor > -9, self.items)

    def nest(self):
        return (a * self.factor for a in (b * self.factor for b in self.items))

    def both(self):
        return (a * self.factor for a in self.items), self.factor

    def held(self):
        self.held_items = (a * self.factor for a in self.items)
        return self

    def listed(self):
        return iter([a * self.factor for a in self.items])

    def __iter__(self):
        return self.nest()

    def made_inside(self):
        def it():
            for a in self.items:
                yield a * self.factor

        return it()


@right
def mapped(x, v):
    return sum(Row(x, v).mapped())


@right
def enumerated(x, v):
    s = 0.0
    for j, a in Row(x, v).numbered():
        s += j * a
    return s


@right
def zipped(x, v):
    s = 0.0
    for a, b in Row(x, v).pairs():
        s += a * b
    return s


@right
def filtered(x, v):
    return sum(Row(x, v).above())


@right
def nested(x, v):
    return sum(Row(x, v).nest())


@right
def beside_a_number(x, v):
    q, w = Row(x, v).both()
    return sum(q) * w


@right
def kept_in_an_attribute(x, v):
    return sum(Row(x, v).held().held_items)


@right
def of_a_list(x, v):
    return sum(Row(x, v).listed())


@right
def walked_through_twice(x, v):
    s = 0.0
    for a in Row(x, v):
        s += a * a
    return s * max(Row(x, v))


@right
def changed_before_it_is_read(x, v):
    p = Row(x, list(v))
    g = p.made_inside()
    p.factor = x * x
    p.items.append(x)
    return sum(g)


@right
def changed_where_it_was_made(x, v):
    p = Row(x, list(v))
    g = p.nest()
    p.factor = x * x
    p.items[0] = x
    return sum(g)


@right
def one_of_two(x, v):
    p = Row(x, v)
    g = p.nest() if x > 0 else p.mapped()
    return sum(g)


@right
def sorted_and_listed(x, v):
    p = Row(x, v)
    return (
        dict((j, a) for j, a in p.numbered())[1] + sorted(p.nest())[0] + np.array(list(p.made_inside())).sum()
    )


class Series:
    def __init__(self, k):
        self.k = k

    def items(self, v):
        for a in v:
            yield a * self.k

    def total(self, v):
        return sum(a * self.k for a in v)


class Doubled(Series):
    def items(self, v):
        for a in super().items(v):
            yield a * 2

    def total(self, v):
        return super().total(v) + sum(super(Doubled, self).total(v) for a in v)


class Longer(Series):
    def items(self, v):
        yield from super().items(v)
        yield v[0] * 3


class Weighted(Doubled):
    def items(self, v):
        for a in super().items(v):
            s = super().total(v)
            yield a * s


@right
def generator_of_the_base(x, v):
    s = 0.0
    for a in Doubled(x).items(v):
        s = s + a * a
    return s


@right
def items_of_the_base_and_more(x, v):
    c = Longer(x)
    s = 0.0
    for a in c.items(v):
        s = s + a * a * c.total(v)
    return s


@right
def super_in_a_generator_expression(x, v):
    return Doubled(x).total(v)


@right
def two_bases_up(x, v):
    s = 0.0
    for a in Weighted(x).items(v):
        s = s + a * a
    return s


class Readings:
    def __init__(self, k):
        self.b = Doubled(k)

    def total(self, v):
        s = 0.0
        for a in self.b.items(v):
            s += a * self.b.total(v)
        return s


class Scaled(Readings):
    def total(self, v):
        s = 0.0
        for a in self.b.items(v):
            s += a * super().total(v)
        return s


@right
def super_in_a_loop_over_a_generator(x, v):
    return Scaled(x).total(v)
