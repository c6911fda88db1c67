"""Keywords that say how a library's function works, not what it computes: `check_finite=False`.

The call stays as it is written; what stands for the function, or its rule, is asked without them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import gast
import numpy as np

from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const
from tangentx.errors import NotDifferentiableError
from tangentx.records import Place

#: package, or function -> keyword -> the value that it must have; None: any
_KEYWORDS = MappingProxyType({
    "scipy.linalg": {
        "check_finite": None, "overwrite_a": False, "overwrite_b": False, "overwrite_ab": False,
        "overwrite_x": False,
    },
    "scipy.fft": {"workers": None, "overwrite_x": False},
    np.array: {"order": None, "subok": None},
    np.asarray: {"order": None},
    np.asanyarray: {"order": None},
})  # fmt: skip
_ARRAYS = tuple(function for function in _KEYWORDS if callable(function))


def check_spoiling(
    s, callee: Any, operands: list, keywords: dict[str, gast.AST], place: Place, env: Env
) -> None:
    """Refuse `overwrite_a=True`: what the function leaves of its operand is not said, and a derivative reads it."""
    found = [k for k, v in keywords.items() if k.startswith("overwrite_") and s.kind(v, env) != Const(False)]
    if found and _package(callee) in _KEYWORDS and any(s.is_varied(a, env) for a in operands):
        raise NotDifferentiableError(
            f"with `{found[0]}` the function may spoil its operand, which the derivative reads", code="TX302",
            place=place, lines=s.lines(place), help=(f"leave `{found[0]}` out",),
        )  # fmt: skip


def _package(callee: Any) -> str:
    return ".".join((getattr(callee, "__module__", None) or "").split(".")[:2])


def without(s, callee: Any, keywords: dict[str, gast.AST], env: Env) -> dict[str, gast.AST]:
    """The keywords of a call that a derivative depends on."""
    package = _package(callee)
    array = next((function for function in _ARRAYS if callee is function), None)
    known = _KEYWORDS.get(package if array is None else array)
    if known is None or keywords.keys().isdisjoint(known):
        return keywords
    return {name: atom for name, atom in keywords.items() if not _is_manner(s, known, name, atom, env)}


def laid_out(s, key: Any, operands: list, keywords: dict[str, gast.AST], env: Env) -> Any:
    """`np.asarray(a, order="F")` is `np.asfortranarray(a)`: the array itself, or a copy of one that is laid out
    otherwise."""
    if "order" not in keywords or not operands or not isinstance(s.kind_or_none(operands[0], env), Array):
        return key
    if key is np.array:
        copied = s.kind_or_none(keywords["copy"], env) if "copy" in keywords else Const(True)
        if copied not in (Const(None), Const(False)):
            return key
    elif key not in (np.asarray, np.asanyarray):
        return key
    order = s.kind(keywords["order"], env)
    return {Const("C"): np.ascontiguousarray, Const("F"): np.asfortranarray}.get(order, key)


def _is_manner(s, known: dict, name: str, atom: gast.AST, env: Env) -> bool:
    if name not in known or s.is_varied(atom, env):
        return False
    return known[name] is None or s.kind(atom, env) == Const(known[name])
