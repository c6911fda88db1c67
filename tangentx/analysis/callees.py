"""What is called: a callee in words, as a key of the registry, as a parsed function."""

from __future__ import annotations

import builtins
import functools
import inspect
import operator
import types as python_types
from typing import Any

import gast

from tangentx.analysis import accessors
from tangentx.analysis.types import (
    Array,
    Type,
    is_scalar,
    may_be_a_number,
)
from tangentx.frontend import normalise
from tangentx.frontend.joining import guarded, one_exit
from tangentx.frontend.parse import parse
from tangentx.records import (
    Function,
)

OPERATORS = {
    gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul, gast.Div: operator.truediv,
    gast.Pow: operator.pow, gast.MatMult: operator.matmul, gast.FloorDiv: operator.floordiv, gast.Mod: operator.mod,
    gast.BitAnd: operator.and_, gast.BitOr: operator.or_, gast.BitXor: operator.xor, gast.LShift: operator.lshift,
    gast.RShift: operator.rshift, gast.USub: operator.neg, gast.UAdd: operator.pos, gast.Not: operator.not_,
    gast.Invert: operator.invert, gast.Eq: operator.eq, gast.NotEq: operator.ne, gast.Lt: operator.lt,
    gast.LtE: operator.le, gast.Gt: operator.gt, gast.GtE: operator.ge, gast.Is: operator.is_,
    gast.IsNot: operator.is_not, gast.In: lambda a, b: a in b, gast.NotIn: lambda a, b: a not in b,
}  # fmt: skip


def rank_of(kind: Type) -> int | None:
    """The number of axes, where it is known."""
    if isinstance(kind, Array):
        return None if may_be_a_number(kind) else kind.rank
    return 0 if is_scalar(kind) else None


def describe(callee: Any) -> str:
    """A callee in words."""
    if isinstance(callee, str):
        return callee.replace(":", " ")
    module = getattr(callee, "__module__", None) or ""
    name = getattr(callee, "__qualname__", getattr(callee, "__name__", repr(callee)))
    return name if module in ("", "builtins", "_operator") else f"{module}.{name}"


def function_of(callee: Any):
    """A Python callable for a callee, also for "method:sum", "attribute:T" and "builtin:abs"."""
    if not isinstance(callee, str):
        return callee
    kind, _, name = callee.partition(":")
    if kind == "builtin":
        return getattr(builtins, name)
    if kind == "method":
        return accessors.method(name)
    return accessors.attribute(name)


def key(callee: Any) -> Any:
    """The registry's key for a callee: builtins go by name."""
    name = getattr(callee, "__name__", None)
    return f"builtin:{name}" if isinstance(name, str) and getattr(builtins, name, None) is callee else callee


@functools.lru_cache(maxsize=512)
def _prepared_code(code: python_types.CodeType, function: python_types.FunctionType) -> Function:
    return one_exit(normalise(parse(function)))


def prepared(function: python_types.FunctionType) -> Function:
    """A user function parsed and normalised (once for each function object)."""
    return _prepared_code(function.__code__, function)


def identity_of(function: Any) -> Any:
    """What a function is, for telling recursion: closures of one code (the wrappers of a decorator) are several."""
    code = getattr(function, "__code__", None)
    if code is None:
        return function
    return code, id(function.__globals__), tuple(id(cell) for cell in function.__closure__ or ())


def prepared_under_guard(function: Function, catches: gast.AST | None) -> tuple[Function, str, str]:
    """A prepared function again, with its whole body in a `try`: see `joining.guarded`."""
    return guarded(function, catches)


def signature_of(function: Function) -> inspect.Signature:
    """The signature of a parsed function (defaults only marked as present)."""
    made = [
        inspect.Parameter(
            p.name, getattr(inspect.Parameter, p.kind),
            default=inspect.Parameter.empty if p.default is None else p.default,
        )
        for p in function.parameters
    ]  # fmt: skip
    return inspect.Signature(made)


def is_ours(callee: Any) -> bool:
    """Is it one of tangentx' own functions, which emitted code calls?"""
    return (getattr(callee, "__module__", None) or "").startswith("tangentx.")


def emitted_function(callee: Any) -> python_types.FunctionType | None:
    """The Python function behind a callee: itself, a wrapper's target, a Numba dispatcher's py_func."""
    if isinstance(callee, python_types.FunctionType):
        return callee
    inner = getattr(callee, "py_func", None)
    return inner if isinstance(inner, python_types.FunctionType) else None
