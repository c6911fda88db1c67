"""Seeds and tangents: what they have to look like, and making them so.

A seed has the structure, shapes and dtypes of the primal's result, a tangent those of its argument.  A wrong shape
would broadcast to a wrong number, so it is refused here; a wrong dtype is cast.

>>> fit(2, like(np.float64(1.0), "the seed"))
np.float64(2.0)
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangentx import pytrees
from tangentx.analysis.types import Array, Dictionary, Dim, Scalar, Sequence, Type
from tangentx.errors import NotDifferentiableError
from tangentx.wrt import describe

_PYTHON = {float: "float", int: "int", bool: "bool", complex: "complex"}
_NUMBERS = (int, float, complex, np.number, np.bool_, np.ndarray)


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one number or array has to look like.  dtype None: anything.  A None in `shape`: any extent."""

    name: str
    dtype: np.dtype | None = None
    shape: tuple[int | None, ...] = ()
    form: str = "array"  # "array", "scalar" (NumPy's) or "number" (Python's)

    @property
    def carries(self) -> bool:
        return self.dtype is not None and self.dtype.kind in "fc"


@dataclass(frozen=True, slots=True)
class Node:
    """What a container has to look like."""

    name: str
    cls: type
    keys: tuple
    children: tuple[Leaf | Node, ...]


def like(value: Any, name: str) -> Leaf | Node:
    """The pattern of a value."""
    parts = pytrees.children_of(value)
    if parts is not None:
        names = pytrees.child_names(value.__class__, parts[0], len(parts[1]), name)
        children = tuple(like(item, child) for child, item in zip(names, parts[1], strict=True))
        return Node(name, value.__class__, parts[0], children)
    if isinstance(value, np.ndarray):
        return Leaf(name, value.dtype, value.shape)
    if isinstance(value, np.generic):
        return Leaf(name, value.dtype, (), "scalar")
    if type(value) in _PYTHON:
        return Leaf(name, np.dtype(type(value)), (), "number")
    return Leaf(name, np.dtype(object) if value is None or isinstance(value, str) else None)


def like_type(kind: Type, name: str, extents: Mapping[str, int]) -> Leaf | Node:
    """The pattern of a value of this analysis type, when the symbols in its shapes have these values."""
    if isinstance(kind, Scalar):
        return Leaf(name, np.dtype(kind.kind), (), "number")
    if isinstance(kind, Array) and kind.rank is not None:
        shape = tuple(extent(dim, extents) for dim in kind.shape)
        return Leaf(name, np.dtype(kind.dtype), shape, "scalar" if kind.scalar else "array")
    if isinstance(kind, Sequence | Dictionary):
        cls, keys = (
            (dict, kind.keys)
            if isinstance(kind, Dictionary)
            else (kind.cls, getattr(kind.cls, "_fields", ()))
        )
        names = pytrees.child_names(cls, keys, len(kind.items), name)
        children = tuple(
            like_type(item, child, extents) for child, item in zip(names, kind.items, strict=True)
        )
        return Node(name, cls, keys, children)
    return Leaf(name)


def extent(dim: Dim, extents: Mapping[str, int]) -> int | None:
    """The number a symbolic dimension stands for; None when a symbol in it has no value."""
    if any(symbol not in extents for symbol, _ in dim.terms):
        return None
    return dim.offset + sum(factor * extents[symbol] for symbol, factor in dim.terms)


def extents_of(names: Iterable[str], values: Iterable[Any]) -> dict[str, int]:
    """{symbol: extent} for the arguments, by the names `analysis.arguments.bind_dims` gives."""
    found: dict[str, int] = {}
    for name, value in zip(names, values, strict=True):
        _walk_extents(value, name, found)
    return found


def _walk_extents(value: Any, path: str, found: dict[str, int]) -> None:
    if isinstance(value, np.ndarray):
        found.update((f"{path}.{axis}", n) for axis, n in enumerate(value.shape))
    elif type(value) is int:
        found[f"?{path}"] = value
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            _walk_extents(item, f"{path}[{index}]", found)
    elif type(value) is dict:
        for key, item in value.items():
            _walk_extents(item, f"{path}[{key!r}]", found)


def needs_integers(kind: Type, names: Iterable[str], values: Iterable[Any]) -> bool:
    """Does an extent in the type depend on integers among the arguments, not on the extents of arrays alone?"""
    extents = extents_of(names, values)
    of_arrays = {symbol: n for symbol, n in extents.items() if not symbol.startswith("?")}
    return like_type(kind, "", extents) != like_type(kind, "", of_arrays)


# -- making a seed fit ------------------------------------------------------------------------------------------------


def fit(value: Any, pattern: Leaf | Node) -> Any:
    """The value with the pattern's dtypes; itself where nothing is to do."""
    if isinstance(pattern, Leaf):
        return _fit_leaf(value, pattern)
    parts = pytrees.children_of(value)
    if parts is None or value.__class__ is not pattern.cls or len(parts[1]) != len(pattern.children):
        raise _mismatch(pattern.name, _shown(pattern), describe(value))
    if set(parts[0]) != set(pattern.keys):
        raise _mismatch(pattern.name, _shown(pattern), f"a {pattern.cls.__name__} with {_listed(parts[0])}")
    items = parts[1]
    if pattern.cls is dict:
        items = tuple(value[key] for key in pattern.keys)
    fitted = [fit(item, child) for item, child in zip(items, pattern.children, strict=True)]
    if all(new is old for new, old in zip(fitted, parts[1], strict=True)):
        return value
    level = pytrees.Structure(pattern.cls, pattern.keys, (pytrees.LEAF,) * len(fitted))
    return pytrees.unflatten(level, fitted)


def is_decided(value: Any, pattern: Leaf | Node) -> bool:
    """Whether `fit` tells right from wrong: false where an extent is not known, so that the seed may be broadcast."""
    if isinstance(pattern, Node):
        parts = pytrees.children_of(value)
        if parts is None or len(parts[1]) != len(pattern.children):
            return True
        return all(is_decided(item, child) for item, child in zip(parts[1], pattern.children, strict=True))
    if pattern.dtype is None:
        return False
    shape = np.shape(value) if isinstance(value, _NUMBERS) else ()
    return len(shape) != len(pattern.shape) or None not in pattern.shape


def _fit_leaf(value: Any, leaf: Leaf) -> Any:
    if leaf.dtype is None:
        return value
    if not leaf.carries:
        return _fit_nothing(value, leaf)
    if not isinstance(value, _NUMBERS) or not _same_shape(np.shape(value), leaf.shape):
        raise _mismatch(leaf.name, _shown(leaf), describe(value))
    kind = np.asarray(value).dtype.kind
    if kind not in "fciub" or kind == "c" and leaf.dtype.kind != "c":
        raise _mismatch(leaf.name, _shown(leaf), describe(value))
    return _CAST[leaf.form](value, leaf.dtype)


def _cast_number(value: Any, dtype: np.dtype) -> Any:
    python = complex if dtype.kind == "c" else float
    return value if type(value) is python else python(np.asarray(value)[()])


def _cast_scalar(value: Any, dtype: np.dtype) -> Any:
    return (
        value if isinstance(value, np.generic) and value.dtype == dtype else dtype.type(np.asarray(value)[()])
    )


def _cast_array(value: Any, dtype: np.dtype) -> Any:
    return value if isinstance(value, np.ndarray) and value.dtype == dtype else np.asarray(value, dtype=dtype)


_CAST = {"number": _cast_number, "scalar": _cast_scalar, "array": _cast_array}


def _fit_nothing(value: Any, leaf: Leaf) -> Any:
    """An integer or a string has no derivative: its seed may only say so."""
    is_nothing = value is None or isinstance(value, _NUMBERS) and not np.any(value)
    if not is_nothing and np.asarray(value).dtype.names is None and np.asarray(value).dtype.kind != "V":
        raise NotDifferentiableError(
            f"{leaf.name} belongs to a value that has no derivative, and is not zero", code="TX405",
            help=["pass None there"],
        )  # fmt: skip
    if leaf.dtype.kind not in "iub":
        return None
    return np.zeros(leaf.shape) if leaf.form == "array" else 0.0


def _same_shape(shape: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(shape) == len(wanted) and all(b is None or a == b for a, b in zip(shape, wanted, strict=True))


def _shown(pattern: Leaf | Node) -> str:
    if isinstance(pattern, Node):
        what = f"of {len(pattern.children)}" if not pattern.keys else f"with {_listed(pattern.keys)}"
        return f"a {pattern.cls.__name__} {what}"
    if pattern.form != "array":
        return "a number" if pattern.dtype.kind == "c" else "a real number"
    shape = ", ".join("?" if n is None else str(n) for n in pattern.shape)
    return f"a {pattern.dtype} array of shape ({shape}{',' if len(pattern.shape) == 1 else ''})"


def _listed(keys: tuple) -> str:
    return ", ".join(map(repr, keys)) or "nothing"


def _mismatch(name: str, wanted: str, got: str) -> NotDifferentiableError:
    return NotDifferentiableError(
        f"{name} must be {wanted}, not {got}", code="TX405",
        why=["a seed looks like the result it belongs to, a tangent like its argument"],
    )  # fmt: skip


# -- passing seeds and tangents to the emitted function --------------------------------------------------------------


def adapt(
    function: Callable, parameters: Iterable[inspect.Parameter], extras: Mapping[str, Any],
    patterns: Mapping[str, Leaf | Node],
) -> Callable:  # fmt: skip
    """What takes the extras by the names in `extras` and hands them, cast if need be, to the emitted function."""
    names = emitted_names(function, parameters, tuple(extras))
    casts = {
        name: pattern for name, pattern in patterns.items() if fit(extras[name], pattern) is not extras[name]
    }
    if not casts and names == tuple(extras):
        return function
    renamed = dict(zip(extras, names, strict=True))

    def run(*args: Any, **kwargs: Any) -> Any:
        for name, new in renamed.items():
            value = kwargs.pop(name)
            kwargs[new] = fit(value, casts[name]) if name in casts else value
        return function(*args, **kwargs)

    return run


def emitted_names(
    function: Callable, parameters: Iterable[inspect.Parameter], wanted: tuple[str, ...]
) -> tuple:
    """What the emitted function calls its seeds or tangents."""
    code = getattr(function, "__code__", None)
    if code is None:
        return wanted
    own = {parameter.name for parameter in parameters}
    extra = [n for n in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if n not in own]
    return tuple(extra) if len(extra) == len(wanted) else wanted
