"""Arguments and results as trees of float leaves: copied, perturbed, compared, multiplied.

Independent of the compiler's own pytrees on purpose: an oracle must not share the bugs of what it judges.
"""

from __future__ import annotations

import copy
import dataclasses
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: a class made by a class statement


def is_leaf(x: Any) -> bool:
    """A float or complex number or array: what carries a derivative."""
    if isinstance(x, np.ndarray):
        return np.issubdtype(x.dtype, np.inexact)
    return isinstance(x, (float, complex, np.inexact))


def _attributes(x: Any) -> dict[str, Any] | None:
    """The fields of a dataclass or of an instance of a user's own class; None for everything else."""
    if isinstance(x, (type, np.ndarray, np.random.Generator)):
        return None
    if dataclasses.is_dataclass(x):
        return {f.name: getattr(x, f.name) for f in dataclasses.fields(x)}
    own = (
        type(x) is types.SimpleNamespace
        or type(x).__flags__ & HEAP_TYPE
        and type(x).__module__ != "functools"
    )
    return dict(vars(x)) if own and hasattr(x, "__dict__") else None


def rebuild(x: Any, leaf: Callable, static: Callable = lambda v: v, memo: dict | None = None) -> Any:
    """The same structure with `leaf` applied to float leaves and `static` to all other leaves."""
    memo = {} if memo is None else memo
    if id(x) in memo:
        return memo[id(x)]
    again = lambda v: rebuild(v, leaf, static, memo)  # noqa: E731
    if is_leaf(x):
        result = leaf(x)
    elif isinstance(x, Mapping):
        result = copy.copy(x)
        for key in x:
            result[key] = again(x[key])
    elif isinstance(x, tuple) and hasattr(x, "_fields"):
        result = type(x)(*map(again, x))
    elif isinstance(x, (tuple, list)):
        result = type(x)(map(again, x))
    elif (attributes := _attributes(x)) is not None:
        result = copy.copy(x)
        for key, value in attributes.items():
            object.__setattr__(result, key, again(value))
    else:
        result = static(x)
    if isinstance(x, np.ndarray) or not isinstance(x, (float, int, tuple)):
        memo[id(x)] = result  # sharing among the arguments is kept: f(a, a)
    return result


def clone(x: Any) -> Any:
    """A deep copy that keeps sharing, strides order and every static value."""
    return rebuild(x, _copy_leaf, _copy_static)


def _copy_static(v: Any) -> Any:
    stateful = (np.ndarray, np.random.Generator, np.random.RandomState, set)
    return copy.deepcopy(v) if isinstance(v, stateful) else v


def _copy_leaf(v: Any) -> Any:
    if not isinstance(v, np.ndarray):
        return v
    if v.size and not v.flags.c_contiguous and not v.flags.f_contiguous:
        return copy_strided(v)
    return v.copy(order="K")


def copy_strided(v: np.ndarray) -> np.ndarray:
    """A copy that is as non-contiguous as the original: every second element of a larger buffer."""
    buffer = np.empty(tuple(2 * n for n in v.shape), v.dtype)
    view = buffer[tuple(slice(None, None, 2) for _ in v.shape)]
    view[...] = v
    return view


def leaves(x: Any) -> list[Any]:
    """The float leaves in a fixed order (a shared array is listed once for each place)."""
    return [leaf for _, leaf in walk(x)]


def walk(x: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path, float leaf) pairs."""
    if is_leaf(x):
        yield path, x
    else:
        for key, child in children(x):
            yield from walk(child, f"{path}{key}")


def children(x: Any) -> list[tuple[str, Any]]:
    if isinstance(x, Mapping):
        return [(f"[{k!r}]", x[k]) for k in x]
    if isinstance(x, (tuple, list)):
        return [(f"[{i}]", v) for i, v in enumerate(x)]
    return [(f".{k}", v) for k, v in (_attributes(x) or {}).items()]


def matched(primal: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, primal leaf, what stands in its place in `other` or None); a mismatch of structure raises."""
    if is_leaf(primal):
        yield path, primal, other
        return
    mine = children(primal)
    if other is None or not mine:
        yield from ((p, leaf, None) for p, leaf in walk(primal, path))
        return
    theirs = dict(children(other))
    for key, child in mine:
        if key not in theirs and list(walk(child)):
            raise AssertionError(f"structure: {path}{key} is missing in {type(other).__name__}")
        yield from matched(child, theirs.get(key), f"{path}{key}")


def direction(x: Any, rng: np.random.Generator) -> Any:
    """A random tangent with the structure, shapes and dtypes of x; None where x carries no derivative."""

    def draw(v: Any) -> Any:
        z = rng.normal(size=np.shape(v))
        if np.iscomplexobj(v):
            z = z + 1j * rng.normal(size=np.shape(v))
        if isinstance(v, np.ndarray):
            return np.asarray(z).astype(v.dtype)
        return type(v)(z)

    # Not through the memo of shared arrays: two places are two directions.
    return _unshared(x, draw)


def _unshared(x: Any, draw: Callable) -> Any:
    if is_leaf(x):
        return draw(x)
    if isinstance(x, Mapping):
        result = copy.copy(x)
        for key in x:
            result[key] = _unshared(x[key], draw)
        return result
    if isinstance(x, tuple) and hasattr(x, "_fields"):
        return type(x)(*(_unshared(v, draw) for v in x))
    if isinstance(x, (tuple, list)):
        return type(x)(_unshared(v, draw) for v in x)
    if (attributes := _attributes(x)) is not None and list(walk(x)):
        result = copy.copy(x)
        for key, value in attributes.items():
            object.__setattr__(result, key, _unshared(value, draw))
        return result
    return None


def shifted(x: Any, tangent: Any, step: complex) -> Any:
    """x + step * tangent, leaf by leaf, float32 promoted to float64 so that differences mean something."""
    moved = iter([t for _, _, t in matched(x, tangent)])

    def move(v: Any) -> Any:
        t = next(moved)
        if not isinstance(v, np.ndarray):
            wide = complex(v) if isinstance(v, (complex, np.complexfloating)) else float(v)
            return wide if t is None else wide + step * t
        wide = v.astype(np.complex128 if np.iscomplexobj(v) else np.float64)
        return wide if t is None else wide + step * t

    return _rebuild_all(x, move, _copy_static)


def _rebuild_all(x: Any, leaf: Callable, static: Callable) -> Any:
    """`rebuild` without sharing, visiting leaves in the order of `walk`."""
    if is_leaf(x):
        return leaf(x)
    if isinstance(x, Mapping):
        result = copy.copy(x)
        for key in x:
            result[key] = _rebuild_all(x[key], leaf, static)
        return result
    if isinstance(x, tuple) and hasattr(x, "_fields"):
        return type(x)(*(_rebuild_all(v, leaf, static) for v in x))
    if isinstance(x, (tuple, list)):
        return type(x)(_rebuild_all(v, leaf, static) for v in x)
    if (attributes := _attributes(x)) is not None:
        result = copy.copy(x)
        for key, value in attributes.items():
            object.__setattr__(result, key, _rebuild_all(value, leaf, static))
        return result
    return static(x)


def _same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    return a.tobytes() == b.tobytes()


def nearly(a: np.ndarray, b: np.ndarray) -> bool:
    """Equal but for what rounding leaves."""
    inexact = np.issubdtype(a.dtype, np.inexact)
    return bool(np.allclose(a, b, rtol=1e-12, atol=0.0, equal_nan=True)) if inexact else _same_bits(a, b)


def identical(a: Any, b: Any, same: Callable[[np.ndarray, np.ndarray], bool] = _same_bits) -> bool:
    """Same structure, types and, unless `same` is told otherwise, bits."""
    if isinstance(a, np.ndarray) or isinstance(a, np.generic):
        alike = type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape
        return alike and same(np.asarray(a), np.asarray(b))
    if isinstance(a, (float, complex)):
        return type(a) is type(b) and same(np.asarray(a), np.asarray(b))
    if isinstance(a, np.random.Generator):
        return True  # drawing from it is the program's own effect
    kids, others = children(a), children(b)
    if kids or others:
        same_keys = [k for k, _ in kids] == [k for k, _ in others]
        return (
            type(a) is type(b)
            and same_keys
            and all(identical(x, y, same) for (_, x), (_, y) in zip(kids, others))
        )
    try:
        return type(a) is type(b) and (a is b or bool(a == b) or callable(a) or hasattr(a, "__dict__"))
    except ValueError:
        return False


def inner(primal: Any, a: Any, b: Any) -> tuple[float, float]:
    """The real inner product of two trees over the leaves of `primal`, and the sum of its terms' sizes."""
    total = size = 0.0
    for (_, _, x), (_, _, y) in zip(matched(primal, a), matched(primal, b), strict=True):
        if x is None or y is None:
            continue
        terms = np.real(np.conj(np.asarray(x, complex)) * np.asarray(y, complex))
        total, size = total + float(np.sum(terms)), size + float(np.sum(np.abs(terms)))
    return total, size
