"""A container in some trips of a loop, None or a real one in others: it exists at run time wherever a trip ends.

hit = None                                      hit = None
for i in range(len(y)):                         for i in range(len(y)):
    if y[i] > limit:                    ->          if y[i] > limit:
        hit = (i, y[i])                                 hit_0 = y[i]
        break                                           hit = (i, hit_0)
                                                        break

As where branches meet (`optional`), but here the ends of a trip are written down before it is known what there is at
the others: what is found out goes to `carried.real`, and the loop is walked again.
"""

from __future__ import annotations

from dataclasses import replace

from tangentx.analysis import lists, optional
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Tree
from tangentx.records import Place


def at_end(s, real: set[str], head: Env, env: Env, place: Place) -> None:
    """Where a trip ends: what is None at the head, or at another end, is a real container from here on."""
    for name in [n for n in env.structures if not lists.is_temporary(n)]:
        if name not in env.structures:
            continue  # real by now: another name for one that was made real
        at_head = name not in head.structures and optional.is_real(env.structures[name], head.types.get(name))
        if at_head or name in real:
            tree = isinstance(head.types.get(name), Tree) or _is_planted(s, name, place)
            optional.realise(s, name, env.structures[name], place, env, tree)


def found(s, real: set[str], head: Env, entry: Env, end: Env | None, jumps, place: Place) -> bool:
    """Is there a name that is None, or real, at one end of a trip, and taken apart at another, or at the head?"""
    known = [env for env in (head, end, *jumps.continues, *jumps.breaks) if env is not None]
    names = {
        name: one for env in known for name, one in env.structures.items() if not lists.is_temporary(name)
    }
    new = [
        name
        for name, structure in names.items()
        if (_is_planted(s, name, place) or any(_is_otherwise(env, name, structure) for env in known))
        and not _is_real(real, head, name)
    ]
    for name in new:
        real.add(name)
        if name in head.structures and name in entry.types:
            optional.realise(s, name, head.structures[name], place, head, _is_planted(s, name, place))
        elif name in head.structures:
            del head.structures[name], head.types[name]
    return bool(new)


def _is_planted(s, name: str, place: Place) -> bool:
    """Is it a tree in this loop, as an earlier walk has found?"""
    return (replace(place, via=()), name) in s.hints.planted


def _is_otherwise(env: Env, name: str, structure: Structure) -> bool:
    return name not in env.structures and optional.is_real(structure, env.types.get(name))


def _is_real(real: set[str], head: Env, name: str) -> bool:
    return name in real and name not in head.structures
