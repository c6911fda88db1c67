"""Which container is which: the identity of containers and objects that were taken apart.

A `Structure` object stands for one container, the same for every name that refers to it, and its leaf items are cells:
variables of the program that nobody else writes.  So `b = a; b[0] = 5` binds the one cell that `a[0]` reads, and
`a = [x, y]` makes new cells while an alias keeps the old ones.

Where two paths meet, a name may stand for one container on this path and another on that one.  The cells are merged,
but which container a later store would change is then a question of the path: such containers are *entangled*, they can
be read and not written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import gast

from tangentx.analysis.program import Structure, external
from tangentx.analysis.scope import Env, join_structures
from tangentx.analysis.types import Dictionary, Sequence, Type
from tangentx.records import Evaluate, Place
from tangentx.syntax import nodes

Move = tuple[str, str]  # (cell, the variable whose value it takes)


def is_mutable(structure: Structure) -> bool:
    """May the container be changed after it is made?"""
    if issubclass(structure.cls, tuple):
        return False
    parameters = getattr(structure.cls, "__dataclass_params__", None)
    return parameters is None or not parameters.frozen


def is_outside(structure: Structure) -> bool:
    """Is it an object outside the function, whose name in the text is the object itself?"""
    return isinstance(structure.origin, gast.AST)


def is_entangled(structure: Structure) -> bool:
    """Does it depend on the path which container it is, or one in it that may be changed?"""
    return any(part.entangled and is_mutable(part) for part in inside(structure))


def same_cells(a: Structure, b: Structure) -> bool:
    """Do both consist of the same variables?"""
    if a is b:
        return True
    if not join_structures(a, b):
        return False
    pairs = zip(a.items, b.items, strict=True)
    return all(x == y if isinstance(x, str) else same_cells(x, y) for x, y in pairs)


def has_marks_of(a: Structure, b: Structure) -> bool:
    """Is all that is said of one of two containers of the same variables said of the other one, at every depth?"""
    pairs = [*zip(inside(a), inside(b), strict=True)]
    less = any(y.entangled > x.entangled or y.outlined > x.outlined for x, y in pairs)
    return not less and all(is_outside(x) == is_outside(y) for x, y in pairs)


def inside(structure: Structure) -> Iterator[Structure]:
    """The container and all those in it."""
    yield structure
    for item in structure.items:
        if isinstance(item, Structure):
            yield from inside(item)


def cells(structures: Iterable[Structure]) -> set[str]:
    """Every cell of these containers."""
    return {c for s in structures for part in inside(s) for c in part.items if isinstance(c, str)}


def rebuilt(structure: Structure, change: Callable[[Structure], Structure], memo: dict) -> Structure:
    """The container with `change` applied to it and to everything in it, innermost first; shared parts stay shared."""
    if id(structure) in memo:
        return memo[id(structure)][1]
    items = tuple(rebuilt(i, change, memo) if isinstance(i, Structure) else i for i in structure.items)
    same = all(x is y for x, y in zip(items, structure.items, strict=True))
    made = change(structure if same else replace(structure, items=items))
    memo[id(structure)] = (structure, made)  # the structure is kept, so that its id is not given away
    return made


def unlike(left: Structure, right: Structure) -> Iterator[tuple[Structure, Structure | str]]:
    """The containers inside two containers, at the same place, that do not have the same outline: each with what is
    there in the other one."""
    if join_structures(left, right):
        return
    if left.cls is not right.cls or left.keys != right.keys or len(left.items) != len(right.items):
        yield from ((left, right), (right, left))
        return
    for x, y in zip(left.items, right.items, strict=True):
        if isinstance(x, Structure) and isinstance(y, Structure):
            yield from unlike(x, y)
        elif isinstance(x, Structure):
            yield x, y
        elif isinstance(y, Structure):
            yield y, x


class Stale(Exception):
    """A container is changed that has become another one meanwhile: nobody would see the change."""


def exchange(env: Env, old: Structure, new: Structure) -> None:
    """The container `old` has become `new` (an attribute more, another item), for everybody who refers to it."""
    gone = all(part is not old for structure in env.structures.values() for part in inside(structure))
    if gone or old.outlined:
        raise Stale
    memo = {id(old): (old, new)}
    for name, structure in env.structures.items():
        env.structures[name] = rebuilt(structure, lambda s: s, memo)


def replaced_by(env: Env, old: Structure, name: str, fresh: Callable[[str], str]) -> None:
    """The container exists at run time from here on, in the variable `name`, for everybody who refers to it: a slot of
    another container has a cell of its own, which may be bound again."""
    memo: dict = {}
    slots: list[str] = []

    def cell() -> str:
        slots.append(fresh(f"{name.lstrip('_')}__{len(slots)}") if slots else name)
        return slots[-1]

    def change(structure: Structure) -> Structure:
        if all(item is not old for item in structure.items):
            return structure
        return replace(structure, items=tuple(cell() if item is old else item for item in structure.items))

    for user, structure in list(env.structures.items()):
        if structure is old:
            del env.structures[user]
            env.aliases[user] = name
        else:
            env.structures[user] = rebuilt(structure, change, memo)
    env.aliases.update((slot, name) for slot in slots)
    env.aliases.pop(name, None)


def entangle(env: Env, which: Callable[[Structure], bool], mark: str = "entangled") -> bool:
    """Mark containers, as readable only if nothing else is said; was any of them not marked before?"""
    marked: list = []
    parts = [part for structure in env.structures.values() for part in inside(structure)]
    wanted = {id(part) for part in parts if which(part)}
    memo: dict = {}
    for name, structure in env.structures.items() if wanted else ():
        env.structures[name] = _marked(structure, wanted, memo, marked, mark)
    return bool(marked)


def _marked(structure: Structure, wanted: set[int], memo: dict, marked: list, how: str) -> Structure:
    """The container with those in `wanted` marked, by the identity they had before."""
    if id(structure) in memo:
        return memo[id(structure)][1]
    items = tuple(
        _marked(i, wanted, memo, marked, how) if isinstance(i, Structure) else i for i in structure.items
    )
    mark = id(structure) in wanted and not getattr(structure, how)
    if mark:
        marked.append(structure)
    same = not mark and all(x is y for x, y in zip(items, structure.items, strict=True))
    made = structure if same else replace(structure, items=items, **({how: True} if mark else {}))
    memo[id(structure)] = (structure, made)
    return made


class Meeting:
    """Who meets whom where two paths join: containers with more than one partner are entangled."""

    def __init__(self):
        self.partners: dict[tuple[str, int], dict[int, Structure]] = {}
        self.kept: list[Structure] = []

    def meet(self, left: Structure, right: Structure) -> None:
        """`left` on one path is `right` on the other, and so on inside."""
        self.kept += [left, right]
        self.partners.setdefault(("left", id(left)), {})[id(right)] = right
        self.partners.setdefault(("right", id(right)), {})[id(left)] = left
        for x, y in zip(left.items, right.items, strict=True):
            if isinstance(x, Structure) and isinstance(y, Structure):
                self.meet(x, y)

    def alone(self, side: str, structure: Structure) -> None:
        """A name that only one path binds: its container had better not be another one elsewhere."""
        for part in inside(structure):
            self.kept.append(part)
            met = self.partners.get((side, id(part)))
            if met is not None and id(part) not in met:
                met[0] = part

    def entangled(self) -> set[int]:
        """The containers (by id) of either side that have several partners, and the partners."""
        found: set[int] = set()
        for (_, one), others in self.partners.items():
            if len(others) > 1:
                found |= {one, *others}
        return found


def distinct(kinds: dict[str, Type], place: Place) -> Evaluate:
    """The check that no container is passed twice to a function that changes one."""
    names = [name for name, kind in kinds.items() if isinstance(kind, Sequence | Dictionary)]
    return check_distinct([nodes.name(n) for n in names], place)


def check_distinct(atoms: list[gast.AST], place: Place) -> Evaluate:
    """The check that no two of the containers, nor what is in them, are one."""
    return Evaluate(gast.Call(external("runtime.check_distinct"), atoms, []), place)
