"""Containers that were taken apart and go into one that exists at run time.

    p = Particle(x)                 p_x = x; p_v = 0.0
    ps.append(p)            ->      p = instance(Particle, x=p_x, v=p_v); ps.append(p)
    p.move(dt)                      p.x = p.x + dt * p.v

A list of unknown length has real objects in it.  Where the container has a name by which it is changed later on, or is
in another container too, it becomes a real one for all who refer to it (after a restart: see `restarts`); where nobody
changes it, its variables and the one in the list are as good.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis.identity import entangle, inside, is_entangled, is_mutable, replaced_by
from tangentx.analysis.lists import closes, is_temporary
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element, as_whole, display_items
from tangentx.analysis.types import Dictionary, ListOf, Sequence, Type, Unknown, some
from tangentx.analysis.widening import hold_all
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def released(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What goes into a container that exists at run time: one that has a name may have to exist there itself, so that
    who changes it by that name changes what is in the list.  Not where it depends on the path which container it is."""
    structure, origin = s.structure(atom, env), replace(place, via=())
    if structure is None or not closes(s, atom, env):
        return atom
    s.kept_at.add(origin)
    wanted = origin in s.hints.released and not is_entangled(structure)
    return existing(s, structure, place, env) if wanted else atom


def followed(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """One of several containers that are taken apart, of which it is known at run time which is meant: what is not
    followed as a part of a list (a list of known length in it) has to exist at run time, so that a change is seen."""
    structure = s.structure(atom, env)
    if structure is None or _is_followed(as_element(s.kind(atom, env), s.sampler.fresh)):
        return atom
    return existing(s, structure, place, env)


def _is_followed(kind: Type | None) -> bool:
    kind = some(kind)
    if isinstance(kind, Dictionary) or isinstance(kind, Sequence) and kind.cls is list:
        return False
    items = (kind.item,) if isinstance(kind, ListOf) else getattr(kind, "items", ())
    return all(map(_is_followed, items))


_WORDS = {tuple: "item", list: "items", dict: "table"}  # names of builtins are no names for variables


def existing(s, structure: Structure, place: Place, env: Env) -> gast.AST:
    """The container as one that exists at run time, for all who refer to it."""
    word = _WORDS.get(structure.cls) or structure.cls.__name__.lower()
    atom = nodes.name(s.fresh(f"_{word}"))
    env.bind(atom.id, s.structure_type(structure, env), structure)
    for i in range(len(structure.items)):
        item = env.structures[atom.id].items[i]
        if isinstance(item, Structure) and any(map(is_mutable, inside(item))):
            existing(s, item, place, env)
    structure = env.structures[atom.id]
    for item in structure.items:
        if isinstance(item, Structure):
            note_doubled(s, item, env)
    kind, shown = _type_of_its_own(s, atom, env), s.whole(atom, env, True)
    items = display_items(shown)
    op = Op("display", operands={"items": tuple(v for _, v in items), "keys": tuple(k for k, _ in items)})
    s.emit(Bind(atom.id, shown, place), op, kind, env)
    replaced_by(env, structure, atom.id, s.fresh)
    hold_all(s, shown, atom.id, env)
    for name in [n for n, held in env.aliases.items() if held == atom.id]:
        env.types[name] = kind
    return atom


def _type_of_its_own(s, atom: gast.AST, env: Env) -> Type:
    """The type that it has from here on: of a list, whatever is put into it later."""
    kind = s.kind(atom, env)
    if isinstance(kind, Sequence) and kind.cls is list:
        known = as_whole(kind, s.sampler.fresh)
        if isinstance(known, ListOf) and not isinstance(known.item, Unknown):
            return known
    return as_element(kind, s.sampler.fresh)


def escape(s, atom: gast.AST, env: Env) -> None:
    """The container goes into a list that exists at run time: a later change of it would not be seen there."""
    structure = s.structure(atom, env)
    if structure is not None:
        note_doubled(s, structure, env)
        parts = {id(part) for part in inside(structure)}
        entangle(env, lambda part: id(part) in parts)


def note_doubled(s, structure: Structure, env: Env, name: str = "") -> None:
    """The container is put together at run time: so is another one, wherever those in it are known elsewhere."""
    parts = {id(part): part for part in inside(structure)}
    for user, other in env.structures.items():
        if user == name or is_temporary(user) and id(other) in parts:
            continue
        found = [part for part in inside(other) if id(part) in parts]
        s.doubled += [part for part in found if all(part is not known for known in s.doubled)]
