"""An object or dict that a loop makes the last one, and changes in its next trip."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.7, 0.2, 0.9]), 2), (0.4, np.array([0.55, 0.7]), 0)


def right(function):
    program(function, *INPUTS, tags="lists", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="lists")
    return function


class Box:
    def __init__(self, s):
        self.items = [s, 2.0, 0.4]

    def push(self, t):
        self.items.append(t)
        return self

    def put(self, t):
        self.items[0] = t * t
        return self


@right
def pushed(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    for k in range(n):
        o = b.push(x)
    return o.items


@right
def put(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    for k in range(n):
        o = b.put(v[k])
    return o.items


@right
def put_and_read(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    for k in range(n):
        o = b.put(v[k])
    return sum(o.items) + 3 * sum(b.items)


@right
def pushed_and_read(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    for k in range(n):
        o = b.push(v[k])
    return sum(o.items) + 3 * sum(b.items)


@right
def appended(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    for k in range(n):
        b.items.append(v[k])
        o = b
    return sum(o.items) + 3 * sum(b.items)


@right
def lists(x, v, n):
    b = [x, 2.0]
    o = [x * 2]
    for k in range(n):
        b.append(v[k])
        o = b
    return sum(o) + 3 * sum(b)


@right
def dicts(x, v, n):
    b = {"q": [x, 2.0]}
    o = {"q": [x * 2]}
    for k in range(n):
        b["q"].append(v[k])
        o = b
    return sum(o["q"]) + 3 * sum(b["q"])


@right
def dicts_changed_after(x, v, n):
    b = {"q": [x, 2.0]}
    o = {"q": [x * 2]}
    for k in range(n):
        b["q"].append(v[k])
        o = b
    o["q"][0] = 5 * x
    return sum(o["q"]) + 3 * sum(b["q"])


@right
def the_first_one(x, v, n):
    b = {"q": [x, 2.0]}
    o = {"q": [x * 2, x]}
    for k in range(n):
        b["q"].append(v[k])
        if k == 0:
            o = b
    return sum(o["q"]) + 3 * sum(b["q"])


@right
def on_a_branch(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    if n:
        o = b.push(x)
    return sum(o.items) + 3 * sum(b.items)


@right
def branch_returned(x, v, n):
    b = Box(x)
    o = Box(x * 2)
    if n:
        o = b.push(x)
    return o.items
