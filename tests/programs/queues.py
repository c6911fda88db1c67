"""The queues of the library, in one thread."""

from __future__ import annotations

import queue
from queue import PriorityQueue, Queue

import numpy as np

from tests.programs import program

GIVEN = (1.3, np.array([0.5, 1.7, 0.9, 0.4])), (0.4, np.array([1.5, 0.7, 0.9, 1.2]))
TAGS = "containers strangers"


class Worker:
    def __init__(self):
        self.q = Queue()

    def add(self, v):
        self.q.put(v)

    def run(self):
        s = 0.0
        while not self.q.empty():
            s = s * 2 + self.q.get()
        return s


def first_come(x, v):
    q = queue.Queue()
    for e in v:
        q.put(e * x)
    s = 0.0
    while not q.empty():
        s = s * x + q.get()
    return s


def simple_queue(x, v):
    q = queue.SimpleQueue()
    for e in v:
        q.put(e * x)
    return q.get() * q.get() + q.qsize()


def last_come(x, v):
    q = queue.LifoQueue()
    q.put(x)
    q.put(v[0] * x)
    return q.get() ** 2 + q.get()


def smallest_first(x, v):
    q = PriorityQueue()
    for e in v:
        q.put(e * x)
    s = 0.0
    k = 1
    while not q.empty():
        s = s + k * q.get()
        k += 1
    return s


def pairs_in_order(x, v):
    q = queue.PriorityQueue()
    for i, e in enumerate(v):
        q.put((-i, e * x))
    s = 0.0
    k = 1
    while not q.empty():
        p, e = q.get()
        s = s + k * e
        k += 1
    return s


def shortest_path(x, v):
    edges = {0: [(1, 0), (2, 1)], 1: [(3, 2)], 2: [(3, 3)], 3: []}
    q = PriorityQueue()
    q.put((0.0, 0))
    dist = {0: 0.0}
    while not q.empty():
        d, n = q.get()
        if d > dist[n]:
            continue
        for m, i in edges[n]:
            c = d + v[i] * x
            if m not in dist or c < dist[m]:
                dist[m] = c
                q.put((c, m))
    return dist[3]


def levels(x, v):
    q = Queue()
    q.put((x, 0))
    s = 0.0
    while q.qsize() > 0:
        val, d = q.get()
        s += val
        if d < 2:
            q.put((val * v[0], d + 1))
            q.put((val * v[1], d + 1))
    return s


def until_empty(x, v):
    q = Queue()
    q.put(x)
    s = 0.0
    while True:
        try:
            s += q.get_nowait() * v[0]
        except queue.Empty:
            break
    return s


def until_full(x, v):
    q = Queue(maxsize=2)
    n = 0
    for e in v:
        try:
            q.put_nowait(e * x)
        except queue.Full:
            n += 1
    return q.get() * q.get() * n


def queue_of_an_object(x, v):
    w = Worker()
    for e in v:
        w.add(e * x)
    return w.run()


def queue_of_arrays(x, v):
    q = Queue()
    q.put(v * x)
    q.put(v**2)
    return q.get() @ q.get()


def asked_for_its_class(x, v):
    q = Queue()
    q.put(x)
    return q.get() if isinstance(q, Queue) else v[0]


def queues_in_turn(x, v):
    qs = [Queue() for _ in range(3)]
    for i in range(6):
        qs[i % 3].put(v[i % 4] * x)
    return qs[0].get() * qs[1].get() + qs[2].qsize()


def filled_by_a_helper(x, v):
    def fill(q, v):
        for e in v:
            q.put(e)

    q = Queue()
    fill(q, v * x)
    return sum(q.get() for _ in range(q.qsize()))


FUNCTIONS = (
    first_come,
    simple_queue,
    last_come,
    smallest_first,
    pairs_in_order,
    shortest_path,
    levels,
    until_empty,
    until_full,
    queue_of_an_object,
    queue_of_arrays,
    asked_for_its_class,
    queues_in_turn,
    filled_by_a_helper,
)
for function in FUNCTIONS:
    program(function, *GIVEN, tags=TAGS, must_pass=True)
