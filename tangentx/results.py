"""Whether the primal's result is what the mode needs, as far as its type is known."""

from __future__ import annotations

from typing import Any

from tangentx.analysis.types import Array, Const, Dictionary, ListOf, Scalar, Sequence, Type
from tangentx.errors import NotDifferentiableError
from tangentx.seeds import Leaf, extents_of, like_type

_NEEDS_SCALAR = ("grad", "value_and_grad")


def result_type(compiled: Any, spec: Any) -> Type:
    """The type of what is differentiated: the primal's result, or its first item when it has an aux."""
    kind = compiled.result_type
    if spec.options.has_aux and isinstance(kind, Sequence) and kind.items:
        return kind.items[0]
    return kind


def check_result(compiled: Any, spec: Any, label: str, arguments: tuple[list[str], tuple]) -> None:
    """TX401 for a result that has no gradient."""
    if spec.mode not in _NEEDS_SCALAR:
        return
    if spec.options.has_aux and isinstance(compiled.result_type, Sequence) and len(compiled.result_type.items) != 2:
        raise NotDifferentiableError(
            f"has_aux=True needs a pair (result, aux); {label} returned {compiled.result_type}", code="TX401",
            help=["return result, aux"],
        )  # fmt: skip
    kind = result_type(compiled, spec)
    returned = _not_scalar(kind, arguments)
    if returned is None:
        return
    name = label.rpartition(":")[2].rpartition(".")[2]
    wrt = repr(spec.wrt[0] if len(spec.wrt) == 1 else spec.wrt)
    raise NotDifferentiableError(
        f"{spec} needs a scalar result; {label} returned {returned}", code="TX401",
        help=[
            f"reduce it: np.sum(...)        the whole Jacobian: tx.jacobian({name}, {wrt})",
            f"one product: tx.adjoint({name}, {wrt})(..., seed=v)",
        ],
    )  # fmt: skip


def _not_scalar(kind: Type, arguments: tuple[list[str], tuple]) -> str | None:
    """What the result is in a user's words, when it surely is no scalar float."""
    if isinstance(kind, Array) and kind.rank:
        pattern = like_type(kind, "", extents_of(*arguments))
        assert isinstance(pattern, Leaf)
        shape = ", ".join("?" if n is None else str(n) for n in pattern.shape)
        return f"shape ({shape}{',' if kind.rank == 1 else ''})"
    if isinstance(kind, Array) and kind.rank == 0 and kind.kind == "c" or kind == Scalar("complex"):
        return "a complex number: take np.real(...) or np.abs(...)"
    if isinstance(kind, Sequence | Dictionary | ListOf):
        return f"a {getattr(kind, 'cls', dict).__name__}"
    if isinstance(kind, Const) and not isinstance(kind.value, int | float):
        return "None" if kind.value is None else f"{type(kind.value).__name__}"
    return None
