"""Derivatives that other compiled code can call: `dloss.dispatcher`.

The types come from Numba then, one set for each caller: a version is derived for them while the caller is compiled.  An
array's extents are not known to its Numba type, so these versions hold for every extent, one included.  Globals of the
user's are constants in these versions, as they are in the primal when Numba compiles it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tangentx import pipeline, results
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import BOOL, COMPLEX, FLOAT, INT, Array, Dim, Sequence, Text, Type
from tangentx.errors import TangentxError

_ANY_EXTENT = Dim((("?may", 1),))


def kind_of(numba: Any, given: Any) -> Type:
    """The analysis type of a Numba type; TypeError where there is none."""
    types = numba.types
    if isinstance(given, types.Omitted):
        return type_of(given.value)
    if isinstance(given, types.StringLiteral):
        return type_of(given.literal_value)
    plain = given.literal_type if isinstance(given, types.Literal) else given
    for cls, kind in ((types.Boolean, BOOL), (types.Integer, INT), (types.UnicodeType, Text())):
        if isinstance(plain, cls):
            return kind
    if isinstance(plain, types.Float | types.Complex):
        known = {"float64": FLOAT, "complex128": COMPLEX}
        return known.get(plain.name) or Array(plain.name, (), True)
    if isinstance(plain, types.Array):
        name = "bool" if isinstance(plain.dtype, types.Boolean) else plain.dtype.name
        return Array(str(np.dtype(name)), (_ANY_EXTENT,) * plain.ndim)
    if isinstance(plain, types.BaseTuple):
        return Sequence(tuple, tuple(kind_of(numba, item) for item in plain.types))
    if isinstance(plain, types.NoneType):
        return type_of(None)
    raise TypeError(f"{given} has no derivative code")


def build(
    numba: Any, derivative: Any, version: Callable[[tuple[Type, ...]], tuple[Any, dict[str, Any]]]
) -> Any:
    """A Numba dispatcher with the derivative's signature.  `version(kinds)` gives the compiled function and the values
    of the globals that it takes."""
    names = list(derivative.__signature__.parameters)
    inner = [p.name for p in derivative.parameters] + list(derivative.extras)
    post = derivative._post()
    scope: dict[str, Any] = {"identity": numba.njit(post) if post is not None else None}
    header = ", ".join(names)
    exec(f"def stub({header}): ...\ndef entry({header}): return stub({header})", scope)

    def implementation(*given: Any) -> Callable:
        kinds = tuple(
            kind_of(numba, given[names.index(name)]) for name in inner[: len(derivative.parameters)]
        )
        function, constants = version(kinds)
        local = {
            "function": function,
            "post": scope["identity"],
            **{f"c_{k}": v for k, v in constants.items()},
        }
        call = f"function({', '.join([*inner, *(f'c_{k}' for k in constants)])})"
        exec(f"def run({header}): return {call if post is None else f'post({call})'}", local)
        return local["run"]

    def typed(*given: Any) -> Callable:
        try:
            return implementation(*given)
        except (TangentxError, TypeError) as error:
            raise numba.core.errors.TypingError(str(error)) from error

    exec(f"def wanted({header}): return typed({header})", wrapped := {"typed": typed})
    numba.extending.overload(scope["stub"])(wrapped["wanted"])
    scope["entry"].__name__ = derivative._entry_name()
    return numba.njit(scope["entry"])


def check_scalar(derivative: Any, compiled: pipeline.Compiled) -> None:
    """A gradient in compiled code needs a result that is surely one number."""
    is_gradient = derivative.spec.mode in results.NEEDS_SCALAR
    if is_gradient and not results.is_surely_scalar(compiled, derivative.spec):
        raise TypeError(f"{derivative.label} does not surely return one number")
