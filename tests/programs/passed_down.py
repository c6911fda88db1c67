"""Recursive functions that change what they are given: lists, dicts, objects, each other's arguments."""

import math

import numpy as np

from tests.programs import program


def hanoi(n, a, b, c, weights, moves):
    if n == 0:
        return 0.0
    cost = hanoi(n - 1, a, c, b, weights, moves)
    moves.append((a, b))
    cost += weights[a] * weights[b] * len(moves)
    return cost + hanoi(n - 1, c, b, a, weights, moves)


def moves_are_noted(x, n):
    return hanoi(n, 0, 1, 2, [x, x * x, 1.0], [])


def fill(n, x, out):
    if n == 0:
        return x
    out.append(x * n)
    return fill(n - 1, x * 0.9, out) * out[-1]


def list_is_filled(x, n):
    out = []
    result = fill(n, x, out)
    return result + sum(out)


def grown_list_is_filled(x, n):
    out = []
    for k in range(n):
        out.append(x * k)
    result = fill(n, x, out)
    return result + sum(out) * out[2]


def bump(n, x, box):
    if n == 0:
        return x
    box["k"] = box["k"] * x
    return bump(n - 1, x, box) + box["k"]


def dict_is_changed(x, n):
    box = {"k": x}
    result = bump(n, x, box)
    return result * box["k"]


class Counter:
    def __init__(self):
        self.total = 0.0
        self.calls = 0


def count(n, x, counter):
    counter.calls += 1
    if n <= 1:
        return x
    counter.total += x * n
    return count(n - 1, x * 0.5, counter) * count(n - 2, x, counter)


def object_is_changed(x, n):
    counter = Counter()
    result = count(n, x, counter)
    return result + counter.total * counter.calls


class Fibonacci:
    def __init__(self, x):
        self.x, self.calls = x, 0

    def __call__(self, n):
        self.calls += 1
        return self.x if n < 2 else self(n - 1) * self.x + self(n - 2)


def method_counts_its_calls(x, n):
    f = Fibonacci(x)
    return f(n) * f.calls


def collect(tree, out):
    if isinstance(tree, list):
        for child in tree:
            collect(child, out)
    else:
        out.append(tree * 2)
    return out


def leaves_are_collected(x):
    return sum(v * i for i, v in enumerate(collect([x, [x * x, [1.0, x]], 2.0], [])))


def visit(graph, node, seen, w, weights):
    seen.add(node)
    weights[node] = weights.get(node, 0.0) + w
    for other in graph[node]:
        if other not in seen:
            visit(graph, other, seen, w * 0.5, weights)


def depth_first(x):
    weights = {}
    visit({0: [1, 2], 1: [3], 2: [3], 3: []}, 0, set(), x, weights)
    return sum(v * v * k for k, v in weights.items())


def swap(a, b, n, x):
    if n == 0:
        return a[0] * b[0]
    a[0] += x
    return swap(b, a, n - 1, x * 2)


def arguments_change_places(x, n):
    a, b = [x], [1.0]
    result = swap(a, b, n, x)
    return result + a[0] * b[0] ** 2


def extended(x, found=None, *, depth=3):
    found = [] if found is None else found
    found.append(math.sin(x) * depth)
    return extended(x * 0.5, found, depth=depth - 1) if depth > 1 else sum(found)


def default_is_filled(x):
    return extended(x) ** 2


def rows(n, x, m):
    if n < 0:
        return m
    m[n, :] = x * n
    return rows(n - 1, x * 0.5, m)


def array_is_filled(x, n):
    m = np.zeros((n + 1, 2))
    filled = rows(n, x, m)
    return (filled * m).sum() + m[1, 0]


def bits(n, digits):
    if n:
        bits(n // 2, digits)
        digits.append(n % 2)


def whole_numbers_are_noted(x):
    digits = []
    bits(11, digits)
    return sum(bit * x[k % 3] * (k + 1) for k, bit in enumerate(digits))


for f in (
    moves_are_noted, list_is_filled, grown_list_is_filled, dict_is_changed, object_is_changed,
    method_counts_its_calls, arguments_change_places, array_is_filled,
):  # fmt: skip
    program(f, (0.4, 3), (0.7, 4), tags="recursion strangers", must_pass=True)
for f in (leaves_are_collected, depth_first, default_is_filled):
    program(f, (0.4,), (0.7,), tags="recursion strangers", must_pass=True)
program(
    whole_numbers_are_noted,
    (np.array([0.4, 0.3, 0.7]),),
    (np.array([0.1, -0.3, 0.5]),),
    tags="recursion strangers",
    must_pass=True,
)
