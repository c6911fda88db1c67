"""Unpacking while specialising: `a, *b, c = value`."""

from __future__ import annotations

import gast

from tangentx.analysis import containers
from tangentx.analysis.scope import Env
from tangentx.analysis.types import UNKNOWN, Array, ListOf
from tangentx.records import Place, Unpack
from tangentx.syntax import nodes


def unpack(s, targets: tuple[str, ...], value: gast.AST, place: Place, env: Env) -> None:
    """`a, *b, c = value`."""
    value = s.iterated_keys(value, place, env)
    kind = s.kind(value, env)
    star = next((i for i, t in enumerate(targets) if t[0] == "*"), None)
    items = containers.elements(s, value, place, env)
    whatever = s.forward and kind == UNKNOWN and s.is_varied(value, env)
    if items is None and star is None and (isinstance(kind, Array | ListOf) or whatever):
        for i, target in enumerate(targets):
            containers.subscript(s, target, value, nodes.constant(i), place, env)
        return
    if items is None:
        if s.is_varied(value, env):
            containers.refuse(s, "unpacking a sequence whose length is not known", place)
        s.out.append(Unpack(targets, s.whole(value, env), place))
        for target in targets:
            env.bind(target.lstrip("*"), UNKNOWN)
            s.note(target.lstrip("*"), UNKNOWN)
        return
    if len(items) != len(targets) if star is None else len(items) < len(targets) - 1:
        containers.refuse(s, f"unpacking {len(items)} values into {len(targets)} names", place)
    if star is not None:
        after = len(targets) - star - 1
        middle = items[star : len(items) - after]
        containers.display(s, targets[star][1:], list, middle, None, place, env)
        pairs = [*zip(targets[:star], items[:star], strict=True)]
        pairs += [*zip(targets[star + 1 :], items[len(items) - after :], strict=True)]
    else:
        pairs = list(zip(targets, items, strict=True))
    bound: set[str] = set()
    for target, _ in pairs:
        bound.add(target)
    for i, (target, atom) in enumerate(pairs):
        if isinstance(atom, gast.Name) and atom.id in bound and atom.id != target:
            name = s.fresh("_old")  # `a, b = b, a`: all values are taken before any name is bound
            s.copy(name, atom, place, env)
            pairs[i] = (target, nodes.name(name))
    for target, atom in pairs:
        s.copy(target, atom, place, env)
