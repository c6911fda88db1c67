"""What statements of a program may raise: those that cannot raise what a `try` catches need no attempt.

try:
    y = x[0] * x[1]             # at most an IndexError
    if y > 1.0:
        raise Converged(y)      # the only way to the handler
except Converged as e: ...

Of an operation that is known here, the exceptions are listed as they are raised, not their bases; of all others,
anything may come.  Not counted is what has nothing to do with the operation: no memory left, an interrupt.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable

import gast
import numpy as np

from tangentx.analysis.lists import is_dict
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
    is_surely_array,
    may_be_a_number,
    same_shape,
)  # fmt: skip
from tangentx.instances import is_exception_class
from tangentx.records import Augment, Bind, Enter, Final, Guarded, Leave, Store
from tangentx.syntax import nodes

Raised = tuple[type, ...]  # exceptions; `_ANYTHING` where nothing is known
_ANYTHING: Raised = (BaseException,)
_NEVER: Raised = ()
_FLOATING: Raised = (FloatingPointError, RuntimeWarning)  # as `np.errstate` and the filters of warnings say
_LIMITS: Raised = (ValueError, OverflowError, ZeroDivisionError)  # of the domain of a function of `math`
_OF_FLOATS = frozenset(
    """sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp expm1 log log1p log2 log10 sqrt pow hypot
    fabs floor ceil trunc erf erfc gamma lgamma degrees radians copysign isnan isinf isfinite fmod""".split()
)
_KEYS = (str, int, float)
_HARMLESS_OPS = ("copy", "leaf", "append")
_LIBRARIES = ("@math", "@numpy", "@builtins", "@numpy.linalg")
_BUILT_IN = (Array, Scalar, Const, Sequence, ListOf, Range, Text)
_OPERATIONS = (gast.Call, gast.Subscript, gast.BinOp, gast.UnaryOp, gast.Compare)


def may_raise(s, stmt, classes: tuple | None, env: Env) -> bool:
    """May the statement of the program raise something that is caught?  classes: None where that is not known."""
    op = s.ops.get(id(stmt))
    if op is not None and (op.kind in _HARMLESS_OPS or (op.kind == "display" and not _starred(stmt.value))):
        return False
    if isinstance(stmt, Store | Augment) and classes is not None:
        names = [*nodes.names_read(stmt.target), *nodes.names_read(stmt.value)]
        if _are_users(classes) and _are_built_in(s, names, env):
            return False
    if isinstance(stmt, Store):
        return _is_caught(_storing(s, stmt, env), classes)
    if not isinstance(stmt, Bind):
        return not isinstance(stmt, Guarded | Enter | Leave | Final)
    if classes is not None and _of_the_users(s, stmt.value, classes, env):
        return False
    return _is_caught(_raised_by(s, stmt.value, env), classes)


def _is_caught(raised: Raised, classes: tuple | None) -> bool:
    if not raised or classes is None or raised is _ANYTHING:
        return bool(raised)
    return any(issubclass(one, cls) for one in raised for cls in classes)


def _starred(value: gast.AST) -> bool:
    return any(isinstance(part, gast.Starred) for part in nodes.walk(value))


def _of_the_users(s, value: gast.AST, classes: tuple, env: Env) -> bool:
    """Is it an operation of Python or NumPy, which never raises the exceptions of the user's that are caught?"""
    if not _are_users(classes) or not isinstance(value, _OPERATIONS):
        return False
    if isinstance(value, gast.Call) and not _is_theirs(s, value.func, env):
        return False
    return _are_built_in(s, nodes.names_read(value), env)


def _is_theirs(s, function: gast.AST, env: Env) -> bool:
    """Is it a function of Python's or NumPy's, or a method of an array, a text or a container?"""
    if (nodes.dotted(function) or "").rpartition(".")[0] in _LIBRARIES:
        return True
    base = function.value if isinstance(function, gast.Attribute) else None
    return isinstance(base, gast.Name) and isinstance(s.kind_or_none(base, env), Array | ListOf | Text)


def _are_built_in(s, names: Iterable[str], env: Env) -> bool:
    """Are these numbers, arrays, texts and containers of Python's, whose operations are Python's and NumPy's?"""
    return all(isinstance(s.kind(nodes.name(name), env), _BUILT_IN) for name in names if name[0] != "@")


def _are_users(classes: tuple) -> bool:
    return all(is_exception_class(c) and _is_users(c) for c in classes)


def _is_users(cls: type) -> bool:
    """Is the class none of Python's or NumPy's?"""
    package = cls.__module__.partition(".")[0]
    return package not in sys.stdlib_module_names and package not in ("numpy", "scipy")


# -- operations --------------------------------------------------------------------------------------------


def _raised_by(s, value: gast.AST, env: Env) -> Raised:
    if isinstance(value, gast.Name | gast.Constant):
        return _NEVER
    handler = _HANDLERS.get(type(value))
    return _ANYTHING if handler is None else handler(s, value, env)


def _binary(s, value: gast.BinOp, env: Env) -> Raised:
    kinds = [s.kind_or_none(a, env) for a in (value.left, value.right)]
    divides = isinstance(value.op, gast.Div)
    if not divides and not isinstance(value.op, gast.Add | gast.Sub | gast.Mult):
        return _ANYTHING
    # A number of NumPy's may be one of Python's on some paths.
    divided = (ZeroDivisionError, OverflowError) if divides and all(map(is_scalar, kinds)) else _NEVER
    return divided if all(map(_is_number, kinds)) else _of_arrays(kinds, divided)


def _unary(s, value: gast.UnaryOp, env: Env) -> Raised:
    kind = s.kind_or_none(value.operand, env)
    signed = isinstance(value.op, gast.USub | gast.UAdd) and _is_numeric(kind)
    return _NEVER if signed or isinstance(value.op, gast.Not) and is_scalar(kind) else _ANYTHING


def _compared(s, value: gast.Compare, env: Env) -> Raised:
    kinds = [s.kind_or_none(a, env) for a in (value.left, *value.comparators)]
    asked = len(value.ops) > 1 and any(
        map(is_surely_array, kinds)
    )  # `a < b < c` asks for the truth of `a < b`
    if (
        asked
        or not all(map(_is_ordered, kinds))
        or any(isinstance(op, gast.In | gast.NotIn) for op in value.ops)
    ):
        return _ANYTHING
    return _NEVER if all(map(_is_number, kinds)) else _of_arrays(kinds)


def _of_arrays(kinds: list[Type | None], more: Raised = _NEVER) -> Raised:
    if not all(map(_is_numeric, kinds)):
        return _ANYTHING
    shapes = [k.shape for k in kinds if isinstance(k, Array) and not k.scalar]
    fit = all(isinstance(s, tuple) and same_shape(s, shapes[0]) for s in shapes)  # they surely broadcast
    return (*_FLOATING, *more) if fit else (*_FLOATING, ValueError, *more)


def _item(s, value: gast.Subscript, env: Env) -> Raised:
    """`x[i]` with an integer."""
    base = s.kind_or_none(value.value, env)
    surely = isinstance(base, Array | Range) and not may_be_a_number(base)
    known = _is_int(s, value.slice, env) and surely and getattr(base, "shape", True) != ()
    return (IndexError,) if known else _ANYTHING


def _storing(s, stmt: Store, env: Env) -> Raised:
    """`d[k] = e` in a dict, with a number or text for the key."""
    target = stmt.target
    if not isinstance(target, gast.Subscript) or not isinstance(target.value, gast.Name):
        return _ANYTHING
    kind = s.kind_or_none(target.value, env)
    plain = is_dict(kind) and kind.cls.__module__ in ("builtins", "collections")
    key = s.kind_or_none(target.slice, env) if isinstance(target.slice, gast.Name | gast.Constant) else None
    hashed = isinstance(key, Text | Scalar) or isinstance(key, Const) and isinstance(key.value, _KEYS)
    return _NEVER if plain and hashed else _ANYTHING


# -- calls -------------------------------------------------------------------------------------------------


def _call(s, call: gast.Call, env: Env) -> Raised:
    written = nodes.dotted(call.func) or ""
    module, _, name = written.rpartition(".")
    function = getattr({"@numpy": np, "@math": math}.get(module), name, None)
    kinds = [s.kind_or_none(a, env) for a in call.args]
    if call.keywords and name == "sorted":
        return _NEVER if _orders_numbers(s, call, env) else _ANYTHING
    if call.keywords or not kinds:
        return _ANYTHING
    if isinstance(function, np.ufunc) and function.signature is None:
        return _of_arrays(kinds) if all(map(_is_ordered, kinds)) and _takes_floats(function) else _ANYTHING
    if module == "@math" and name in _OF_FLOATS:
        return _LIMITS if all(map(_is_real, kinds)) else _ANYTHING
    known = _CALLS.get(written)
    return _ANYTHING if known is None else known(s, call, kinds, env)


def _orders_numbers(s, call: gast.Call, env: Env) -> bool:
    """`sorted(range(n), key=x.__getitem__)` with numbers in `x`."""
    key, *others = [k.value for k in call.keywords]
    of = key.value if isinstance(key, gast.Attribute) and key.attr == "__getitem__" else None
    kind = s.kind_or_none(of, env) if isinstance(of, gast.Name) else None
    item = kind.item if isinstance(kind, ListOf) else None
    row = _is_whole_array(kind) and kind.shape is not None and len(kind.shape) == 1
    return (row or _is_real(item)) and all(isinstance(other, gast.Constant) for other in others)


def _takes_floats(function: np.ufunc) -> bool:
    return "d" * function.nin in (types.partition("->")[0] for types in function.types)


def _ranged(s, call: gast.Call, kinds: list, env: Env) -> Raised:
    return _NEVER if len(kinds) < 3 and all(_is_int(s, a, env) for a in call.args) else _ANYTHING


def _array(s, call: gast.Call, kinds: list, env: Env) -> Raised:
    """`np.array` of a list of numbers."""
    parts = getattr(call.args[0], "elts", [call.args[0]])
    real = all(_is_real(s.kind_or_none(part, env)) for part in parts)
    return _NEVER if len(kinds) == 1 and real else _ANYTHING


def _of_one(test: Callable[[Type | None], bool], raised: Raised) -> Callable:
    """Of a function of one operand of which that holds."""

    def known(s, call: gast.Call, kinds: list, env: Env) -> Raised:
        return raised if len(kinds) == 1 and test(kinds[0]) else _ANYTHING

    return known


def _has_length(kind: Type | None) -> bool:
    return isinstance(kind, ListOf | Sequence | Range) or is_surely_array(kind) and kind.shape != ()


def _is_whole_array(kind: Type | None) -> bool:
    """An array of numbers, whatever its size."""
    return is_surely_array(kind) and kind.kind in "fciub"


def _is_real(kind: Type | None) -> bool:
    if isinstance(kind, Const):
        return isinstance(kind.value, bool | int | float)
    return is_scalar(kind) and getattr(kind, "kind", "") in ("float", "int", "bool", "f", "i", "u", "b")


_CALLS: dict[str, Callable] = {
    "@builtins.range": _ranged,
    "@builtins.float": _of_one(_is_real, (OverflowError,)),
    "@float": _of_one(_is_real, (OverflowError,)),
    "@builtins.abs": _of_one(_is_real, _FLOATING),
    "@builtins.len": _of_one(_has_length, _NEVER),
    "@numpy.array": _array,
    "@numpy.asarray": _array,
} | {f"@numpy.{name}": _of_one(_is_whole_array, _FLOATING) for name in ("sum", "mean", "prod", "cumsum")}
_CALLS |= {
    f"@numpy.{name}": _of_one(_is_whole_array, _NEVER)
    for name in ("zeros_like", "ones_like", "ravel", "copy")
}
_CALLS |= {f"@numpy.{name}": _of_one(_is_whole_array, (*_FLOATING, ValueError)) for name in ("max", "min")}
_HANDLERS: dict[type, Callable] = {
    gast.BinOp: _binary,
    gast.UnaryOp: _unary,
    gast.Compare: _compared,
    gast.Subscript: _item,
    gast.Call: _call,
}


# -- kinds -------------------------------------------------------------------------------------------------


def _is_int(s, atom: gast.AST, env: Env) -> bool:
    kind = s.kind_or_none(atom, env) if isinstance(atom, gast.Constant | gast.Name) else None
    if isinstance(kind, Const):
        return type(kind.value) is int
    return kind == INT or isinstance(kind, Scalar) and kind.kind == "int"


def _is_number(kind: Type | None) -> bool:
    """A Python number: adding, multiplying and comparing it raises nothing."""
    if isinstance(kind, Const):
        return isinstance(kind.value, bool | int | float)
    return is_scalar(kind) and not isinstance(kind, Array)


def _is_numeric(kind: Type | None) -> bool:
    """A number, or an array of numbers (NumPy does not subtract truths)."""
    return kind.kind in "fciu" if isinstance(kind, Array) else _is_number(kind)


def _is_ordered(kind: Type | None) -> bool:
    """A real number, or an array of such."""
    return kind.kind in "fiu" if isinstance(kind, Array) else _is_real(kind)
