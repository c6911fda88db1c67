"""Adjoints and tangents of lists, tuples and dicts in compiled code.  Imported only where Numba is installed.

Numba compiles a list whose entries have one type; so the adjoint of a tuple is a list only where its entries' adjoints
have one.  What is in a container is treated by the same functions: they call themselves for the type of the entries.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numba import typed, types
from numba.extending import overload

from tangentx import runtime
from tangentx.backends.numba_runtime import same_entries, shares_memory, zeros_like
from tangentx.errors import AliasingError

_SEQUENCES = (types.List, types.ListType, types.UniTuple)


def is_vector(*kinds) -> bool:
    return all(isinstance(kind, types.Array) and kind.ndim == 1 for kind in kinds)


def is_matrix(*kinds) -> bool:
    return all(isinstance(kind, types.Array) and kind.ndim == 2 for kind in kinds)


def is_number(*kinds) -> bool:
    return all(isinstance(kind, types.Number | types.Boolean) for kind in kinds)


def text_function(header: str, lines: list[str], **scope) -> Callable:
    """A small function from its text: tuples of every length need one of their own."""
    exec(f"def made({header}):\n    " + "\n    ".join(lines), scope)
    return scope["made"]


def _is_mixed(kind) -> bool:
    return isinstance(kind, types.Tuple) and 0 < len(kind) <= 16


@overload(runtime.shadow)
def _shadow(value):
    if isinstance(value, types.Array):
        return _zeros(value)
    if isinstance(value, _SEQUENCES):
        return lambda value: [runtime.shadow(item) for item in value]
    if _is_mixed(value):
        items = ", ".join(f"shadow(value[{k}])" for k in range(len(value)))
        return text_function("value", [f"return [{items}]"], shadow=runtime.shadow)
    if isinstance(value, types.DictType):
        return _over_dict(runtime.shadow)
    return (lambda value: 0.0) if is_number(value) else None


@overload(runtime.zero_tangent)
def _zero_tangent(value):
    if isinstance(value, types.Array):
        return _zeros(value)
    if isinstance(value, types.List):
        return lambda value: [runtime.zero_tangent(item) for item in value]
    if isinstance(value, types.BaseTuple):
        items = "".join(f"zero_tangent(value[{k}]), " for k in range(len(value)))
        return text_function("value", [f"return ({items})"], zero_tangent=runtime.zero_tangent)
    if isinstance(value, types.DictType):
        return _over_dict(runtime.zero_tangent)
    return (lambda value: 0.0) if is_number(value) else None


def _zeros(value):
    if isinstance(value.dtype, types.Float | types.Complex):
        return lambda value: zeros_like(value)
    return (lambda value: np.zeros(value.shape)) if is_number(value.dtype) else None


def _over_dict(change: Callable) -> Callable:
    def changed(value):
        made = typed.Dict()
        for key, item in value.items():
            made[key] = change(item)
        return made

    return changed


@overload(runtime.copied)
def _copied(bar):
    if isinstance(bar, types.Array):
        return lambda bar: bar.copy()
    if isinstance(bar, _SEQUENCES):
        return lambda bar: [runtime.copied(item) for item in bar]
    if _is_mixed(bar):
        items = ", ".join(f"copied(bar[{k}])" for k in range(len(bar)))
        return text_function("bar", [f"return [{items}]"], copied=runtime.copied)
    if isinstance(bar, types.DictType):
        return _over_dict(runtime.copied)
    return (lambda bar: bar) if is_number(bar) else None


@overload(runtime.copied_together)
def _copied_together(*values):
    """Copies of arrays that lie apart, or are one array."""
    if not all(isinstance(value, types.Array) for value in values):
        return None
    lines = []
    for k, value in enumerate(values):
        lines.append(f"copy_{k} = values[{k}].copy()")
        for j, other in enumerate(values[:k]):
            same = f"same_entries(values[{k}], values[{j}])" if value == other else "False"
            lines += [f"if {same}:", f"    copy_{k} = copy_{j}"] if value == other else []
            lines += [
                f"if shares_memory(values[{k}], values[{j}]) and not {same}:",
                "    raise AliasingError(MESSAGE)",
            ]
    lines.append(f"return ({''.join(f'copy_{k}, ' for k in range(len(values)))})")
    scope = {
        "shares_memory": shares_memory,
        "same_entries": same_entries,
        "AliasingError": AliasingError,
    }
    message = (
        "two arrays that are kept until the reverse sweep share a part of their memory: take backend='numpy'"
    )
    return text_function("*values", lines, MESSAGE=message, **scope)


@overload(runtime.copy_tree)
def _copy_tree(bar):
    if isinstance(bar, types.Array):
        return lambda bar: [runtime.copied(item) for item in bar]
    return lambda bar: runtime.copied(bar)


@overload(runtime.add_trees)
def _add_trees(bar, contribution):
    if isinstance(bar, _SEQUENCES):

        def added(bar, contribution):
            if len(bar) != len(contribution):
                raise ValueError("zip() arguments have different lengths")
            return [runtime.add_trees(bar[k], contribution[k]) for k in range(len(bar))]

        return added
    if _is_mixed(bar):
        items = ", ".join(f"add_trees(bar[{k}], contribution[{k}])" for k in range(len(bar)))
        return text_function("bar, contribution", [f"return [{items}]"], add_trees=runtime.add_trees)
    if isinstance(bar, types.DictType):

        def added_dicts(bar, contribution):
            made = typed.Dict()
            for key, item in bar.items():
                made[key] = runtime.add_trees(item, contribution[key])
            return made

        return added_dicts
    if isinstance(bar, types.Array) or is_number(bar):
        return lambda bar, contribution: bar + contribution
    return None


@overload(runtime.restructure)
def _restructure(e, x):
    if isinstance(x, _SEQUENCES):
        return lambda e, x: [runtime.restructure(e[k], x[k]) for k in range(len(x))]
    return lambda e, x: e


@overload(runtime.check_one_kind)
def _check_one_kind(items):
    return (lambda items: None) if isinstance(items, types.List) else None


# -- guards ------------------------------------------------------------------------------------------------------------


@overload(runtime.check_disjoint)
def _check_disjoint(written, *others):
    several = isinstance(written, types.BaseTuple)
    changed = [f"written[{i}]" for i in range(len(written))] if several else ["written"]
    kinds = [*(written if several else (written,)), *others]
    names = [*changed, *(f"others[{k}]" for k in range(len(others)))]
    arrays = [name for name, kind in zip(names, kinds, strict=True) if isinstance(kind, types.Array)]
    pairs = [(a, b) for a, b in itertools.combinations(arrays, 2) if a in changed]
    tests = [f"shares_memory({a}, {b})" for a, b in pairs] or ["False"]
    message = "two arguments share memory, and the function writes on one of them: pass a copy of one of them"
    lines = [f"if {' or '.join(tests)}:", f"    raise AliasingError({message!r})"]
    return text_function("written, *others", lines, shares_memory=shares_memory, AliasingError=AliasingError)


@overload(runtime.check_ordered)
def _check_ordered(*written):
    tests = [
        f"not written[{i}].flags.c_contiguous"
        for i, kind in enumerate(written)
        if isinstance(kind, types.Array)
    ]
    message = "an array is written through what `reshape` or `ravel` gives, and is not C-ordered"
    lines = [f"if {' or '.join(tests or ['False'])}:", f"    raise AliasingError({message!r})"]
    return text_function("*written", lines, AliasingError=AliasingError)


@overload(runtime.check_count)
def _check_count(values, count):
    def checked(values, count):
        if len(values) > count:
            raise ValueError("too many values to unpack")
        if len(values) < count:
            raise ValueError("not enough values to unpack")

    return checked
