"""Exceptions of several classes that carry values to one handler, or to several."""

import numpy as np

from tests.programs import program

X = np.array([1.5, -0.3, 2.2, 0.7])
Y = np.array([-0.4, 3.1, 0.9])


class Low(Exception):
    def __init__(self, v):
        super().__init__("low")
        self.v = v

    def cost(self):
        return self.v * 3


class High(Exception):
    factor = 2.0

    def __init__(self, w, limit):
        super().__init__(w, limit)
        self.w, self.limit = w, limit

    def cost(self):
        return self.w * self.factor + self.limit


class Found(Exception):
    def __init__(self, value):
        self.value = value


class FoundLeft(Found):
    pass


class FoundRight(Found):
    def __init__(self, value):
        super().__init__(value * value)
        self.side = value


def checked(v):
    if v < 0:
        raise Low(v * v)
    if v > 2:
        raise High(v * 3, v)
    return v


def two_handlers(x):
    total = 0.0
    for v in x:
        try:
            total += checked(v)
        except Low as e:
            total += e.v
        except High as e:
            total += e.w * e.limit
    return total


def one_handler_for_both(x):
    total = 0.0
    for v in x:
        try:
            total += checked(v)
        except (Low, High) as e:
            total += e.cost() * x[0]
    return total


def plain(v):
    if v < 0:
        raise ValueError(v * v)
    if v > 2:
        raise KeyError(v * 3)
    return v * 0.5


def builtin_classes(x):
    total = 0.0
    for v in x:
        try:
            total += plain(v)
        except (ValueError, KeyError) as e:
            total += e.args[0] ** 2
    return total


def of_a_common_base(x):
    total = 0.0
    for v in x:
        try:
            if v < 0:
                raise FoundLeft(v * 2)
            if v > 2:
                raise FoundRight(v)
            total += v * v
        except Found as e:
            total += e.value
            if isinstance(e, FoundRight):
                total += e.side * x[0]
    return total


def of_a_class_and_its_base(x):
    total = 0.0
    for v in x:
        try:
            if v < 0:
                raise FoundLeft(v * v)
            if v > 2:
                raise Found(v * 5)
            total += v
        except FoundLeft as e:
            total += e.value * 7
        except Found as e:
            total += e.value
    return total


def by_pattern(x):
    total = 0.0
    for v in x:
        try:
            total += checked(v)
        except (Low, High) as e:
            match e:
                case Low():
                    total += e.v
                case High(w=w):
                    total += w * 2
    return total


def outside_a_loop(x):
    try:
        scale = checked(x[1])
        scale += checked(x[2])
    except High as e:
        scale = e.w / e.limit**2
    except Low as e:
        scale = e.v + 1.0
    return scale * x[0]


def handed_to_a_helper(x):
    def weight(error):
        return error.v if isinstance(error, Low) else error.limit

    total = 0.0
    for v in x:
        try:
            checked(v)
        except (Low, High) as e:
            total = total * 0.5 + weight(e)
    return total


def with_else_and_finally(x):
    total, count = 0.0, 0
    for v in x:
        try:
            r = checked(v)
        except Low as e:
            total += e.cost()
        except High as e:
            total -= e.cost()
        else:
            total += r * r
        finally:
            count += 1
    return total * count


def three_classes(x):
    total = 0.0
    for v in x:
        try:
            if v < 0:
                raise Low(v * v)
            elif v > 2:
                raise High(v, v * x[0])
            elif v > 1:
                raise Found(np.sin(v))
            total += v
        except Low as e:
            total += e.v
        except (High, Found) as e:
            total += e.value if isinstance(e, Found) else e.w
    return total


def first_failure(x):
    try:
        for v in x:
            checked(v)
    except (Low, High) as e:
        return e.cost() * x[0]
    return x[0]


def with_arrays(x):
    total = 0.0
    for k in range(len(x)):
        try:
            if x[k] < 0:
                raise Low(x * x[k])
            if x[k] > 2:
                raise High(np.sin(x), 2.0)
            total += x[k]
        except Low as e:
            total += np.sum(e.v)
        except High as e:
            total += e.w @ x
    return total


for function in (
    two_handlers, one_handler_for_both, builtin_classes, of_a_common_base, of_a_class_and_its_base, by_pattern,
    outside_a_loop, handed_to_a_helper,
    with_else_and_finally, three_classes, first_failure, with_arrays,
):  # fmt: skip
    program(function, (X,), (Y,), tags="thrown exceptions", must_pass=True)
