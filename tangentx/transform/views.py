"""Which variables are views of others, and how the adjoint of one is a part of the other's.

*Requires* a program, its aliasing and its bindings. *Gives* for a variable the base and the expression that takes the
same view of the base's adjoint. A variable that is another one on some paths only is looked at when the sweep runs:

    v = w                             v_bar = w_bar if v is w else np.zeros_like(v)
    if x > 0.0:                       ...
        v = np.sin(w)                 if x > 0.0:
    v[0] = x                              w_bar += np.cos(w) * v_bar
                                          v_bar = w_bar
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

import gast

from tangentx.analysis.activity import result_names
from tangentx.analysis.aliasing import GROWS
from tangentx.analysis.layout import binds, is_bound_before
from tangentx.analysis.program import Op, Program, base_name, external
from tangentx.analysis.same_memory import SameMemory
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    Array,
    Dictionary,
    Sequence,
    Tree,
    Type,
    is_complex,
    may_be_a_number,
    sites_of,
)
from tangentx.errors import AliasingError
from tangentx.records import Bind
from tangentx.syntax import nodes
from tangentx.transform.contributions import zeros_like
from tangentx.transform.filling import Filler


@dataclass(frozen=True, slots=True)
class View:
    """bases: the variables of which another one is, or may be, a view.  make: their adjoints -> the other one's.
    sometimes: on other paths it is an array of its own."""

    bases: tuple[str, ...]
    make: Callable[..., gast.AST]
    sometimes: bool = False


class Views:
    """The part of the sweep that knows views."""

    def view_of(self, variable: str) -> View | None:
        """What the variable is a view of, when it is one as long as it is used."""
        if variable in self.twins:
            return None
        found = self._viewed(variable)
        return None if found is None or variable not in self.stable else found

    def check_numbers(self, variable: str, view: View) -> None:
        """`x.squeeze()` of what may be a number: its adjoint has no buffer, so that there is no view of it.  One of
        real numbers has no place for that of what is complex elsewhere."""
        stmt = self.definitions[variable]
        if variable in self.program.mixed and not all(is_complex(self.types.get(b)) for b in view.bases):
            refuse_view(self.program, stmt)
        index = stmt.value.slice if isinstance(stmt.value, gast.Subscript) else gast.Tuple([], gast.Load())
        whole = isinstance(index, gast.Tuple) and not index.elts and self.program.op(stmt).kind == "rule"
        if whole and any(may_be_a_number(self.types.get(base)) for base in view.bases):
            refuse_view(self.program, stmt)

    def _viewed(self, variable: str) -> View | None:
        """The same, when the variable is a view when it is bound."""
        stmt = self.definitions.get(variable)
        if stmt is None:
            return None
        if self.bindings.get(variable, 0) != 1 or variable in self.program.parameters:
            return self._sometimes(variable)
        op = self.program.op(stmt)
        index = op.operands.get("index")
        if variable in self.exchanged and (op.kind == "rule" or isinstance(index, gast.Slice)):
            return None  # a copy of a list, in which other items are by the end
        if op.kind == "item" and isinstance(self.types.get(op.operands["base"].id), Tree):
            return None  # no tree is changed
        if op.kind == "item" and isinstance(self.types.get(variable), Array | HELD | Sequence | Dictionary):
            return View((op.operands["base"].id,), lambda bar: gast.Subscript(bar, index, gast.Load()))
        if self._takes_over(stmt) and variable in self.concerned:
            return View((stmt.value.id,), nodes.clone)
        if op.kind != "rule" or not op.rule.dot or op.view == "no":
            return None
        if self._is_special(variable, op) and variable not in self.concerned:
            return None  # no store is seen through it: a value like any other
        self.check_views(stmt, op)
        return self._by_rule(variable, op)

    def _by_rule(self, variable: str, op: Op) -> View | None:
        mine = sites_of(self.types.get(variable))
        for parameter, _ in op.rule.bar:
            atom = op.operands.get(parameter)
            if isinstance(atom, gast.Name) and not mine.isdisjoint(sites_of(self.types.get(atom.id))):
                return View((atom.id,), self._same_view(op, variable, parameter))
        return None

    # -- views on some paths ------------------------------------------------------------------------------

    def _sometimes(self, variable: str) -> View | None:
        """The same, when it is bound to others, or views of them, on some paths and to new arrays on the rest."""
        stmts = self.bound.get(variable, ())
        if variable not in self.concerned or not isinstance(self.types.get(variable), Array):
            return None
        if len(stmts) != self.bindings.get(variable, 0):
            return None
        found: dict[str, View] = {}
        for stmt in stmts:
            if self._is_new(stmt):
                continue
            view = self._on_a_path(stmt)
            if view is None or view.bases[0] in found or not self._is_there(view.bases[0], variable):
                return None
            found[view.bases[0]] = view
        if not found or variable in found or any(variable in self._may_be(base) for base in found):
            return None
        if any(
            view.make is not nodes.clone and self._beside_others(base, found) for base, view in found.items()
        ):
            return None
        return View(tuple(found), functools.partial(self._chosen, variable, tuple(found.values())), True)

    def _beside_others(self, base: str, found: Iterable[str]) -> bool:
        """May it be in one buffer with another one?  Then sharing memory with it tells nothing."""
        mine = sites_of(self.types.get(base)) - NUMBER
        return any(other != base and not mine.isdisjoint(sites_of(self.types.get(other))) for other in found)

    def _may_be(self, variable: str) -> set[str]:
        """Other names that are bound to it on some path."""
        return {stmt.value.id for stmt in self.bound.get(variable, ()) if self._takes_over(stmt)}

    def _is_new(self, stmt: Bind) -> bool:
        """Is it bound to an array that nobody else sees?"""
        op = self.program.op(stmt)
        if op.kind == "copy":
            return not self._takes_over(stmt)
        return op.kind == "leaf" or self._is_made(stmt)

    def _on_a_path(self, stmt: Bind) -> View | None:
        op = self.program.op(stmt)
        if self._takes_over(stmt):
            return View((stmt.value.id,), nodes.clone)
        if op.kind != "rule" or op.view != "always" or not op.rule.dot or self._is_special(stmt.target, op):
            return None
        return self._by_rule(stmt.target, op)

    def _chosen(self, variable: str, views: tuple[View, ...], *bars: gast.AST) -> gast.AST:
        """The adjoint's place, by what the variable is when the sweep comes by."""
        zeros = zeros_like(self.shape_source(variable), self.types.get(variable))
        made: gast.AST = zeros
        for view, bar in zip(reversed(views), reversed(bars), strict=True):
            base = nodes.name(view.bases[0])
            if view.make is nodes.clone and self.view_of(base.id) is not None:  # the sweep may make it anew
                test: gast.AST = gast.Call(external("runtime.same_entries"), [nodes.name(variable), base], [])
            elif view.make is nodes.clone:
                test = gast.Compare(nodes.name(variable), [gast.Is()], [base])
            else:
                test = gast.Call(external("numpy.shares_memory"), [nodes.name(variable), base], [])
            made = gast.IfExp(test, view.make(bar), made)
        return made

    def _is_there(self, base: str, variable: str) -> bool:
        """Is the base bound wherever the variable is?"""
        if base in self.program.parameters:
            return True
        spots = [*self.places.definitions.get(variable, ()), *self.places.uses.get(variable, ())]
        returned = variable in result_names(self.program.result)
        if returned and not any(binds(stmt, base) for stmt in self.program.body):
            return False
        return all(is_bound_before(self.places, base, spot) for spot in spots)

    def _takes_over(self, stmt: Bind) -> bool:
        """Is it `v = w`, where one of them sees what is written on the other?"""
        if self.program.op(stmt).kind != "copy" or not isinstance(stmt.value, gast.Name):
            return False
        source = stmt.value.id
        mine, theirs = sites_of(self.types.get(stmt.target)), sites_of(self.types.get(source))
        return source in self.concerned and not mine.isdisjoint(theirs) and not self._is_handed_on(stmt)

    def _is_handed_on(self, stmt: Bind) -> bool:
        """Does a new array only change its name here?  Nobody else is it, then: no name that is read later on, nor one
        that the target is another name for on other paths."""
        source, target = stmt.value.id, stmt.target
        used = self.aliasing.after.get(id(stmt), frozenset()).union(
            *(
                nodes.names_read(other.value)
                for other in self.bound[target]
                if other is not stmt and not self._is_made(other)
            )
        )
        same = {source, *self.aliasing.memory.others(stmt, source)} - {target}
        if source in self.program.parameters or not used.isdisjoint(same):
            return False
        made = self.bound.get(source, ())
        return len(made) == self.bindings.get(source) and all(map(self._is_made, made))

    def _is_made(self, stmt: Bind) -> bool:
        """Does a rule make a new array?"""
        op = self.program.op(stmt)
        return op.kind == "rule" and op.view == "no"

    def becomes_part(self, stmt: Bind) -> bool:
        """Does the statement make its target a view, so that its adjoint is a part of the base's already?"""
        view = self.view_of(stmt.target)
        return view is not None and not (view.sometimes and self._is_new(stmt))

    def _lent(self) -> frozenset[str]:
        """The arrays of which one that is written is a view, or is on some paths, whether they are written or not."""
        todo = [v for v in self.concerned if self._is_written(v)]
        found: set[str] = set()
        while todo:
            view = self.view_of(todo.pop())
            new = [] if view is None else [base for base in view.bases if base not in found]
            found.update(new)
            todo += new
        return frozenset(found)

    def _is_written(self, variable: str) -> bool:
        return not sites_of(self.types.get(variable)).isdisjoint(self.activity.written)

    # -- names that stay ------------------------------------------------------------------------------------

    def _is_stable(self, variable: str) -> bool:
        """Is what the variable views, and how, bound nowhere while the variable is in use?"""
        todo = [variable]
        while todo:
            step = todo.pop()
            found = self._viewed(step)
            if found is None:
                continue
            read = {step, *found.bases, *self._counted_from_end(step)}
            for stmt in self.bound[step]:
                if not found.sometimes or not self._is_new(stmt):
                    read |= {*nodes.names_read(stmt.value)}
            if any((variable, name) in self.aliasing.rebound for name in read):
                return False
            if any((variable, name) in self.aliasing.earlier for name in read - {step, *found.bases}):
                return False  # where the reverse sweep comes by, the name has the value of its trip
            if found.sometimes and self._outlives_a_trip(step, read - {step}):
                return False
            todo += found.bases
        return True

    def _outlives_a_trip(self, variable: str, read: set[str]) -> bool:
        """Is it bound in a loop to a part that each trip finds elsewhere, and read behind the loop?"""
        made = self.places.definitions.get(variable, ())
        own = {loop for spot in made for loop in spot.loops}
        here = {
            loop for name in read for spot in self.places.definitions.get(name, ()) for loop in spot.loops
        } & own
        behind = [use.loops for use in self.places.uses.get(variable, ())]
        behind += [()] if variable in result_names(self.program.result) else []
        return any(not here.issubset(loops) for loops in behind)

    def _counted_from_end(self, variable: str) -> list[str]:
        """`rows[-1]` is another one when the list has grown."""
        op = self.program.op(self.definitions[variable])
        at = op.operands.get("index") if op.kind == "item" else nodes.constant(0)
        counted = not (isinstance(at, gast.Constant) and isinstance(at.value, int) and at.value >= 0)
        return [op.operands["base"].id + GROWS] if counted else []

    def roots_of(self, variable: str) -> frozenset[str]:
        """The arrays of which a variable is, or may be, a view, or a view of a view."""
        if variable in self.twins:
            return frozenset({self.adjoints})
        view = self.view_of(variable)
        if view is None:
            return frozenset({variable})
        own = frozenset({variable}) if view.sometimes else frozenset()
        return own.union(*map(self.roots_of, view.bases))

    def check_seen(self, stmt, base: str | None = None) -> None:
        """Whoever reads what a store wrote must do so through a name whose adjoint is a part of the written array's."""
        base = base or base_name(stmt.target)
        for other in sorted(self.aliasing.seen.get(id(stmt), ())):
            if other in self.activity.active and not self._is_one_adjoint(stmt, base, other):
                self.refuse_alias(base, other, stmt)

    def _is_one_adjoint(self, stmt, base: str, other: str) -> bool:
        """Wherever the two share memory at a store, do their adjoints?"""
        if self.roots_of(other).isdisjoint(self.roots_of(base)):
            return False
        return {base, other} <= self.twins or other not in self._joint.others(stmt, base, joint=False)

    @functools.cached_property
    def _joint(self) -> SameMemory:
        """Who shares memory with whom, by way of names whose adjoints do so as well, or of others."""
        memory = self.aliasing.memory
        return SameMemory(self.program, memory.watched, memory.keepers, self._joins)

    def _joins(self, stmt: Bind) -> bool:
        return stmt.target in self.twins or self.becomes_part(stmt)

    def refuse_alias(self, one: str, other: str, stmt) -> None:
        one, two = sorted((one.lstrip("_"), other.lstrip("_")))
        place = stmt.place if stmt is not None else None
        raise AliasingError(
            f"`{one}` and `{two}` may be one array that is written, and both names are used afterwards",
            code="TX502",
            place=place,
            lines=self.program.lines(place),
            help=("use one name, write a copy, or give an array that is bound again a name of its own",),
        )

    def _same_view(self, op: Op, variable: str, parameter: str) -> Callable:
        """A view is linear: the tangent rule says how to take the same view of another array."""
        tangent = op.rule.dot[0][1]
        if op.view == "maybe":
            base = op.operands[parameter]
            return lambda bar: gast.Call(
                external("runtime.part_like"),
                [Filler(op, variable, {}, {parameter: bar}, self.infer)(tangent), bar, nodes.name(variable), base], [],
            )  # fmt: skip
        if not _is_read_only(self.types.get(variable)):
            return lambda bar: Filler(op, variable, {}, {parameter: bar}, self.infer)(tangent)
        return lambda bar: gast.Call(
            external("runtime.writable"),
            [Filler(op, variable, {}, {parameter: bar}, self.infer)(tangent)],
            [],
        )

    def _is_special(self, variable: str, op: Op) -> bool:
        """A view that may be a copy, several views at once, or one through which NumPy does not let us write."""
        kind = self.types.get(variable)
        return op.view == "maybe" or isinstance(kind, Sequence | HELD) or _is_read_only(kind)

    def check_views(self, stmt: Bind, op: Op) -> None:
        """Views that the sweep cannot follow: of several arrays, or with one entry in several places."""
        kind = self.types.get(stmt.target)
        if stmt.target in self.concerned and isinstance(kind, HELD) and self._holds_parts(stmt, kind):
            refuse_view(self.program, stmt)  # `tuple(a)`: rows of an array that is written
        if stmt.target not in self.concerned or not self._is_special(stmt.target, op):
            return
        several = isinstance(kind, Sequence | HELD) if op.view == "maybe" else len(op.rule.bar) > 1
        if several or _is_read_only(kind) and "diag" not in op.rule.name:
            refuse_view(self.program, stmt)

    def _holds_parts(self, stmt: Bind, kind: Type) -> bool:
        """Has the container that a rule makes arrays in it which are in the memory of what it is made of?"""
        given = (sites_of(self.types.get(n)) for n in nodes.names_read(stmt.value))
        return any(not sites_of(kind).isdisjoint(sites - NUMBER) for sites in given)


def refuse_view(program: Program, stmt: Bind) -> NoReturn:
    raise AliasingError(
        f"`{stmt.target.lstrip('_')}` is a view of an array that is written, of a kind that cannot be followed",
        code="TX507", place=stmt.place, lines=program.lines(stmt.place),
        help=("take a copy of it, or index the array directly",),
    )  # fmt: skip


def _is_read_only(kind: Type | None) -> bool:
    return isinstance(kind, Array) and "read-only" in kind.sites
