"""Trees whose nodes have lists of children, built by appending: by recursion, in loops, of dataclasses."""

from dataclasses import dataclass, field

import numpy as np

from tests.programs import program

INPUTS = (0.7, np.array([2.1, 0.3, 1.4])), (0.4, np.array([0.8, 1.7]))


def right(function):
    program(function, *INPUTS, tags="trees dataclasses", must_pass=True)
    return function


def first_order(function):
    """The second derivative may be refused."""
    program(function, *INPUTS, tags="trees dataclasses", must_pass=True, second=False)
    return function


@dataclass
class Node:
    value: float
    children: list = field(default_factory=list)

    def total(self):
        return self.value + sum(child.total() for child in self.children)

    def weighted(self):
        return self.value * (1 + sum(child.weighted() for child in self.children))


def walked(node):
    total = node.value
    for child in node.children:
        total = total + walked(child) * node.value
    return total


def chain(x, v):
    root = node = Node(x)
    for a in v:
        child = Node(a * x)
        node.children.append(child)
        node = child
    return root


@right
def chain_by_method(x, v):
    return chain(x, v).weighted()


@right
def chain_by_function(x, v):
    return walked(chain(x, v))


@right
def star(x, v):
    root = Node(x)
    for a in v:
        root.children.append(Node(a * x))
    return root.weighted()


def built(depth, x, v):
    node = Node(x * depth + v[0])
    if depth > 0:
        node.children.append(built(depth - 1, x, v))
        node.children.append(built(depth - 1, x * v[1], v))
    return node


@first_order
def binary_tree(x, v):
    return built(2, x, v).weighted()


@first_order
def binary_tree_by_function(x, v):
    return walked(built(2, x, v))


@right
def built_in_a_loop(x, v):
    def make(depth):
        node = Node(x * depth)
        if depth > 0:
            for a in v[:2]:
                node.children.append(make(depth - 1))
                node.value = node.value + a
        return node

    return make(2).weighted()


@first_order
def children_first(x, v):
    def make(depth):
        children = []
        if depth > 0:
            children.append(make(depth - 1))
            children.append(Node(v[0]))
        node = Node(x * depth + 1.0)
        node.children = children
        return node

    return make(2).weighted() + make(1).total()


@dataclass
class Ledger:
    names: list = field(default_factory=list)
    amounts: dict = field(default_factory=dict)

    def add(self, name, amount):
        self.names.append(name)
        self.amounts[name] = amount
        return self


@right
def two_factories(x, v):
    ledger = Ledger()
    for k, a in enumerate(v):
        ledger.add(k, a * x)
    return sum(ledger.amounts[name] ** 2 * (1 + name) for name in ledger.names)
