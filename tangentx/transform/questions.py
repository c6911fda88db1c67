"""Does the question make sense for this program?  A gradient of one real number, with respect to what it depends on.

*Requires* a program and its activity.  *Gives* nothing; refuses, or warns.
"""

from __future__ import annotations

import warnings

from tangentx.analysis.activity import Activity
from tangentx.analysis.program import Program
from tangentx.analysis.sure_shapes import of_sure_shape
from tangentx.analysis.types import Array, is_complex, is_float_like
from tangentx.errors import NotDifferentiableError, TangentxWarning
from tangentx.paths import covers
from tangentx.records import Place


def check_scalar_result(program: Program, targets: list[str], lines) -> None:
    """grad needs one number."""
    for name in targets:
        kind = of_sure_shape(program.types.get(name))
        bad = (
            isinstance(kind, Array)
            and not kind.scalar
            and kind.shape not in ((), None)
            and isinstance(kind.shape, tuple)
        )
        if bad or len(targets) > 1 or not isinstance(program.result, str) and len(targets) != 1:
            shown = kind if len(targets) == 1 else "several values"
            raise NotDifferentiableError(
                f"grad needs a scalar result; {program.function.name} returns {shown}",
                code="TX401", place=Place(program.function.file, program.function.last_line), lines=lines,
                help=("reduce it: np.sum(...)", "the whole Jacobian: tx.jacobian(f)", "one product: tx.vjp(f, *args)"),
            )  # fmt: skip
        if is_complex(kind):
            raise NotDifferentiableError(
                f"grad needs a real result; {program.function.name} returns {kind}", code="TX404", lines=lines,
                place=Place(program.function.file, program.function.last_line),
                help=("take .real, .imag or np.abs of it",),
            )  # fmt: skip


def warn_disconnected(program: Program, activity: Activity, wrt: tuple[str, ...], mode: str) -> None:
    """The result does not depend on an argument: the derivative is zero, and probably not what was meant."""
    for parameter in wrt:
        variables = [
            leaf.variable for leaf in program.leaves if covers((parameter,), leaf.parameter, leaf.path)
        ]
        floats = [v for v in variables if is_float_like(program.types.get(v))]
        if floats and not any(v in activity.useful for v in floats):
            text = (
                f"the result of {program.function.name} does not depend differentiably on `{parameter}`: zero"
            )
            if mode == "error":
                raise NotDifferentiableError(text, code="TX403")
            warnings.warn(TangentxWarning(text), stacklevel=6)
