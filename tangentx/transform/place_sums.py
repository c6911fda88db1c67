"""Sums in one place of an array: a number until the loop ends.

    for j in range(i):                           x_i_bar = 0.0
        x_bar[i] += t_bar                        for j in range(i):
        x_bar[j] -= t_bar            ->              x_i_bar += t_bar
                                                     x_bar[j] -= t_bar
                                                 if i > 0:
                                                     x_bar[i] += x_i_bar

*Requires* a tidied body whose statements know their sweep, and the types of names.  *Gives* the same body, changed
where it stands: in loops of the reverse sweep over a range, for arrays of floats that were made as zeros here and that
the loop does nothing but add to, under this name and no other.  Where there is no trip the place is left alone: it may
not exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import gast

from tangentx.analysis.types import Array, Scalar, Type
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.numbers import Numbers
from tangentx.transform.statements import (
    all_targets,
    bindings,
    everything,
    inner_blocks,
    own_expressions,
    readings,
    single_target,
)

_NEW = ("@numpy.zeros_like", "@numpy.zeros")
_LEAVING = (gast.Return, gast.Raise, gast.Try, gast.With)
_STEADY = (gast.Name, gast.Constant, gast.BinOp, gast.UnaryOp, gast.Tuple)


def with_place_sums(body: list[gast.AST], number: Numbers) -> None:
    """Change the loops of the reverse sweep."""
    if any(_is_sum(stmt) for stmt in everything(body)):
        _Places(body, number).block(body)


class _Places:
    def __init__(self, body: list[gast.AST], number: Numbers):
        self.number = number
        self.taken = {n for s in body for n in all_targets(s)}
        self.fresh_arrays = _made_once(body)
        self.links = [(own, read) for own, read in self._handed_on(body) if read]
        self.others: dict[str, set[str]] = {}

    def block(self, body: list[gast.AST]) -> None:
        for stmt in list(body):
            for part in inner_blocks(stmt):
                self.block(part)
            if isinstance(stmt, gast.For) and getattr(stmt, "sweep", "") == "reverse":
                self._loop(body, stmt)

    def _loop(self, body: list[gast.AST], loop: gast.For) -> None:
        inside = list(everything(loop.body))
        some_trip = self._some_trip(loop)
        if some_trip is None or loop.orelse or any(isinstance(s, _LEAVING) for s in inside):
            return
        changing = {loop.target.id} if isinstance(loop.target, gast.Name) else set(all_targets(loop))
        changing |= {n for s in inside for n in all_targets(s)}
        if changing & set(nodes.names_read(some_trip)):
            return
        sums = [s for s in inside if _is_sum(s)]
        only_added_to = self._only_added_to(loop, sums)
        found: dict[str, list[gast.AugAssign]] = {}
        for stmt in sums:
            if stmt.target.value.id in only_added_to and self._is_one_place(stmt.target, changing):
                found.setdefault(expression(stmt.target), []).append(stmt)
        if found:
            self._rewrite(body, loop, some_trip, list(found.values()))

    def _some_trip(self, loop: gast.For) -> gast.AST | None:
        """The question whether there is a trip; None where it cannot be asked after the loop."""
        bounds = _bounds(loop)
        if bounds is None or not all(map(self._is_count, bounds)):
            return None
        first, last = map(nodes.clone, bounds)
        if isinstance(first, gast.Constant) and isinstance(last, gast.Constant):
            return nodes.constant(True) if last.value - first.value > 1 else None
        if isinstance(first, gast.Constant):
            return gast.Compare(last, [gast.Gt()], [first])
        return gast.Compare(first, [gast.Lt()], [last])

    def _is_count(self, node: gast.AST) -> bool:
        """Made of numbers and of lengths of arrays: the same after the loop unless a name is bound."""
        parts = [n for n in nodes.walk(node) if isinstance(n, gast.expr)]
        calls = [n for n in parts if isinstance(n, gast.Call)]
        lengths = [n.args[0] for n in calls if _called(n) == "len"]
        arrays = [n for n in parts if isinstance(n, gast.Name) and isinstance(self._kind(n), Array)]
        plain = all(isinstance(n, (*_STEADY, gast.Call, gast.Attribute)) for n in parts)
        is_of_arrays = all(isinstance(self._kind(n), Array) for n in lengths)
        return plain and len(lengths) == len(calls) and is_of_arrays and len(arrays) == len(lengths)

    def _kind(self, node: gast.AST) -> Type | None:
        return self.number.table.get(getattr(node, "id", ""))

    def _only_added_to(self, loop: gast.For, sums: list[gast.AugAssign]) -> set[str]:
        """The arrays that the loop mentions in no other statement, under no other name."""
        added = Counter(s.target.value.id for s in sums)
        read = readings([loop])
        here = set(read) | set(all_targets(loop))
        names = {n for n, count in added.items() if n in self.fresh_arrays and read[n] == count}
        return {n for n in sorted(names) if here.isdisjoint(self._other_names(n))}

    def _is_one_place(self, target: gast.Subscript, changing: set[str]) -> bool:
        """Is it a float, in the same place in every trip?"""
        kind = self.number(target)
        is_float = isinstance(kind, Array) and kind.dtype == "float64"
        index = [n for n in nodes.walk(target.slice) if isinstance(n, gast.expr)]
        is_steady = all(isinstance(n, _STEADY) for n in index)
        return is_float and is_steady and changing.isdisjoint(nodes.names_read(target.slice))

    def _rewrite(self, body: list[gast.AST], loop: gast.For, some_trip, places: list[list]) -> None:
        before, after = [], []
        for sums in places:
            target = sums[0].target
            name = nodes.claimed(_name_of(target), self.taken)
            self.number.table[name] = self.number(target)
            before.append(nodes.assign(name, nodes.constant(0.0)))
            after.append(gast.AugAssign(target, gast.Add(), nodes.name(name)))
            for stmt in sums:
                stmt.target = nodes.store_name(name)
        start = next(k for k, stmt in enumerate(body) if stmt is loop)
        if not isinstance(some_trip, gast.Constant):
            after = [gast.If(some_trip, after, [])]
        for stmt in everything([*before, *after]):
            stmt.sweep = "reverse"
        body[start : start + 1] = [*before, loop, *after]

    # -- other names of an array -------------------------------------------------------------------------------

    def _other_names(self, name: str) -> set[str]:
        """The names that may hold an array or a part of it."""
        if name not in self.others:
            others, size = {name}, 0
            while size != len(others):
                size = len(others)
                for own, read in self.links:
                    if not read.isdisjoint(others):
                        others |= own
            self.others[name] = others - {name}
        return self.others[name]

    def _handed_on(self, body: list[gast.AST]) -> Iterator[tuple[set[str], set[str]]]:
        """(names that get something, names that it may be or contain) for every statement."""
        for stmt in everything(body):
            if isinstance(stmt, gast.Assign | gast.AugAssign):
                places = stmt.targets if isinstance(stmt, gast.Assign) else [stmt.target]
                own = {n.id for t in places for n in nodes.walk(t) if isinstance(n, gast.Name)}
                yield own, set(self._kept(stmt.value))
            elif isinstance(stmt, gast.For):
                yield set(all_targets(stmt)), set(nodes.names_read(stmt.iter))
            elif isinstance(stmt, gast.Expr | gast.With | gast.Try):
                held = {n for e in own_expressions(stmt) for n in nodes.names_read(e)}
                yield held.union(all_targets(stmt)), held

    def _kept(self, value: gast.AST) -> Iterator[str]:
        """The names whose arrays, or parts of them, a value may hold: what arithmetic gives is new."""
        if isinstance(value, gast.Call) and nodes.dotted(value.func) in _NEW:
            return
        is_new = isinstance(value, gast.BinOp | gast.UnaryOp | gast.Compare)
        kinds = self.number.table
        yield from (
            n for n in nodes.names_read(value) if not is_new or not isinstance(kinds.get(n), Array | Scalar)
        )


# -- questions -----------------------------------------------------------------------------------------------------


def _is_sum(stmt: gast.AST) -> bool:
    """`x_bar[i] += e` of the reverse sweep."""
    if not isinstance(stmt, gast.AugAssign) or not isinstance(stmt.op, gast.Add | gast.Sub):
        return False
    is_entry = isinstance(stmt.target, gast.Subscript) and isinstance(stmt.target.value, gast.Name)
    return is_entry and getattr(stmt, "sweep", "") == "reverse" and not getattr(stmt, "restores", False)


def _bounds(loop: gast.For) -> list[gast.AST] | None:
    """[first, last] of a loop over a range, forwards or backwards; None for other loops."""
    over = loop.iter
    if _called(over) == "reversed" and len(over.args) == 1:
        over = over.args[0]
    if _called(over) != "range" or over.keywords or len(over.args) > 2:
        return None
    return [nodes.constant(0), *over.args][-2:]


def _called(node: gast.AST) -> str:
    written = (nodes.dotted(node.func) or "") if isinstance(node, gast.Call) else ""
    return written.removeprefix("@builtins.")


def _made_once(body: list[gast.AST]) -> set[str]:
    """Names that are bound once, to new zeros."""
    bound = bindings(body)
    made = {
        single_target(s) for s in everything(body)
        if isinstance(s, gast.Assign) and isinstance(s.value, gast.Call) and nodes.dotted(s.value.func) in _NEW
    }  # fmt: skip
    added = {
        s.target.id
        for s in everything(body)
        if isinstance(s, gast.AugAssign) and isinstance(s.target, gast.Name)
    }
    return {n for n in made - {None} - added if bound[n] == 1}


def _name_of(target: gast.Subscript) -> str:
    """`_x_i_2_bar` for `x_bar[i, 2]`."""
    parts = nodes.elements_of(target.slice)
    base = target.value.id.strip("_").removesuffix("_bar")
    words = [getattr(p, "id", None) or str(getattr(p, "value", "")) for p in parts]
    plain = all(w.isidentifier() and not w.startswith("_") or w.isdigit() for w in words)
    return f"_{base}_{'_'.join(words) if plain else 'part'}_bar"
