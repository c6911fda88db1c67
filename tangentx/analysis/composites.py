"""Composites: expressions of several statements that one rule serves better than the rules of their operations.

    e = np.exp(-x)
    t = 1.0 + e
    y = 1.0 / t                 the last statement gets the rule `logistic`

*Requires* a program in its final form.  *Gives* the program with other rules for some operations; no statement changes,
so the forward sweep is what it was, and what only the operations' own adjoints would have read is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from tangentx.analysis.layout import Layout, layout
from tangentx.analysis.program import Op, Program, base_name, statements
from tangentx.analysis.squares import Squares
from tangentx.analysis.types import Array, Const, is_complex, is_scalar, same_shape, sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Augment, Bind, Evaluate, Rule, RuleParameter, Store
from tangentx.syntax import nodes
from tangentx.templating import registry
from tangentx.templating.operations import taken_apart

_OPERATIONS = (gast.BinOp, gast.UnaryOp, gast.Call, gast.Subscript, gast.Attribute)
_FACTORS = ("cholesky", "cholesky_lower")  # rules whose result is a lower triangular matrix
_ZEROS = (np.zeros, np.zeros_like)


def recognise(program: Program, optimize: bool = True) -> Program:
    """The program with composites recognised; without `optimize`, only those that say what a derivative is."""
    finder = _Finder(program)
    found = {}
    for stmt in statements(program.body):
        if isinstance(stmt, Bind) and program.op(stmt).kind == "rule":
            rules = [r for r in registry.ending_in(program.op(stmt).rule) if optimize or _is_definition(r)]
            made = next(filter(None, (finder.match(rule, stmt) for rule in rules)), None)
            if made is not None:
                found[id(stmt)] = made
    return replace(program, ops={**program.ops, **found}) if found else program


class _Finder:
    """Matches primal lines of composites against the definitions of a program."""

    def __init__(self, program: Program):
        self.program = program
        self.layout: Layout = layout(program)
        self.squares = Squares(program, self.definition)
        self.stored: dict[str, list] = {}
        for stmt in statements(program.body):
            if isinstance(stmt, Store | Augment):
                self.stored.setdefault(base_name(stmt.target), []).append(stmt)

    def match(self, rule: Rule, stmt: Bind) -> Op | None:
        """The operation of `stmt` under the rule, when its definition is the rule's primal expression."""
        found = _Match(self, rule, stmt)
        if not found.is_defined(rule.primal, stmt) or not found.holds():
            return None
        return found.op()

    def is_squares(self, atom: Any) -> bool:
        """Is the atom a sum of squares for good?"""
        if not isinstance(atom, gast.Name):
            return False
        return self.is_cut(atom.id, zero=True) or (atom.id not in self.stored and self.squares.holds(atom))

    def is_clipped(self, atom: Any) -> bool:
        """Is the atom cut off at numbers for good?"""
        if not isinstance(atom, gast.Name):
            return False
        return self.is_cut(atom.id) or (atom.id not in self.stored and self.squares.is_clipped(atom))

    def is_factor(self, atom: Any) -> bool:
        """Is the atom a lower Cholesky factor for good?"""
        stmt = self.definition(atom)
        if stmt is None or atom.id in self.stored or self.program.op(stmt).rule is None:
            return False
        return self.program.op(stmt).rule.name in _FACTORS

    def is_cut(self, name: str, zero: bool = False) -> bool:
        """Is a number put there on one path, or in some of the entries: `if v < 0.0: v = 0.0`, `y[y < 0.0] = 0.0`?"""
        stores = self.stored.get(name, ())
        if any(isinstance(s, Store) and _is_number(s.value, zero) for s in stores):
            return True
        spots = self.layout.definitions.get(name, ())
        if any(map(self._is_partial, stores)) and any(_makes_zeros(self.program, s.stmt) for s in spots):
            return True
        branches = [spot.stmt for spot in spots if isinstance(spot.block, tuple)]
        return any(isinstance(s, Bind) and _is_number(s.value, zero) for s in branches)

    def _is_partial(self, stmt: Store | Augment) -> bool:
        """Is it a store under a condition, or behind a mask?"""
        index = getattr(stmt.target, "slice", None)
        return isinstance(self.layout.spots[id(stmt)].block, tuple) or self.squares.is_mask(index)

    def definition(self, atom: Any) -> Bind | None:
        """The only statement that binds an atom."""
        if not isinstance(atom, gast.Name):
            return None
        spots = self.layout.definitions.get(atom.id, ())
        bound = len(spots) + (atom.id in self.program.parameters)
        return spots[0].stmt if bound == 1 and spots and isinstance(spots[0].stmt, Bind) else None


class _Match:
    """One attempt: the rule's parameters bound so far, and the statements that parts of its primal stand for."""

    def __init__(self, finder: _Finder, rule: Rule, stmt: Bind):
        self.finder, self.rule, self.stmt = finder, rule, stmt
        self.program = finder.program
        self.parameters = {p.name: p for p in rule.parameters}
        self.bound: dict[str, Any] = {}
        self.parts: list[tuple[gast.AST, Bind]] = []

    # -- the pattern ---------------------------------------------------------------------------------

    def is_atom(self, pattern: Any, atom: Any) -> bool:
        if isinstance(pattern, gast.Name) and pattern.id in self.parameters:
            known = self.bound.setdefault(pattern.id, atom)
            return known is atom or nodes.equal(known, atom)
        if isinstance(pattern, gast.Constant):
            return isinstance(atom, gast.Constant) and _same_number(pattern.value, atom.value)
        if isinstance(pattern, _OPERATIONS):
            stmt = self.finder.definition(atom)
            return stmt is not None and self.is_defined(pattern, stmt)
        return isinstance(atom, gast.AST) and nodes.equal(pattern, atom)

    def is_defined(self, pattern: gast.AST, stmt: Bind) -> bool:
        """Is the statement's operation the pattern's, on operands that match?"""
        op = self.program.op(stmt)
        if op.kind != "rule" or op.rule is None:
            return False
        served, operands = taken_apart(pattern)
        rule = op.rule
        if not registry.serves(rule, served):
            return False
        named = [p.name for p in rule.parameters if not p.keyword_only]
        wanted = {name if isinstance(name, str) else named[name]: part for name, part in operands.items()}
        for order in _orders(pattern, wanted):
            before = dict(self.bound), list(self.parts)
            if self._operands(rule, op, order):
                self.parts.append((pattern, stmt))
                return True
            self.bound, self.parts = before
        return False

    def _operands(self, rule: Rule, op: Op, wanted: dict[str, gast.AST]) -> bool:
        for parameter in rule.parameters:
            given = op.operands.get(parameter.name)
            pattern = wanted.get(parameter.name, parameter.default)
            if given is None and pattern is None:
                continue
            if given is None or pattern is None or not self.is_atom(pattern, given):
                return False
        return True

    # -- what must hold beside ------------------------------------------------------------------------

    def holds(self) -> bool:
        """Do the parts stand in one block, with nothing in between that changes an operand, and do the types fit?"""
        spots = [self.finder.layout.spots[id(stmt)] for _, stmt in self.parts]
        first, last = min(s.index for s in spots), max(s.index for s in spots)
        if len({s.block for s in spots}) > 1:
            return False
        between = self.finder.layout.blocks[spots[0].block][first:last]
        names = {
            n for atom in self.bound.values() if isinstance(atom, gast.AST) for n in nodes.names_read(atom)
        }
        changing = (s for s in statements(between) if not self._is_first_needed_later(s))
        return not any(self._changes(s, names) for s in changing) and self._types_fit()

    def _is_first_needed_later(self, stmt: Any) -> bool:
        """Does the statement only bind an operand of the parts behind it?"""
        if not isinstance(stmt, Bind) or self.finder.definition(nodes.name(stmt.target)) is not stmt:
            return False
        spots = self.finder.layout.spots
        here, readers = (
            spots[id(stmt)],
            [p for _, p in self.parts if stmt.target in nodes.names_read(p.value)],
        )
        places = [spots[id(part)] for part in readers]
        return all(place.block == here.block and place.index > here.index for place in places)

    def _changes(self, stmt: Any, names: set[str]) -> bool:
        if isinstance(stmt, Store | Augment | Evaluate):
            return any(sites_of(self.program.types.get(n)) for n in names)
        return not names.isdisjoint(bound_names(stmt))

    def _types_fit(self) -> bool:
        kinds = {n: self._kind(a) for n, a in self.bound.items()}
        if self.rule.real_only and any(is_complex(k) for k in kinds.values()):
            return False
        for parameter in self.rule.parameters:
            kind = kinds[parameter.name]
            if not self._as_marked(parameter):
                return False
            if parameter.rank not in (None, -1) and getattr(kind, "rank", None) != parameter.rank:
                return False
            if parameter.static and not isinstance(kind, Const) and not self._cancels(kind):
                return False
        return True

    def _as_marked(self, parameter: RuleParameter) -> bool:
        mark, atom = getattr(parameter.sample, "name", None), self.bound[parameter.name]
        known = {
            "Squares": self.finder.is_squares,
            "Clipped": self.finder.is_clipped,
            "Factor": self.finder.is_factor,
        }
        if mark == "PerSum":
            return self._is_per_sum(self._kind(atom))
        return mark not in known or known[mark](atom)

    def _kind(self, atom: Any) -> Any:
        return (
            self.program.types.get(atom.id)
            if isinstance(atom, gast.Name)
            else Const(getattr(atom, "value", None))
        )

    def _cancels(self, kind: Any) -> bool:
        """Is a shift, or a factor, constant along the axes that are summed?"""
        sums = [self.program.types.get(s.target) for p, s in self.parts if taken_apart(p)[0] is _sum()]
        return is_scalar(kind) or all(
            isinstance(kind, Array) and isinstance(s, Array) and same_shape(kind.shape, s.shape) for s in sums
        )

    def _is_per_sum(self, kind: Any) -> bool:
        """Is a factor constant along the axes that are summed?  Along the others it may be stretched."""
        if is_scalar(kind) or self._cancels(kind):
            return True
        sums = [self.program.types.get(s.target) for p, s in self.parts if taken_apart(p)[0] is _sum()]
        axis = self.bound.get("axis")
        if axis is not None and not isinstance(self._kind(axis), Const):
            return False
        return all(isinstance(k, Array) and isinstance(k.shape, tuple) for k in (kind, *sums)) and all(
            len(s.shape) == len(kind.shape)
            and all(w.is_one or not d.is_one for w, d in zip(kind.shape, s.shape, strict=True))
            for s in sums
        )

    # -- the operation --------------------------------------------------------------------------------

    def op(self) -> Op:
        """The rule's lines, with the names of what is computed already."""
        named = {f"_part{i}": (part, stmt) for i, (part, stmt) in enumerate(self.parts[:-1])}
        known = [(part, name) for name, (part, _) in reversed(named.items())]
        rule = replace(
            self.rule,
            locals=tuple((n, _with_parts(e, known)) for n, e in self.rule.locals),
            dot=tuple((n, _with_parts(e, known)) for n, e in self.rule.dot),
            bar=tuple((n, _with_parts(e, known)) for n, e in self.rule.bar),
        )
        operands = {**self.bound, **{name: nodes.name(stmt.target) for name, (_, stmt) in named.items()}}
        whole = self.program.op(self.stmt)
        inner = [self.program.op(stmt).callee for part, stmt in self.parts if isinstance(part, gast.Call)]
        return replace(whole, rule=rule, operands=operands, callee=inner[0] if inner else whole.callee)


def _is_number(atom: Any, zero: bool) -> bool:
    number = isinstance(atom, gast.Constant) and type(atom.value) in (int, float)
    return number and (atom.value == 0 or not zero)


def _makes_zeros(program: Program, stmt: Any) -> bool:
    return isinstance(stmt, Bind) and program.op(stmt).callee in _ZEROS


def _is_definition(rule: Rule) -> bool:
    """Does the rule say what a derivative is, at a singular point?"""
    return any(getattr(p.sample, "name", None) in ("Squares", "Clipped") for p in rule.parameters)


def _sum() -> Any:
    return registry.resolve("numpy.sum")


def _orders(pattern: gast.AST, wanted: dict[str, gast.AST]) -> Iterator[dict[str, gast.AST]]:
    """The operands as written, and the other way round where that is the same."""
    yield wanted
    if isinstance(pattern, gast.BinOp) and isinstance(pattern.op, gast.Add | gast.Mult):
        yield dict(zip(wanted, reversed(wanted.values()), strict=True))


def _same_number(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, int | float):
        return a is b
    return isinstance(b, int | float) and a == b


def _with_parts(node: Any, known: list[tuple[gast.AST, str]]) -> Any:
    """The expression with the parts that are known under a name replaced by it, the largest first."""
    for part, name in known:
        if nodes.equal(node, part):
            return nodes.name(name)
    return nodes.rebuilt(node, lambda child: _with_parts(child, known))
