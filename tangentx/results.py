"""Whether the primal's result is what the mode needs, as far as its type is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tangentx.analysis.types import Array, Const, Dictionary, ListOf, Scalar, Sequence, Type
from tangentx.errors import NotDifferentiableError
from tangentx.seeds import Leaf, extents_of, fit, like, like_type
from tangentx.wrt import describe

NEEDS_SCALAR = ("grad", "value_and_grad")
_REAL = (int, float, np.integer, np.floating, np.bool_, np.ndarray)


def result_type(compiled: Any, spec: Any) -> Type:
    """The type of what is differentiated: the primal's result, or its first item when it has an aux."""
    kind = compiled.result_type
    if spec.options.has_aux and isinstance(kind, Sequence) and kind.items:
        return kind.items[0]
    return kind


def check_result(compiled: Any, spec: Any, label: str, arguments: tuple[list[str], tuple]) -> None:
    """TX401 for a result that has no gradient."""
    if spec.mode not in NEEDS_SCALAR:
        return
    if (
        spec.options.has_aux
        and isinstance(compiled.result_type, Sequence)
        and len(compiled.result_type.items) != 2
    ):
        raise NotDifferentiableError(
            f"has_aux=True needs a pair (result, aux); {label} returned {compiled.result_type}", code="TX401",
            help=["return result, aux"],
        )  # fmt: skip
    returned = _not_scalar(result_type(compiled, spec), arguments)
    if returned is not None:
        raise _no_scalar(spec, label, returned)


def is_surely_scalar(compiled: Any, spec: Any) -> bool:
    """Whether the type says that the result is one number."""
    kind = result_type(compiled, spec)
    return isinstance(kind, Scalar | Const) or isinstance(kind, Array) and kind.rank == 0


def checked_scalar(pair: Any, spec: Any, label: str) -> Callable:
    """The gradient by a forward and a reverse half, after a look at the value between them."""

    def run(*args: Any, **kwargs: Any) -> Any:
        out, saved = pair.function(*args, **kwargs)
        value = out[0] if spec.options.has_aux else out
        if np.shape(value) != () or not isinstance(value, _REAL):
            raise _no_scalar(spec, label, describe(value))
        bars = pair.reverse(saved, fit(1.0, like(value, "the seed")))
        bars = bars if len(spec.wrt) > 1 else bars[0]
        if spec.mode == "value_and_grad":
            return out, bars
        return (bars, out[1]) if spec.options.has_aux else bars

    return run


def checked_seed(pair: Any, spec: Any, name: str) -> Callable:
    """The adjoint by a forward and a reverse half, after a comparison of the seed with the value between them."""

    def run(*args: Any, **kwargs: Any) -> Any:
        seed = kwargs.pop(name)
        value, saved = pair.function(*args, **kwargs)
        bars = pair.reverse(saved, fit(seed, like(value, f"`{name}`")))
        return bars if len(spec.wrt) > 1 else bars[0]

    return run


def _no_scalar(spec: Any, label: str, returned: str) -> NotDifferentiableError:
    name = label.rpartition(":")[2].rpartition(".")[2]
    wrt = repr(spec.wrt[0] if len(spec.wrt) == 1 else spec.wrt)
    return NotDifferentiableError(
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
