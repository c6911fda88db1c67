"""What is read out of a text that is known, is known: `"x y +".split()`, `re.findall(...)`, `json.loads(...)`.

Lists, tuples and dicts come out as displays of their constants, so that loops over them are unrolled and keys found.
"""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import containers, protocol
from tangentx.analysis.program import Op
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, Text, Type, is_float_like, is_scalar
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

_PATTERN = ("findall", "split", "sub")
_METHODS: Mapping[type, tuple[str, ...]] = MappingProxyType({
    str: ("split", "rsplit", "splitlines", "partition", "rpartition"), re.Pattern: _PATTERN,
})  # fmt: skip
_FUNCTIONS = (re.findall, re.split, re.sub, json.loads, ast.literal_eval, textwrap.dedent)
_READERS = ("@builtins.float", "@builtins.complex", "@numpy.float64", "@numpy.fromstring", "@json.loads")
_CONVERSIONS: Mapping[int, Callable] = MappingProxyType(
    {-1: lambda value: value, ord("s"): str, ord("r"): repr, ord("a"): ascii}
)
_PLAIN = (bool, int, float, complex, str, type(None))


def method(s, target: str, owner: Type, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """`target = owner.name(...)`; False where it is not a text that is known."""
    if not isinstance(owner, Const) or name not in _METHODS.get(type(owner.value), ()):
        return False
    return _called(s, target, getattr(owner.value, name), operands, keywords, place, env)


def formatted(s, target: str, written: gast.JoinedStr, place: Place, env: Env) -> bool:
    """`target = f"{name}_log"`; False where what it holds is not known."""
    text = _text(s, written, env)
    if text is not None:
        s.copy(target, nodes.constant(text), place, env)
    return text is not None


def _text(s, written: gast.JoinedStr, env: Env) -> str | None:
    """The text that an f-string is, where it holds only texts and whole numbers that are known."""
    pieces = []
    for piece in written.values:
        if isinstance(piece, gast.FormattedValue):
            kind, how = s.kind_or_none(piece.value, env), piece.format_spec
            spec = "" if how is None else _text(s, how, env)
            if not isinstance(kind, Const) or type(kind.value) not in (str, int, bool) or spec is None:
                return None
            pieces.append(format(_CONVERSIONS[piece.conversion](kind.value), spec))
        else:
            pieces.append(piece.value)
    return "".join(pieces)


def follow(s, stmt: Bind, op: Op, kind: Type | None, env: Env) -> None:
    """`float(str(x))`: a number that goes through a text would lose its derivative, without a word."""
    read = nodes.names_read(stmt.value)
    reader = nodes.dotted(stmt.value.func) if isinstance(stmt.value, gast.Call) else None
    if reader in _READERS:
        if s.spelled and any(n in s.spelled or isinstance(env.types.get(n), Text) for n in read):
            s.missing("a number that is read from a text", stmt.place)
    elif (
        isinstance(kind, Text) and any(s.is_varied(nodes.name(n), env) for n in read) and _in_full(stmt.value)
    ):
        s.spelled.add(stmt.target)
    elif not s.spelled.isdisjoint(read) and not is_scalar(kind) and not is_float_like(kind):
        s.spelled.add(stmt.target)


def _in_full(written: gast.AST) -> bool:
    """Does the text have all digits of the numbers in it, as far as that is known?  Else they are rounded."""
    if isinstance(written, gast.JoinedStr):
        return any(isinstance(p, gast.FormattedValue) and p.format_spec is None for p in written.values)
    known = [
        n.value for n in nodes.walk(written) if isinstance(n, gast.Constant) and isinstance(n.value, str)
    ]
    return not known or any(re.search(r"%[sr]|\{\w*(!\w)?\}", text) for text in known)


def _called(s, target: str, function: Callable, operands, keywords, place: Place, env: Env) -> bool:
    kinds = [s.kind(a, env) for a in (*operands, *keywords.values())]
    if not all(isinstance(k, Const) and isinstance(k.value, (*_PLAIN, re.Pattern)) for k in kinds):
        return False
    values = [k.value for k in kinds]
    try:
        found = function(
            *values[: len(operands)], **dict(zip(keywords, values[len(operands) :], strict=True))
        )
    except (TypeError, ValueError, SyntaxError, re.error):  # at run time as well
        return False
    if not _is_plain(found):
        return False
    s.copy(target, _display(s, found, place, env), place, env)
    return True


def _is_plain(value: Any) -> bool:
    if type(value) in (list, tuple):
        return all(_is_plain(item) for item in value)
    if type(value) is dict:
        return all(_is_plain(item) for item in value.values())
    return type(value) in _PLAIN


def _display(s, value: Any, place: Place, env: Env) -> gast.AST:
    """An atom for lists, tuples and dicts of constants."""
    if type(value) in _PLAIN:
        return nodes.constant(value)
    name = s.fresh("_known")
    if type(value) is dict:
        items = [_display(s, item, place, env) for item in value.values()]
        containers.dictionary(s, name, [nodes.constant(key) for key in value], items, place, env)
    else:
        items = [_display(s, item, place, env) for item in value]
        containers.display(s, name, type(value), items, None, place, env)
    return nodes.name(name)


def _function(function: Callable) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        return _called(s, target, function, operands, keywords, place, env)

    return handler


def _shown(*names: str) -> Callable:
    """`str(obj)` is what the methods of its class give."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        methods = [protocol.special(s, a, name, env) for a in operands[:1] for name in names]
        method = next((found for found in methods if found is not None), None)
        if method is None or len(operands) != 1 or keywords:
            return False
        s.python_call(target, func, method, operands, {}, place, env)
        return True

    return handler


HANDLERS = {function: _function(function) for function in _FUNCTIONS} | {
    str: _shown("__str__", "__repr__"),
    repr: _shown("__repr__"),
}
