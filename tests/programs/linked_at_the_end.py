"""Linked nodes that grow at the end while another name holds the beginning."""

from __future__ import annotations

import numpy as np

from tests.programs import program

GIVEN = (1.3, np.array([0.5, 1.7, 0.9])), (0.4, np.array([1.5, 0.7, 0.9]))
TAGS = "objects linked"


class Node:
    def __init__(self, val, nxt=None, prev=None):
        self.val = val
        self.next = nxt
        self.prev = prev


def total(n, x):
    s = 0.0
    while n is not None:
        s = s * x + n.val
        n = n.next
    return s


class Queue:
    def __init__(self):
        self.head = None
        self.tail = None

    def push(self, v):
        n = Node(v)
        if self.tail is None:
            self.head = self.tail = n
        else:
            self.tail.next = n
            self.tail = n

    def pop(self):
        n = self.head
        self.head = n.next
        if self.head is None:
            self.tail = None
        return n.val


def grow(t, v):
    t.next = Node(v)
    return t.next


def table_left_behind(x, v):
    d = {"a": x}
    e = d
    for k in range(3):
        e["b"] = v[k]
        e = {"a": v[k]}
    return sum(d.values())


def appended_on_a_branch(x, v):
    head = Node(x)
    q = head
    for e in v:
        if e > 0.6:
            q.next = Node(e * x)
            q = q.next
    return total(head, x)


def queue_of_nodes(x, v):
    q = Queue()
    for e in v:
        q.push(e * x)
    a = q.pop()
    q.push(a * x)
    b = q.pop()
    return a * b + total(q.head, x)


def appended_until_a_break(x, v):
    head = Node(x)
    t = head
    k = 0
    while True:
        t.next = Node(v[k] * x)
        t = t.next
        k += 1
        if k == 3:
            break
    return total(head, x)


def appended_by_a_helper(x, v):
    head = Node(x)
    t = head
    for e in v:
        t = grow(t, e * x)
    return total(head, x)


def seen_from_a_list(x, v):
    head = Node(x)
    box = [head]
    t = head
    for e in v:
        t.next = Node(e * x)
        t = t.next
    return box[0].next.val * total(box[0], x)


def changed_and_appended(x, v):
    head = Node(x)
    t = head
    for e in v:
        t.val = t.val * 2
        t.next = Node(e * x)
        t = t.next
    return total(head, x)


def list_left_behind(x, v):
    a = [x]
    b = a
    for k in range(3):
        b.append(v[k])
        b = [v[k]]
    return sum(a)


def attribute_left_behind(x, v):
    a = Node(x)
    b = a
    for k in range(3):
        b.extra = v[k]
        b = Node(v[k])
    return a.extra * a.val


def linked_tables(x, v):
    a = {"n": None, "v": x}
    t = a
    for e in v:
        t["n"] = {"n": None, "v": e * x}
        t = t["n"]
    s = 0.0
    while a is not None:
        s = s * x + a["v"]
        a = a["n"]
    return s


def turned_around(x, v):
    head = None
    for e in v:
        n = Node(e * x)
        n.next = head
        head = n
    r = None
    while head is not None:
        n = head.next
        head.next = r
        r = head
        head = n
    return total(r, x)


def appended_in_an_inner_loop(x, v):
    head = Node(x)
    t = head
    for e in v:
        for k in range(2):
            t.next = Node(e * x * k)
            t = t.next
    return total(head, x)


def merged_lists(x, v):
    d = Node(0.0)
    t = d
    a = Node(x, Node(v[0]))
    b = Node(v[1], Node(x * 2))
    while a is not None and b is not None:
        if a.val < b.val:
            t.next = a
            a = a.next
        else:
            t.next = b
            b = b.next
        t = t.next
    t.next = a if a is not None else b
    return total(d.next, x)


RIGHT = (
    table_left_behind,
    queue_of_nodes,
    appended_by_a_helper,
    seen_from_a_list,
    changed_and_appended,
    list_left_behind,
    attribute_left_behind,
    turned_around,
    appended_in_an_inner_loop,
)
for function in RIGHT:
    program(function, *GIVEN, tags=TAGS, must_pass=True)
for function in (appended_on_a_branch, appended_until_a_break, linked_tables, merged_lists):  # refused
    program(function, *GIVEN, tags=TAGS)
