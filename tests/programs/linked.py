"""Linked structures, followed by a `while` that ends where they do."""

import numpy as np

from tests.programs import program

A, B = np.array([0.3, 0.7, -0.2]), np.array([1.1, -0.4, 0.5])


class Node:
    def __init__(self, v, next=None):
        self.v = v
        self.next = next


class Tree:
    def __init__(self, v, l=None, r=None):
        self.v = v
        self.l = l
        self.r = r


class Stack:
    def __init__(self):
        self.head = None
        self.n = 0

    def push(self, v):
        self.head = Node(v, self.head)
        self.n += 1

    def pop(self):
        v = self.head.v
        self.head = self.head.next
        self.n -= 1
        return v


def followed(x):
    h = Node(x[0], Node(x[1], Node(x[2])))
    s = 0.0
    node = h
    while node is not None:
        s = s + node.v**2
        node = node.next
    return s


def built_in_a_loop(x):
    h = None
    for v in x:
        h = Node(v * v, h)
    s = 0.0
    k = 1
    while h is not None:
        s = s + h.v * k
        k += 1
        h = h.next
    return s


def stack(x):
    st = Stack()
    for v in x:
        st.push(v)
    s = 0.0
    while st.n > 0:
        s = s * x[0] + st.pop()
    return s


def written_through(x):
    h = Node(x[0], Node(x[1], Node(x[2])))
    node = h
    while node.next is not None:
        node.next.v = node.next.v * node.v
        node = node.next
    return node.v


def reversed_in_place(x):
    h = Node(x[0], Node(x[1], Node(x[2])))
    prev = None
    node = h
    while node:
        node.next, prev, node = (prev, node, node.next)
    s = 0.0
    while prev:
        s = s * x[0] + prev.v
        prev = prev.next
    return s


def passed(x, node):
    s = 0.0
    while node is not None:
        s = s + node.v * x[0]
        node = node.next
    return s


def down_a_tree(x):
    t = Tree(x[0], Tree(x[1]), Tree(x[2], Tree(x[0] * x[1])))
    node = t
    s = 0.0
    while node is not None:
        s = s + node.v
        node = node.r
    return s * t.l.v


def nested_pairs(x):
    h = (x[0], (x[1], (x[2], None)))
    s = 0.0
    while h is not None:
        v, h = h
        s = s * v + v
    return s


def parameter_bound_again(x, node):
    s = node.v * x[0]
    node = node.next
    s = s + node.v * x[1]
    node = node.next
    return s


program(followed, (A,), (B,), tags="issue3", must_pass=True)
program(built_in_a_loop, (A,), (B,), tags="issue3", must_pass=True)
program(stack, (A,), (B,), tags="issue3", must_pass=True)
program(written_through, (A,), (B,), tags="issue3", must_pass=True)
program(reversed_in_place, (A,), (B,), tags="issue3", must_pass=True)
program(passed, (A, Node(1.0, Node(2.0))), (B, Node(1.5, Node(0.5))), tags="issue3", must_pass=True)
program(down_a_tree, (A,), (B,), tags="issue3", must_pass=True)
program(nested_pairs, (A,), (B,), tags="issue3", must_pass=True)
program(
    parameter_bound_again, (A, Node(1.0, Node(2.0))), (B, Node(1.5, Node(0.5))), tags="issue3", must_pass=True
)
