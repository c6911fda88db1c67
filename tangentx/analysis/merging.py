"""Where two branches meet: one environment for two, and the copies that make their containers agree.

if c:                                  if c:
    s = (x, y)                             s_0 = x; s_1 = y
else:                          ->      else:
    s = t                                  s_0 = t_0; s_1 = t_1
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tangentx.analysis import caught, choices, identity, lists, optional, sorts, trees
from tangentx.analysis.classes_of import is_value
from tangentx.analysis.members import Functions
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.restarts import make_alike
from tangentx.analysis.scope import Env, is_once, join_structures, loop_join
from tangentx.analysis.types import Const, Mixed, Record, Type, some
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


class Joiner:
    """The meeting of two environments; `run` gives the joined one and each side's copies."""

    def __init__(self, s, a: Env, b: Env, place: Place, dead: Collection[str] = ()):
        self.s, self.a, self.b, self.place, self.dead = s, a, b, place, dead
        self.env = Env(counted=a.counted & b.counted)
        self.copies: tuple[list, list] = ([], [])
        self.meeting = identity.Meeting()
        self.merged: dict[tuple[int, int], Structure] = {}
        self.cells = (identity.cells(a.structures.values()), identity.cells(b.structures.values()))
        self.used: set[str] = set()
        self.handed: list[tuple[Env, str, str, Bind]] = []  # lists that a cell gets from another variable
        self.mixes = False  # does a name stand for one container on this path, and for another one on that?

    def run(self) -> tuple[Env, tuple, tuple]:
        a, b, env = self.a, self.b, self.env
        self.mixes = optional.meet(self.s, a, b, self.copies, self.place)
        for name in [*a.types, *(n for n in b.types if n not in a.types)]:
            one, other = a.types.get(name), b.types.get(name)
            if one is other and is_value(one):  # as for most names; nothing has happened to it
                env.types[name] = one
                continue
            kind = loop_join(one, other) if self.s.loops else self.s.join_types(one, other)
            sorts.note(self.s, name, one, other)
            left, right = a.structures.get(name), b.structures.get(name)
            if left is not None and right is not None and join_structures(left, right):
                self.meeting.meet(left, right)
                env.bind(name, kind, self.merge(name, left, right))
            elif one is None or other is None:
                env.bind(name, kind, left or right)
            elif left is None and right is None:
                kind = self._choice(name, one, other) or choices.lost(self.s, one, other) or kind
                self.mixes |= isinstance(kind, Mixed) and (is_once(one) or is_once(other))
                env.bind(name, kind)
            elif caught.meet(self, name, one, other):
                continue
            else:  # a container on one path, something else on the other: real lists, or unusable from here on
                make_alike(self.s, left, right, (one, other))
                self.mixes |= left is not None and right is not None
                if trees.fit(self.s, name, a, b):
                    self.s.torn[name] = replace(self.place, via=())
                env.bind(name, Mixed())
        self._hand_over()
        self._lists()
        copied = {stmt.target for fixes in self.copies for stmt in fixes}
        for name in (n for n in copied if not isinstance(env.types.get(n), Mixed)):
            sorts.note(self.s, name, a.types.get(name), b.types.get(name))
            env.bind(name, self.s.join_types(a.types.get(name), b.types.get(name)))
        self._mark()
        return env, tuple(self.copies[0]), tuple(self.copies[1])

    def _lists(self) -> None:
        """Names for different lists on the two paths get theirs by a copy."""
        names = [*self.a.aliases, *(n for n in self.b.aliases if n not in self.a.aliases)]
        for name in [n for n in names if n in self.env.types]:
            held = (self.a.aliases.get(name), self.b.aliases.get(name))
            if held[0] == held[1] or name not in self.a.types or name not in self.b.types:
                self.env.aliases[name] = held[0] or held[1]
                continue
            for env, copies in zip((self.a, self.b), self.copies, strict=True):
                outer, self.s.out = self.s.out, copies
                if name in env.aliases:
                    self.mixes = True
                    lists.part(self.s, name, env.types.keys() - self.dead, self.place, env)
                self.s.out = outer
                if lists.is_frozen(env.types[name]):
                    lists.freeze(self.env, name)
        for env in (self.a, self.b):
            for name in [n for n, kind in env.types.items() if lists.is_frozen(kind)]:
                lists.freeze(self.env, name)

    def _choice(self, name: str, one: Type, other: Type) -> Type | None:
        """A function on each path, and not the same: it exists at run time from here on."""
        kind = None if one == other else choices.together(self.s, [one, other])
        if not isinstance(some(kind), Functions):
            return kind
        for env, side, copies in ((self.a, one, self.copies[0]), (self.b, other, self.copies[1])):
            if isinstance(side, Const) and choices.is_choice(side):
                copy = Bind(name, choices.tag(choices.member(self.s, side)), self.place)
                self.s.know(copy, Op("copy"))
                copies.append(copy)
                env.bind(name, Functions((choices.member(self.s, side),)))
        self.s.note(name, kind)
        return kind

    def merge(self, name: str, left: Structure, right: Structure) -> Structure:
        """One structure for two: where the variables differ, one path, or both, copy."""
        if identity.same_cells(left, right) and identity.has_marks_of(left, right):
            return left
        key = (id(left), id(right))
        if key not in self.merged:
            items = []
            for i, (x, y) in enumerate(zip(left.items, right.items, strict=True)):
                if isinstance(x, Structure):
                    items.append(self.merge(f"{name}_{i}", x, y))
                else:
                    items.append(x if x == y else self._cell(f"{name}__{i}", x, y))
            mixed, kept = left.entangled or right.entangled, left.outlined or right.outlined
            origin = right.origin if identity.is_outside(left) else left.origin
            self.merged[key] = replace(
                left, items=tuple(items), entangled=mixed, outlined=kept,
                origin=None if identity.is_outside(left) and identity.is_outside(right) else origin,
            )  # fmt: skip
        return self.merged[key]

    def _cell(self, hint: str, x: str, y: str) -> str:
        """The variable for `x` on the one path and `y` on the other: one of the two where it is free on the other."""
        if x not in self.cells[1] and x not in self.used:
            cell = x
        elif y not in self.cells[0] and y not in self.used:
            cell = y
        else:
            cell = self.s.fresh(hint)
        self.used.add(cell)
        for env, source, copies in ((self.a, x, self.copies[0]), (self.b, y, self.copies[1])):
            source = lists.holder(env, source)
            if source != cell:
                self.s.moved.add(cell)
                copy = Bind(cell, nodes.name(source), self.place)
                self.s.know(copy, Op("copy"))
                copies.append(copy)
                if self.s.is_varied(nodes.name(source), env):
                    self.s.varied.add(cell)
                env.bind(cell, env.types[source])
                self.s.note(cell, env.types[source])
                self.s.lost |= {cell} if isinstance(env.types[source], Mixed) else set()
                if lists.is_list(env.types[source]):
                    self.handed.append((env, source, cell, copy))
        return cell

    def _hand_over(self) -> None:
        """A list that a cell gets, and that something else still has, may not change any more."""
        for env, source, cell, copy in self.handed:
            if self._has_list(env, source, cell):
                self.mixes = True
                lists.freeze(env, source)
                lists.freeze(env, cell)
            elif not isinstance(env.types[source], Record):
                self.s.know(copy, Op("copy", operands={"handed": True}))

    def _has_list(self, env: Env, source: str, cell: str) -> bool:
        """Has a name, or a container that does not become the one of the cell, the list?"""
        if lists.is_seen(self.s, source, self.env.types.keys() - self.dead, env):
            return True
        side = 0 if env is self.a else 1
        merged = {key[side]: made for key, made in self.merged.items()}
        for part in (p for known in env.structures.values() for p in identity.inside(known)):
            made = merged.get(id(part))
            for i, item in enumerate(part.items):
                same = isinstance(item, str) and lists.holder(env, item) == source
                if same and (made is None or made.items[i] != cell):
                    return True
        lasting = self.env.structures.keys() - self.dead - self.s.gone
        known = [self.env.structures[name] for name in lasting if not lists.is_temporary(name)]
        left = {item for item in identity.cells(known) if lists.holder(env, item) == source}
        return bool(left - {cell})

    def _mark(self) -> None:
        """Containers of which it depends on the path which other names see them."""
        for name, structure in self.env.structures.items():
            for side, env in (("left", self.a), ("right", self.b)):
                if (
                    env.structures.get(name) is structure
                    and name not in (self.b if side == "left" else self.a).types
                ):
                    self.meeting.alone(side, structure)
        mixed = self.meeting.entangled()
        self.mixes |= bool(mixed)
        made = {id(m) for (x, y), m in self.merged.items() if x in mixed or y in mixed}
        identity.entangle(self.env, lambda s: id(s) in mixed or id(s) in made)
