"""What a result owes to the samples that were made up, not to the user's values.

Samples stand for values by type and shape alone.  A number, a string or the length of a list that was computed from
their contents says nothing about the user's: `len("text")` is no constant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tangentx.analysis.joins import join, plain
from tangentx.analysis.types import (
    INT,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    ListOf,
    Scalar,
    Sequence,
    Text,
    Type,
    is_float_like,
)

CHOOSING = (min, max)  # they give one of their operands: which one the samples do not know
_SHAPES = (len, np.ndim, np.size, np.shape)


def undecided(function: Callable, operands: list[Type]) -> list[Type]:
    """The operands of which `min` and `max` may give one whatever the samples give: a float where there is one.

    >>> [str(kind) for kind in undecided(min, [Const(0), Scalar("float")])]
    ['float', 'float']
    """
    if function not in CHOOSING or len(operands) < 2:  # of one operand, `max(xs)`, it is an item
        return operands
    floats = [kind for kind in operands if is_float_like(plain(kind, kind))]
    return operands if not floats else floats * 2 if len(floats) == 1 else floats


def without(known: Type, function: Callable, operands: list[Type], fresh: Callable[[], str]) -> Type:
    """The type of `function(*operands)`, found with samples, less what only these samples say.

    >>> str(without(Const(0), int, [Scalar("float")], str)), str(without(Const(1), len, [Text()], str))
    ('int', 'int')
    >>> str(without(Sequence(list, (Text(),)), str.split, [Text()], str))
    'list of str'
    """
    text = any(map(_holds_text, operands))
    if all(isinstance(k, Const) for k in operands) or _tells_shape(function, operands) and not text:
        return known
    return _loose(known, text, fresh)


def _loose(known: Type, text: bool, fresh: Callable[[], str]) -> Type:
    if isinstance(known, Const) and type(known.value) in (int, str):
        return plain(known, known)
    if isinstance(known, Scalar) and known.dim is not None and not known.dim.terms:
        return INT  # `n // 2` is 1 for two samples
    if isinstance(known, ListOf) and known.item is not None:
        return replace(known, item=_loose(known.item, text, fresh))
    if isinstance(known, Array) and text and not known.scalar:
        return UNKNOWN
    if not isinstance(known, Sequence):
        return known
    items = tuple(_loose(k, text, fresh) for k in known.items)
    if not text or known.cls is not list:
        return replace(known, items=items)
    item = None
    for k in items:
        item = join(item, k, fresh)
    return ListOf(item)


def _holds_text(kind: Type) -> bool:
    if isinstance(kind, Sequence | Dictionary):
        return any(map(_holds_text, kind.items))
    return (
        isinstance(kind, Text)
        or isinstance(kind, ListOf)
        and kind.item is not None
        and _holds_text(kind.item)
    )


def _tells_shape(function: Callable, operands: list[Type]) -> bool:
    """Does the result depend on the shapes of the operands alone?  (Attributes and methods are anonymous here.)"""
    anonymous = getattr(function, "__name__", "") == "<lambda>"
    return function in _SHAPES or anonymous and isinstance(operands[0], Array)
