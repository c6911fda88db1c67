"""Containers in a list of known length, of which it is known at run time only which one is changed: what is changed
in it, however deep, is seen through every name, whether a derivative passes or not."""

from tests.programs import program


class Box:
    def __init__(self, s):
        self.items = [s, 2.0, 0.4]
        self.s = s


class Holder:
    def __init__(self, s):
        self.box = Box(s)
        self.d = {"k": [s, 1.0]}
        self.t = (s, [s, 3.0])


class Counter:
    def __init__(self, k):
        self.k = k
        self.seen = [k]
        self.n = 0

    def bump(self, v):
        self.k = v
        self.seen.append(v)
        self.n += 1


def a_row(x, y, n):
    m = [[0.0] * 3, [1.0] * 3]
    m[n][n] = y
    m[1 - n][2] += y
    return sum(sum(r) for r in m) * x + m[0][0] * x


def a_row_of_numbers(x, y, n):
    m = [[1, 2], [3, 4]]
    m[n][0] = 7
    return m[0][0] * x + m[1][0] * y


def a_row_with_a_name(x, y, n):
    r = [0.0] * 3
    m = [r, [1.0] * 3]
    m[n][n] = y
    return sum(r) * x + r[0] * x


def a_row_in_a_row(x, y, n):
    m = [[[0.0] * 3], [[1.0] * 3]]
    m[n][0][n] = y
    m[1 - n][0][2] += 2.0
    return sum(sum(r[0]) for r in m) * x + m[0][0][0] * x


def a_list_in_a_tuple(x, y, n):
    bs = [([y, 1.0], 3), ([y * 2, 2.0], 4)]
    bs[n][0].append(y)
    return bs[0][0][-1] * x


def a_list_in_a_dict(x, y, n):
    bs = [{"a": [y, 1.0]}, {"a": [x, 2.0]}]
    bs[n]["a"][0] = y * y
    return bs[0]["a"][0] * x


def a_dict_in_a_dict(x, y, n):
    bs = [{"a": {"b": 2.0}}, {"a": {"b": 4.0}}]
    bs[n]["a"]["b"] = y
    return bs[0]["a"]["b"] * x


def a_list_of_an_object(x, y, n):
    bs = [Box(x), Box(y)]
    bs[n].items[0] = y * y
    return bs[0].items[0] * x


def an_object_of_an_object(x, y, n):
    bs = [Holder(x), Holder(y)]
    b = bs[n].box
    b.items.append(x * x)
    b.s += y
    return bs[0].box.s * x + bs[0].box.items[-1]


def either_object(x, y, n):
    bs = [Holder(x), Holder(y)]
    for h in (bs[n], bs[1 - n]):
        h.box.items[0] *= y
        h.d["k"].append(x)
        h.t[1][0] += y
    return bs[0].box.items[0] * x + bs[0].d["k"][-1] + bs[1].t[1][0]


def an_object_that_counts(x, y, n):
    bs = [Counter(1), Counter(2)]
    bs[n].bump(3)
    return bs[0].k * x + len(bs[0].seen) * x + bs[0].n * x


def an_object_that_counts_in_a_list(x, y, n):
    bs = [[Counter(1)], [Counter(2)]]
    bs[n][0].bump(y)
    return bs[0][0].k * x + len(bs[0][0].seen) * x + bs[0][0].n * x


def in_a_loop(x, y, n):
    bs = [Box(t) for t in (x, y, x * y)]
    for i in range(3):
        bs[(i + n) % 3].items[i] = bs[i].items[0] * y
    return sum(b.items[k] * (k + 1) for b in bs for k in range(3))


def taken_out_of_a_list_under_try(x, y, n):
    xs = [y, x]
    bs = [Box(t) for t in xs]
    xs.append(x)
    try:
        t = bs[n].items.pop(9)
    except IndexError:
        t = bs[n].s
    return sum(xs) * y + t


def taken_out_of_a_list_in_an_object(x, y, n):
    xs = [y, x]
    bs = [Box(t) for t in xs]
    xs.append(x)
    t = y
    for k in range(3):
        try:
            t = t + bs[k].items.pop(2 * n)
            t = t * bs[k].items[0]
        except IndexError:
            t = t * y + len(xs)
    return sum(xs) * y + t * bs[-1].items[0]


for function in (
    a_row, a_row_of_numbers, a_row_with_a_name, a_row_in_a_row, a_list_in_a_tuple, a_list_in_a_dict, a_dict_in_a_dict,
    a_list_of_an_object, an_object_of_an_object, either_object, an_object_that_counts, an_object_that_counts_in_a_list,
    in_a_loop, taken_out_of_a_list_under_try, taken_out_of_a_list_in_an_object,
):  # fmt: skip
    program(function, (0.3, 0.2, 0), (0.7, 0.1, 1), tags="lists objects", must_pass=True)
