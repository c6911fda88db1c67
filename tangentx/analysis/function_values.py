"""Functions as values: partials, getters and bound methods, which exist only while specialising."""

from __future__ import annotations

import functools
import inspect
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar

import gast

from tangentx.analysis import choices, containers, memoised
from tangentx.analysis.callees import emitted_function
from tangentx.analysis.classes_of import class_of
from tangentx.analysis.members import Functions, enumerated, is_enumerated
from tangentx.analysis.observed import type_of
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env, LocalFunction, Unreached
from tangentx.analysis.types import BOOL, Const, Maybe, some
from tangentx.errors import NotDifferentiableError
from tangentx.records import Bind, Place, Raise
from tangentx.syntax import nodes


@dataclass(eq=False)
class Partial:
    """`functools.partial(f, *args, **keywords)` made while specialising; its arguments are variables."""

    function: gast.AST
    operands: tuple[gast.AST, ...]
    keywords: Mapping[str, gast.AST]
    stands_for_function: ClassVar[bool] = True


@dataclass(eq=False)
class Getter:
    """`operator.itemgetter(...)`, `attrgetter(...)` or `methodcaller(...)`."""

    how: str
    operands: tuple[gast.AST, ...]
    keywords: Mapping[str, gast.AST]
    stands_for_function: ClassVar[bool] = True


@dataclass(eq=False)
class BoundMethod:
    """`x.sum` as a value: looked up when it was made, called later."""

    base: gast.AST
    name: str
    stands_for_function: ClassVar[bool] = True


INSIDE = (LocalFunction, Partial, Getter, BoundMethod)  # what emitted code cannot name


def holds(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An atom that keeps its value when the variable is bound anew."""
    if not isinstance(atom, gast.Name) or atom.id.startswith("@"):
        return atom
    name = s.fresh("_kept")
    s.copy(name, atom, place, env)
    return nodes.name(name)


def _partial(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    atoms = [holds(s, a, place, env) for a in operands]
    named = {k: holds(s, a, place, env) for k, a in keywords.items()}
    env.bind(target, Const(Partial(atoms[0], tuple(atoms[1:]), named)))
    return True


def _getter(how: str) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        env.bind(target, Const(Getter(how, tuple(operands), keywords)))
        return True

    return handler


def _wraps(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`functools.wraps(f)` gives a decorator that changes nothing but names."""
    env.bind(target, Const(_unchanged))
    return True


def _unchanged(function: Any) -> Any:
    return function


def _cached(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`functools.cache(f)`, `functools.lru_cache(f)` and the decorators that `functools.lru_cache(maxsize=n)` gives."""
    value = getattr(s.kind(operands[0], env), "value", None) if operands else None
    if isinstance(value, LocalFunction):
        env.bind(target, Const(replace(value, cached=True)))
        return True
    if value is None or isinstance(value, int):
        env.bind(target, Const(functools.cache))
        return True
    return _first(s, target, func, operands, keywords, place, env)


def _first(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """A decorator that keeps what the function computes: `update_wrapper`."""
    value = getattr(s.kind(operands[0], env), "value", None) if operands else None
    if isinstance(value, LocalFunction):
        env.bind(target, Const(replace(value, renamed=True)))
    elif isinstance(value, INSIDE):
        s.copy(target, operands[0], place, env)
    return isinstance(value, INSIDE)


HANDLERS: dict[Any, Callable] = {
    functools.partial: _partial,
    functools.wraps: _wraps,
    functools.update_wrapper: _first,
    functools.cache: _cached,
    functools.lru_cache: _cached,
    _unchanged: _first,
    operator.itemgetter: _getter("item"),
    operator.attrgetter: _getter("attribute"),
    operator.methodcaller: _getter("method"),
}


# -- calls -------------------------------------------------------------------------------------------------


def call(s, target: str, value: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """A call of a value of this module, or of an object that stands for one; False for anything else."""
    handler = _CALLS.get(type(value))
    if handler is None:
        return False
    handler(s, target, value, operands, keywords, place, env)
    return True


def _call_local(s, target, value: LocalFunction, operands, keywords, place, env) -> None:
    if value.cached:
        memoised.call(s, target, value, operands, keywords, place, env)
    else:
        s.local_call(target, value, operands, keywords, place, env)


def _call_partial(s, target, value: Partial, operands, keywords, place, env) -> None:
    known = s.kind(value.function, env)
    s.call(
        target,
        value.function,
        known,
        [*value.operands, *operands],
        {**value.keywords, **keywords},
        place,
        env,
    )


def _call_bound(s, target, value: BoundMethod, operands, keywords, place, env) -> None:
    if value.name == "__getitem__" and len(operands) == 1:
        containers.subscript(s, target, value.base, operands[0], place, env)
        return
    s.method_call(target, value.base, s.kind(value.base, env), value.name, operands, keywords, place, env)


def _call_getter(s, target, value: Getter, operands, keywords, place, env) -> None:
    found = []
    for operand in value.operands if value.how != "method" else value.operands[:1]:
        name = s.fresh("_got")
        _GETTERS[value.how](s, name, value, operand, operands[0], place, env)
        found.append(nodes.name(name))
    if len(found) == 1:
        s.copy(target, found[0], place, env)
    else:
        containers.display(s, target, tuple, found, None, place, env)


def _get_item(s, target, value, operand, base, place, env) -> None:
    containers.subscript(s, target, base, operand, place, env)


def _get_attribute(s, target, value, operand, base, place, env) -> None:
    *path, last = s.kind(operand, env).value.split(".")
    for attribute in path:
        name = s.fresh("_a")
        s.attribute(name, base, attribute, s.kind(base, env), place, env)
        base = nodes.name(name)
    s.attribute(target, base, last, s.kind(base, env), place, env)


def _get_method(s, target, value, operand, base, place, env) -> None:
    name = s.kind(operand, env).value
    s.method_call(target, base, s.kind(base, env), name, list(value.operands[1:]), value.keywords, place, env)


_GETTERS = {"item": _get_item, "attribute": _get_attribute, "method": _get_method}


def _call_outer_getter(how: str) -> Callable:
    """A getter made outside: what it gets is asked of its pickle."""

    def handler(s, target, value, operands, keywords, place, env) -> None:
        _, arguments, *_ = value.__reduce__()
        made = Getter(how, tuple(nodes.constant(a) for a in arguments), {})
        _call_getter(s, target, made, operands, keywords, place, env)

    return handler


def _call_outer_partial(s, target, value: functools.partial, operands, keywords, place, env) -> None:
    s.externals.written(value.keywords)
    fixed = [s.constant_atom(v, env, place) for v in value.args]
    named = {k: s.constant_atom(v, env, place) for k, v in value.keywords.items()}
    function = s.constant_atom(value.func, env, place)
    s.call(target, function, type_of(value.func), [*fixed, *operands], {**named, **keywords}, place, env)


def call_one(s, target: str, func: gast.AST, operands, keywords, place: Place, env: Env) -> None:
    """`if f == "sin": y = np.sin(x)`, `else: y = np.cos(x)`."""

    def walk(atom: gast.AST, kind: Const, inner: Env) -> None:
        s.call(target, atom, kind, operands, keywords, place, inner)

    for_each(s, func, walk, place, env)


def with_one(s, target: str, func, callee, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """A call of something that only takes functions that are known, with one that is not: a call for each of them."""
    given = {i: s.kind(a, env) for i, a in enumerate(operands)} | {
        k: s.kind(a, env) for k, a in keywords.items()
    }
    at = next(
        (i for i, kind in given.items() if isinstance(kind, Functions) and not is_enumerated(kind)), None
    )
    if at is None or emitted_function(callee) is not None:
        return False

    def walk(atom: gast.AST, kind: Const, inner: Env) -> None:
        row = [atom if i == at else a for i, a in enumerate(operands)]
        named = {k: atom if k == at else a for k, a in keywords.items()}
        s.plain_call(target, func, callee, row, named, place, inner)

    for_each(s, operands[at] if isinstance(at, int) else keywords[at], walk, place, env)
    return True


def for_each(s, func: gast.AST, walk: Callable, place: Place, env: Env) -> None:
    """A branch for each function that `func` may be."""
    kind = s.kind_or_none(func, env)
    if s.guarding is not None:
        s.refuse_guard(place)
    _chain(s, func, some(kind).members, isinstance(kind, Maybe), walk, place, env)


def _chain(s, func: gast.AST, members: tuple, sure: bool, walk: Callable, place: Place, env: Env) -> None:
    """`sure`: the last of them is asked for as well, because there may be something that is not called."""
    (first, *rest), candidate = members, nodes.name(s.fresh("_candidate"))
    if enumerated(first.kind) is not None:
        candidate = s.constant_atom(first.kind.value, env)
    else:
        env.bind(candidate.id, first.kind)
    if not rest and not sure:
        walk(candidate, first.kind, env)
        return
    test = s.fresh("_test")
    expr = gast.Compare(func, [gast.Eq()], [choices.tag(first)])
    s.emit(Bind(test, expr, place), Op("inactive", reason="a comparison"), BOOL, env)

    def otherwise(inner: Env) -> None:
        if rest:
            _chain(s, func, tuple(rest), sure, walk, place, inner)
        else:
            s.out.append(Raise(_not_callable(), None, place))
            raise Unreached

    body, end_body = s.apart(lambda inner: walk(candidate, first.kind, inner), env.copy())
    orelse, end_orelse = s.apart(otherwise, env.copy())
    joined, fix_body, fix_orelse = s.join(end_body, end_orelse, place)
    if joined is None:
        raise Unreached
    s.fork(nodes.name(test), s.ended(body, fix_body), s.ended(orelse, fix_orelse), place, env)
    env.become(joined)


def _not_callable() -> gast.AST:
    return gast.Call(
        external("builtins.TypeError"), [nodes.constant("'NoneType' object is not callable")], []
    )


_CALLS: Mapping[type, Callable] = MappingProxyType(
    {
        LocalFunction: _call_local,
        Partial: _call_partial,
        BoundMethod: _call_bound,
        Getter: _call_getter,
        functools.partial: _call_outer_partial,
        operator.itemgetter: _call_outer_getter("item"),
        operator.attrgetter: _call_outer_getter("attribute"),
    }
)


# -- questions -----------------------------------------------------------------------------------------


def is_cached(value: Any) -> bool:
    """Made by `functools.lru_cache` or `functools.cache`?"""
    return isinstance(value, functools._lru_cache_wrapper)


def refuse_unknown(s, place: Place) -> None:
    raise NotDifferentiableError(
        "what is called here is not known while the derivative is written",
        code="TX304", place=place, lines=s.lines(place), label="this callee",
        help=("call a function that can be seen from here: a global, a parameter or a local one",),
    )  # fmt: skip


def bound_method(s, target: str, base: gast.AST, owner: Any, name: str, place: Place, env: Env) -> bool:
    """`x.sum` as a value: True where `name` is a method of what `owner` says."""
    cls = class_of(owner)
    s.externals.asked(cls, name)
    if cls is None or not callable(getattr(cls, name, None)) or inspect.isdatadescriptor(getattr(cls, name)):
        return False
    env.bind(target, Const(BoundMethod(holds(s, base, place, env), name)))
    return True
