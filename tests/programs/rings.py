"""Objects and containers that have each other."""

import numpy as np

from tests.programs import program


def of_rings(function):
    """Some are refused: as containers that contain themselves."""
    program(function, (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9])), tags="objects aliasing")
    return function


class P:
    def __init__(self, w, l):
        self.w = w
        self.l = l


class Cell:
    def __init__(self, value):
        self.value = value
        self.links = []


@of_rings
def popped_and_put_back(x, v):
    b = P(2 * x, [4.0, x])
    ps = [b]
    q = ps.pop()
    if x > 9:
        ps.append(q)
    q.l[0] = b.l[0] * x
    return b.l[0]


@of_rings
def linked_lists_of_objects(x, v):
    a, b = (Cell(v[0]), Cell(v[1]))
    a.links.append(b)
    b.links.append(a)
    hub = a
    hub.links[0].value *= 2.0
    return a.value + b.value * x


@of_rings
def links_replaced(x, v):
    a, b = (Cell(v[0]), Cell(v[1]))
    a.links = [b]
    b.links = [a]
    a.links[0].links[0].value *= 2.0
    return a.value + b.value * x


@of_rings
def attributes_of_each_other(x, v):
    a, b = (Cell(v[0]), Cell(v[1]))
    a.other = b
    b.other = a
    a.other.other.value *= 2.0
    return a.value + b.value * x


@of_rings
def dicts_of_each_other(x, v):
    a, b = ({"x": x}, {"x": v[0]})
    a["b"] = b
    b["a"] = a
    a["b"]["a"]["x"] *= 2.0
    return a["x"] + b["x"] * x


@of_rings
def lists_of_each_other(x, v):
    a, b = ([x], [v[0]])
    a.append(b)
    b.insert(0, a)
    b[0][0] = x * x
    return a[0] + b[1]


@of_rings
def extended_by_each_other(x, v):
    a, b = ([x], [v[0]])
    a.extend([b])
    b += [a]
    b[1][0] = x * x
    return a[0] + b[0]


@of_rings
def updated_by_each_other(x, v):
    a, b = ({"x": x}, {"x": v[0]})
    a.update(b=b)
    b.setdefault("a", a)
    a["b"]["a"]["x"] *= 2.0
    return a["x"] + b["x"] * x


@of_rings
def hub_of_many(x, v):
    cells = [Cell(e) for e in v]
    for a, b in zip(cells, cells[1:]):
        a.links.append(b)
        b.links.append(a)
    hub = max(cells, key=lambda c: c.value)
    hub.links[0].value *= 2.0
    return sum(((i + 1) * c.value**2 for i, c in enumerate(cells)))


@of_rings
def hub_of_two(x, v):
    cells = [Cell(e) for e in v[:2]]
    cells[0].links.append(cells[1])
    cells[1].links.append(cells[0])
    hub = max(cells, key=lambda c: c.value)
    hub.links[0].value *= 2.0
    return cells[0].value + cells[1].value * x


@of_rings
def hub_by_the_path(x, v):
    a, b = (Cell(v[0]), Cell(v[1]))
    a.links.append(b)
    b.links.append(a)
    hub = a if x > v[0] else b
    hub.links[0].value *= 2.0
    return a.value + b.value * x


class Node:
    def __init__(self, value, parent=None):
        self.value = value
        self.parent = parent
        self.kids = []
        if parent is not None:
            parent.kids.append(self)


@of_rings
def up_in_dicts(x, v):
    root = {"w": x, "kids": []}
    for e in v:
        root["kids"].append({"w": e, "up": root})
    k = max(root["kids"], key=lambda d: d["w"])
    k["up"]["w"] *= 2.0
    return root["w"]


@of_rings
def constant_by_the_parent(x, v):
    root = Node(x)
    for e in v:
        Node(e, root)
    best = max(root.kids, key=lambda n: n.value)
    up = best.parent
    up.value = 3.0
    return x if root.value > 2.5 else v[0]


def tree(x, v):
    root = Node(x)
    for e in v:
        Node(e, root)
    return root


@of_rings
def parent_of_one_at_run_time(x, v):
    root = tree(x, v)
    k = root.kids[int(np.argmax(v))]
    k.parent.value *= 2.0
    return root.value


@of_rings
def root_changed_child_asked(x, v):
    root = tree(x, v)
    k = sorted(root.kids, key=lambda n: -n.value)[0]
    root.value = x * x
    return k.parent.value


@of_rings
def popped_child_and_its_parent(x, v):
    root = tree(x, v)
    k = root.kids.pop()
    k.parent.value *= 2.0
    k.parent.kids[0].value += x
    return root.value + root.kids[0].value


@of_rings
def sibling_by_the_parent(x, v):
    root = tree(x, v)
    k = root.kids[-1]
    k.parent.kids[0].value += x
    return root.kids[0].value
