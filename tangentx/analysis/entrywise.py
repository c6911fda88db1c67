"""Arrays read entry by entry in Python: `x.tolist()`, and `np.vectorize(f)(x)`.

    np.vectorize(f)(x)      ->      items = [f(float(v)) for v in x]          (`library_prelude.each_entry`)
                                    check_one_kind(items)
                                    np.array(items)

NumPy hands Python's numbers to the function, and takes the type of the result from the first one: where the others are
of another kind the array is not what the function computes, which `runtime.check_one_kind` refuses when it happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import gast
import numpy as np

from tangentx.analysis import containers, function_values, library_prelude, prelude
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const, is_scalar, same_shape
from tangentx.records import Place
from tangentx.syntax import nodes


@dataclass(eq=False)
class Entrywise:
    """`np.vectorize(f)` made while specialising."""

    function: gast.AST
    floats: bool = False  # are asked for, whatever the function gives
    stands_for_function: ClassVar[bool] = True


def _vectorize(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    if len(operands) != 1 or set(keywords) - {"otypes"} or not _is_float(s, keywords.get("otypes"), env):
        containers.refuse(s, "`np.vectorize` with more than a function", place)
    held = function_values.holds(s, operands[0], place, env)
    env.bind(target, Const(Entrywise(held, "otypes" in keywords)))
    return True


def _is_float(s, otypes: gast.AST | None, env: Env) -> bool:
    """Floats are asked for, or nothing is said?"""
    structure = None if otypes is None else s.structure(otypes, env)
    kinds = [s.kind(nodes.name(i), env) for i in structure.items] if structure is not None else []
    known = s.kind(otypes, env) if otypes is not None else None
    return otypes is None or known == Const("d") or kinds in ([Const(float)], [Const(np.float64)])


def _call(s, target, value: Entrywise, operands, keywords, place: Place, env: Env) -> None:
    kinds = [s.kind(a, env) for a in operands]
    arrays = [k for k in kinds if isinstance(k, Array) and not k.scalar]
    fit = arrays and all(same_shape(k.shape, arrays[0].shape) for k in arrays)
    order = all(isinstance(k, Array) and not k.scalar for k in kinds[: len(arrays)])
    order = order and all(map(is_scalar, kinds[len(arrays) :]))
    recipe = _RECIPES.get((arrays[0].rank, len(arrays))) if fit and order and not keywords else None
    if recipe is None or any(k.kind not in "fi" for k in arrays):
        containers.refuse(
            s, "`np.vectorize` of other than arrays of one shape, one or two, and then numbers,", place
        )
    if any(k.whole for k in arrays):
        containers.refuse(s, "`np.vectorize` of what may be an array of whole numbers", place)
    taken = nodes.name(s.fresh("_number"))
    env.bind(taken.id, Const(float if arrays[0].kind == "f" else int))
    made = s.constant_atom(
        library_prelude.of_floats if value.floats else library_prelude.of_one_kind, env, place
    )
    s.inline_prelude(target, recipe, [value.function, taken, made, *operands], place, env)


def _outside(s, target, value: np.vectorize, operands, keywords, place: Place, env: Env) -> None:
    """One that was made outside the function."""
    if value.signature is not None or value.excluded or value.otypes not in (None, "d"):
        containers.refuse(s, "`np.vectorize` with more than a function", place)
    s.externals.kept(value, "pyfunc")
    made = Entrywise(s.constant_atom(value.pyfunc, env, place), value.otypes is not None)
    _call(s, target, made, operands, keywords, place, env)


_RECIPES: dict[tuple, Callable] = {
    (1, 1): library_prelude.each_entry,
    (2, 1): library_prelude.each_entry_of_rows,
    (1, 2): library_prelude.each_pair_of_entries,
    (2, 2): library_prelude.each_pair_of_entries_of_rows,
}
_LISTS = {1: prelude.listed, 2: prelude.listed_rows}
HANDLERS: dict[Any, Callable] = {np.vectorize: _vectorize}
CALLS: dict[type, Callable] = {Entrywise: _call, np.vectorize: _outside}


def call(s, target: str, value: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """A call of what `np.vectorize` has made; False for anything else."""
    handler = CALLS.get(type(value))
    if handler is None:
        return False
    handler(s, target, value, operands, keywords, place, env)
    return True


def tolist(s, target: str, base: gast.AST, place: Place, env: Env) -> bool:
    """`x.tolist()` of an array that is differentiated."""
    kind = s.kind(base, env)
    if not s.is_varied(base, env) or kind.kind != "f" or kind.rank not in _LISTS:
        return False
    if kind.whole:
        containers.refuse(s, "`tolist` of what may be an array of whole numbers", place)
    s.inline_prelude(target, _LISTS[kind.rank], [base], place, env)
    return True
