"""What is read out of a text that is known, is known: `"x y +".split()`, `re.findall(...)`, `json.loads(...)`.

Lists, tuples and dicts come out as displays of their constants, so that loops over them are unrolled and keys found.
"""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import containers, protocol
from tangentx.analysis.program import Op
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const, Text, Type, Unknown, is_scalar
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

_PATTERN = ("findall", "split", "sub")
_METHODS: Mapping[type, tuple[str, ...]] = MappingProxyType({
    str: ("split", "rsplit", "splitlines", "partition", "rpartition"), re.Pattern: _PATTERN,
})  # fmt: skip
_FUNCTIONS = (re.findall, re.split, re.sub, json.loads, ast.literal_eval, textwrap.dedent)
_READERS = tuple(
    f"@{name}" for name in (
        "builtins.float", "builtins.complex", "builtins.eval", "ast.literal_eval", "json.loads", "numpy.float32",
        "numpy.float64", "numpy.fromstring", "numpy.genfromtxt", "numpy.loadtxt",
    )
)  # fmt: skip
_DIGITS = 12  # from so many on, a text holds a number, not what is shown of it
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
    spelled = not s.spelled.isdisjoint(read)
    if _reads_numbers(stmt.value):
        if spelled:
            s.missing("a number that is read from a text", stmt.place)
        return
    varied = any(s.is_varied(nodes.name(n), env) for n in read)
    printed = varied and _callee(stmt.value) == "@builtins.print"
    if spelled or printed:  # into a file, or a list, by one of its methods
        s.spelled |= {n for n in read if isinstance(env.types.get(n), Unknown)}
    if _shows(stmt, op, kind) and varied and _in_full(stmt.value):
        s.spelled.add(stmt.target)
    elif spelled and not is_scalar(kind) and not isinstance(kind, Array):
        s.spelled.add(stmt.target)


def _shows(stmt: Bind, op: Op, kind: Type | None) -> bool:
    """Is it a text, as far as that is known?  What is no text and has no rule is refused where it is called."""
    unknown = op.kind == "inactive" and op.rule is None and isinstance(kind, Unknown)
    return isinstance(kind, Text) or unknown and isinstance(stmt.value, gast.Call)


def _callee(value: gast.AST) -> str | None:
    return nodes.dotted(value.func) if isinstance(value, gast.Call) else None


def _reads_numbers(value: gast.AST) -> bool:
    callee = _callee(value)
    if callee in ("@numpy.array", "@numpy.asarray"):
        return bool(value.keywords) or len(value.args) > 1
    return callee in _READERS or isinstance(value, gast.Call) and getattr(value.func, "attr", "") == "astype"


def run_over(s, target: str, over: gast.AST) -> None:
    """`for target in over`: the letters of a text, or the texts in something."""
    if not s.spelled.isdisjoint(nodes.names_read(over)):
        s.spelled.add(target)


def put(s, containers: Iterable[str], value: gast.AST) -> None:
    """The value is in the containers from here on."""
    if not s.spelled.isdisjoint(nodes.names_read(value)):
        s.spelled.update(containers)


def _in_full(written: gast.AST) -> bool:
    """Does the text have all digits of the numbers in it, as far as that is known?  Else they are rounded."""
    if isinstance(written, gast.JoinedStr):
        return any(_keeps_digits(_spec(p)) for p in written.values if isinstance(p, gast.FormattedValue))
    known = [
        n.value for n in nodes.walk(written) if isinstance(n, gast.Constant) and isinstance(n.value, str)
    ]
    specs = [spec for text in known for spec in _specs(text)]
    return not specs or any(_keeps_digits(spec) for spec in specs)


def _spec(piece: gast.FormattedValue) -> str:
    """How a piece of an f-string is written; nothing where that is not known."""
    how = [] if piece.format_spec is None else piece.format_spec.values
    return how[0].value if len(how) == 1 and isinstance(how[0], gast.Constant) else ""


def _specs(text: str) -> list[str]:
    """How each field of a text for `%` or `format` is written; the text itself is that for `format(x, text)`."""
    fields = re.findall(r"%([^%a-zA-Z]*[a-zA-Z])|\{([^{}]*)\}", text)
    return [percent or field.partition(":")[2] for percent, field in fields] or [text]


def _keeps_digits(spec: str) -> bool:
    """`>30`, `r` or `.17g`, and not `.2f` or `d`."""
    found = re.fullmatch(r"[^.]*?(?:\.(\d+))?([a-zA-Z%]?)", spec)
    if found is None:
        return True
    return int(found[1]) >= _DIGITS if found[1] else found[2] in ("", "s", "r", "a")


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
