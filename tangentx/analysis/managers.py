"""Context managers of the user's, while specialising: what they do stands before and behind the body.

with Scaled(k) as s:            s = k * 2               # __enter__
    y = s * x           ->      y = s * x
                                ...                     # __exit__

An exception that leaves the body leaves the program, or is a flag by then (`frontend.exceptions`).  So `__exit__` runs
where the body ends, if what it does and gives is the same after an exception.  A generator behind `@contextmanager` is
a loop of one trip over it.
"""

from __future__ import annotations

import contextlib
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import FunctionType, MappingProxyType
from typing import Any, ClassVar

import gast

from tangentx.analysis import generators, protocol
from tangentx.analysis.callees import prepared
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Const
from tangentx.errors import NotDifferentiableError
from tangentx.frontend import anf, joining, parse, scopes
from tangentx.records import Enter, For, Function, Leave, Place
from tangentx.syntax import nodes

_NOTHING = nodes.constant(None)
_LIBRARIES = {*sys.stdlib_module_names, "numpy", "scipy"} - {"__main__"}


@dataclass(eq=False)
class Decorated:
    """A local generator function under `@contextmanager`."""

    function: LocalFunction
    stands_for_function: ClassVar[bool] = True


@dataclass(eq=False)
class Opened:
    """What a call of a `@contextmanager` function gives."""

    generator: generators.Generator


# -- made by a generator -----------------------------------------------------------------------------------


def call(s, target: str, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """A call of a generator function under `@contextmanager`; False for anything else."""
    if isinstance(callee, Decorated):
        made, parent, defaults = callee.function.function, callee.function.frame, callee.function.defaults
    elif _is_decorated(callee):
        made, parent, defaults = _prepared(callee.__wrapped__), None, None
    else:
        return False
    generators.create(s, target, made, parent, operands, keywords, place, env, defaults)
    env.bind(target, Const(Opened(s.kind(nodes.name(target), env).value)))
    return True


def _is_decorated(callee: Any) -> bool:
    if not isinstance(callee, FunctionType) or callee.__globals__.get("__name__") != contextlib.__name__:
        return False
    return inspect.isgeneratorfunction(getattr(callee, "__wrapped__", None))


def _decorate(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    known = getattr(s.kind(operands[0], env), "value", None) if operands else None
    if not isinstance(known, LocalFunction):
        return False
    env.bind(target, Const(Decorated(known)))
    return True


HANDLERS: Mapping[Any, Callable] = MappingProxyType({contextlib.contextmanager: _decorate})


@lru_cache(maxsize=256)
def _prepared(function: FunctionType) -> Function:
    """The generator, with the `finally` around its `yield` behind it: see the module."""
    parsed = parse.parse(function)
    tree = nodes.rebuilt(parsed.tree, lambda node: node)
    tree.body = _straight(tree.body)
    return joining.one_exit(anf.normalise(replace(parsed, tree=tree)))


def _straight(body: list) -> list:
    out: list = []
    for stmt in body:
        around = isinstance(stmt, gast.Try) and not stmt.handlers and not stmt.orelse and _yields(stmt.body)
        out += [*_straight(stmt.body), *stmt.finalbody] if around else [stmt]
    return out


def _yields(body: list) -> bool:
    return any(isinstance(node, gast.Yield) for stmt in body for node in gast.walk(stmt))


# -- entering ----------------------------------------------------------------------------------------------


def opened(s, stmt: Enter, env: Env, frame: Frame, place: Place) -> gast.AST | None:
    """The manager as an atom, if it is one of the user's; else None."""
    node, atom = stmt.manager, nodes.name(s.fresh("_manager"))
    if isinstance(node, gast.Call) and _is_ours(s, node.func, env, frame, place):
        s.bind_value(atom.id, node, place, env, frame)
    elif isinstance(node, gast.Name) and _known(s, s.atom(node, env, frame, place), env):
        s.copy(atom.id, s.atom(node, env, frame, place), place, env)  # it outlives the name
    else:
        return None
    return atom if _known(s, atom, env) else None


def _known(s, atom: gast.AST, env: Env) -> bool:
    """Is it a manager whose methods, or generator, can be followed?"""
    known = getattr(s.kind(atom, env), "value", None)
    return isinstance(known, Opened) or _exit(s, atom, env) is not None


def _is_ours(s, func: gast.AST, env: Env, frame: Frame, place: Place) -> bool:
    """Does the call make one?"""
    if not isinstance(func, gast.Name) and not (nodes.dotted(func) or "").count(".") == 1:
        return False
    known, owner = s.callee(func, env, frame, place)
    if owner is not None:
        return protocol.object_of(s, known, env)
    value = getattr(s.kind(known, env), "value", None)
    if isinstance(value, type):
        return isinstance(protocol.watched(s, value, "__exit__"), FunctionType) and _is_user(value)
    return isinstance(value, LocalFunction | Decorated) or _is_decorated(value) or _is_user(value)


def _is_user(value: Any) -> bool:
    root = (getattr(value, "__module__", None) or "").partition(".")[0]
    return isinstance(value, type | FunctionType) and root not in _LIBRARIES


def _exit(s, atom: gast.AST, env: Env) -> FunctionType | None:
    structure = s.structure(atom, env)
    return protocol.special(s, atom, "__exit__", env) if isinstance(structure, Structure) else None


def block(s, stmt: Enter, atom: gast.AST, inner: tuple, leave: Leave, env: Env, frame: Frame) -> Env | None:
    """`with atom as target: inner`."""
    place = s.place(stmt.place, frame)
    known = getattr(s.kind(atom, env), "value", None)
    if isinstance(known, Opened):
        return _generated(s, stmt, known.generator, inner, env, frame)
    leaving = _exit(s, atom, env)
    if not _is_the_same(leaving, stmt.guarded):
        _refuse(s, place)
    value = nodes.name(s.fresh("_entered"))
    entering = protocol.special(s, atom, "__enter__", env)
    s.python_call(value.id, atom, entering, [atom], {}, place, env)
    if stmt.target is not None:
        s.copy(s.local(stmt.target, frame), value, place, env)
    end = s.block(inner, env, frame)
    if end is not None:
        after = s.place(leave.place, frame)
        s.python_call(s.fresh("_"), atom, leaving, [atom, _NOTHING, _NOTHING, _NOTHING], {}, after, end)
    return end


def _is_the_same(leaving: FunctionType, guarded: bool) -> bool:
    """Does `__exit__` let every exception pass, and do the same for each where one may be caught?"""
    tree = prepared(leaving).tree
    own = [node for stmt in tree.body for node in scopes.walk_same_scope(stmt)]
    given = [n.value for n in own if isinstance(n, gast.Return) and n.value is not None]
    names = {p.id for p in scopes.parameters_of(tree.args)[1:]}
    asked = any(isinstance(n, gast.Name) and n.id in names for n in own)
    passes = all(isinstance(v, gast.Constant) and not v.value for v in given)
    return passes and not (guarded and asked)


def _generated(
    s, stmt: Enter, generator: generators.Generator, inner: tuple, env: Env, frame: Frame
) -> Env | None:
    tree = generator.function.tree
    count = sum(isinstance(node, gast.Yield) for node in gast.walk(tree))
    loops = [node for node in gast.walk(tree) if isinstance(node, gast.For | gast.While)]
    place = s.place(stmt.place, frame)
    if count != 1 or any(_yields(loop.body) for loop in loops):
        _refuse(s, place)
    if stmt.guarded and not _is_last(generator.function):
        _refuse(s, place)
    target = stmt.target or s.fresh("_entered")
    if stmt.target is None:
        frame.names[target] = target
    loop = For(target, _NOTHING, inner, (), stmt.place, stmt.guarded)
    return generators.loop(s, generator, loop, place, env, frame)


def _is_last(function: Function) -> bool:
    """Is all that stands behind the `yield` in a `finally`?"""
    tree = function.tree if function.callable is None else parse.parse(function.callable).tree
    last = tree.body[-1]
    if isinstance(last, gast.Try) and not last.handlers:
        last = last.body[-1]
    return isinstance(last, gast.Expr) and isinstance(last.value, gast.Yield)


def _refuse(s, place: Place) -> None:
    raise NotDifferentiableError(
        "a context manager whose end depends on the exception that leaves its body", code="TX205", place=place,
        lines=s.lines(place), label="this manager", help=("write `try` and `except` in the function",),
    )  # fmt: skip
