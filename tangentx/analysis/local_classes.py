"""Classes that a function makes: `class` statements in it, and calls of `namedtuple` and `make_dataclass`.

The statement is executed once for each activation of the function, from its own code: the class and its methods are
what Python makes, but for the variables of the function that they see, which have no value as yet.  Where a method is
put in place, such a name is looked up in the function's frame, as that of a nested function is.
"""

from __future__ import annotations

import builtins
import collections
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from types import CellType, CodeType, FunctionType, MappingProxyType
from typing import Any

import gast

from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import UNKNOWN, Const
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place
from tangentx.syntax import nodes


def define(s, target: str, node: gast.ClassDef, place: Place, env: Env, frame: Frame) -> None:
    """`class target: ...`."""
    code = next(_codes(_outermost(frame).function.callable.__code__, node), None)
    if code is None:
        refuse(s, node.name, place)
    key = (code, tuple(sorted(frame.names.items())))
    cls = s.hints.classes.get(key)
    if cls is None:
        cls = s.hints.classes[key] = _made(s, node, code, place, env, frame)
    late = [n for n in code.co_freevars if frame.find(n) is not None]
    around, looping = [jumps.carried for jumps in s.loops], frame
    while looping is not None:
        if late and any(loop in looping.loops for loop in around):
            refuse(s, node.name, place)  # each trip has variables of its own
        looping = looping.parent
    for function in _functions(cls):
        s.homes[id(function)] = (function, frame)
    s.shared |= {
        frame.find(n) for part in gast.walk(node) if isinstance(part, gast.Nonlocal) for n in part.names
    }
    env.bind(target, Const(cls))


def _outermost(frame: Frame) -> Frame:
    while frame.function.callable is None and frame.parent is not None:
        frame = frame.parent
    return frame


def _codes(code: CodeType, node: gast.ClassDef) -> Iterator[CodeType]:
    """The code of the class body, somewhere in this code."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_name == node.name and inner.co_firstlineno in (first, node.lineno):
                yield inner
            yield from _codes(inner, node)


def _made(s, node: gast.ClassDef, code: CodeType, place: Place, env: Env, frame: Frame) -> type:
    space = _outermost(frame).function.namespace
    known = _known(env, frame)
    cells = [CellType(known[n]) if n in known else space.cells.get(n) or CellType() for n in code.co_freevars]
    body = FunctionType(code, space.globals, node.name, None, tuple(cells))
    names = {**{n: c.cell_contents for n, c in space.cells.items()}, **known}

    def value(part: gast.AST) -> Any:
        shown = gast.gast_to_ast(gast.Expression(part))
        return eval(compile(shown, "<class>", "eval"), space.globals, names)

    try:
        keywords = {k.arg: value(k.value) for k in node.keywords}
        cls = builtins.__build_class__(body, node.name, *map(value, node.bases), **keywords)
        for decorator in reversed(node.decorator_list):
            cls = value(decorator)(cls)
    except Exception:
        refuse(s, node.name, place)
    return cls


def _known(env: Env, frame: Frame | None) -> dict[str, Any]:
    """The variables of the function, and of those around it, whose values are objects of the outside."""
    found: dict[str, Any] = {}
    while frame is not None:
        for name, variable in frame.names.items():
            kind = env.types.get(variable)
            if isinstance(kind, Const) and not type(kind.value).__module__.startswith("tangentx."):
                found.setdefault(name, kind.value)
        frame = frame.parent
    return found


def _functions(cls: type) -> Iterator[FunctionType]:
    """Every function that the class body has made."""
    parts = ("__func__", "fget", "fset", "fdel", "func", "__wrapped__")
    pending = [*vars(cls).values()]
    while pending:
        member = pending.pop()
        if isinstance(member, FunctionType):
            yield member
        pending += [getattr(member, p) for p in parts if isinstance(getattr(member, p, None), FunctionType)]


def refuse(s, name: str, place: Place) -> None:
    """A class that cannot be made before its function runs."""
    raise UnsupportedSyntaxError(
        f"the class `{name}` depends on values that are known only when the function runs", code="TX209", place=place,
        lines=s.lines(place), help=("move the class to the module", "pass the values to its objects"),
    )  # fmt: skip


# -- called ------------------------------------------------------------------------------------------------


def _maker(function: Callable) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        try:
            given = [_value(s, a, env) for a in operands]
            named = {k: _value(s, a, env) for k, a in keywords.items()}
        except ValueError:
            refuse(s, target, place)
        key = (function, place, repr(given), repr(named))
        if key not in s.hints.classes:
            s.hints.classes[key] = function(*given, **named)
            s.hints.classes[key].__module__ = s.function.module  # else it says who called
        env.bind(target, Const(s.hints.classes[key]))
        return True

    return handler


def _value(s, atom: gast.AST, env: Env) -> Any:
    """The value of an argument that is known; ValueError where it is not."""
    structure, kind = atom if isinstance(atom, Structure) else s.structure(atom, env), UNKNOWN
    if structure is not None and structure.keys is None:
        return structure.cls(
            _value(s, nodes.name(i) if isinstance(i, str) else i, env) for i in structure.items
        )
    if structure is None:
        kind = s.kind(atom, env)
    if not isinstance(kind, Const):
        raise ValueError
    return kind.value


HANDLERS: Mapping[Any, Callable] = MappingProxyType(
    {function: _maker(function) for function in (collections.namedtuple, dataclasses.make_dataclass)}
)
