"""What newcomers' programs taught: each was refused or wrong before, in their words."""

from __future__ import annotations

import ast
import collections
import collections.abc
import dataclasses
import enum
import io
import itertools
import math
import re
from collections import deque, namedtuple
from typing import NamedTuple

import numpy as np
import scipy.fft
import scipy.signal
import scipy.stats

from tests.programs import Sampler, program

S = Sampler(61001)

Point = namedtuple("Point", "x y", defaults=(0.0,))


class Interval(NamedTuple):
    low: float
    high: float


# -- named tuples and deques that NumPy and `math` take for sequences


def distance_of_points(xs, ys):
    p, q = Point(xs[0], ys[0]), Point(xs[1])
    return math.dist(p, q) + math.hypot(*p) + math.prod(Point(xs[1], ys[1]))


def named_tuples_as_arrays(x):
    p = Point(x[0], x[1])
    rest = np.zeros(2)
    rest[:] = Interval(x[1], x[0] ** 2)
    moved = np.add(p, rest) * p
    table = np.array([p, Interval(x[2], 2.0)]) + np.vstack([p, p])
    return np.sum(np.asarray(p) * moved) + np.linalg.norm(p) * np.dot(p, p) + np.max(table @ np.array(p))


def arrays_in_named_tuples(x):
    pair = Interval(x, x**2)
    return (
        np.concatenate(pair).sum() + (np.stack(pair, axis=1) ** 2).sum() + np.mean(pair) * np.dot(pair[0], x)
    )


def nested_named_tuples(x):
    box = Interval(Point(x[0], x[1]), Point(x[2], 1.0))
    return np.linalg.det(np.array(box)) + np.sum(np.array(box[0]) * x[2]) + np.mean(box, axis=0)[1]


def deques_as_arrays(x):
    window = deque([x[0], x[1] ** 2, x[2]])
    both = deque([x, 2.0 * x], maxlen=2)
    return np.mean(window) * np.std(window) + np.vstack(both).prod() + math.fsum(window) + np.dot(window, x)


def points_on_some_paths(x):
    p = Point(x[0], x[1]) if x[0] > 0.0 else Point(x[1])
    total = 0.0
    for k in range(3):
        p = Point(p.y, p.x + x[k])
        total = total + np.prod(p)
    return total + np.asarray(p).sum()


for function in (
    named_tuples_as_arrays, arrays_in_named_tuples, nested_named_tuples, deques_as_arrays, points_on_some_paths,
):  # fmt: skip
    program(function, (S.normal(3),), (S.normal(3),), tags="newcomers", must_pass=True)
program(
    distance_of_points,
    (S.normal(2), S.normal(2)),
    (S.normal(3), S.normal(3)),
    tags="newcomers",
    must_pass=True,
)


# -- stacks that are filled after they are emptied, in the order of the text


def turtle(angle, step):
    path = "F"
    for _ in range(2):
        path = path.replace("F", "F+F-F")
    x = y = heading = 0.0
    stack = []
    for ch in path + "[+F]F":
        if ch == "F":
            x, y = x + step * math.cos(heading), y + step * math.sin(heading)
        elif ch in "+-":
            heading += angle if ch == "+" else -angle
        elif ch == "]":
            x, y, heading = stack.pop()
        elif ch == "[":
            stack.append((x, y, heading))
    return math.hypot(x, y) + x * heading


def stack_machine(x, code):
    stack, register = [], 0.5
    for op in code:
        if op == 0:
            register = stack.pop()
        elif op == 1:
            register += x
        elif op == 2:
            register *= register
        else:
            stack.append(register)
    return register


def two_stacks(x, code):
    left, right, total = [], [], x[0]
    for op in code:
        if op == 0:
            total += right.pop()
        elif op == 1:
            right.append(left.pop() * 2.0)
        elif op == 2:
            left.append(total * x[1])
        total *= 1.1
    return total


def never_filled(x, code):
    stack, total = [], x
    for op in code:
        if op == 7:
            total += stack.pop()
        total *= 1.5
    return total


def caught_when_empty(x):
    stack, total = [], 0.0
    for v in x:
        try:
            total += stack.pop() * v
        except IndexError:
            total -= v
        if v > 0.0:
            stack.append(v * v)
    return total


def rows_on_a_stack(x):
    stack, total = [], np.zeros(2)
    for k in range(5):
        if k % 2:
            total += stack.pop()
        else:
            stack.append(x[:2] * k)
    return total @ total


CODE = (3, 1, 2, 3, 0, 1, 0, 1, 2)
program(turtle, (0.5, 1.0), (1.0, 0.7), tags="newcomers", must_pass=True)
program(stack_machine, (0.5, np.array(CODE)), (1.2, np.array([1, 3, 2, 0])), tags="newcomers", must_pass=True)
program(
    stack_machine, (0.5, CODE), (1.2, CODE), tags="newcomers", must_pass=True, name="stack_machine_of_a_tuple"
)
program(
    two_stacks, (S.normal(2), np.array([2, 1, 2, 0, 1, 0])), (S.normal(2), np.array([2, 2, 1, 1, 0, 0, 5])),
    tags="newcomers", must_pass=True,
)  # fmt: skip
program(never_filled, (0.5, np.array([1, 2])), (1.5, np.array([1, 2, 3])), tags="newcomers", must_pass=True)
program(caught_when_empty, (S.normal(5),), (S.normal(6),), tags="newcomers")
program(rows_on_a_stack, (S.normal(2),), (S.normal(3),), tags="newcomers", must_pass=True)


# -- dicts whose keys are chosen while the program runs


def tally_of_equal_zeros(x):
    total = {"up": 0.0, "down": 0.0}
    for a, b in zip(x, x[1:]):
        total["up" if b > a else "down"] += abs(b - a) * b
    return total["up"] - 2.0 * total["down"] ** 2


def tally_of_zero_rows(x):
    total = {"up": np.zeros(2), "down": np.zeros(2)}
    for k in range(len(x) - 1):
        total["up" if x[k + 1] > x[k] else "down"] += x[k : k + 2] ** 2
    return total["up"] @ total["down"] + total["up"].sum()


def a_dict_in_a_dict(x):
    squares = {i: v * v for i, v in enumerate(x) if v > 0.0}
    more = {**squares, 99: x[0], **{98: x[1]}}
    more |= {97: x[0] * x[1]}
    both = squares | more | {0: x[1]}
    squares[96] = 100.0
    return sum(more.values()) * sum(both.values()) + more.get(96, x[0])


def keywords_of_unknown_dicts(x):
    rates = {}
    for k, name in enumerate(["a", "b", "a"]):
        rates = {**rates, name: rates.get(name, 0.0) + x[k]}
    return rates["a"] * rates["b"] ** 2


for function in (tally_of_equal_zeros, tally_of_zero_rows, a_dict_in_a_dict, keywords_of_unknown_dicts):
    program(function, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)


# -- iterators read step by step


def in_chunks(x):
    it, total = iter(x), 0.0
    while chunk := list(itertools.islice(it, 2)):
        total += np.mean(chunk) ** 2 * len(chunk)
    return total


def chunks(items, n):
    it = iter(items)
    while chunk := tuple(itertools.islice(it, n)):
        yield chunk


def chunks_of_a_generator(x):
    return sum(np.prod(c) * (i + 1) for i, c in enumerate(chunks(x, 3))) + sum(
        sum(c) ** 2 for c in chunks(x, 2)
    )


def batches(x):
    total, batch = 0.0, []
    for v in x:
        batch.append(v * v)
        if len(batch) == 2:
            total += np.std(batch) * batch[0]
            batch = []
    return total + sum(batch)


def iterated(f, x):
    while True:
        yield x
        x = f(x)


def bound_side_by_side(x):
    (first,) = (x[0],)
    left, right, [total, rest] = [first], [x[1]], [0.0, x[2:]]
    for v in rest:
        left.append(v)
        right, left = left, right + [v * total]
        total, seen = total + sum(left) * v, left
        (last,) = (seen[-1],)
    return total * first + last + sum(right)


def limit_of_pairs(a):
    roots = iterated(lambda x: 0.5 * (x + a / x), 1.0)
    return next(b for b0, b in itertools.pairwise(roots) if abs(b0 - b) < 1e-9)


def neighbours_on_a_ring(x, y):
    first, second = itertools.tee(x)
    next(second, None)
    steps = sum(map(lambda a, b: a * b * b, first, second))
    ring = sum(a * (b - a) for a, b in zip(y, itertools.islice(itertools.cycle(y), 1, None)))
    return steps + ring + sum(a * b for a, b in zip(x, itertools.islice(itertools.cycle(y), 5, None)))


program(in_chunks, (S.normal(5),), (S.normal(4),), tags="newcomers", must_pass=True)
program(chunks_of_a_generator, (S.normal(5),), (S.normal(6),), tags="newcomers", must_pass=True)
program(batches, (S.normal(5),), (S.normal(6),), tags="newcomers", must_pass=True)
program(bound_side_by_side, (S.normal(5),), (S.normal(4),), tags="newcomers", must_pass=True)
program(limit_of_pairs, (2.0,), (5.0,), tags="newcomers", must_pass=True)
program(
    neighbours_on_a_ring,
    (S.normal(4), S.normal(3)),
    (S.normal(3), S.normal(2)),
    tags="newcomers",
    must_pass=True,
)


# -- what classes say of themselves, and numbers in texts


class Unit(enum.Enum):
    M = 1.0
    KM = 1000.0

    @classmethod
    def parse(cls, name):
        return cls[name.upper()]

    def of(self, v):
        return v * self.value


@dataclasses.dataclass
class Model:
    rate: float
    scale: float
    kind: str = "plain"


def fields_by_name(x):
    model, total = Model(x[0], x[1] ** 2), 0.0
    for field in dataclasses.fields(model):
        value = getattr(model, field.name)
        if field.type == "float":
            total += value**2
            setattr(model, field.name, value * x[2])
    shown = {f.name: getattr(model, f.name) for f in dataclasses.fields(Model) if f.name != "kind"}
    return total + shown["rate"] * shown["scale"] + sum(k for k in shown.values())


def members_by_name(x):
    return Unit.parse("km").of(x[0]) * sum(Unit[name].of(x[1]) for name in ("M", "KM"))


def rounded_through_text(x):
    label = f"at {x[0]:8.3f}"
    return float(f"{x[0]:.1f}") * x[1] + len(label) * float("2.5") * x[0]


def read_from_its_text(x):
    return float(str(x[0])) * x[1]  # refused: the derivative would be lost


def read_from_a_part_of_its_text(x):
    return float(str(x[0])[:]) * x[1]  # refused as well


def read_from_its_text_at_full_width(x):
    return float(f"{x[0]!s:>30}") + float(format(x[1], ".17g"))


def read_from_its_bytes(x):
    return float(str(x[0]).encode()) * x[1]


def read_from_what_was_printed(x):
    page = io.StringIO()
    print(x[0], file=page)
    return float(page.getvalue()) * x[1]


def read_from_a_match_in_its_text(x):
    return float(re.match(".*", str(x[0])).group()) * x[1]


def read_from_texts_in_an_array(x):
    texts = [str(item) for item in x]
    return np.array(texts).astype(float).sum()


def evaluated_from_its_text(x):
    return ast.literal_eval(repr(x[0].item())) * x[1]


def read_from_its_letters(x):
    return float("".join(c for c in str(x[0]))) * x[1]


def read_from_letters_put_together(x):
    text = ""
    for c in str(x[0]):
        text += c
    return float(text) * x[1]


def read_from_letters_by_place(x):
    text = repr(x[0].item())
    letters = {i: text[i] for i in range(len(text))}
    return float("".join([letters[i] for i in letters])) * x[1]


class Shown:
    def __init__(self, value):
        self.value = value

    def __str__(self):
        return str(self.value)


def read_from_an_attribute_in_a_text(x):
    return float("{0.value}".format(Shown(x[0]))) * x[1]


def read_from_an_object_in_a_text(x):
    return float("{}".format(Shown(x[0]))) * x[1]


def other_texts_beside_its_text(x):
    text, factors = str(x[0]), []
    for c in "1 2 3".split():
        factors.append(c)
    for word in factors:
        text += word
    return float(factors[1]) * x[1] + bool(text)


for function in (fields_by_name, members_by_name, rounded_through_text, other_texts_beside_its_text):
    program(function, (S.normal(3),), (S.normal(3),), tags="newcomers", must_pass=True)
LOST = (
    read_from_its_text, read_from_a_part_of_its_text, read_from_its_text_at_full_width, read_from_its_bytes,
    read_from_what_was_printed, read_from_a_match_in_its_text, read_from_texts_in_an_array, evaluated_from_its_text,
    read_from_its_letters, read_from_letters_put_together, read_from_letters_by_place, read_from_an_attribute_in_a_text,
    read_from_an_object_in_a_text,
)  # fmt: skip
for function in LOST:
    program(function, (S.normal(3),), (S.normal(3),), tags="newcomers")


# -- dicts whose keys are numbers, and objects that NumPy takes for arrays


def bootstrapped(quotes):
    discount = {0.0: 1.0}

    def at(t):
        if t in discount:
            return discount[t]
        below = max(k for k in discount if k <= t)
        above = [k for k in discount if k > t]
        if not above:
            return discount[below] ** (t / below) if below else 1.0
        w = (t - below) / (above[0] - below)
        return math.exp((1.0 - w) * math.log(discount[below]) + w * math.log(discount[above[0]]))

    for t, rate in quotes.items():
        annuity = sum(0.5 * at(0.5 * i) for i in range(1, int(2 * t)))
        discount[t] = (1.0 - rate * annuity) / (1.0 + 0.5 * rate)
    return discount[max(discount)] * at(1.25)


class Vector:
    def __init__(self, *parts):
        self.parts = list(parts)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.parts, dtype=dtype)

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.parts, other.parts)))


def objects_as_arrays(x):
    v = Vector(x[0], x[1] ** 2) + Vector(x[2], 1.0)
    scaled = np.asarray(v) * x[:2]
    return np.dot(v, scaled) + np.sum(np.exp(v)) + np.linalg.norm(np.array(v)) * np.mean(v)


program(
    bootstrapped,
    ({0.5: 0.02, 1.0: 0.025, 2.0: 0.03},),
    ({0.5: 0.01, 1.5: 0.02},),
    tags="newcomers",
    must_pass=True,
)
program(objects_as_arrays, (S.normal(3),), (S.normal(4),), tags="newcomers", must_pass=True)


# -- objects that are iterated, asked for the next item, or shown


class Samples(collections.abc.Sequence):
    def __init__(self, values):
        self.values = tuple(values)

    def __getitem__(self, i):
        return self.values[i]

    def __len__(self):
        return len(self.values)

    def __repr__(self):
        return f"Samples of {len(self)}"


class Squares:
    def __init__(self, values):
        self.values = list(values)

    def __getitem__(self, i):
        return self.values[i] ** 2

    def __len__(self):
        return len(self.values)


class Bag:
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        return iter(self.values)


class Steps:
    def __init__(self, step, n):
        self.step, self.n, self.i = step, n, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.step * self.i


def sequences_of_their_own(x):
    samples, squares = Samples(x), Squares(x)
    first, second, *rest = squares
    total = sum(i * v for i, v in enumerate(samples)) * max(squares) + first * second + sum(rest)
    total += (x[0] in samples) * x[1] + samples.count(x[1]) * x[2] + np.prod(list(squares))
    return total + sum(reversed(samples)) + len(repr(samples)) * x[0] + len(f"{samples}") * x[1]


def bags_in_builtins(x):
    bag = Bag(x)
    pairs = sum(a * b for a, b in itertools.pairwise(bag)) + sum(map(lambda v: v * v, bag))
    return (
        pairs
        + sum(Bag(list(x)), 1.0)
        + sum(filter(lambda v: v > 0.0, bag))
        + sum(i * v for i, v in enumerate(bag, 1))
    )


def next_or_default(x):
    steps, total = Steps(x[0], 3), 0.0
    first = next(steps)
    while (v := next(steps, None)) is not None:
        total += v * v
    return total * first + next(steps, x[1]) * x[2]


def samples_that_grow(x):
    squares = Squares([])
    for v in x:
        if v > -0.5:
            squares.values.append(v)
    return sum(squares) * len(squares) + sum(v * v for v in squares)


for function in (sequences_of_their_own, bags_in_builtins, next_or_default, samples_that_grow):
    program(function, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)


# -- graphs with sets of neighbours


def breadth_first(x):
    neighbours, weight = collections.defaultdict(set), {}
    for k, (a, b) in enumerate([(0, 1), (1, 2), (0, 2), (2, 3)]):
        neighbours[a].add(b)
        neighbours[b].add(a)
        weight[a, b] = weight[b, a] = x[k % len(x)]
    seen, order, queue = {0}, [], deque([(0, 1.0)])
    while queue:
        node, c = queue.popleft()
        order.append((node, c))
        for other in sorted(neighbours[node]):
            if other not in seen:
                seen.add(other)
                queue.append((other, c * weight[node, other]))
    return sum(c * (k + 1) for k, c in order)


def sets_under_two_names(x, edges):
    near = {}
    for a, b in edges:
        row = near.setdefault(a, set())
        also = row
        also.add(b)
    node, total = 0, x[0]
    while node in near:
        node = max(near[node])
        total = total * x[node] + node
    return total


program(breadth_first, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)
program(
    sets_under_two_names, (S.normal(4), [(0, 1), (1, 2), (0, 2), (2, 3)]), (S.normal(4), [(0, 2), (2, 3)]),
    tags="newcomers", must_pass=True, wrt=0,
)  # fmt: skip


# -- distributions that are seldom used, and places beyond the ends


def rarer_distributions(x, s):
    y, share = np.exp(x), 1.0 / (1.0 + np.exp(x))
    total = scipy.stats.rayleigh.logpdf(y, 0.0, s) + scipy.stats.pareto.logpdf(3.0 + y, 2.0 * s, scale=s)
    total += scipy.stats.gumbel_l.logpdf(x, s, s) + scipy.stats.invgauss.logpdf(y, s, scale=2.0)
    total += scipy.stats.powerlaw.logpdf(share, s) + scipy.stats.f.logpdf(y, 3.0 * s, 5, scale=s)
    total += scipy.stats.skewnorm.logpdf(x, 2.0 * s, loc=s, scale=1.5)
    total += scipy.stats.truncnorm.logpdf(0.3 * np.tanh(x), -s, 1.5 * s, loc=0.1, scale=s + 1.0)
    total += scipy.stats.vonmises(s).logpdf(x) + scipy.stats.geom.logpmf([3], share[0])
    return total


def rarer_distributions_of_vectors(x, s):
    shares = np.exp(x) / np.sum(np.exp(x))
    total = scipy.stats.dirichlet.logpdf(shares, s * np.arange(1, len(x) + 1))
    total += scipy.stats.multinomial.logpmf(np.arange(len(x)), len(x) * (len(x) - 1) // 2, shares)
    spread = s * np.eye(len(x)) + np.outer(x, x)
    return (
        total
        + scipy.stats.multivariate_t.logpdf(x, np.ones(len(x)), spread, 4)
        + scipy.stats.geom.pmf(2, shares[0])
    )


def beyond_the_ends(x):
    return np.take(x, [1, 9, -1], mode="wrap") * x.take([0, 12, -4], mode="clip")


def transforms_of_scipy(x):
    envelope = np.abs(scipy.signal.hilbert(x))
    back = scipy.fft.ifft(scipy.fft.fft(x, norm="ortho") * np.arange(len(x)), norm="forward")
    return envelope @ x + np.sum(np.abs(back) ** 2) + np.abs(scipy.fft.fft2(np.outer(x, x))).sum()


program(
    rarer_distributions,
    (S.normal(3), S.scalar()),
    (S.normal(2), S.scalar()),
    tags="newcomers",
    must_pass=True,
)
program(
    rarer_distributions_of_vectors, (S.normal(3), S.scalar()), (S.normal(2), S.scalar()), tags="newcomers",
    must_pass=True,
)  # fmt: skip
program(beyond_the_ends, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)
PLAIN = (
    np.lib.NumpyVersion(scipy.__version__) < "1.18.0"
)  # `hilbert` stores by a helper that has no rule since then
program(transforms_of_scipy, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=PLAIN)


# -- tables of rules whose actions give None


def rule_engine(x):
    state = {"pos": 0.0, "vel": x[0], "hist": []}
    rules = [
        (lambda s: s["vel"] > 0.2, lambda s: s.update(vel=s["vel"] * 0.5)),
        (lambda s: True, lambda s: s.update(vel=s["vel"] + 0.1 * x[1])),
    ]
    for _ in range(6):
        for condition, action in rules:
            if condition(state):
                action(state)
                break
        state["pos"] += state["vel"]
        state["hist"].append(state["pos"])
    return state["pos"] + max(state["hist"]) * len(state["hist"])


def actions_in_turn(x):
    state, log = {"v": x[0]}, []
    actions = [lambda s: s.update(v=s["v"] * x[1]), lambda s: log.append(s["v"]), lambda s: None]
    found = [action(state) for _ in range(3) for action in actions]
    return state["v"] + sum(log) + found.count(None) * x[2]


program(rule_engine, (S.normal(3),), (S.normal(4),), tags="newcomers", must_pass=True)
program(actions_in_turn, (S.normal(3),), (S.normal(4),), tags="newcomers")


# -- windows on an array that are updated by what is put together beside them


def windows_updated(x):
    o = np.ones(3) * x[:3]
    o[:2] += Point(x[2], x[3])
    o[1:] -= deque([x[0], x[1] * x[2]])
    grid = np.ones((2, 2)) * x[:2]
    grid[0] *= Interval(x[2], x[3])
    grid[:, 1] /= (x[3], 2.0)
    return o @ o + np.sum(grid**2)


def windows_updated_by_helpers(x):
    log, o = [], x.copy()

    def noted(v):
        log.append(v * v)
        return v * x[:2]

    o[:2] += noted(x[2])
    o[1:3] *= noted(x[3])
    pair = [x[0], x[1]]
    o[2:4] += [pair.pop(), pair[0] * x[1]]
    return o @ o + log[0] * log[1] + sum(pair)


program(windows_updated, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)
program(windows_updated_by_helpers, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)


# -- what gives None in the middle of an expression


def append_or(x):
    seen, log, table = set(), [], np.zeros((3, 3))
    kept = lambda v: log.append(v) or v  # noqa: E731
    total = kept(x[0]) * kept(x[1]) + sum(
        v for i, v in enumerate(x) if not (i % 2 in seen or seen.add(i % 2))
    )
    for i in range(3):
        table[i, :2] += [log.append(x[i]) or log[-1] * x[1], log[0]]
        table[:, i] -= (lambda v: log.insert(0, v) or v)(x[2])
    pair = [x[0], x[1]]
    pair[0] += pair.append(x[2]) or x[3]
    return total + np.sum(table**2) + sum(log) * sum(pair)


program(append_or, (S.normal(4),), (S.normal(5),), tags="newcomers", must_pass=True)
