"""Runs a rule without the compiler: its lines become plain functions, with accumulation as the language defines it."""

from __future__ import annotations

import itertools
import math
import operator
import sys
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.records import Rule, RuleParameter
from tangentx.rules import Mark, Source

Args = dict[str, Any]


class RuleFunctions:
    """Primal, tangent and adjoint of a rule as callables on dictionaries parameter -> value."""

    def __init__(self, rule: Rule):
        self.rule = rule
        # A line may name any helper of the runtime; `numpy` and the libraries are seen as they are imported.
        self.names = {**vars(runtime), "math": math, "operator": operator, "conj": np.conj, "real": np.real}
        self.names |= {
            name: sys.modules[name] for name in ("numpy", "scipy", "tangentx") if name in sys.modules
        }
        self.active = [p.name for p in rule.parameters if not p.static]

    def _value(self, tree: gast.AST, scope: dict) -> Any:
        code = compile(gast.unparse(_named(tree)), self.rule.file, "eval")
        return eval(code, {**self.names, **scope})  # noqa: S307 - a comprehension must see the names as globals

    def primal(self, args: Args) -> Any:
        return self._value(self.rule.primal, args)

    def _scope(self, args: Args, other: str, **derivatives: dict) -> dict:
        out = self.primal(args)
        scope = {**args, **derivatives}
        scope |= (
            {self.rule.output: out} if self.rule.output else dict(zip(self.rule.outputs, out, strict=True))
        )
        hidden: set[str] = set()
        for name, tree in self.rule.locals:
            reads = {n.id for n in gast.walk(tree) if isinstance(n, gast.Name)}
            if other in reads or reads & hidden:  # shared work of the other mode
                hidden.add(name)
            else:
                scope[name] = self._value(tree, scope)
        return scope

    def tangent(self, args: Args, dots: Args) -> Any:
        """`dots` holds the tangents of the active operands; terms that are linear in another one are left out."""
        zeros = {
            p.name: zeros_like(args[p.name])
            for p in self.rule.parameters
            if not p.static and p.name not in dots
        }
        scope = self._scope(args, "bar", dot={**dots, **zeros})
        found = {name: self._value(_without(tree, set(zeros)) or tree, scope) for name, tree in self.rule.dot}
        return found[self.rule.output] if self.rule.output else tuple(found[n] for n in self.rule.outputs)

    def raw_adjoint(self, args: Args, bar: Any) -> Args:
        bars = {self.rule.output: bar} if self.rule.output else dict(zip(self.rule.outputs, bar, strict=True))
        scope = self._scope(args, "dot", bar=bars)
        return {name: self._value(tree, scope) for name, tree in self.rule.bar}

    def adjoint(self, args: Args, bar: Any) -> Args:
        return {name: accumulate(e, args[name]) for name, e in self.raw_adjoint(args, bar).items()}


def zeros_like(x: Any) -> Any:
    if isinstance(x, int | float):
        return 0.0
    return [zeros_like(item) for item in x] if isinstance(x, list | tuple) else 0.0 * np.asarray(x)


def _without(tree: gast.AST, inactive: set[str]) -> gast.AST | None:
    """The terms of a sum that do not only read tangents of inactive operands."""
    if isinstance(tree, gast.BinOp) and isinstance(tree.op, gast.Add | gast.Sub):
        left, right = _without(tree.left, inactive), _without(tree.right, inactive)
        if right is None:
            return left
        if left is None:
            return right if isinstance(tree.op, gast.Add) else gast.UnaryOp(gast.USub(), right)
        return gast.BinOp(left, tree.op, right)
    reads = {
        n.slice.id
        for n in gast.walk(tree)
        if isinstance(n, gast.Subscript) and isinstance(n.value, gast.Name) and n.value.id == "dot"
    }
    return None if reads and reads <= inactive else tree


def accumulate(e: Any, like: Any) -> Any:
    """What `bar[x] += e` means: the shape and dtype of x, element by element for lists."""
    if isinstance(like, list | tuple):
        return [accumulate(piece, x) for piece, x in zip(e, like, strict=True)]
    return runtime.unbroadcast(e, like)


def _named(tree: gast.AST) -> gast.AST:
    """`dot[x]` -> `dot["x"]`."""
    return _Keys().visit(gast.parse(gast.unparse(tree), mode="eval").body)


class _Keys(gast.NodeTransformer):
    def visit_Subscript(self, node: gast.Subscript) -> gast.AST:
        self.generic_visit(node)
        if (
            isinstance(node.value, gast.Name)
            and node.value.id in ("dot", "bar")
            and isinstance(node.slice, gast.Name)
        ):
            node.slice = gast.Constant(node.slice.id, None)
        return node


# -- sampling ------------------------------------------------------------------------------------------------------

ONE = [(3,), (2, 3), (), (0,), (1,), (2, 3, 4)]
TWO = [
    ((3,), (3,)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 1), (1, 3)), ((), (3,)), ((3,), ()), ((), ()), ((0,), (1,)),
    ((1,), (3,)), ((2, 3, 4), (3, 1)),
]  # fmt: skip


def cases(rule: Rule) -> list[Args]:
    """The samples of a rule: shapes for active operands, values for static ones."""
    declared = [dict(c) for c in rule.cases] or _default_cases(rule)
    found = []
    for case in declared:
        free = [p for p in rule.parameters if p.static and p.name not in case]
        for values in itertools.product(*(_static_values(p) for p in free)):
            filled = {**case, **{p.name: v for p, v in zip(free, values, strict=True) if v is not MISSING}}
            found.append({k: evaluated(v) if isinstance(v, Source) else v for k, v in filled.items()})
    return found


MISSING = object()


def _static_values(parameter: RuleParameter) -> list:
    if parameter.allowed:
        inside = isinstance(parameter.sample, Mark)  # an interval
        return ([0.3] if inside else [1.5, 3, -2]) if parameter.allowed == (...,) else list(parameter.allowed)
    if isinstance(parameter.sample, Mark) and parameter.sample.values:
        return list(parameter.sample.values)
    if parameter.required:
        raise AssertionError(f"the rule has no samples for its operand `{parameter.name}`")
    return [] if parameter.variadic else [evaluated(Source(gast.unparse(parameter.default)))]


def evaluated(text: Source) -> Any:
    return eval(text, {"numpy": np, "math": math, "scipy": sys.modules.get("scipy")})  # noqa: S307


def _default_cases(rule: Rule) -> list[Args]:
    active = [p for p in rule.parameters if not p.static]
    if any(p.sequence or p.variadic for p in active):
        raise AssertionError("a rule of sequences needs @case(...)")
    if len(active) == 1:
        matrix = isinstance(active[0].sample, Mark) and active[0].sample.name in (
            "Square",
            "SymmetricPositive",
        )
        shapes = [(3, 3)] if matrix else ONE
        return [{active[0].name: s} for s in shapes if active[0].rank in (None, -1, len(s))]
    if len(active) == 2 and rule.elementwise:
        return [{active[0].name: s, active[1].name: t} for s, t in TWO]
    raise AssertionError("a rule of several operands needs @case(...)")


def values(rule: Rule, case: Args, rng: np.random.Generator, dtype: Any = float) -> Args:
    """Arguments of the primal for one sample."""
    found = {}
    for p in rule.parameters:
        if p.static:
            found[p.name] = case[p.name]
        elif p.name in case:
            found[p.name] = points(case[p.name], p.sample, rng, dtype)
        else:
            found[p.name] = evaluated(Source(gast.unparse(p.default)))
    return found


def points(shape: Any, mark: Mark | None, rng: np.random.Generator, dtype: Any) -> Any:
    if isinstance(shape, list):
        return [points(s, mark, rng, dtype) for s in shape]
    name = mark.name if mark is not None else "Real"
    real = _DRAW[name](rng, shape, *(mark.values if mark is not None else ()))
    if np.dtype(dtype).kind == "c":
        real = real + 0.3j * _DRAW["Real"](rng, shape)
        real = (real + np.conj(np.swapaxes(real, -1, -2))) / 2 if name == "SymmetricPositive" else real
    array = np.asarray(real).astype(dtype)
    array.setflags(write=False)
    return array


def _matrix(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    return rng.normal(size=shape) * 0.4 + np.eye(shape[-1]) * 2.0


_DRAW = {
    "Real": lambda rng, s: rng.normal(size=s),
    "Positive": lambda rng, s: rng.uniform(0.5, 3.0, size=s),
    "Increasing": lambda rng, s: np.cumsum(rng.uniform(0.5, 1.5, size=s)) - 2.0,
    "Clipped": lambda rng, s: rng.uniform(-0.9, 0.9, size=s),
    "Factor": lambda rng, s: np.tril(_matrix(rng, s)),
    "Squares": lambda rng, s: rng.uniform(0.5, 3.0, size=s),
    "PerSum": lambda rng, s: rng.normal(size=s),
    "NonZero": lambda rng, s: rng.uniform(0.5, 2.0, size=s) * rng.choice([-1.0, 1.0], size=s),
    "Interval": lambda rng, s, a, b: rng.uniform(a, b, size=s),
    "Integer": lambda rng, s: rng.integers(1, 5, size=s).astype(float),
    "Square": _matrix,
    "SymmetricPositive": lambda rng, s: (lambda m: m @ np.swapaxes(m, -1, -2))(_matrix(rng, s)),
}
