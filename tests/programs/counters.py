"""`collections.Counter`: made of mappings, items and keywords; its methods and operators."""

from collections import Counter

import numpy as np

from tests.programs import Sampler, program

r = Sampler(101)


def of_a_mapping(x):
    counts = Counter({"a": 2, "b": 3})
    more = Counter(a=1, b=2)
    total = counts["a"] * x + counts["nothing"] * x
    for _, n in counts.most_common(1):
        total += n * x**2
    return total + more["b"] * x**3


def of_differentiated_counts(x):
    counts = Counter({"a": x, "b": 3})
    other = Counter(counts)
    counts["a"] += 1
    return counts["a"] * other["a"] * counts["b"]


def updates_add(x):
    counts = Counter({"a": 2, "b": 3})
    counts.update({"a": 4})
    counts.update(["b", "b"], c=x)
    counts.subtract({"a": 1})
    counts.subtract("ab")
    return counts["a"] * x + counts["b"] * x * x + counts["c"]


def operators(x):
    first, second = Counter("abca"), Counter({"a": 1, "d": 2, "e": -1})
    added, left, either, both = first + second, first - second, first | second, first & second
    return added["a"] * x + sum(left.values()) * x**2 + len(either) * x**3 + both["a"] * x**4


def changed_in_place(x):
    counts = Counter({"a": x, "b": 2 * x, "d": -x})
    other = counts
    counts += Counter({"a": 1.0, "b": -x * 3})
    counts |= Counter({"e": x * x})
    counts &= Counter({"a": 3.0, "e": 9, "z": 1})
    counts -= Counter(a=x / 9)
    return sum(other.values()) * len(other) + other["a"] ** 2


def grown_in_a_loop(x, v):
    counts = Counter()
    for t in v:
        counts[int(t)] += t * x
    counts.update({1: 2.0})
    counts.subtract({2: x})
    counts.update([1, 1])
    return counts[1] * counts[2]


def counted_items(x, v):
    first, second = Counter(int(t) for t in v), Counter([1, 2, 2])
    added, left, either, both = first + second, first - second, first | second, first & second
    return x * added[1] + x**2 * sum(left.values()) + x**3 * sum(either.values()) * sum(both.values())


def the_most_common_of_floats(x, v):
    weights = Counter()
    for t in v:
        weights[int(t)] += t * x
    (a, n), (_, m) = weights.most_common(2)
    return n * m * m * a


def letters(x):
    counts, table = Counter("hello world"), {}
    for letter, n in counts.most_common(3):
        table[letter] = n * x
    return sum(table.values()) * counts["l"] + len(counts) * x + sum(1 for _ in counts.elements()) * x


def words_of_an_argument(x, words):
    counts = Counter(words)
    counts.update(words)
    total = 0.0
    for word in counts:
        total += counts[word] * x
    counts["a"] += 1
    return total + counts["a"] * x * x + counts.most_common(1)[0][1] * x + sum(counts.values()) * x


for function in (of_a_mapping, of_differentiated_counts, updates_add, operators, changed_in_place, letters):
    program(function, (0.7,), (1.3,), tags="issue3", must_pass=True)
V1, V2 = np.array([1.2, 2.3, 1.5, 2.7, 3.3]), np.array([2.2, 1.3, 2.9])
for function in (grown_in_a_loop, counted_items, the_most_common_of_floats):
    program(function, (0.7, V1), (1.3, V2), tags="issue3", must_pass=True)
program(words_of_an_argument, (0.7, ["a", "b", "a"]), (1.3, ["c"]), tags="issue3", must_pass=True)


def read_where_nothing_is(x, text, asked):
    seen = Counter(zip(text, text[1:]))
    total = 0.0
    for pair in zip(asked, asked[1:]):
        total += x * seen[pair]
    return total + x**2 * len(seen) + sum(1 for _ in seen) * x


program(
    read_where_nothing_is, (1.5, "abcab", "xyza"), (0.7, "mississippi", "sip"), tags="dicts", must_pass=True
)
