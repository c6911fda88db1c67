"""Exceptions that carry values: an exception that is raised and caught in the program is taken apart like an object.

    raise Found(x * y)                          error_args_0 = x * y
    ...                                 ->      failed = True
    except Found as e: z = e.args[0]            z = error_args_0

An exception is an object that has `args` from the beginning.  Where nobody catches it the statement stays as it is.
"""

from __future__ import annotations

import types as python_types
from typing import Any

import gast

from tangentx.analysis import containers, objects, protocol
from tangentx.analysis.program import unborn
from tangentx.analysis.restarts import Restart
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Const
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import scopes
from tangentx.frontend.thunks import thunk
from tangentx.frontend.weaving import MARK
from tangentx.instances import is_exception_class
from tangentx.records import Place
from tangentx.syntax import nodes


def make(s, target: str, cls: type, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`target = Found(...)`; False where nothing is to be had from taking it apart."""
    if not _carries(s, cls, any(s.is_varied(a, env) for a in [*operands, *keywords.values()])):
        return False
    made = unborn(cls, target)
    me = nodes.name(s.fresh("_self"))
    env.bind(me.id, s.structure_type(made, env), made)
    set_args(s, me, operands, place, env)
    init = protocol.watched(s, cls, "__init__")
    if isinstance(init, python_types.FunctionType):
        s.python_call(s.fresh("_"), me, init, [me, *operands], keywords, place, env)
    elif keywords:
        protocol.refuse(s, f"a keyword argument of {cls.__name__}", place)
    structure = env.structures.pop(me.id)
    env.types.pop(me.id)
    env.bind(target, s.structure_type(structure, env), structure)
    return True


def _carries(s, cls: type, varied: bool) -> bool:
    """Is an exception of this class taken apart?  Where one carries a derivative, all of them are."""
    if cls in s.hints.classes.values():
        return True  # there is no such class at run time
    if varied and cls not in s.hints.carrying:
        s.hints.carrying.add(cls)
        raise Restart
    return cls in s.hints.carrying


def set_args(s, me: gast.AST, operands: list, place: Place, env: Env) -> None:
    """`me.args = (...)`, as `BaseException.__init__` does."""
    given = nodes.name(s.fresh("_args"))
    containers.display(s, given.id, tuple, operands, None, place, env)
    objects.set_item(s, protocol.object_of(s, me, env), "args", given, place, env)


def variable(exc: gast.AST, frame: Frame) -> gast.Name | None:
    """The variable of the program that an expression is."""
    plain = isinstance(exc, gast.Name) and not exc.id.endswith(MARK)
    found = frame.find(exc.id) if plain else None
    return None if found is None else nodes.name(found)


def raised(
    s, exc: gast.AST, cls: type, varied: bool, env: Env, frame: Frame, place: Place
) -> gast.Name | None:
    """The exception that a `raise` raises, as a variable that is taken apart; None where it stays as it is."""
    known = variable(exc, frame)
    if known is not None and s.kind_or_none(known, env) != Const(cls):
        return known if s.structure(known, env) is not None else None
    read = nodes.names_read(exc)
    late = any(isinstance(part, gast.NamedExpr) for part in gast.walk(exc))
    if not is_exception_class(cls) or late or any(name.endswith(MARK) for name in read):
        return None
    if not _carries(s, cls, varied):
        return None
    made = exc if isinstance(exc, gast.Call) else gast.copy_location(gast.Call(exc, [], []), exc)
    variables = {name for name in read if frame.find(name) is not None}
    function = LocalFunction(thunk(frame.function, made, variables), frame)
    target = s.fresh("_raised")
    s.call(target, nodes.name(s.fresh("_raise")), Const(function), [], {}, place, env)
    return nodes.name(target) if s.structure(nodes.name(target), env) is not None else None


def is_initialiser(callee: Any) -> bool:
    """`Exception.__init__`, which has no source."""
    owner = getattr(callee, "__objclass__", None)
    return (
        getattr(callee, "__name__", "") == "__init__"
        and isinstance(owner, type)
        and issubclass(owner, BaseException)
        and is_exception_class(owner)
    )


def carries_key(s, run: tuple, env: Env) -> bool:
    """May one of these statements raise a KeyError whose key has a derivative?"""
    return any(s.is_varied(key, env) for stmt in run for key in _keys(getattr(stmt, "value", None)))


def _keys(value: gast.AST | None) -> list[gast.AST]:
    """The variables that an operation looks up in a dict or a set, if it is one of these."""
    if isinstance(value, gast.Subscript):
        return [value.slice] if isinstance(value.slice, gast.Name) else []
    method = value.func if isinstance(value, gast.Call) else None
    looks_up = isinstance(method, gast.Attribute) and method.attr in ("pop", "remove")
    return [a for a in value.args[:1] if isinstance(a, gast.Name)] if looks_up else []


def refuse_origin(s, name: str, place: Place) -> None:
    """`error.__cause__` and the like, which the raising of an exception sets."""
    raise UnsupportedSyntaxError(
        f"`{name}` of an exception is read", code="TX204", place=place, lines=s.lines(place),
        help=("keep the value that is read there in a variable, or in a field of the exception",),
    )  # fmt: skip


ORIGINS = ("__cause__", "__context__", "__suppress_context__", "__traceback__")


def delete(s, names: tuple[str, ...], env: Env, frame: Frame) -> None:
    """`del name`; of an exception that the lowering of `try` names, only what is taken apart ends here."""
    for name in names:
        variable = s.local(name, frame)
        if variable in env.structures or name in scopes.identifiers(frame.function.tree):
            env.types.pop(variable, None)
            env.structures.pop(variable, None)


def numbers(node: gast.AST) -> set[str]:
    """The names that get into an exception as they are, not as text."""
    if isinstance(node, gast.JoinedStr):
        return set()
    if isinstance(node, gast.Name):
        return {node.id}
    if isinstance(node, (gast.GeneratorExp, gast.ListComp, gast.SetComp, gast.DictComp, gast.Lambda)):
        return set(nodes.names_read(node))  # without its own variables
    parts = nodes.children(node)
    if isinstance(node, gast.Call) and nodes.dotted(node.func) in ("str", "repr", "format"):
        return set()
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "format":
        return set()
    if (
        isinstance(node, gast.BinOp)
        and isinstance(node.op, gast.Mod)
        and isinstance(node.left, gast.Constant)
    ):
        return set()
    return {name for part in parts for name in numbers(part)}
