"""A derivative call changes no argument, whatever the primal does to it; and a second call gives the same."""

from __future__ import annotations

import heapq
from collections import Counter, deque

import numpy as np
import pytest

import tangentx as tx


class Holder:
    def __init__(self):
        self.items_ = [1, 2]
        self.n = 1


def updates(x, d):
    d.update(b=1.0)
    return x * d["a"]


def pops_a_key(x, d):
    v = d.pop("a")
    return x * v


def sets_default(x, d):
    d.setdefault("c", 2.0)
    return x * d["c"]


def clears(x, d):
    d.clear()
    return x * 2


def appends(x, l):
    l.append(3)
    return x * len(l)


def sorts(x, l):
    l.sort()
    return x * l[0]


def reverses(x, l):
    l.reverse()
    l.insert(0, 4)
    return x * l[0]


def removes(x, l):
    l.pop()
    l.remove(1)
    return x * len(l)


def stores(x, l):
    l[0] = 7
    l += [3]
    return x * l[0]


def extends(x, l):
    l.extend([1, 2])
    del l[0]
    return x * l[0]


def adds_to_a_set(x, s):
    s.add(4)
    s.discard(1)
    return x * len(s)


def appends_inside(x, d):
    d["k"].append(3)
    return x * len(d["k"])


def heap(x, l):
    heapq.heapify(l)
    heapq.heappush(l, 0)
    return x * l[0]


def queue(x, q):
    q.append(3)
    q.popleft()
    return x * q[0]


def sorts_array(x, a):
    a.sort()
    return x * a[0]


def fills(x, a):
    a.fill(2.0)
    a.resize((5,), refcheck=False) if False else None
    return x * a[0]


def shuffles(x, a):
    np.random.default_rng(0).shuffle(a)
    return x * a[0]


def masks(x, a):
    a[a > 1] = 0
    a.partition(1)
    return x * a[0]


def deletes_a_key(x, d):
    d["z"] = 3
    del d["a"]
    return x * d["z"]


def counts(x, c):
    c.update([1, 1, 2])
    return x * c[1]


def merges(x, d):
    d |= {"q": 1.0}
    return x * d["q"]


def changes_an_object(x, o):
    o.items_.append(3)
    o.n += 1
    return x * o.n * len(o.items_)


def two_names(x, l):
    m = l
    m.append(5)
    k = [l]
    k[0].append(6)
    return x * len(l)


def grows_and_shrinks(x, l):
    for i in range(3):
        l.append(i)
    while l and l[-1] > 0:
        l.pop()
    return x * len(l)


def puts(x, a):
    np.put(a, [0], [5])
    np.place(a, a > 2, [1])
    np.copyto(a, a[::-1])
    return x * a[0]


def replaces_all(x, l):
    l[:] = [9]
    return x * l[0]


def walrus(x, l):
    (p := l).append(4)
    return x * p[-1]


def table():
    return {"a": 0.3, "b": 0.5, "k": [1]}


def numbers():
    return [3, 1, 2]


def floats():
    return np.array([3.0, 1.0, 2.0])


CASES = (
    (updates, table),
    (pops_a_key, table),
    (sets_default, table),
    (clears, table),
    (appends, numbers),
    (sorts, numbers),
    (reverses, numbers),
    (removes, numbers),
    (stores, numbers),
    (extends, numbers),
    (adds_to_a_set, lambda: {1, 2}),
    (appends_inside, table),
    (heap, numbers),
    (queue, lambda: deque([1, 2])),
    (sorts_array, floats),
    (fills, floats),
    (shuffles, lambda: np.array([3, 1, 2])),
    (masks, floats),
    (deletes_a_key, table),
    (counts, lambda: Counter([1, 3])),
    (merges, table),
    (changes_an_object, Holder),
    (two_names, numbers),
    (grows_and_shrinks, numbers),
    (puts, floats),
    (replaces_all, numbers),
    (walrus, numbers),
)


def state(value):
    if isinstance(value, np.ndarray):
        return value.tobytes(), value.shape, value.flags.writeable
    return repr(vars(value) if isinstance(value, Holder) else value)


@pytest.mark.parametrize("mode", ["grad", "value_and_grad", "tangent"])
@pytest.mark.parametrize("primal, made", CASES, ids=[f.__name__ for f, _ in CASES])
def test_argument_stays(primal, made, mode):
    given, expected = made(), primal(1.0, made())
    before = state(given)
    derivative = getattr(tx, mode)(primal, 0)
    for _ in range(2):
        found = derivative(1.0, given, x_dot=1.0) if mode == "tangent" else derivative(1.0, given)
        slope = found if mode == "grad" else found[1]
        assert slope == expected, "all of them are linear in x"
        assert state(given) == before


def scaled_first(u, v):
    u[0] = u[0] * v[1]
    return np.sum(u * v)  # backwards nothing of what is stored in u is read


def overwritten(u, v):
    u[0] = 2.0
    return np.sum(v**2)


@pytest.mark.parametrize("function", [scaled_first, overwritten])
@pytest.mark.parametrize("wrt", [0, 1])
def test_arguments_that_overlap_are_refused_where_one_is_written(function, wrt) -> None:
    whole = np.full(6, 2.0)
    with pytest.raises(tx.errors.AliasingError, match="share memory"):
        tx.grad(function, wrt=wrt)(whole[1:], whole[:5])
    assert np.isfinite(tx.grad(function, wrt=wrt)(whole[1:].copy(), whole[:5])).all()
