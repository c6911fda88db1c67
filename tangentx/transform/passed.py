"""The adjoint of a parameter in the dtype in which it was passed: the variable may become wider, or complex, later."""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis.types import Array, ListOf, Scalar, Type, is_complex, is_scalar
from tangentx.syntax import nodes
from tangentx.transform.fitting import cast


def as_passed(expr: gast.AST, own: Type, passed: Type) -> gast.AST:
    """`expr`, an adjoint of type `own`, for a parameter of which a value of type `passed` is given:

    for k in range(n):
        z = z * (1 + 2j)          ->          return z_bar.real
    """
    if isinstance(own, ListOf) and isinstance(passed, ListOf):
        item = nodes.name("item")
        made = item if None in (own.item, passed.item) else as_passed(item, own.item, passed.item)
        return expr if made is item else _each(made, expr, own)
    if not isinstance(own, Array | Scalar) or not isinstance(passed, Array | Scalar):
        return expr
    if isinstance(expr, gast.Constant):
        return nodes.constant(expr.value if is_complex(passed) else expr.value.real)
    if is_scalar(own) != is_scalar(passed) or is_scalar(own) and not is_complex(own):
        return expr
    made, kind = cast(expr, own, passed if is_scalar(passed) else replace(own, dtype=passed.dtype))
    if isinstance(kind, Array) and "real" in kind.sites and not kind.scalar:
        return nodes.method(made, "copy")
    return made


def _each(made: gast.AST, expr: gast.AST, own: ListOf) -> gast.AST:
    """A list or dict of `made` for every item of the one that `expr` is."""
    text = "{key: item for key, item in items.items()}" if own.key is not None else "[item for item in items]"
    every = nodes.clone(nodes.parse_expression(text))
    every.generators[0].iter = nodes.substitute(every.generators[0].iter, {"items": expr})
    setattr(every, "elt" if own.key is None else "value", made)
    return every
