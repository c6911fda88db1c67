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

from collections.abc import Callable
from functools import cached_property

import gast

from tangentx.analysis.activity import base_name, result_names
from tangentx.analysis.aliasing import GROWS
from tangentx.analysis.layout import Layout, follows, layout
from tangentx.analysis.program import Op, external
from tangentx.analysis.types import (
    Array,
    Dictionary,
    ListOf,
    Sequence,
    Type,
    sites_of,
)
from tangentx.errors import AliasingError
from tangentx.records import Bind
from tangentx.syntax import nodes
from tangentx.transform.filling import Filler


class Views:
    """The part of the sweep that knows views."""

    def view_of(self, variable: str) -> tuple[str, Callable] | None:
        """(base, how to view the base's adjoint), when the variable is a view of another one as long as it is used."""
        found = self._viewed(variable)
        if found is None or variable not in self.stable:
            return None
        return found

    def _viewed(self, variable: str) -> tuple[str, Callable] | None:
        """The same, when the variable is a view when it is bound."""
        stmt = self.definitions.get(variable)
        if stmt is None:
            return None
        if self.bindings.get(variable, 0) != 1 or variable in self.program.parameters:
            return self._sometimes(variable)
        op = self.program.op(stmt)
        if op.kind == "item" and isinstance(self.types.get(variable), Array | ListOf | Sequence | Dictionary):
            base = op.operands["base"].id
            return base, lambda bar: gast.Subscript(bar, op.operands["index"], gast.Load())
        if self._takes_over(stmt) and variable in self.concerned:
            return stmt.value.id, nodes.clone
        if op.kind != "rule" or not op.rule.dot or op.view == "no":
            return None
        mine = sites_of(self.types.get(variable))
        if self._is_special(variable, op) and variable not in self.concerned:
            return None  # no store is seen through it: a value like any other
        self.check_views(stmt, op)
        for parameter, _ in op.rule.bar:
            atom = op.operands.get(parameter)
            if isinstance(atom, gast.Name) and not mine.isdisjoint(sites_of(self.types.get(atom.id))):
                return atom.id, self._same_view(op, variable, parameter)
        return None

    def _sometimes(self, variable: str) -> tuple[str, Callable] | None:
        """The same, when the variable is bound to another one on some paths, and to new arrays on the others."""
        if variable not in self.concerned or not isinstance(self.types.get(variable), Array):
            return None
        base = self._other(variable)
        if base is None or self._other(base) == variable or not self._is_there(base, variable):
            return None
        value = self.shape_source(variable)
        test = gast.Compare(nodes.name(variable), [gast.Is()], [nodes.name(base)])
        return base, lambda bar: gast.IfExp(
            nodes.clone(test), bar, gast.Call(external("numpy.zeros_like"), [value], [])
        )

    def _other(self, variable: str) -> str | None:
        """The one variable that another one is bound to by its name, if what else it is bound to is new."""
        others = set()
        for stmt in self.bound.get(variable, ()):
            op = self.program.op(stmt)
            if self._takes_over(stmt):
                others.add(stmt.value.id)
            elif op.kind not in ("copy", "leaf") and (op.kind != "rule" or op.view != "no"):
                return None
        complete = len(self.bound.get(variable, ())) == self.bindings.get(variable, 0)
        return others.pop() if complete and len(others) == 1 else None

    def _is_there(self, base: str, variable: str) -> bool:
        """Is the base bound wherever the variable is?"""
        if base in self.program.parameters:
            return True
        spots = [*self.places.definitions.get(variable, ()), *self.places.uses.get(variable, ())]
        returned = variable in result_names(self.program.result)
        return any(
            all(follows(spot, made) for spot in spots) and not (returned and len(made.path) > 1)
            for made in self.places.definitions.get(base, ())
        )

    @cached_property
    def places(self) -> Layout:
        return layout(self.program)

    def _takes_over(self, stmt: Bind) -> bool:
        """Is it `v = w`, where one of them sees what is written on the other?"""
        if self.program.op(stmt).kind != "copy" or not isinstance(stmt.value, gast.Name):
            return False
        source = stmt.value.id
        mine, theirs = sites_of(self.types.get(stmt.target)), sites_of(self.types.get(source))
        return source in self.concerned and not mine.isdisjoint(theirs) and not self._is_made_for(source)

    def _is_made_for(self, source: str) -> bool:
        """Is the array made for the one statement that reads it?  Then it is new under its other name."""
        stmt = self.definitions.get(source)
        if stmt is None or self.bindings.get(source) != 1 or len(self.places.uses.get(source, ())) > 1:
            return False
        op = self.program.op(stmt)
        return op.kind == "rule" and op.view == "no" and source not in result_names(self.program.result)

    def becomes_part(self, stmt: Bind) -> bool:
        """Does the statement make its target a view, so that its adjoint is a part of the base's already?"""
        if self.view_of(stmt.target) is None:
            return False
        alone = self.bindings.get(stmt.target) == 1 and stmt.target not in self.program.parameters
        return alone or self._takes_over(stmt)

    def _is_stable(self, variable: str) -> bool:
        """Is what the variable views, and how, bound nowhere while the variable is in use?"""
        step: str | None = variable
        while step is not None:
            found = self._viewed(step)
            if found is None:
                return True
            read = {step, found[0], *self._counted_from_end(step)}
            if self.bindings.get(step) == 1:
                read |= {*nodes.names_read(self.definitions[step].value)}
            if any((variable, name) in self.aliasing.rebound for name in read):
                return False
            step = found[0]
        return True

    def _counted_from_end(self, variable: str) -> list[str]:
        """`rows[-1]` is another one when the list has grown."""
        op = self.program.op(self.definitions[variable])
        at = op.operands.get("index") if op.kind == "item" else nodes.constant(0)
        counted = not (isinstance(at, gast.Constant) and isinstance(at.value, int) and at.value >= 0)
        return [op.operands["base"].id + GROWS] if counted else []

    def root_of(self, variable: str) -> str:
        """The array of which a variable is a view, or a view of a view."""
        while (found := self.view_of(variable)) is not None:
            variable = found[0]
        return variable

    def check_seen(self, stmt) -> None:
        """Whoever reads what a store wrote must do so through a name whose adjoint is a part of the written array's."""
        base = base_name(stmt.target)
        for other in sorted(self.aliasing.seen.get(id(stmt), ())):
            if other in self.activity.active and self.root_of(other) != self.root_of(base):
                self.refuse_alias(base, other, stmt)

    def refuse_alias(self, one: str, other: str, stmt) -> None:
        one, two = sorted((one.lstrip("_"), other.lstrip("_")))
        raise AliasingError(
            f"`{one}` and `{two}` may be one array that is written, and both names are used afterwards",
            code="TX502",
            place=stmt.place if stmt is not None else None,
            lines=self.program.function.lines,
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

    def _with_bases(self, concerned: set[str]) -> set[str]:
        """The variables, and whatever they are views of."""
        todo = list(concerned)
        while todo:
            name = todo.pop()
            mine = sites_of(self.types.get(name))
            stmt = self.definitions.get(name)
            for base in () if stmt is None else nodes.names_read(stmt.value):
                if base not in concerned and not mine.isdisjoint(sites_of(self.types.get(base))):
                    concerned.add(base)
                    todo.append(base)
        return concerned

    def _is_special(self, variable: str, op: Op) -> bool:
        """A view that may be a copy, several views at once, or one through which NumPy does not let us write."""
        kind = self.types.get(variable)
        return op.view == "maybe" or isinstance(kind, Sequence) or _is_read_only(kind)

    def check_views(self, stmt: Bind, op: Op) -> None:
        """Views that the sweep cannot follow: of several arrays, or with one entry in several places."""
        kind = self.types.get(stmt.target)
        if stmt.target not in self.concerned or not self._is_special(stmt.target, op) or op.view == "maybe":
            return
        if len(op.rule.bar) > 1 or _is_read_only(kind) and "diag" not in op.rule.name:
            raise AliasingError(
                f"`{stmt.target.lstrip('_')}` is a view of an array that is written, of a kind that cannot be followed",
                code="TX507",
                place=stmt.place,
                lines=self.program.function.lines,
                help=("take a copy of it, or index the array directly",),
            )


def _is_read_only(kind: Type | None) -> bool:
    return isinstance(kind, Array) and "read-only" in kind.sites
