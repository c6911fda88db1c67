"""A container or object on one path, None on another: it exists at run time from where the paths meet.

def root(a, b):                         branch = b < 0.0
    if b < 0.0:                         if branch:
        return None             ->          r = None
    return (-a, math.sqrt(b))           else:
r = root(a, b)                              r = (-a, math.sqrt(b))
if r is None: ...                       if r is None: ...

What is read from it is an element of something of known outline; a question whether it is None is asked at run time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from tangentx.analysis import trees, unfolding
from tangentx.analysis.identity import exchange, inside, is_entangled, is_mutable
from tangentx.analysis.lists import freeze, is_temporary, part, sealed
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.releasing import escape, existing, note_doubled
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element, display_items
from tangentx.analysis.types import HELD, Const, ListOf, Maybe, Record, Sequence, Tree, Type, some
from tangentx.analysis.widening import keep_all
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def may_be_none(kind: Type | None) -> bool:
    """None, or a container that exists at run time on some path and is None on another."""
    there = isinstance(kind, Maybe) and isinstance(some(kind), Record | Sequence | ListOf)
    return kind == Const(None) or isinstance(kind, Tree) or there


def is_real(structure: Structure, kind: Type | None) -> bool:
    """Does what is taken apart here have to exist at run time, because of what it is elsewhere: None, or real?"""
    if isinstance(kind, Record):
        return (kind.cls, kind.keys) == (structure.cls, structure.keys)
    return may_be_none(kind)


def meet(s, a: Env, b: Env, copies: tuple[list, list], place: Place) -> bool:
    """Where a name is None, or a real container, on the one path, and one that is taken apart on the other, the other
    path makes a real one of it.  Is one of those known under another name as well?"""
    place, shared = replace(place, via=()), []
    for name in [n for n in a.types if n in b.types]:
        if place in s.hints.planted and trees.fit(s, name, a, b):
            shared.append(_plant(s, name, (a, b), copies, place))
        for env, other, out in ((a, b, copies[0]), (b, a, copies[1])):
            outer, s.out = s.out, out
            if name in env.structures and name in other.structures:
                while found := next(_opposites(env.structures[name], other.structures[name], other), None):
                    shared.append(_realise_item(s, *found, place, env))
            elif name in env.structures and is_real(env.structures[name], other.types[name]):
                tree = isinstance(other.types[name], Tree)
                shared.append(realise(s, name, env.structures[name], place, env, tree))
            if name in other.structures:
                unfolding.like(s, name, other.structures[name], place, env)
            s.out = outer
    return any(shared)


def _plant(s, name: str, envs: tuple[Env, Env], copies: tuple[list, list], place: Place) -> bool:
    """Two containers that are not alike, or one and a number: a tree on both paths."""
    shared = []
    for env, out in zip(envs, copies, strict=True):
        outer, s.out = s.out, out
        if name in env.structures:
            shared.append(realise(s, name, env.structures[name], place, env, tree=True))
        s.out = outer
    return any(shared)


def _opposites(here: Structure, there: Structure, other: Env) -> Iterator[tuple[Structure, int]]:
    """The slots of `here`, and of what is in it, with a container where there is None in `there`, or a real one."""
    if here.cls is not there.cls or here.keys != there.keys or len(here.items) != len(there.items):
        return
    for i, (one, two) in enumerate(zip(here.items, there.items, strict=True)):
        if isinstance(one, Structure) and isinstance(two, Structure):
            yield from _opposites(one, two, other)
        elif isinstance(one, Structure) and is_real(one, other.types.get(two)):
            yield here, i


def _realise_item(s, owner: Structure, i: int, place: Place, env: Env) -> bool:
    """What is in a slot of a container exists at run time, in a cell."""
    item, cell = owner.items[i], s.fresh(f"_{owner.label}")
    if _made_real(s, item, place, env, (id(owner), i)):
        return False
    shared = _is_shared(item, env, (id(owner), i))
    exchange(env, owner, replace(owner, items=(*owner.items[:i], cell, *owner.items[i + 1 :])))
    _copied(s, cell, item, shared, place, env)
    return shared


def realise(s, name: str, structure: Structure, place: Place, env: Env, tree: bool = False) -> bool:
    """The container exists at run time, in the variable `name`, as a `tree` if that is wanted.  Where others have it,
    it may not change any more; if it does, it is made real for all of them.  Do others have one that may not?"""
    if not tree and _made_real(s, structure, place, env, name):
        part(s, name, env.types, place, env)
        return False
    shared = _is_shared(structure, env, name)
    _copied(s, name, structure, shared, place, env, tree)
    return shared


def _made_real(s, structure: Structure, place: Place, env: Env, own: Hashable) -> bool:
    """Is it a real one for all who have it, because one of them changes it?"""
    met = (place, "met")
    if is_entangled(structure) or not _is_shared(structure, env, own):
        return False
    s.kept_at.add(met)
    if met in s.hints.released:
        existing(s, structure, place, env)
    return met in s.hints.released


def _copied(
    s, name: str, structure: Structure, shared: bool, place: Place, env: Env, tree: bool = False
) -> None:
    env.bind(held := s.fresh("_held"), s.structure_type(structure, env), structure)
    atom = s.stored(nodes.name(held), place, env)
    note_doubled(s, structure, env, name)
    if shared:
        escape(s, atom, env)
    kind, shown = trees.planted(s, atom, env, tree), s.whole(atom, env, True)
    kind = kind or as_element(s.kind(atom, env), s.sampler.fresh)
    for temporary in {held, atom.id}:
        env.structures.pop(temporary)
        env.types.pop(temporary)
    items = display_items(shown)
    op = Op("display", operands={"items": tuple(v for _, v in items), "keys": tuple(k for k, _ in items)})
    if shared:
        kind = replace(kind, closed=True) if isinstance(kind, HELD) else sealed(kind)
    s.emit(Bind(name, shown, place), op, kind, env)
    keep_all(s, shown, name, env)
    if shared:
        freeze(env, name)


def _is_shared(structure: Structure, env: Env, own: Hashable) -> bool:
    """Is the container, or one in it, in another place than `own`, so that a change of what is in it is seen there?
    Names, and slots of containers."""
    if is_entangled(structure):
        return True
    places: dict[int, set] = {
        id(one): set() for one in inside(structure) if any(map(is_mutable, inside(one)))
    }
    places.get(id(structure), set()).add(own)
    known = {name: env.structures[name] for name in env.structures if not is_temporary(name)}
    for name, other in known.items():
        places.get(id(other), set()).add(name)
    for whole in (each for one in (structure, *known.values()) for each in inside(one)):
        for i, item in enumerate(whole.items):
            places.get(id(item), set()).add((id(whole), i))
    return any(len(found) > 1 for found in places.values())
