"""Unpacking while specialising: `a, *b, c = value`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gast

from tangentx import runtime
from tangentx.analysis import absent, checks, containers, lent, protocol, runtime_lists
from tangentx.analysis.joins import element, plain
from tangentx.analysis.lists import is_temporary, leave
from tangentx.analysis.program import Op, external
from tangentx.analysis.refusals import of_number
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Range,
    Sequence,
    Tree,
    Type,
    Unknown,
    same_dim,
    sites_of,
)
from tangentx.records import Bind, Evaluate, Place, Unpack
from tangentx.syntax import nodes


def unpack(
    s, targets: tuple[str, ...], value: gast.AST, place: Place, env: Env, passed: bool = False
) -> None:
    """`a, *b, c = value`; `passed`: as `f(*value)` does it, where another count is a TypeError."""
    value = s.iterated_keys(value, place, env)
    if protocol.object_of(s, value, env):
        value = s.starred(value, place, env)
    kind = s.kind(value, env)
    star = next((i for i, t in enumerate(targets) if t[0] == "*"), None)
    items = containers.elements(s, value, place, env)
    whatever = s.forward and isinstance(kind, Unknown) and s.is_varied(value, env)
    if items is None and (
        isinstance(kind, Array | ListOf) or star is None and (whatever or isinstance(kind, Tree))
    ):
        _unknown_length(s, targets, star, value, place, env, passed)
        return
    if items is None:
        if s.is_varied(value, env):
            raises = of_number(kind, "cannot unpack non-iterable {}")
            containers.refuse(s, "unpacking a sequence whose length is not known", place, raises)
        _as_it_is(s, targets, value, place, env)
        return
    if len(items) != len(targets) if star is None else len(items) < len(targets) - 1:
        if s.hints.trees and s.loops and isinstance(kind, Sequence):
            absent.unpack(s, s.whole(value, env), len(targets), place)
        words = f"unpacking {len(items)} values into {len(targets)} names"
        containers.refuse(s, words, place, (TypeError if passed else ValueError)(words))
    if star is not None:
        after = len(targets) - star - 1
        middle, rest = items[star : len(items) - after], targets[star][1:]
        before = env.types.get(rest)
        containers.display(s, rest, list, middle, None, place, env)
        leave(s, rest, before, place, env)
        pairs = [*zip(targets[:star], items[:star], strict=True)]
        pairs += [*zip(targets[star + 1 :], items[len(items) - after :], strict=True)]
    else:
        pairs = list(zip(targets, items, strict=True))
    together(s, pairs, place, env)


def asked_for(stmt) -> tuple | None:
    """`a, *b, c = value` behind a question whether there are as many values; None of anything else."""
    starred = isinstance(stmt, Unpack) and any(t[0] == "*" for t in stmt.targets)
    if not starred or not isinstance(stmt.value, gast.Name) or getattr(stmt.value, "asked", False):
        return None
    value = nodes.name(stmt.value.id)
    value.asked = True
    call = gast.Call(external("runtime.check_least"), [stmt.value, nodes.constant(len(stmt.targets) - 1)], [])
    return Evaluate(call, stmt.place), replace(stmt, value=value)


def counted(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`runtime.check_least(value, count)`, for the `a, *b = value` that follows."""
    value, count = operands
    unknown = isinstance(s.kind(value, env), Array | ListOf)
    if unknown and containers.elements(s, value, place, env) is None:
        checks.check(s, func, [value, count], place)
        env.counted |= {(value.id, count.value)}
    env.bind(target, Const(None))
    return True


def side_by_side(stmt: Unpack) -> list[gast.AST]:
    """The values in `a, b = e, f`, if none of them is a name that gets one: there is no tuple then."""
    shown = stmt.value.elts if isinstance(stmt.value, gast.Tuple | gast.List) else []
    starred = any(isinstance(e, gast.Starred) for e in shown) or any(t[0] == "*" for t in stmt.targets)
    known = len(shown) == len(stmt.targets) > 1 and not starred
    return shown if known and {*nodes.names_read(stmt.value)}.isdisjoint(stmt.targets) else []


def together(s, pairs: list[tuple[str, gast.AST]], place: Place, env: Env) -> None:
    """`a, b = e, f` for names and atoms."""
    bound = {target for target, _ in pairs}
    for i, (target, atom) in enumerate(pairs):
        if isinstance(atom, gast.Name) and atom.id in bound and atom.id != target:
            name = s.fresh("_old")  # `a, b = b, a`: all values are taken before any name is bound
            s.copy(name, atom, place, env)
            pairs[i] = (target, nodes.name(name))
    for target, atom in pairs:
        s.copy(target, atom, place, env)


def _as_it_is(s, targets: tuple[str, ...], value: gast.AST, place: Place, env: Env) -> None:
    """The statement itself, for values that carry no derivative."""
    s.out.append(Unpack(targets, s.whole(value, env), place))
    temporary = isinstance(value, gast.Name) and is_temporary(value.id)
    whole = frozenset() if temporary else sites_of(s.kind(value, env))  # rows of an array with another name
    for target in (t.lstrip("*") for t in targets):
        kind = Unknown(whole | {target})
        env.bind(target, kind)
        s.note(target, kind)
        lent.read(s, target, value, env)


def _unknown_length(
    s, targets: tuple[str, ...], star: int | None, value: gast.AST, place: Place, env: Env, passed: bool
) -> None:
    """Items by their places; those behind the star are counted from the end, of what the first ones leave."""
    if isinstance(value, gast.Name) and value.id in [t.lstrip("*") for t in targets]:
        kept = s.fresh("_old")  # `x, y = x`
        s.copy(kept, value, place, env)
        value = nodes.name(kept)
    if star is None:
        _check_count(s, value, len(targets), place, env, passed)
    elif s.tried:
        if (value.id, len(targets) - 1) not in env.counted:
            _check(s, _CHECKS[passed, True], value, len(targets) - 1, place, env)
        env.counted -= {(value.id, len(targets) - 1)}
    for i, target in enumerate(targets[:star]):
        containers.subscript(s, target, value, nodes.constant(i), place, env)
    if star is None:
        return
    rest, count = nodes.name(s.fresh("_rest")), len(targets) - star - 1
    containers.subscript(s, rest.id, value, gast.Slice(nodes.constant(star), None, None), place, env)
    for i, target in enumerate(targets[star + 1 :]):
        at = runtime_lists.place_of(s, rest, nodes.constant(i - count), place, env)
        containers.subscript(s, target, rest, at, place, env)
    if count:
        middle = nodes.name(s.fresh("_middle"))
        part = gast.Slice(None, nodes.constant(-count), None)
        containers.subscript(s, middle.id, rest, part, place, env)
        rest = middle
    s.call(targets[star][1:], external("builtins.list"), Const(list), [rest], {}, place, env)


def _check_count(s, value: gast.AST, count: int, place: Place, env: Env, passed: bool) -> None:
    """Python raises where there are more values than names; once is enough for arrays of one length."""
    kind = s.kind(value, env)
    extent = kind.shape[0] if isinstance(kind, Array) and kind.rank else None
    if isinstance(kind, Array | ListOf | Tree) and (extent, count) not in env.counted:
        _check(s, _CHECKS[passed and s.tried, False], value, count, place, env)
    if extent is not None and same_dim(extent, extent):
        env.counted |= {(extent, count)}


_CHECKS = {  # by whether the items are arguments, and whether there may be more
    (False, False): runtime.check_count, (False, True): runtime.check_least,
    (True, False): runtime.check_arguments, (True, True): runtime.check_first_arguments,
}  # fmt: skip


def _check(s, which: Callable, value: gast.AST, count: int, place: Place, env: Env) -> None:
    """That there are as many values as there have to be, else Python raises: in a `try`, what it raises."""
    function = external(f"runtime.{which.__name__}")
    s.call(s.fresh("_"), function, Const(which), [value, nodes.constant(count)], {}, place, env)


def joined(s, target: str, cls: type, items: list, place: Place, env: Env) -> bool:
    """`target = [a, *b, c]` where the length of `b` is not known: `[a] + list(b) + [c]`."""
    long = [_is_long(s, item, place, env) for item in items]
    if cls not in (list, tuple) or not any(long):
        return False
    if not any(s.is_varied(a, env) for a in items):
        _untouched(s, target, cls, items, place, env)
        return True
    pieces: list[list] = [[]]
    for item, is_long in zip(items, long, strict=True):
        if is_long:
            pieces += [[item.value], []]
        else:
            pieces[-1].append(item)
    whole = _together(s, pieces, place, env)
    if cls is list:
        s.copy(target, whole, place, env)
    else:
        s.call(target, external("builtins.tuple"), Const(tuple), [whole], {}, place, env)
    return True


def _together(s, pieces: list[list], place: Place, env: Env) -> gast.AST:
    """The concatenation of lists: displays, and every other one a sequence."""
    total = None
    for i, piece in enumerate(pieces):
        name = nodes.name(s.fresh("_piece"))
        if i % 2:
            s.call(name.id, external("builtins.list"), Const(list), piece, {}, place, env)
        elif piece:
            containers.display(s, name.id, list, piece, None, place, env)
        else:
            continue
        if total is not None:
            both = nodes.name(s.fresh("_joined"))
            s.combine(both.id, total, gast.Add(), name, place, env)
            name = both
        total = name
    return total


def _untouched(s, target: str, cls: type, items: list, place: Place, env: Env) -> None:
    """The display as it is: no derivative goes through it."""
    kinds = [s.kind(item.value if isinstance(item, gast.Starred) else item, env) for item in items]
    starred = [isinstance(item, gast.Starred) for item in items]
    parts = [_items(s, k) if star else plain(k, k) for k, star in zip(kinds, starred, strict=True)]
    kind = parts[0]
    for other in parts[1:]:
        kind = s.join_types(kind, other)
    display = gast.List if cls is list else gast.Tuple
    expr = display([s.whole_argument(item, env) for item in items], gast.Load())
    s.emit(Bind(target, expr, place), Op("inactive"), ListOf(kind, cls), env)


def _items(s, kind: Type) -> Type | None:
    known = isinstance(kind, Array | ListOf | Sequence | Range)
    return element(kind, s.sampler.fresh) if known else UNKNOWN


def _is_long(s, item: gast.AST, place: Place, env: Env) -> bool:
    """`*` of a sequence whose length is not known?"""
    if not isinstance(item, gast.Starred) or s.structure(item.value, env) is not None:
        return False
    long = isinstance(s.kind_or_none(item.value, env), ListOf | Array | Range) or not s.is_varied(item, env)
    return long and s.known_trips(item.value, place, env) is None
