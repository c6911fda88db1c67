"""What short random programs of ordinary Python are made of: see `containers` for the holes."""

from __future__ import annotations

HEAD = '''"""Random program {seed}."""

import copy
import functools
import itertools
import math
import operator
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import NamedTuple

import numpy as np


class Point(NamedTuple):
    x: float
    y: float

    @property
    def area(self):
        return self.x * self.y * 0.5

    def moved(self, t):
        return Point(self.x + t, self.y)


@dataclass
class Rate:
    p: float
    r: np.ndarray
    seen: list = field(default_factory=lambda: [0.5, 0.3, 0.2])

    def step(self, t):
        self.seen.append(t)
        self.r = self.r * 0.5 + t
        return self.p * t

    @property
    def level(self):
        return self.p + self.r.mean()


class Box:
    def __init__(self, a, s=0.5, items=None):
        self.a = a
        self.s = s
        self.items = [s, 2.0 * s, 0.4] if items is None else items

    def total(self):
        return self.a.sum() * self.s + sum(self.items)

    def push(self, t):
        self.items.append(t)
        return self

    def grow(self, t):
        self.a += t
        self.s = self.s + self.a[0]

    @property
    def norm(self):
        return self.s * self.s + self.a[0]

    def __add__(self, other):
        return Box(self.a + other.a, self.s, self.items + other.items)

    def __mul__(self, t):
        return Box(self.a * t, self.s * t, self.items)

    def __call__(self, t):
        return self.s * t + self.items[0]

    def __getitem__(self, i):
        return self.items[i]


def blend(p, q, share=0.5):
    return p * share + q * (1.0 - share)


def scale_of(k):
    def scale(t):
        return k * t

    return scale


def counter(start):
    total = start

    def add(t):
        nonlocal total
        total = total + t * 0.5
        return total

    return add


def pairs(values):
    for i, t in enumerate(values):
        yield i * 0.5, t
'''

# Kinds: S number, V vector, M matrix, L list of numbers, W list of vectors, D and K dicts of numbers (keys: strings,
# integers), E dict of vectors, G dict of lists, H list of dicts, R list of lists, B list of objects, P pair, T tuple
# (number, vector), N namedtuple, Q dataclass, O object, F function, X list of functions, Y dict of functions.
NAMES = {
    "S": "s", "V": "a", "M": "m", "L": "xs", "W": "ws", "D": "d", "K": "k", "E": "e", "G": "g", "H": "h", "R": "r",
    "B": "bs", "P": "p", "T": "t", "N": "pt", "Q": "q", "O": "o", "F": "f", "X": "fs", "Y": "y",
}  # fmt: skip

# Ways into containers: what may be read there, and stored to where it is not in READ_ONLY.
WAYS = {
    "S": ("<V@>[<i>]", "<L@>[<i>]", "<D@>[<k>]", "<K@>[<j>]", "<O@>.s", "<Q@>.p", "<N@>.x", "<T@>[0]", "<P@>[1]",
          "<R@>[<i>][<i>]", "<W@>[<i>][<i>]", "<H@>[<i>]['a']", "<M@>[<i>, <i>]", "<O@>.items[<i>]",
          "<G@>['a'][<i>]",
          "<B@>[<i>].s"),
    "V": ("<W@>[<i>]", "<E@>['a']", "<O@>.a", "<Q@>.r", "<T@>[1]", "<M@>[<i>]", "<B@>[<i>].a", "<E@>['b']"),
    "L": ("<O@>.items", "<G@>['a']", "<R@>[<i>]", "<Q@>.seen"), "D": ("<H@>[<i>]",), "O": ("<B@>[<i>]",),
    "F": ("<X@>[<j>]", "<Y@>['a']"),
}  # fmt: skip
READ_ONLY = ("<T@>[0]", "<P@>[1]", "<N@>.x", "<T@>[1]", "<M@>[<i>]")

READS = {
    "S": (
        "<s> * <S>", "<S> + <S>", "<S> - 0.5 * <S>", "math.sin(<S>)", "math.tanh(<S>)", "<V>.sum()", "sum(<L>)",
        "<V> @ <V> * 0.2", "sum(t * <s> for t in <L>)", "sum(t * t for t in <V>)", "np.mean(<L>)",
        "<S> if <c> else <S>",
        "max(<S>, <S>)", "min(<L>)", "float(<V>[<i>])", "len(<L>) * <s>", "sum(<D>.values())", "<D@>.get('a', <S>)",
        "<D@>.get('z', <S>)", "max(<D@>.values())", "sum(t.sum() for t in <W>)", "np.sum(<V> * <V>)",
        "reduce(lambda p, q: p * 0.5 + q, <L>)", "sum(map(math.sin, <L>))", "sum(p * q for p, q in zip(<L>, <L>))",
        "sum(i * t for i, t in enumerate(<L>))", "sorted(<L>)[0]", "sum(filter(lambda t: t > 0.1, <L>))",
        "max(<L>, key=lambda t: t * t)", "(<S> or <s>)", "(<c> and <S> or <S>)",
        "sum(i * t for i, t in <K@>.items())",
        "sum(<D@>[q] for q in sorted(<D@>))", "<F>(<S>)", "<F>(<S>)", "<O@>.total()", "<O@>.norm", "<O@>(<S>)",
        "<Q@>.step(<S>)", "<Q@>.level", "<N>.area", "next(t for t in <L> if t > -9.0)",
        "sum(itertools.chain(<L>, <L>))",
        "sum(itertools.accumulate(<L>))", "sum(<L>[::2])", "abs(<S>)", "<X@>[<j>](<S>)", "sum(f(<s>) for f in <X>)",
        "<Y@>['a'](<S>)", "(lambda t: t * <s>)(<S>)", "(lambda t, u=<s>: t + u)(<S>)", "(z := <S>) * z",
        "len([t for t in <L> if t > 0.1]) * <s>", "sum(sum(t) for t in <R>)", "np.sum(np.array(<L>) ** 2)",
        "sum(t * u for row in <R> for t in row for u in <P>)", "sum(o.s * o.a[0] for o in <B>)", "blend(<S>, <S>)",
        "blend(*<P>)", "blend(<S>, share=<S>, q=<S>)", "blend(*<L>[:2])", "sum(t * i for i, t in pairs(<L>))",
        "np.dot(<L>, <L>) * 0.1", "math.prod(<L>) * 0.2",
        "sum(q[1] for q in sorted(<D@>.items(), key=lambda q: q[1])[:2])",
        "[<S>, <S>][<c>]", "(<S>, <S>)[<b>]", "{True: <S>, False: <S>}[<c>]", "sum(deque(<L>, maxlen=2))",
        "functools.partial(blend, <S>)(<S>)", "sum(map(operator.mul, <L>, <V>))", "sum([*<L>, *<V>])", "<O@>[<b>]",
        "min(<W>, key=lambda t: t[0])[1]", "<S> ** 2", "1.0 / (1.0 + <S> ** 2)", "sum(<T>[1]) * <s>", "<s>",
        "(lambda *p: p[0] * p[-1])(*<L>)", "(lambda **p: p['a'] * p['b'])(**<D>)", "max(<B@>, key=lambda o: o.s).s",
    ),
    "V": (
        "<V> * <S>", "<V> + <V>", "np.tanh(<V>)", "<V>.copy()", "<V> - <V>",
        "np.array([t * <s> for t in <V>])", "<V@>",
        "np.array([<S>] * len(<V@>))", "sum(<W>)", "np.sum(<W>, axis=0)", "reduce(np.add, <W>)", "<V>[::-1]",
        "<V> if <c> else <V>", "np.where(<V> > 0.1, <V>, <S>)", "np.asarray(<V>)", "np.stack(<W>).mean(axis=0)",
        "<V> / (1.0 + <S> ** 2)", "np.zeros_like(<V>)", "np.array(list(map(math.sin, <V>)))", "<M>.sum(axis=0)",
        "np.full(len(<V@>), <S>)", "max(<W>, key=lambda t: t.sum())", "np.array([<F>(t) for t in <V>])",
        "<M> @ <V>",
        "blend(<V>, <V>)", "<W@>[-1]", "sum(t * u for t, u in zip(<W>, <L>))", "np.concatenate([<V>[:1], <V>[1:]])",
        "np.array([t for t in <V>])", "(<V> if <c> else <V@>)", "(z := <V>) + z", "[<V>, <V>][<b>]", "<Q@>.r",
        "<O@>.a",
        "np.asarray([p * q for p, q in zip(<V>, <V>)])", "functools.reduce(lambda p, q: p * 0.5 + q, <W>)",
    ),
    "M": ("np.outer(<V>, <V>)", "np.stack([<V>] * len(<V@>))", "np.array([<V> for t in <V@>])", "<M> * <S>",
    "<M>.T"),
    "L": (
        "[<S>, <S>, <S>]", "[<S>, <S>, <S>]", "[t * <s> for t in <V>]", "[t + <s> for t in <L>]", "<L>[:]",
        "list(<L>)",
        "<L>[::-1]", "<L@>.copy()", "sorted(<L>)", "list(reversed(<L>))", "<L> + [<S>]", "<L>[1:] + <L>[:1]",
        "[<S>] * 3",
        "list(map(math.sin, <L>))", "list(<V>)", "<V>.tolist()", "list(<D@>.values())",
        "list(itertools.accumulate(<L>))",
        "[p * q for p, q in zip(<L>, <V>)]", "[<S> for i in range(<n>)]", "[i * <S> for i in range(<n>)]",
        "<L@>", "<L@>",
        "[t for t in <L> if t > 0.0] + [<S>, <S>]", "(<L> if <c> else <L>)", "[t if t > 0.2 else <s> for t in <L>]",
        "sorted(<L>, key=lambda t: -t)", "[*<L>, <S>]", "[*<D@>.values()]", "[sum(r) for r in <R>]",
        "<L> or [<S>, <S>]",
        "[f(<s>) for f in <X>]", "list(filter(lambda t: t > -0.5, <L>)) + [<S>] * 2", "[o.s for o in <B>]",
        "<L@>[<b>:]",
        "[0.0] * <n>", "[t for r in <R> for t in r]", "[(z := <S>), z * 0.5, <S>]", "[d['a'] for d in <H>]",
        "[*<P>, <S>]",
        "[t + u for t, u in pairs(<L>)]", "[<K@>[i] for i in <K@>]", "[t[0] for t in <W>]",
        "list(dict(<D>).values())",
        "[p - q for p, q in itertools.pairwise(<L>)] + [<S>]", "[*map(lambda t: t * <s>, <L>)]", "copy.copy(<L>)",
    ),
    "W": (
        "[<V>, <V>, <V>]", "[<V>, <V>]", "[t * <s> for t in <W>]", "[<V> * t for t in <L>]", "<W>[:]", "list(<W>)",
        "[<V> for i in range(<n>)]", "[<V>] * 2", "<W> + [<V>]", "list(<E@>.values())", "<W>[::-1]",
        "[t.copy() for t in <W>]",
        "[np.zeros_like(<V>) for i in range(<n>)]", "sorted(<W>, key=lambda t: t[0])", "list(<M>)",
        "[<V@>, <V@>]", "<W@>",
        "[<V@>, <V@>, *<W>]", "[o.a for o in <B>]", "copy.deepcopy(<W>)",
    ),
    "D": (
        "{'a': <S>, 'b': <S>, 'c': <S>}", "dict(a=<S>, b=<S>, c=<S>)", "{q: t * <s> for q, t in <D@>.items()}",
        "dict(<D>)",
        "<D@>.copy()", "{**<D>, 'b': <S>}", "dict(zip('abc', <L>))", "<D> | {'c': <S>}", "<D@>",
        "{q: <S> for q in 'abc'}",
        "dict.fromkeys('abc', <S>)", "{q: <D@>[q] for q in sorted(<D@>)}", "dict(<D>, a=<S>)",
        "(<D> if <c> else <D>)",
        "{q: t for q, t in zip('abc', <V>)}", "defaultdict(float, <D>)", "copy.copy(<D>)",
    ),
    "E": ("{'a': <V>, 'b': <V>}", "{q: t * <s> for q, t in <E@>.items()}", "dict(<E>)",
    "{q: <V> for q in 'ab'}", "<E@>",
          "dict(zip('ab', <W>))", "{'a': <V@>, 'b': <V@>}", "{**<E>, 'a': <V>}"),
    "K": ("{0: <S>, 1: <S>, 2: <S>}", "{i: <S> for i in range(3)}", "dict(enumerate(<L>))", "dict(<K>)", "<K@>",
          "{i: t for i, t in enumerate(<V>)}", "{i: t * <s> for i, t in <K@>.items()}",
          "{i: i * <S> for i in range(<n>)}",
          "dict(zip(range(<n>), <L>))"),
    "G": ("{'a': <L>, 'b': <L>}", "{q: [<S>, <S>, <S>] for q in 'ab'}", "dict(a=<L@>, b=[<S>, <S>, <S>])", "<G@>"),
    "H": ("[{'a': <S>, 'b': <S>, 'c': 1.0}, <D>]", "[<D>, <D>]", "[dict(a=t, b=<S>, c=t * t) for t in <L>]",
    "<H>[::-1]"),
    "R": (
        "[[<S>, <S>, <S>], [<S>, 0.5, <S>], [0.2, <S>, <S>]]", "[<L>, <L>, <L>]",
        "[[t * u for t in <V>] for u in <L>]", "[list(r) for r in <R>]",
        "[[<S>] * 3 for i in range(<n>)]", "[[0.0] * 3 for i in range(3)]", "<R>[::-1]",
        "list(map(list, zip(*<R>)))",
        "<M>.tolist()", "[r[:] for r in <R>]", "[[0.0] * 3] * 2", "[<L@>, <L@>]", "copy.deepcopy(<R>)", "<R@>",
        "[[t + i for t in <L>] for i in range(<n>)]",
    ),
    "B": ("[Box(<V>, t) for t in <L>]", "[<O>, <O>]", "[Box(<V>, <S>), <O@>]", "[Box(t, <S>) for t in <W>]",
    "<B@>[::-1]",
          "sorted(<B>, key=lambda o: o.s)", "[Box(<V>) for i in range(<n>)]"),
    "P": ("(<S>, <S>)", "(<L>[0], <L>[-1])", "tuple(<L>[:2])", "next(zip(<L>, <V>))", "max(zip(<L>, <L>))",
    "<P>[::-1]",
          "min(pairs(<L>))"),
    "T": ("(<S>, <V>)", "(<S>, <V@>)", "next(zip(<L>, <W>))", "(<T> if <c> else <T>)"),
    "N": ("Point(<S>, <S>)", "Point(x=<S>, y=<S>)", "<N>._replace(x=<S>)", "<N>.moved(<S>)", "Point(*<P>)",
          "Point._make(<P>)", "(<N> if <c> else <N>)"),
    "Q": ("Rate(<S>, <V>)", "replace(<Q>, p=<S>)", "Rate(p=<S>, r=<V@>)", "<Q@>", "Rate(<S>, <V>, <L>)",
    "copy.copy(<Q@>)"),
    "O": ("Box(<V>, <S>)", "Box(<V>, <S>, <L>)", "Box(a=<V@>, s=<S>)", "<O> + <O>", "<O> * <S>", "copy.copy(<O>)",
          "copy.deepcopy(<O>)", "<O@>", "<O@>.push(<S>)", "(<O> if <c> else <O>)", "Box(<V@>, items=<L@>)"),
    "F": ("(lambda t: t * <s> + <S>)", "functools.partial(blend, <S>)", "scale_of(<S>)", "counter(<S>)", "<F@>",
          "(lambda k: lambda t: t * k)(<S>)", "(lambda t, u=<S>: t * u)", "(lambda t: <L@>[0] * t)",
          "<Q@>.step", "math.sin",
          "(lambda t: <O@>.s * t)", "(<F> if <c> else <F>)"),
    "X": ("[lambda t: t * <s>, math.sin, lambda t: t + 0.5]", "[lambda t, i=i: t * i for i in range(3)]",
          "[lambda t: t * i for i in range(3)]", "[<F>, math.tanh, <F>]", "[scale_of(t) for t in (<S>, <S>, <S>)]"),
    "Y": ("{'a': lambda t: t * <s>, 'b': math.sin}", "dict(a=<F>, b=<F>)", "{q: scale_of(<S>) for q in 'ab'}"),
}  # fmt: skip
# Where there is no variable of a kind: made on the spot.
DISPLAYS = {kind: patterns[:1] for kind, patterns in READS.items()}
DISPLAYS["S"] = ("0.7", "1.3")

CONDITIONS = (
    "<S> > 0.3", "<S> < <S>", "len(<L>) > 3", "'z' in <D@>", "not <L@>", "<S> > 0.1 and <S> < 0.9",
    "<V>.sum() > 0.2",
    "<L@> and <L@>[0] > 0.1", "7 in <K@>", "any(t > 0.9 for t in <L>)", "all(t < 2.0 for t in <V>)",
    "not <S> > 0.0",
    "<n> > 3", "-0.5 < <S> < 0.5", "<s> > 0 or <S> > 1.0", "len(<W>) < 3", "<V>[<i>] > 0.0",
)  # fmt: skip

STORES = (
    "<S~> += <S>", "<S~> += <S>", "<S~> -= 0.5 * <S>", "<S~> *= <s>", "<S~> = <S>", "<S~> = <S>", "<V~> += <V>",
    "<V~> *= <S>", "<V~> = <V>", "<V~> = <V@>", "<V@>[:] = <V>", "<V@>[1:] = <S>", "<V@>[1:] += <V>[:-1]",
    "<V@> -= <S>",
    "<L@>.append(<S>)", "<L@>.append(<S>)", "<L@>.extend(<L>)", "<L@>.insert(<b>, <S>)", "<L@>.pop()",
    "<S=> = <L@>.pop()",
    "<S=> = <L@>.pop(0)", "<L@>[:2] = [<S>, <S>]", "<L~> += [<S>]", "<L@>.sort()", "<L@>.reverse()", "del <L@>[0]",
    "<L@>[0], <L@>[1] = <L@>[1], <L@>[0]", "<W@>[<i>] = <V>", "<W@>[<i>] = <V@>", "<W@>.append(<V>)",
    "<W@>.append(<V@>)",
    "<W@>[0], <W@>[1] = <W@>[1], <W@>[0]", "<W@>[<i>][<i>] += <S>", "<D@>['z'] = <S>", "<D@>.update(a=<S>)",
    "<K@>[7] = <S>",
    "<D@>.update(<D>)", "<S=> = <D@>.pop('c', 0.5)", "<D@>.setdefault('z', <S>)", "<E@>['a'] = <V>",
    "<E@>['b'] = <V@>",
    "<E@>['a'] += <V>", "<O@>.a = <V>", "<O@>.a = <V@>", "<O@>.push(<S>)", "<O@>.grow(<S>)", "<O@>.items = <L@>",
    "<Q@>.r *= <S>", "<Q@>.step(<S>)", "<S=>, <S=> = <P>", "<S=>, <V=> = <T>", "<S=>, *<L=> = <L>",
    "*<L=>, <S=> = <L>",
    "(<S=>, <S=>), <V=> = <P>, <V>", "<S=>, <S=> = <S>, <S>", "<V=>, <V=> = <V@>, <V@>", "<S=> = <S=> = <S>",
    "<L=> = <L@>", "<V=> = <V@>", "<D=> = <D@>", "<O=> = <O@>", "<W=> = <W@>", "<L=>, <L=> = <L@>, <L@>",
    "<R@>[<i>][<i>] += <S>",
    "<R@>[<i>] = <L>", "<R@>.append(<L@>)", "<S~>, <S~> = <S>, <S>", "<S=>, <L@>[<b>] = <S>, <S>",
    "<G@>['b'] = <L@>",
    "<G@>['a'].append(<S>)", "<H@>[<i>]['b'] *= <S>", "<H@>.append(<D@>)", "<B@>[<i>].a = <V>", "<B@>.append(<O@>)",
    "<B@>[0], <B@>[-1] = <B@>[-1], <B@>[0]", "<K@>[<j>] += <S>", "<N=> = <N>", "<F=> = <F>", "<M@>[<i>] = <V>",
    "<M@>[<i>, <i>] += <S>", "<D@>[<k>], <D@>['a'] = <D@>['a'], <S>", "<L@>[<b>:] = <L>", "<L@> *= 2",
    "<W@>[<b>] *= <S>",
    "<V@>[0], <V@>[1] = <V@>[1], <V@>[0]", "<X@>.append(<F>)", "<Y@>['a'] = <F>", "<E@>.update(b=<V>)",
    "<O@>.s = <S>",
    "<W@>[:] = [t * <s> for t in <W@>]", "<L@>[:] = sorted(<L@>)", "[<L@>.append(t) for t in <V>]",
    "<L=> = <L> if <c> else <L>",
)  # fmt: skip

# Headers of loops, with what the targets are: a name and its kind.
LOOPS = (
    ("for <1> in <L>:", "S"), ("for <1> in <V>:", "S"), ("for <1>, <2> in enumerate(<L>):", "iS"),
    ("for <1>, <2> in zip(<L>, <V>):", "SS"), ("for <1> in range(<n>):", "i"), ("for <1> in range(len(<L@>)):",
    "i"),
    ("for <1> in <D>:", "k"), ("for <1>, <2> in <D@>.items():", "kS"), ("for <1> in <W@>:", "V"),
    ("for <1> in <B@>:", "O"),
    ("for <1> in <R@>:", "L"), ("for <1> in reversed(<L>):", "S"), ("for <1> in sorted(<L>):", "S"),
    ("for <1> in <H@>:", "D"),
    ("for <1> in <L@>[:]:", "S"), ("for <1> in <X>:", "F"), ("for <1> in (<S>, <S>):", "S"),
    ("for <1>, <2> in <K@>.items():", "jS"),
    ("for <1>, <2> in itertools.combinations(<L>, 2):", "SS"), ("for <1> in <M@>:", "V"),
    ("for <1> in (<V@>, <V@>):", "V"),
    ("for <1> in (<O@>, <O@>):", "O"), ("for <1> in (<L@>, <L@>):", "L"), ("for <1>, <2> in pairs(<L>):", "SS"),
    ("for <1>, <2> in zip(<W@>, <L>):", "VS"), ("for <1> in <D@>.values():", "S"),
    ("for <1> in <E@>.values():", "V"),
    ("for <1> in list(<D@>):", "k"), ("for <1> in range(<n>, 0, -1):", "i"), ("for <1> in 0, 1:", "i"),
    ("for <1> in [0, 1, 1]:", "i"), ("for <1> in 'ab':", "k"), ("for <1>, <2> in enumerate(<W@>):", "iV"),
    ("for <1>, <2> in <E@>.items():", "kV"), ("for <1> in <G@>.values():", "L"),
)  # fmt: skip

WHILES = (
    ("while len(<L@>) > 2:", "<L@>.pop()"),
    ("while <L@>:", "<S=> = <L@>.pop()"),
)  # the second ends the body

TRIES = (
    ("<S=> = <D@>['y']", "KeyError", "<S=> = <S>"), ("<S=> = <L@>[7]", "IndexError", "<S=> = <S>"),
    ("<S=> = <K@>[7]", "(KeyError, IndexError)", "<K@>[7] = <S>"), ("<L@>.pop(9)", "IndexError as error",
    "<L@>.append(<S>)"),
    ("<S~> = <D@>['z'] * 2.0", "LookupError", "pass"), ("<S=> = math.sqrt(<S>)", "ValueError", "<S=> = <S>"),
    ("<S=> = <O@>.missing", "AttributeError", "<S=> = <S>"), ("<D@>['a'] += <D@>['q']", "KeyError",
    "<D@>['q'] = <S>"),
)  # fmt: skip

# What becomes of a variable at the end.
RESULTS = {
    "S": "{}", "V": "np.sum(np.sin({}))", "M": "np.mean({} * {})", "L": "sum({})",
    "W": "sum(np.sin(t).sum() for t in {})",
    "D": "sum({}.values())", "K": "sum(i * t for i, t in {}.items())", "E": "sum(t @ t for t in {}.values())",
    "G": "sum(sum(t) for t in {}.values())", "H": "sum(t['a'] * t['b'] for t in {})",
    "R": "sum(t * t for r in {} for t in r)",
    "B": "sum(o.total() for o in {})", "P": "{0}[0] * {0}[1]", "T": "{0}[0] * {0}[1].sum()",
    "N": "{0}.x * {0}.y + {0}.area",
    "Q": "{0}.p * {0}.level + sum({0}.seen)", "O": "{0}.total() * 0.5 + {0}.norm", "F": "{}(0.7)",
    "X": "sum(f(0.4) for f in {})", "Y": "{}['a'](0.3)",
}  # fmt: skip
