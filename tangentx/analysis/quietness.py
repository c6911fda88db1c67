"""Which statements of a program cannot raise what a `try` catches: they need no attempt.

try:
    y = x[0] * x[1]             # at most an IndexError
    if y > 1.0:
        raise Converged(y)      # the only way to the handler
except Converged as e: ...
"""

from __future__ import annotations

import sys

import gast

from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    INT,
    Array,
    Const,
    ListOf,
    Range,
    Scalar,
    Sequence,
    Text,
    Type,
    is_scalar,
    may_be_a_number,
    same_shape,
)  # fmt: skip
from tangentx.instances import is_exception_class
from tangentx.records import Bind, Enter, Final, Guarded, Leave
from tangentx.syntax import nodes

_QUIET_OPERATORS = (gast.Add, gast.Sub, gast.Mult)
_HARMLESS_OPS = ("copy", "leaf", "append")
_LIBRARIES = ("@math", "@numpy", "@builtins", "@numpy.linalg")
_BUILT_IN = (Array, Scalar, Const, Sequence, ListOf, Range, Text)
_OPERATIONS = (gast.Call, gast.Subscript, gast.BinOp, gast.UnaryOp, gast.Compare)


def may_raise(s, stmt, classes: tuple | None, env: Env) -> bool:
    """May the statement of the program raise something that is caught?"""
    op = s.ops.get(id(stmt))
    if op is not None and (op.kind in _HARMLESS_OPS or (op.kind == "display" and not _starred(stmt.value))):
        return False
    if not isinstance(stmt, Bind):
        return not isinstance(stmt, Guarded | Enter | Leave | Final)
    value = stmt.value
    if classes is not None and (_of_the_users(s, value, classes, env) or _is_item(s, value, classes, env)):
        return False
    return _value_raises(s, value, classes, env)


def _value_raises(s, value: gast.AST, classes: tuple | None, env: Env) -> bool:
    if isinstance(value, gast.Call) and _is_quiet_call(s, value, env):
        return False
    operands = {
        gast.BinOp: lambda: [value.left, value.right] if isinstance(value.op, _QUIET_OPERATORS) else None,
        gast.UnaryOp: lambda: [value.operand],
        gast.Compare: lambda: [value.left, *value.comparators],
    }.get(type(value), lambda: None)()
    if operands is None:
        return not isinstance(value, gast.Name | gast.Constant)
    kinds = [s.kind(a, env) for a in operands]
    if all(_is_number(k) for k in kinds):
        return False
    floating = classes is None or any(issubclass(FloatingPointError, c) for c in classes)
    return floating or not _fit(kinds)


def _is_quiet_call(s, call: gast.Call, env: Env) -> bool:
    """`float` of a real number, `np.array` of a list of numbers."""
    written = nodes.dotted(call.func)
    if len(call.args) != 1 or call.keywords:
        return False
    if written in ("@numpy.array", "@numpy.asarray"):
        parts = getattr(call.args[0], "elts", [call.args[0]])
        return all(_is_real(s.kind_or_none(part, env)) for part in parts)
    return written in ("@builtins.float", "@float") and _is_real(s.kind_or_none(call.args[0], env))


def _is_real(kind: Type | None) -> bool:
    if isinstance(kind, Const):
        return isinstance(kind.value, bool | int | float)
    return is_scalar(kind) and getattr(kind, "kind", "") in ("float", "bool", "f", "b")


def _of_the_users(s, value: gast.AST, classes: tuple, env: Env) -> bool:
    """Is it an operation of Python or NumPy, which never raises the exceptions of the user's that are caught?"""
    if not all(is_exception_class(c) and _is_users(c) for c in classes):
        return False
    if not isinstance(value, _OPERATIONS):
        return False
    if isinstance(value, gast.Call) and (nodes.dotted(value.func) or "").rpartition(".")[0] not in _LIBRARIES:
        return False
    names = (nodes.name(n) for n in nodes.names_read(value) if n[0] != "@")
    return all(isinstance(s.kind(name, env), _BUILT_IN) for name in names)


def _is_users(cls: type) -> bool:
    """Is the class none of Python's or NumPy's?"""
    package = cls.__module__.partition(".")[0]
    return package not in sys.stdlib_module_names and package not in ("numpy", "scipy")


def _is_item(s, value: gast.AST, classes: tuple, env: Env) -> bool:
    """Is it `x[i]` with an integer, and no IndexError is caught?"""
    if not isinstance(value, gast.Subscript) or any(issubclass(IndexError, c) for c in classes):
        return False
    base, index = s.kind(value.value, env), value.slice
    whole = isinstance(index, gast.Constant | gast.Name) and s.kind(index, env)
    is_int = whole == INT or isinstance(whole, Scalar) and whole.kind == "int"
    is_int = is_int or isinstance(whole, Const) and type(whole.value) is int
    surely = isinstance(base, Array | Range) and not may_be_a_number(base)
    return is_int and surely and getattr(base, "shape", True) != ()


def _starred(value: gast.AST) -> bool:
    return any(isinstance(part, gast.Starred) for part in nodes.walk(value))


def _is_number(kind: Type) -> bool:
    """A Python number: adding, multiplying and comparing it raises nothing."""
    if isinstance(kind, Const):
        return isinstance(kind.value, bool | int | float)
    return is_scalar(kind) and not isinstance(kind, Array)


def _fit(kinds: list[Type]) -> bool:
    """Numbers and arrays that surely broadcast to each other."""
    shapes = [k.shape for k in kinds if isinstance(k, Array) and not k.scalar]
    known = all(isinstance(k, Array) or _is_number(k) for k in kinds)
    return known and all(isinstance(s, tuple) and same_shape(s, shapes[0]) for s in shapes)
