"""What every part of the reverse sweep shares: its state, its names, the views it follows, and its blocks.

*Requires* a program with one name a web, its activity, and hooks that tell what must be restored where.  *Gives* the
base of `adjoint.ReverseSweep`: statements are written here and blocks are put together; the adjoints of the kinds of
statements are written by the classes of the modules `adjoint_*`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import ClassVar

import gast

from tangentx.analysis import kept
from tangentx.analysis.activity import Activity, holders
from tangentx.analysis.aliasing import aliasing, with_bases
from tangentx.analysis.joins import of_either
from tangentx.analysis.layout import Layout, follows
from tangentx.analysis.program import Program, external, statements
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.structures import display_items
from tangentx.analysis.types import (
    HELD,
    UNKNOWN,
    Array,
    Sequence,
    Tree,
    Type,
    is_float_like,
    may_be_a_number,
    same_shape,
    sites_of,
    with_sites,
)
from tangentx.errors import AliasingError
from tangentx.records import Bind, Enter, For, If, Leave, Place, While
from tangentx.syntax import nodes
from tangentx.transform import twins as held_twins
from tangentx.transform.bars import Bars
from tangentx.transform.contributions import selecting
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.indices import may_repeat
from tangentx.transform.known_values import KnownValues
from tangentx.transform.partly_read import in_vain
from tangentx.transform.signs import Signs
from tangentx.transform.sizes import Sizes
from tangentx.transform.statements import all_targets, inner_blocks, rename, single_target
from tangentx.transform.tidy import is_temporary
from tangentx.transform.views import Views


class Sweep(Views):
    """The state of a reverse sweep.

    hooks : tells what must be restored where (see `storage.Plan`).
    places : where the program's statements stand.
    """

    # Type of statement -> name of the method that writes its adjoint.
    handlers: ClassVar[Mapping[type, str]] = MappingProxyType({})

    def __init__(
        self,
        program: Program,
        activity: Activity,
        sampler: Sampler,
        external_types: dict[str, Type],
        hooks,
        places: Layout,
        twins: frozenset[str] = frozenset(),
    ):
        self.program, self.activity, self.hooks, self.places = program, activity, hooks, places
        self.types, self.table = dict(program.types), dict(program.types)
        self.noted: dict[str, Type] = {}
        self.infer = ExpressionTypes(self.table, sampler, external_types)
        self.bars = Bars(self)
        self.code: list[gast.AST] = []
        self.taken = set(program.names)
        self.twins, self.adjoints = twins, self.fresh("adjoint_of") if twins else ""  # see `twins`
        self.by_memory = any(isinstance(self.types.get(name), Array) for name in twins)  # see `array_twins`
        self.bar_names: dict[str, str] = {}
        self.aliasing = aliasing(program, activity.written)
        self.bound = _bindings(program.body)
        self.definitions = {name: stmts[-1] for name, stmts in self.bound.items()}
        self.bindings = _count_bindings(program.body)
        self.infer.sizes, self.infer.adjoints = Sizes(program, self.bindings), self.adjoints
        self.infer.signs = Signs(program, self.definitions, self.bindings)
        self.known = KnownValues(program, self.bindings, activity.written)
        self.entry_bars: dict[int, set[str]] = {}  # loop -> adjoints that must be full before its reverse
        self.holders = holders(program)
        self.concerned = with_bases(program, self.aliasing.concerned())
        self.exchanged = {base for _, base in kept.changed(program) if isinstance(self.types.get(base), HELD)}
        kept_alike = not activity.written and not self.holders
        self.stable = {v for v in self.definitions if kept_alike or self._is_stable(v)}
        self.lent = self._lent()
        self.place: Place | None = None
        self.current = None  # id of the program's statement that is being reversed
        self.unsure: set[str] = set()  # variables whose shape is asked for where they may be unbound
        self.counted: set[int] = set()  # loops whose trips must be counted
        self.carried: set[str] = set()  # those whose adjoint behind a trip has the shape from before it
        self.rewound: set[int] = set()  # loops that are reversed from kept states

    @functools.cached_property
    def in_vain(self) -> frozenset[str]:
        """Variables of which parts are not read, and not finite perhaps: their adjoints' zeros are kept."""
        return in_vain(self.program, self.places, self.infer.signs)

    # -- what Bars asks ----------------------------------------------------------------------

    def bar_name(self, variable: str) -> str:
        if variable not in self.bar_names:
            self.bar_names[variable] = self.fresh(f"{variable}_bar")
        return self.bar_names[variable]

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def write(self, stmt: gast.AST) -> None:
        stmt.place, stmt.origin = self.place, self.current
        self.code.append(stmt)

    def note_bar(self, name: str, kind: Type) -> None:
        """An adjoint's name is of this type from here on; the whole function knows it by all the types it has."""
        kind = with_sites(kind, frozenset((name,))) if isinstance(kind, Array) else kind
        self.table[name] = kind
        self.noted[name] = of_either(self.noted.get(name, kind), kind)

    def settle_types(self) -> dict[str, Type]:
        """The types of names, from now on those that they have anywhere in the function."""
        self.table.update(self.noted)
        return self.table

    def is_shadowed(self, variable: str) -> bool:
        kind = self.types.get(variable)
        if isinstance(kind, Sequence):
            return variable in self.concerned and self.view_of(variable) is not None
        shared = variable in self.twins or variable in self.lent
        return isinstance(kind, Array) and (shared or not sites_of(kind).isdisjoint(self.activity.written))

    def lasting(self, variable: str, how: tuple | None) -> tuple | None:
        """How an adjoint was selected, where neither it is written on nor what it was selected with is restored."""
        if how is None or self.is_shadowed(variable):
            return None
        read = [name for e in selecting(how) for name in nodes.names_read(e)]
        kept = (sites_of(self.types.get(name)).isdisjoint(self.activity.written) for name in read)
        return how if all(kept) and all(self.bindings.get(name, 0) <= 1 for name in read) else None

    def ask_for(self, value: gast.AST) -> None:
        """The shape of a variable is asked for.  Where paths meet, it may be one that only some of them bind."""
        spot = self.places.spots.get(self.current)
        if spot is None or not isinstance(spot.stmt, If | For | While) or value.id in self.program.parameters:
            return
        made = self.places.definitions.get(value.id, ())
        if made and not any(follows(spot, definition) for definition in made):
            self.unsure.add(value.id)

    def value(self, variable: str) -> gast.AST:
        return nodes.name(variable)

    def shape_source(self, variable: str) -> gast.AST:
        """An expression with the variable's shape: itself, or a parameter known to have the same."""
        kind = self.types.get(variable)
        if (
            isinstance(kind, Array)
            and isinstance(kind.shape, tuple)
            and variable not in self.program.parameters
        ):
            for leaf in self.program.leaves:
                other = leaf.type  # its variable may get another one later
                if (
                    isinstance(other, Array)
                    and not other.scalar
                    and other.dtype == kind.dtype
                    and (same_shape(other.shape, kind.shape))
                ):
                    if not leaf.path and self.bindings.get(leaf.variable, 0) == 0:
                        return nodes.name(leaf.variable)
        return nodes.name(variable)

    def is_array(self, variable: str) -> bool:
        """Is it no number and not None on any path?"""
        return not may_be_a_number(self.types.get(variable)) and variable not in self.program.optional

    def is_one_kind(self, variable: str) -> bool:
        """Is it an array on every path, and real or complex on all of them?"""
        return self.is_array(variable) and variable not in self.program.mixed

    def fill_source(self, variable: str) -> gast.AST:
        """An expression with the shape that a number for every entry of the variable takes; where that is a number,
        the variable itself."""
        own = may_be_a_number(self.types.get(variable))
        return nodes.name(variable) if own else self.shape_source(variable)

    # -- views -------------------------------------------------------------------------------

    def own_container(self, base: str) -> None:
        """The adjoint of a list that is changed: one that is an element of another is a part of that one's."""
        if base in self.holders and base not in self.twins and self.view_of(base) is None:
            self.refuse_alias(base, self.holders[base], self.definitions.get(base))
        self.bars.materialise(base)

    def display_nested(self, display: gast.AST, bar: gast.AST, kind: Type | None = None) -> None:
        """The parts of an adjoint to the parts of a display; `kind`: of what has it, and others."""
        for key, atom in display_items(display):
            part = nodes.subscript(bar, key)
            own = self.types.get(getattr(atom, "id", ""))
            if isinstance(kind, Sequence) and isinstance(kind.items[key], Tree) and not isinstance(own, Tree):
                part = gast.Call(external("runtime.part_of"), [bar, nodes.constant(key)], [])
                part.args += [self.bars.zeros(atom.id)[0]] if is_float_like(own) else []
            if getattr(atom, "id", None) in self.twins:
                continue  # its adjoint is there already
            if isinstance(atom, gast.Name) and atom.id in self.activity.active:
                self.bars.accumulate(atom.id, part, self.part_type(atom.id))
            else:
                self.display_nested(atom, part)

    def check_kept(self, stmt) -> None:
        """An array that is written must not be in a list twice: its adjoint would be in two places."""
        if id(stmt) in self.aliasing.twice and not held_twins.is_theirs(self, stmt):
            raise AliasingError(
                "an array that is written is kept in a list, and is in the list or another name's view already",
                code="TX508",
                place=stmt.place,
                lines=self.program.lines(stmt.place),
                help=("keep a copy: u.copy()",),
            )

    def may_repeat(self, index: gast.AST) -> bool:
        """May the index name one entry twice?"""
        return may_repeat(index, self.infer, self._counts_up)

    def _counts_up(self, atom: gast.AST) -> bool:
        """Is it `np.arange(...)`: every number once?"""
        stmt = self.definitions.get(atom.id) if isinstance(atom, gast.Name) else None
        if stmt is None or self.bindings.get(atom.id) != 1 or not isinstance(stmt.value, gast.Call):
            return False
        return nodes.dotted(stmt.value.func) == "@numpy.arange"

    # -- blocks ------------------------------------------------------------------------------

    def block(self, body: tuple, key) -> list[gast.AST]:
        """The reverse of a block, beginning with what its variables need restored."""
        outer, self.code = self.code, []
        self.bars.forget_selections()  # a mask's name means another mask on the other side of a block's edge
        place, self.place = self.place, None
        for stmt in self.hooks.at_block(key):
            self.write(stmt)
            stmt.restores = True
        self._trip_again(key)
        self.place = place
        scopes: list = []
        for stmt in reversed(body):
            if isinstance(stmt, Leave):
                scopes.append(self.code)
                self.code = []
            elif isinstance(stmt, Enter) and scopes:
                self._enter(stmt, scopes.pop())
            else:
                self.reverse(stmt)
        self.bars.forget_selections()
        inner, self.code = self.code, outer
        self._part(inner, key)
        return inner

    def _enter(self, stmt: Enter, outer: list) -> None:
        """The beginning of a scope: the adjoint of its body runs in the same state, where that matters."""
        inner, self.code = self.code, outer
        if not stmt.again or not inner:
            self.code += inner
            return
        item = gast.withitem(nodes.clone(stmt.manager), None)
        previous, self.place = self.place, stmt.place
        self.write(gast.With([item], inner, None))
        self.place = previous

    def _trip_again(self, key) -> None:
        """The forward statements of a fused loop's trip; what they bind is nothing that must be kept for them."""
        trip = self.hooks.trip_again(key)
        made = frozenset(name for stmt in trip for name in all_targets(stmt))
        for stmt in trip:
            place = stmt.place
            self.write(stmt)
            stmt.place = place
            mark_again(stmt, made)

    def _part(self, code: list[gast.AST], key) -> None:
        """A temporary that is restored at the block's start is another one than the forward sweep's."""
        names: dict[str, str] = {}
        for made in self.hooks.at_block(key):
            name = single_target(made)
            if name is None or not is_temporary(name) or name in names:
                continue
            if name not in nodes.names_read(made):  # `items = items.copy()` is of the forward sweep's
                names[name] = self.fresh(f"{name}_again")
                self.table[names[name]] = self.table.get(name, UNKNOWN)
        if names:
            rename(code, names)

    def reverse(self, stmt) -> None:
        handler = self.handlers.get(type(stmt))
        if handler is not None:
            previous, self.place = self.place, None if isinstance(stmt, If | For | While) else stmt.place
            before, self.current = self.current, id(stmt)
            self._with_twins(stmt, getattr(self, handler))
            self.place, self.current = previous, before

    def _with_twins(self, stmt, handler: Callable) -> None:
        """The adjoint of a statement, for which the adjoints of containers that have one each are looked up."""
        concerned = held_twins.concerned(self, stmt) if self.twins else []
        for name in concerned:
            self.bars.live[name] = held_twins.adjoint(self, name)
        handler(stmt)
        for name in self.twins & self.bars.live.keys():
            del self.bars.live[name]  # it is looked up again where it is needed

    def restore(self, stmt) -> None:
        for made in self.hooks.at_statement(stmt):
            self.write(made)
            made.restores = True

    # -- adjoints ----------------------------------------------------------------------------

    def done(self, target: str) -> None:
        self.bars.live.pop(target, None)

    def prepare(self, variable: str) -> None:
        """An adjoint with its own name and its full shape, which is about to be written on: the shadow of an array that
        is written; whatever it was selected by, it is zero elsewhere no longer."""
        if self.is_shadowed(variable):
            self.bars.shadow(variable)
        else:
            self.bars.materialise(variable)
        self.bars.live[variable] = replace(self.bars.live[variable], selected=None)

    def part_type(self, name: str) -> Type:
        """The type of an adjoint that is a part of another one's buffer."""
        kind = self.types.get(name, UNKNOWN)
        return with_sites(kind, frozenset(("parts",))) if isinstance(kind, Array) else kind


def mark_again(stmt: gast.AST, made: frozenset[str]) -> None:
    """A forward statement that stands in the reverse sweep; made: what such statements bind together."""
    stmt.restores, stmt.again = True, made
    for part in inner_blocks(stmt):
        for inner in part:
            mark_again(inner, made)


def _bindings(body: tuple) -> dict[str, list[Bind]]:
    """The statements that bind each variable."""
    found: dict[str, list[Bind]] = {}
    for stmt in statements(body):
        if isinstance(stmt, Bind):
            found.setdefault(stmt.target, []).append(stmt)
    return found


def _count_bindings(body: tuple) -> dict[str, int]:
    found: dict[str, int] = {}
    for stmt in statements(body):
        if isinstance(stmt, Bind | For):
            found[stmt.target] = found.get(stmt.target, 0) + 1
    return found
