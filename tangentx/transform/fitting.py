"""A contribution to an adjoint in the shape and dtype of its variable: the adjoint of broadcasting and casting.

u = b + x       (b has shape (3,), x (5, 3))        b_bar += np.sum(u_bar, axis=0)
"""

from __future__ import annotations

from dataclasses import replace

import gast
import numpy as np

from tangentx.analysis.broadcasting import needs_reduction
from tangentx.analysis.program import external
from tangentx.analysis.types import (
    FLOAT,
    Array,
    Const,
    Ragged,
    Scalar,
    Type,
    is_complex,
    is_scalar,
    same_dim,
    same_shape,
)
from tangentx.syntax import nodes

Fitted = tuple[gast.AST, Type]


def fitted(expr: gast.AST, kind: Type, own: Type) -> Fitted | None:
    """The contribution summed over the axes along which the variable, of type `own`, was broadcast, and cast to its
    dtype.  None: only the runtime can tell how."""
    if isinstance(kind, Const):
        return cast(expr, kind, own)
    if isinstance(own, Scalar) and isinstance(kind, Array) and not is_scalar(kind) and kind.shape == ():
        return cast(expr, kind, own)
    made = _summed(expr, kind, own)
    return None if made is None else cast(*made, own)


def _summed(expr: gast.AST, kind: Type, own: Type) -> Fitted | None:
    """The contribution summed to the variable's shape."""
    if isinstance(own, Scalar) or (isinstance(own, Array) and own.shape == ()):
        if is_scalar(kind):
            return expr, kind
        if not isinstance(kind, Array) or kind.shape is None or not is_scalar(own):
            return None
        return gast.Call(external("numpy.sum"), [expr], []), Array(kind.dtype, (), True)
    if not isinstance(own, Array):
        return None
    if is_scalar(kind) or (isinstance(kind, Array) and same_shape(kind.shape, own.shape)):
        return expr, kind
    if isinstance(kind, Array) and _widens(kind.shape, own.shape):
        return expr, kind
    if not isinstance(kind, Array) or not isinstance(own.shape, tuple) or not isinstance(kind.shape, tuple):
        return None
    lead = len(kind.shape) - len(own.shape)
    if lead < 0:
        return None if needs_reduction(own.shape[-lead:], kind.shape) else (expr, kind)
    if lead == 0:
        return _summed_to_ones(expr, kind, own) if needs_reduction(own.shape, kind.shape) else (expr, kind)
    if needs_reduction(own.shape, kind.shape[lead:]):
        return None
    axis = nodes.constant(0) if lead == 1 else nodes.parse_expression(str(tuple(range(lead))))
    made = gast.Call(external("numpy.sum"), [expr], [gast.keyword("axis", axis)])
    return made, Array(kind.dtype, kind.shape[lead:])


def _summed_to_ones(expr: gast.AST, kind: Array, own: Array) -> Fitted | None:
    """Summed over the axes of length 1 along which the variable was stretched."""
    ones = [i for i, d in enumerate(own.shape) if d.is_one and not kind.shape[i].is_one]
    if not ones or needs_reduction(
        tuple(d for i, d in enumerate(own.shape) if i not in ones),
        tuple(d for i, d in enumerate(kind.shape) if i not in ones),
    ):
        return None
    axis = nodes.constant(ones[0]) if len(ones) == 1 else nodes.parse_expression(str(tuple(ones)))
    keep = [gast.keyword("axis", axis), gast.keyword("keepdims", nodes.constant(True))]
    shape = tuple(
        own.shape[i] if i in ones else d for i, d in enumerate(kind.shape)
    )  # smaller in others, perhaps
    return gast.Call(external("numpy.sum"), [expr], keep), Array(kind.dtype, shape)


def cast(expr: gast.AST, kind: Type, own: Type) -> Fitted:
    if not isinstance(kind, Array):
        return _cast_number(expr, kind, own)
    if is_complex(kind) and not is_complex(own):
        expr = gast.Attribute(expr, "real", gast.Load())
        kind = replace(kind, dtype=np.zeros(0, kind.dtype).real.dtype.name, sites=kind.sites | {"real"})
    if isinstance(own, Array) and own.dtype != kind.dtype and own.kind in "fc":
        dtype = external(f"numpy.{own.dtype}")
        if kind.scalar:
            expr = gast.Call(dtype, [expr], [])
        else:
            expr = nodes.method(expr, "astype", dtype)
        kind = replace(kind, dtype=own.dtype, sites=frozenset())
    return expr, kind


def _cast_number(expr: gast.AST, kind: Type, own: Type) -> Fitted:
    """A Python number; the adjoint of a real variable is real."""
    if is_complex(own):
        return expr, kind
    if isinstance(kind, Const) and isinstance(kind.value, complex):
        return nodes.constant(kind.value.real), Const(kind.value.real)
    if is_complex(kind):
        return gast.Attribute(expr, "real", gast.Load()), FLOAT
    return expr, kind


def equal_when_it_runs(kind: Array, own: Array) -> bool:
    """Are the shapes equal if the operation succeeds?  (A dimension that is not 1 was not broadcast.)"""
    if (
        not isinstance(kind.shape, tuple)
        or not isinstance(own.shape, tuple)
        or len(kind.shape) != len(own.shape)
    ):
        return False
    pairs = zip(kind.shape, own.shape, strict=True)
    return all(same_dim(a, b) or (a.never_one and b.never_one) for a, b in pairs)


def _widens(shape, own) -> bool:
    """Shapes of unknown rank: does the contribution broadcast to the variable's shape in every scenario?"""
    if not isinstance(shape, Ragged) or not isinstance(own, Ragged):
        return False
    pairs = zip(shape.shapes, own.shapes, strict=True)
    return all(len(a) <= len(b) and a == b[len(b) - len(a) :] for a, b in pairs)
