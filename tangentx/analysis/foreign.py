"""Arrays of other classes, whose operators are not NumPy's: `np.matrix`, masked arrays, sparse matrices, tables.

A = np.matrix(...)
A * x                 a product of matrices: the rule for `*` would give a wrong derivative

Where one meets what is differentiated it is refused; what is made of it alone is one of its class as well, as far as
is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import gast
import numpy as np

from tangentx.analysis.scope import Env
from tangentx.analysis.types import UNKNOWN, Instance, Type, Unknown
from tangentx.errors import MissingRuleError
from tangentx.records import Place

_SAME_IN_MEMORY = (np.recarray, np.memmap)  # arrays that differ in where they are, or in their fields
_OPERATORS = (
    "__mul__ __rmul__ __matmul__ __add__ __sub__ __truediv__ __pow__ __iadd__ __getitem__ __setitem__ sum dot "
    "__array_ufunc__ __array_function__ __array_wrap__"
).split()
_TO_PLAIN = (np.asarray, np.array, np.ascontiguousarray)
_TO_NUMBERS = (float, int, bool, complex, len, np.shape, np.ndim, np.size)
_OF_ITS_CLASS = ("T", "I", "H")  # attributes
_ADVICE = {
    "matrix": ("make it an array, of which `@` is the product: `A = np.asarray(A)`",),
    "MaskedArray": ("take its data and its mask: `np.where(a.mask, 0.0, a.data)`",),
}
_SPARSE = ("take the dense matrix: `A.toarray() @ x`", "or its parts: `A.data`, `A.indices`, `A.indptr`")


def is_foreign(kind: Type | None) -> bool:
    """Is it an array of a class that defines operators of its own?"""
    return isinstance(kind, Instance) and _is_foreign(kind.cls)


@lru_cache(maxsize=256)
def _is_foreign(cls: type) -> bool:
    if not issubclass(cls, np.ndarray):
        return _is_sparse(cls) or hasattr(cls, "__array__")
    own = any(getattr(cls, name, None) is not getattr(np.ndarray, name, None) for name in _OPERATORS)
    return own and not issubclass(cls, _SAME_IN_MEMORY)


def _is_sparse(cls: type) -> bool:
    return (cls.__module__ or "").startswith("scipy.sparse")


def check(s, operands: Sequence[gast.AST], place: Place, env: Env) -> None:
    """Refuse an operation of such an array and something that is differentiated."""
    found = next((kind for a in operands if is_foreign(kind := s.kind(a, env))), None)
    if found is None or not any(s.is_varied(a, env) for a in operands):
        return
    cls = found.cls
    sparse = _is_sparse(cls)
    raise MissingRuleError(
        f"no rule for a {'sparse matrix' if sparse else cls.__name__} and an array", place=place,
        lines=s.lines(place), label="needs a derivative",
        help=_SPARSE if sparse else _ADVICE.get(cls.__name__, ("make it a plain array: `np.asarray(a)`",)),
    )  # fmt: skip


def result(s, callee: Callable, operands: Sequence, known: Type, place: Place, env: Env) -> Type:
    """The type of a call, refused where `check` says so: of such an array another one, for all that is known."""
    if not isinstance(known, Unknown):
        return known
    check(s, operands, place, env)
    plain = callee in _TO_PLAIN or callee in _TO_NUMBERS
    return known if plain else next((k for a in operands if is_foreign(k := s.kind(a, env))), known)


def part(owner: Type, index: gast.AST, known: Type) -> Type:
    """The type of `A[index]`: an entry `A[i, j]` is a number, a row of a matrix is a matrix."""
    entry = isinstance(index, gast.Tuple) and not any(isinstance(k, gast.Slice) for k in index.elts)
    return owner if is_foreign(owner) and isinstance(known, Unknown) and not entry else known


def row(kind: Type) -> Type:
    """What iterating over something gives."""
    return kind if is_foreign(kind) else UNKNOWN


def attribute(name: str, owner: Type, known: Type) -> Type:
    """The type of `A.T`."""
    return owner if name in _OF_ITS_CLASS and is_foreign(owner) else known
