"""What random programs are made of: every construct is a line (or a few) of Python with holes.

    <S> <V> <M>       an expression: scalar, vector of 4, matrix of 3 by 4     <s> <v> <m>   a name of that kind
    <L> <D> <P>       the name of a list of scalars, of a dictionary, of a tuple (scalar, vector)
    <W> <O> <B> <N>   of a list of vectors, of a Body, of a list of Bodies, of a System (which holds a Body)
    <S=>  <V=> ...    a place to bind: a name (or `o.q`, `c[0]`) that exists, or a new one
    <L+> <S+a>        a new name of that kind; with a label, `<a>` says it again
    <a>               any other lower-case word: a fresh name, the same all through the phrase
    <S~> <V~> ...     a place that can be written again
    <s!> <v!>         a plain local name, the same all through the phrase
    <i2> <i3> <i4>    an index into so many    <n> a small number    <c> a constant    <test>    <result>
    <block S=t I=k>   a nested block, in which the fresh name `t` is a scalar and `k` an integer

A phrase is used where every name it wants exists.
"""

from __future__ import annotations

HEADER = '''"""Random program {seed}, level {level}: {groups}."""

import functools
import math

import numpy as np

RATE = 0.4
'''

CLASSES = '''

class Body:
    """State that methods change."""

    def __init__(self, q, p, a):
        self.q = q
        self.p = p
        self.a = a

    def kick(self, h):
        self.p -= h * math.sin(self.q)
        self.a[1] += h * self.p
        return self

    def drift(self, h):
        self.q = self.q + h * self.p
        self.a = 0.5 * self.a + self.q

    def energy(self):
        return 0.5 * self.p**2 + math.cos(self.q) + np.mean(self.a)


class System:
    """An object that holds another one."""

    def __init__(self, body, gain=0.5):
        self.body = body
        self.gain = gain

    def step(self, h):
        self.body.kick(h * self.gain)
        self.gain *= 0.9
        return self.body.q
'''

# A new name of a kind brings these: places that can be read, and written but for those of a tuple.
PARTS: dict[str, list[tuple[str, str]]] = {
    "L": [("S", "{}[0]"), ("S", "{}[-1]")],
    "D": [("S", "{}['a']"), ("S", "{}['b']")],
    "P": [("S", "{}[0]"), ("V", "{}[1]")],
    "W": [("V", "{}[0]"), ("V", "{}[-1]")],
    "O": [("S", "{}.q"), ("S", "{}.p"), ("V", "{}.a")],
    "N": [("O", "{}.body"), ("S", "{}.gain")],
    "B": [("O", "{}[0]"), ("O", "{}[-1]")],
}

CONSTANTS = ["0.5", "1.5", "-0.7", "0.3", "2.0", "RATE", "1.0"]

TESTS = ["<S> > <c>", "<S> < 0.4", "-0.5 < <s> < 0.8", "<s> > 0.0 and <s> < 1.0", "<i> % 2 == 0", "<i> > 1"]

# How a value of a kind is made, beside naming one that exists.
EXPRESSIONS: dict[str, dict[str, list[str]]] = {
    "S": {
        "plain": [
            "math.sin(<S>)", "math.tanh(<S> + <S>)", "0.5 * (<S> + <S>)", "(<S>) / (1.5 + <s> * <s>)",
            "math.exp(-<s> * <s>) - <S>", "math.sqrt(1.0 + <s> ** 2)", "math.cos(<S>) * <s>",
            "(<S> if <s> > 0.2 else <S>)", "abs(<S>) * 0.5", "max(<s>, <s> + 0.1)", "np.cos(<S>)",
            "<v>[<i4>]", "np.mean(<v>)", "np.dot(<v>, <v>) * 0.2", "np.tanh(np.sum(<v>))", "np.max(<v>)",
            "<v>[1:].sum() * 0.3", "<m>[<i3>, <i4>]", "np.mean(<m>)", "np.sum(<m>[:, 1]) * 0.3",
            "np.tanh(np.linalg.norm(<v>))",
        ],
        "comprehensions": [
            "sum([<S>, 0.3 * <S>])", "sum(q * 0.2 for q in <v>)",
            "sum(q * r for q, r in zip(<v>, <v>)) * 0.2", "sum([<s> * q for q in (<S>, 0.3)])",
            "max(q * <s> for q in <v>)", "math.tanh(sum(q * k for k, q in enumerate(<L>)))",
            "math.tanh(sum(<L>))", "min(<L>)", "math.tanh(sum(q * 0.3 for q in <D>.values()))",
            "np.mean([np.sum(q) for q in <W>])",
            "functools.reduce(lambda p, q: 0.5 * p + q, [<S>, <S>, <s>])",
        ],
        "closures": [
            "(lambda t: t * <S>)(0.4)", "<F>(<S>)", "<F>(<F>(<s>))",
        ],
        "lists": [
            "<L>[<i2>]", "np.tanh(np.sum(np.array(<L>)))", "len(<L>) * 0.1 * <s>", "<W>[<i2>][<i4>]",
        ],
        "dictionaries": [
            "<D>['a'] * <D>['b']", "<D>.get('b', 0.3)",
        ],
        "objects": [
            "math.tanh(<O>.energy())", "<B>[<i2>].q", "np.sum(<O>.a) * 0.2",
        ],
        "tuples": [
            "<P>[0]", "math.tanh(<P>[0] * <P>[1][<i4>])",
        ],
    },
    "V": {
        "plain": [
            "np.sin(<V>)", "np.tanh(<V> + <V>)", "0.5 * (<V> - <s> * <V>)", "(<V>) / (1.5 + <v> * <v>)",
            "np.where(<v> > <s>, <V>, <V> * 0.3)", "np.exp(-(<V>) ** 2)", "(<V>)[::-1] * <s>",
            "np.concatenate((<v>[:2], (<V>)[2:]))", "np.maximum(<V>, <s>) * 0.5", "np.cos(<V>) * <s>",
            "(<V> - np.mean(<v>))", "np.sqrt(1.0 + (<v> * <v>) ** 2)", "<m>[<i3>] * 0.7",
            "np.ones(4) * <S>",
        ],
        "axes": [
            "np.sum(<m>, axis=0) * 0.3", "<m>.max(axis=0) * 0.5", "np.mean(<M>, axis=0)",
            "0.3 * (<m>.T @ <m>[:, 0])", "np.tanh(<m>.sum(axis=1) @ <m>)", "np.cumsum(<V>) * 0.3",
            "np.einsum('ij,ij->j', <m>, <m>) * 0.2",
        ],
        "views": [
            "<v>[[0, 0, 1, 3]]", "np.roll(<V>, 1)", "np.array([<s>, 0.5, <S>, <v>[0]])", "<m>[<i3>]",
            "<v>[::-1]", "<m>.ravel()[2:6]", "np.stack([<v>, <v>])[1]", "<v>.reshape(2, 2).T.ravel()",
        ],
        "lists": [
            "<W>[<i2>]", "sum(<W>) * 0.3", "np.array([*<L>[:2], <s>, <s>])",
            "np.mean(np.array(<W>), axis=0)",
        ],
        "objects": [
            "<O>.a * <s>", "<B>[<i2>].a",
        ],
        "tuples": [
            "<P>[1] * <P>[0]",
        ],
        "comprehensions": [
            "np.array([q * <s> for q in <v>])", "np.array([math.sin(q) for q in <v>[:2]] * 2)",
        ],
    },
    "M": {
        "plain": [
            "np.tanh(<M>)", "0.5 * (<M> + <M>)", "np.tanh((<M>) * <v>)", "np.tanh((<M>) * <s> - <v>)",
            "(<M>)[::-1] * 0.6", "np.outer(<v>[:3], <v>) * 0.3", "(<M>) / (2.0 + (<M>) ** 2)",
        ],
        "axes": [
            "(<M> - np.mean(<m>, axis=1, keepdims=True))", "np.tanh(0.2 * (<M>) @ <m>.T @ <m>)",
            "<m> / (2.0 + np.sum(<m> * <m>, axis=0))", "np.stack([<v>, <v>, <v>]) * 0.5",
            "np.where(<m> > <m>.mean(axis=0), <m>, 0.3 * <M>)", "np.cumsum(<m>, axis=1) * 0.3",
        ],
        "views": [
            "<m>[[0, 0, 2]]", "<m>[::-1]", "<m>.T.copy().T", "np.array([<v>, <v>, <V>])",
        ],
    },
    "L": {
        "lists": [
            "[<S>, <S>]", "[<S>, <s>, <S>]", "[<s>] + <L>", "[0.5 * q for q in <L>]", "list(<L>)",
            "<L>[:]", "[<s>] * 3", "sorted(<L>)", "[q + 0.1 for q in <L> if q > 0.2] + [<s>, <s>]",
            "<L>[::-1]",
        ],
    },
    "D": {
        "dictionaries": [
            "{'a': <S>, 'b': <S>}", "{k: 0.5 * q for k, q in <D>.items()}", "dict(<D>)",
            "{**<D>, 'a': <S>}", "dict(a=<S>, b=<s>)",
        ],
    },
    "P": {
        "tuples": [
            "(<S>, <V>)", "(<P>[0] * 0.5, <P>[1])", "(<s>, <v>)",
        ],
    },
    "W": {
        "lists": [
            "[<V>, <V>]", "[<v>.copy() for _ in range(2)]", "[q * <s> for q in <W>]", "[<v>, <v>]",
            "list(<m>)",
        ],
    },
    "O": {
        "objects": [
            "Body(<S>, <S>, <V>)", "Body(<s>, <O>.q, <O>.a.copy())", "Body(<s>, <s>, np.zeros(4))",
        ],
    },
    "N": {
        "objects": [
            "System(<O>)", "System(Body(<S>, <S>, <V>), <S>)",
        ],
    },
    "B": {
        "objects": [
            "[Body(<S>, 0.1, <v>.copy()) for _ in range(2)]", "[<O>, Body(<S>, <s>, np.ones(4))]",
            "[Body(q, <s>, np.zeros(4)) for q in (<S>, <s>)]",
        ],
    },
}  # fmt: skip

# What a helper takes, and what it gives ("" gives nothing: it changes its arguments).
HELPERS: dict[str, list[tuple[str, str]]] = {
    "plain": [("S V", "S"), ("S V", "V"), ("S V", "S V"), ("S S", "S S"), ("M S", "M")],
    "views": [("V S", ""), ("V V", "V"), ("M V", "S")],
    "lists": [("L S", "S"), ("L S", ""), ("L V", "L"), ("W S", "V"), ("S S", "L")],
    "dictionaries": [("D S", "S"), ("D S", ""), ("S V", "D")],
    "objects": [("O S", "S"), ("O S", ""), ("S V", "O"), ("B S", ""), ("O O", "O")],
    "tuples": [("P S", "P"), ("S V", "P")],
}
