"""Calls of a local function behind `functools.cache`: as if it were computed anew, which nobody can tell here.

    @cache
    def term(i):                            term(3) runs once; what it gives is the same object each time
        return x * term(i - 1)

So the function may change nothing that others see, and nobody may change what it gives.
"""

from __future__ import annotations

from collections.abc import Iterator

import gast

from tangentx.analysis import identity
from tangentx.analysis.lists import freeze
from tangentx.analysis.program import base_name, statements
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Array, sites_of
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Augment, Bind, Evaluate, Place, Store


def call(
    s, target: str, callee: LocalFunction, operands: list, keywords: dict, place: Place, env: Env
) -> None:
    """`target = callee(...)`, of a function that is cached."""
    seen, start = set(_seen(callee.frame)) - {target}, len(s.out)
    before = {name: env.structures.get(name) for name in seen}
    s.local_call(target, callee, operands, keywords, place, env)
    changes = any(env.structures.get(name) is not known for name, known in before.items())
    if changes or any(_changes(s, stmt, seen, env) for stmt in statements(tuple(s.out[start:]))):
        raise UnsupportedSyntaxError(
            f"the cached function `{callee.function.name}` does more than to give a value",
            code="TX313", place=place, lines=s.lines(place),
            label="this call may run it, or find what it gave before",
            help=("without `cache`, keep what is known in a dict of your own",),
        )  # fmt: skip
    _protect(s, target, env)


def _seen(frame: Frame | None) -> Iterator[str]:
    """The variables around the function."""
    while frame is not None:
        yield from frame.names.values()
        frame = frame.parent


def _changes(s, stmt, seen: set[str], env: Env) -> bool:
    op = s.ops.get(id(stmt))
    if isinstance(stmt, Store | Augment):
        base = base_name(stmt.target)
        theirs = {site for name in seen for site in sites_of(env.types.get(name))}
        return base in seen or not theirs.isdisjoint(sites_of(s.types.get(base)))
    if isinstance(stmt, Evaluate):
        base = op.operands.get("base") if op is not None else None
        return isinstance(base, gast.Name) and base.id in seen
    if isinstance(stmt, Bind):
        return stmt.target in seen or (op is not None and not op.pure and op.kind == "inactive")
    return False


def _protect(s, target: str, env: Env) -> None:
    """What the function gives may be read."""
    freeze(env, target)
    structure = env.structures.get(target)
    if structure is not None:
        parts = {id(part) for part in identity.inside(structure)}
        identity.entangle(env, lambda part: id(part) in parts)
    names = identity.cells([structure]) if structure is not None else {target}
    for name in names:
        kind = env.types.get(name)
        if isinstance(kind, Array) and not kind.scalar:
            s.remembered |= sites_of(kind)
