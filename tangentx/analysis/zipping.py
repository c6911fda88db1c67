"""`zip` of generators: those that surely end, and do nothing but compute, are read one after another.

zip((f(x) for x in xs), (g(y) for y in ys))     ->      zip([f(x) for x in xs], [g(y) for y in ys])
"""

from __future__ import annotations

import types as python_types
from typing import Any

import gast

from tangentx.analysis import outside, protocol
from tangentx.analysis.callees import prepared
from tangentx.analysis.generators import Generator
from tangentx.analysis.recipes import Cursor
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Array, Const, Text
from tangentx.syntax import nodes

_LIBRARIES = ("numpy", "scipy", "math", "cmath", "operator", "builtins")
_ENDLESS = gast.While, gast.Try, gast.With, gast.YieldFrom, gast.Lambda
_OTHERS = (*outside.CHANGERS, "iter", "input", "open")
_OF_ARRAYS = ("shape", "size", "ndim", "T", "real", "imag")
_CHANGING = gast.Delete, gast.Nonlocal, gast.Global, gast.NamedExpr, gast.Await


def is_plain(s, generator: Generator, env: Env) -> bool:
    """Does it end, change nothing and read no other iterator, so that when it is read is not seen?"""
    tree, frame = generator.function.tree, generator.frame
    inner = [node for node in gast.walk(tree) if node is not tree]
    if any(isinstance(node, (*_ENDLESS, *_CHANGING, gast.FunctionDef)) for node in inner):
        return False
    called = {id(node.func) for node in inner if isinstance(node, gast.Call)}
    if any(_is_store(node) or _is_property(s, node, called, frame, env) for node in inner):
        return False
    names = {node.id for node in inner if isinstance(node, gast.Name)}
    if any(_is_iterator(s, frame.find(name), env) for name in {*names, *frame.names}):
        return False
    return all(_only_computes(s, node.func, frame, env) for node in inner if isinstance(node, gast.Call))


def _is_store(node: gast.AST) -> bool:
    return isinstance(node, gast.Subscript | gast.Attribute) and not isinstance(node.ctx, gast.Load)


def _is_property(s, node: gast.AST, called: set[int], frame: Frame, env: Env) -> bool:
    """May reading this attribute run code of the user's?"""
    if not isinstance(node, gast.Attribute) or id(node) in called or node.attr in _OF_ARRAYS:
        return False
    name = frame.find(getattr(node.value, "id", ""))
    owner = None if name is None or name not in env.types else protocol.object_of(s, nodes.name(name), env)
    if owner is not None:
        return protocol.watched(s, owner.cls, node.attr) is not None
    return not isinstance(_value(s, node.value, frame, env), python_types.ModuleType)


def _is_iterator(s, name: str | None, env: Env) -> bool:
    """What `iter` gave, another generator or an object that gives items: it may be read elsewhere as well."""
    if name is None or name not in env.types:
        return False
    structure, kind = s.structure(nodes.name(name), env), s.kind(nodes.name(name), env)
    if structure is not None and (structure.cls is Cursor or hasattr(structure.cls, "__next__")):
        return True
    return isinstance(kind, Const) and isinstance(kind.value, Generator)


def _only_computes(s, func: gast.AST, frame: Frame, env: Env) -> bool:
    """Is it a function of a library, or one of the user's that only looks at its arguments?"""
    callee = _value(s, func, frame, env)
    if isinstance(callee, LocalFunction):
        return _only_looks(callee.function)
    if isinstance(callee, python_types.FunctionType) and not _is_of_library(callee):
        return _only_looks(prepared(callee))
    if callee is None and isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name):
        name = frame.find(func.value.id)
        known = None if name is None or name not in env.types else s.kind(nodes.name(name), env)
        of_text = isinstance(known, Text) or isinstance(getattr(known, "value", None), str)
        return of_text or isinstance(known, Array) and func.attr not in outside.CHANGERS
    return _is_of_library(callee) and getattr(callee, "__name__", "next") not in _OTHERS


def _only_looks(function: Any) -> bool:
    seen = gast.walk(function.tree)
    return outside.only_looks(function) and not any(isinstance(node, _CHANGING) for node in seen)


def _is_of_library(callee: Any) -> bool:
    module = getattr(callee, "__module__", None) or getattr(type(callee), "__module__", "")
    return module.split(".")[0] in _LIBRARIES and "random" not in module and not outside.only_reports(callee)


def _value(s, node: gast.AST, frame: Frame, env: Env) -> Any:
    """What a name, or a name of a module, stands for; None where it is not known."""
    if isinstance(node, gast.Attribute):
        owner = _value(s, node.value, frame, env)
        if not isinstance(owner, python_types.ModuleType):
            return None
        s.externals.asked(owner, node.attr)
        return getattr(owner, node.attr, None)
    if not isinstance(node, gast.Name):
        return None
    name = frame.find(node.id)
    if name is not None:
        known = s.kind(nodes.name(name), env) if name in env.types else None
        return known.value if isinstance(known, Const) else None
    try:
        return frame.function.namespace.lookup(node.id)[1]
    except KeyError:
        return None
