"""A tuple that exists at run time on one path, and that is taken apart on another: it is taken apart on both.

    p = (x, y)                                      p_0 = x; p_1 = y
    for k in range(n):                      ->      for k in range(n):
        p = points[k]                                   p = points[k]; p_0 = p[0]; p_1 = p[1]

A tuple does not change, so that its elements can be read wherever that is wanted.
"""

from __future__ import annotations

from dataclasses import replace

from tangentx.analysis import containers
from tangentx.analysis.identity import exchange, inside, is_mutable
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Sequence
from tangentx.records import Place
from tangentx.syntax import nodes


def like(s, name: str, wanted: Structure, place: Place, env: Env) -> None:
    """Take apart what is a real tuple in `name`, or inside it, where it is a structure in `wanted`."""
    here = env.structures.get(name)
    if here is None:
        made = _unfolded(s, name, wanted, place, env)
        if made is not None:
            env.bind(name, s.structure_type(made, env), made)
        return
    while True:
        found = _first_unlike(s, env.structures[name], wanted, env)
        if found is None:
            return
        owner, i, outline = found
        made = _unfolded(s, owner.items[i], outline, place, env)
        exchange(env, owner, replace(owner, items=(*owner.items[:i], made, *owner.items[i + 1 :])))


def _first_unlike(s, here: Structure, wanted: Structure, env: Env) -> tuple[Structure, int, Structure] | None:
    """A slot with a real tuple where `wanted` has a structure, and that structure."""
    if here.cls is not wanted.cls or here.keys != wanted.keys or len(here.items) != len(wanted.items):
        return None
    for i, (one, two) in enumerate(zip(here.items, wanted.items, strict=True)):
        if isinstance(one, Structure) and isinstance(two, Structure):
            found = _first_unlike(s, one, two, env)
            if found is not None:
                return found
        elif isinstance(two, Structure) and _fits(env.types.get(one), two):
            return here, i, two
    return None


def _fits(kind, wanted: Structure) -> bool:
    """Is it a tuple of the outline, in which nothing can be changed?"""
    if not isinstance(kind, Sequence) or kind.cls is not wanted.cls or len(kind.items) != len(wanted.items):
        return False
    if any(is_mutable(part) for part in inside(wanted)):
        return False
    pairs = zip(kind.items, wanted.items, strict=True)
    return all(_fits(k, item) for k, item in pairs if isinstance(item, Structure))


def _unfolded(s, name: str, wanted: Structure, place: Place, env: Env) -> Structure | None:
    """The tuple in `name` as variables."""
    kind = env.types.get(name)
    if not _fits(kind, wanted):
        return None
    items: list = []
    for i, item in enumerate(wanted.items):
        cell = s.fresh(f"{name.lstrip('_')}__{i}")
        containers.read_whole(
            s, cell, containers.resolve(nodes.name(name), env), kind, nodes.constant(i), place, env
        )
        items.append(_unfolded(s, cell, item, place, env) if isinstance(item, Structure) else cell)
    return Structure(kind.cls, None, tuple(items), origin=wanted.origin, label=wanted.label)
