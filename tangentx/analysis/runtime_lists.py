"""Methods of lists that exist at run time.

An element that comes or goes is one operation, "append" or "pop", whose adjoint is the other one on the list of
adjoints.  Whatever else changes a list is a row of those, in plain Python (`prelude`).

    items.insert(1, v)      ->      at = slice(1, None).indices(len(items))[0]
                                    items.insert(at, v)             # adjoint: v_bar += items_bar.pop(at)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import gast

from tangentx.analysis import absent, containers, indexed, iterators, orders, prelude, sameness, widening
from tangentx.analysis.container_stores import append, extend
from tangentx.analysis.joins import opened
from tangentx.analysis.lists import changeable, holder
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import is_nameless
from tangentx.analysis.types import INT, UNKNOWN, Const, ListOf, Range
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def method(
    s, target, base: gast.AST, owner: ListOf, name: str, operands, keywords, place: Place, env: Env
) -> bool:
    """A method of a list that exists at run time; False where it is like any other call."""
    handler = _METHODS.get(name)
    if handler is None or not isinstance(base, gast.Name):
        return False
    if name not in _READING:
        changeable(s, owner, place)
        containers.owned(s, base, place)
    return handler(s, target, base, operands, keywords, place, env) is not False


# -- one element -------------------------------------------------------------------------------------------


def _append(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    if len(operands) != 1:
        return False
    append(s, base, operands[0], place, env)
    _trim(s, base, 0, place, env)
    env.bind(target, Const(None))
    return True


def _append_left(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    append(s, base, operands[0], place, env, nodes.constant(0))
    _trim(s, base, -1, place, env)
    env.bind(target, Const(None))
    return True


def _pop_left(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    return _pop(s, target, base, [nodes.constant(0)], keywords, place, env)


def _trim(s, base: gast.AST, end: int, place: Place, env: Env) -> None:
    """A deque that is longer than it may be loses what is at the other end."""
    limit = s.kind(base, env).limit
    if limit is not None:
        given = [base, nodes.constant(limit), nodes.constant(end)]
        s.inline_prelude(s.fresh("_"), prelude.trimmed, given, place, env)


def _whole_deque(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    return containers.refuse(s, "`rotate` or `extendleft` of a deque of unknown length", place)


def _extend(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    if len(operands) != 1:
        return False
    if s.kind(base, env).limit is not None:
        containers.refuse(s, "extending a deque that has a `maxlen`", place)
    extend(s, base, operands[0], place, env)
    env.bind(target, Const(None))
    return True


def _insert(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    if len(operands) != 2:
        return False
    at = operands[0]
    if s.kind(at, env) != Const(0):  # a place behind the end, or counted from it
        part = gast.Call(external("builtins.slice"), [at, nodes.constant(None)], [])
        length = indexed.length(s, base, place, env)
        bounds = nodes.method(part, "indices", length)
        at = _number(s, gast.Subscript(bounds, nodes.constant(0), gast.Load()), place, env)
    append(s, base, operands[1], place, env, at)
    env.bind(target, Const(None))
    return True


def _pop(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    at = operands[0] if operands else nodes.constant(-1)
    known = s.kind(at, env)
    if known == Const(-1):
        where, operand = [], {}
    else:
        if not (isinstance(known, Const) and isinstance(known.value, int) and known.value >= 0):
            at = place_of(s, base, at, place, env)
        where, operand = [at], {"index": at}
    call = nodes.method(base, "pop", *where)
    absent.take(s, s.kind(base, env), call, place)
    item = opened(s.kind(base, env).item, s.sampler.fresh) or UNKNOWN
    widening.read_from(s, target, base, at, item, "item")
    s.emit(Bind(target, call, place), Op("pop", operands={"base": base, **operand}, pure=False), item, env)
    return True


def place_of(s, base: gast.AST, index: gast.AST, place: Place, env: Env) -> gast.AST:
    """An index counted from the beginning; an IndexError where Python raises one."""
    every = gast.Call(external("builtins.range"), [indexed.length(s, base, place, env)], [])
    return _number(s, gast.Subscript(every, index, gast.Load()), place, env)


def _number(s, expr: gast.AST, place: Place, env: Env) -> gast.AST:
    name = s.fresh("_at")
    s.emit(Bind(name, expr, place), Op("inactive"), INT, env)
    return nodes.name(name)


# -- several elements --------------------------------------------------------------------------------------


def is_plain(s, base: gast.AST, more: list, env: Env) -> bool:
    """Nothing differentiated in the list, and nothing that comes into it, as far as is known here?"""
    if any(s.is_varied(a, env) for a in (base, *more)) or s.walking in s.hints.followed:
        return False
    s.loans.unfollowed.setdefault(s.walking, set()).update((base.id, holder(env, base.id)))
    return True


def _woven(function: Callable) -> Callable:
    """A method that is the function of the prelude with this name."""

    def handler(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
        if is_plain(s, base, operands, env):
            return False
        s.inline_prelude(target, function, [base, *operands], place, env)
        return True

    return handler


def _told(name: str) -> Callable:
    """A method that tells where something is, or how often."""

    def handler(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
        if is_nameless(s.kind(base, env).item):
            containers.refuse(s, f"`{name}` of a list of objects whose class is made in a function", place)
        sameness.check_among(s, operands[0], base, place, env)
        atoms = [s.stored(a, place, env) for a in operands]
        call = nodes.method(base, name, *(s.whole(a, env, True) for a in atoms))
        s.emit(Bind(target, call, place), Op("inactive"), INT, env)
        return True

    return handler


def _remove(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    at = s.fresh("_at")
    _told("index")(s, at, base, operands, {}, place, env)
    _pop(s, s.fresh("_removed"), base, [nodes.name(at)], {}, place, env)
    env.bind(target, Const(None))
    return True


def _sort(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    if is_plain(s, base, [], env) and (keywords.get("key") is None or s.is_outside(keywords["key"], env)):
        return False
    made = s.fresh("_sorted")
    orders.sort(s, made, external("builtins.sorted"), [base], keywords, place, env)
    s.inline_prelude(target, prelude.refilled, [base, nodes.name(made)], place, env)
    return True


def _copy(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    if not s.is_varied(base, env):
        return False
    s.inline_prelude(target, prelude.collected, [base], place, env)
    return True


def _delete(s, target, base, operands, keywords, place: Place, env: Env) -> bool:
    known = s.kind(operands[0], env)
    if getattr(operands[0], "id", None) in s.slices:
        if is_plain(s, base, [], env):
            return False
        found = positions(s, base, operands[0], place, env)
        s.inline_prelude(target, prelude.thinned, [base, nodes.name(found)], place, env)
        return True
    if known != INT and not isinstance(known, Const):
        containers.refuse(s, "`del` of a part of a list that is not known", place)
    _pop(s, s.fresh("_deleted"), base, operands, keywords, place, env)
    env.bind(target, Const(None))
    return True


def positions(s, base: gast.AST, part: gast.AST, place: Place, env: Env) -> str:
    """A variable for the positions that a slice means: `range(len(items))[part]`."""
    name = s.fresh("_positions")
    every = gast.Call(external("builtins.range"), [indexed.length(s, base, place, env)], [])
    s.emit(Bind(name, gast.Subscript(every, part, gast.Load()), place), Op("inactive"), Range(), env)
    return name


def assign_slice(s, base: gast.AST, part: gast.Slice, value: gast.AST, place: Place, env: Env) -> bool:
    """`items[a:b] = values` and `items[a:b:c] = values`; False where the statement itself does it: nothing of it is
    differentiated, or the tangents come beside it."""
    if s.forward or is_plain(s, base, [value], env):
        return False
    new, value = s.fresh("_new"), iterators.sequence(s, value, place, env)
    s.inline_prelude(new, prelude.collected, [value], place, env)
    found = positions(s, base, part, place, env)
    if part.step is not None:
        filler = prelude.refilled_at
        s.inline_prelude(s.fresh("_"), filler, [base, nodes.name(found), nodes.name(new)], place, env)
        return True
    start = _number(s, gast.Attribute(nodes.name(found), "start", gast.Load()), place, env)
    given = [base, nodes.name(found), start, nodes.name(new)]
    s.inline_prelude(s.fresh("_"), prelude.replaced, given, place, env)
    return True


def _slice(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`slice(a, b)` as an object: what it is made of is remembered for who takes it apart again."""
    bounds = [None] * 3
    bounds[slice(1, 2) if len(operands) == 1 else slice(len(operands))] = operands
    s.slices[target] = gast.Slice(
        *(None if b is None or s.kind(b, env) == Const(None) else b for b in bounds)
    )
    known = [s.kind(b, env) if b is not None else Const(None) for b in bounds]
    if not all(isinstance(k, Const) and isinstance(k.value, int | None) for k in known):
        return False
    kind = Const(slice(*(k.value for k in known)))
    s.emit(Bind(target, gast.Call(func, operands, []), place), Op("inactive"), kind, env)
    return True


HANDLERS: dict[object, Callable] = {slice: _slice}
_READING = ("index", "count", "copy", "__copy__")
_METHODS: Mapping[str, Callable] = MappingProxyType(
    {
        "append": _append,
        "appendleft": _append_left,
        "popleft": _pop_left,
        "rotate": _whole_deque,
        "extendleft": _whole_deque,
        "extend": _extend,
        "insert": _insert,
        "pop": _pop,
        "remove": _remove,
        "reverse": _woven(prelude.turned),
        "clear": _woven(prelude.emptied),
        "sort": _sort,
        "index": _told("index"),
        "count": _told("count"),
        "copy": _copy,
        "__copy__": _copy,
        "__delitem__": _delete,
    }
)
