"""Gate 3: which of the functions that numerical code calls have a rule, as a table for `docs/primitives.md`.

*Gives* markdown, made from the registry; a test compares the page with it.

>>> coverage_table().splitlines()[0].startswith("| area")
True
"""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any

from tangentx.templating import callees, registry

# Every public name for which other systems have derivatives, and what Python code calls besides.
NAMES: dict[str, str] = {
    "operators": """
        operator.add operator.sub operator.mul operator.truediv operator.floordiv operator.mod operator.pow
        operator.matmul operator.neg operator.pos operator.abs operator.getitem operator.lt operator.le operator.gt
        operator.ge operator.eq operator.ne operator.not_""",
    "builtins": """
        builtin:abs builtin:sum builtin:max builtin:min builtin:pow builtin:float builtin:round builtin:int
        builtin:len builtin:divmod""",
    "math": """
        math.acos math.acosh math.asin math.asinh math.atan math.atan2 math.atanh math.cbrt math.ceil math.copysign
        math.cos math.cosh math.degrees math.dist math.erf math.erfc math.exp math.exp2 math.expm1 math.fabs
        math.floor math.fma math.fmod math.frexp math.fsum math.gamma math.hypot math.ldexp math.lgamma math.log
        math.log10 math.log1p math.log2 math.modf math.nextafter math.pow math.prod math.radians math.remainder
        math.sin math.sinh math.sqrt math.sumprod math.tan math.tanh math.trunc""",
    "numpy": """
        abs absolute acos acosh add amax amin angle append arccos arccosh arcsin arcsinh arctan arctan2 arctanh
        array array_split asarray asin asinh atan atan2 atanh atleast_1d atleast_2d atleast_3d average broadcast_to
        cbrt clip column_stack concat concatenate conj conjugate copy copysign cos cosh cross cumprod cumsum deg2rad
        degrees diag diagonal diff divide dot dsplit dstack einsum exp exp2 expand_dims expm1 fabs flip fliplr
        flipud float_power fmax fmin fmod full full_like gradient hsplit hstack hypot imag inner interp kron ldexp
        linspace log log10 log1p log2 logaddexp logaddexp2 matmul matrix_transpose max maximum mean median meshgrid
        min minimum mod moveaxis multiply nan_to_num nansum negative outer pad partition permute_dims positive pow
        power prod ptp rad2deg radians ravel real real_if_close reciprocal remainder repeat reshape roll rollaxis
        rot90 row_stack select sin sinc sinh sort split sqrt square squeeze stack std subtract sum swapaxes take
        take_along_axis tan tanh tensordot tile trace transpose trapezoid tril triu true_divide unwrap var vdot
        vsplit vstack where""",
    "numpy, derivative zero": """
        all allclose any arange argmax argmin argpartition argsort argwhere around array_equal array_equiv ceil
        count_nonzero empty empty_like equal eye fix flatnonzero floor floor_divide greater greater_equal isclose
        iscomplex iscomplexobj isfinite isinf isnan isneginf isposinf isreal isscalar less less_equal logical_and
        logical_not logical_or logical_xor ndim nonzero not_equal ones ones_like result_type rint round searchsorted
        shape sign size trunc zeros zeros_like""",
    "numpy.linalg": """
        numpy.linalg.cholesky numpy.linalg.cross numpy.linalg.det numpy.linalg.eig numpy.linalg.eigh numpy.linalg.inv
        numpy.linalg.matrix_transpose numpy.linalg.norm numpy.linalg.pinv numpy.linalg.slogdet numpy.linalg.solve
        numpy.linalg.svd""",
    "methods and attributes": """
        method:all method:any method:argmax method:argmin method:argsort method:astype method:clip method:conj
        method:copy method:cumprod method:cumsum method:diagonal method:dot method:flatten method:item method:max
        method:mean method:min method:prod method:ptp method:ravel method:repeat method:reshape method:round
        method:squeeze method:std method:sum method:swapaxes method:take method:trace method:transpose method:var
        attribute:T attribute:mT attribute:real attribute:imag attribute:flat attribute:shape attribute:ndim
        attribute:size attribute:dtype""",
}

STATES = ("rule", "derivative zero", "no rule, Python source", "missing")


def coverage_table() -> str:
    """Markdown: how many names of each area are done, then the names by state."""
    found = {area: _states(area, text.split()) for area, text in NAMES.items()}
    lines = ["| area | " + " | ".join(STATES) + " |", "|---" * (len(STATES) + 1) + "|"]
    for area, states in found.items():
        lines.append(f"| {area} | " + " | ".join(str(len(states[s])) for s in STATES) + " |")
    for area, states in found.items():
        lines += ["", f"## {area}", ""]
        lines += [
            f"- {state}: {' '.join(f'`{n}`' for n in states[state])}" for state in STATES if states[state]
        ]
    return "\n".join(lines) + "\n"


def _states(area: str, names: list[str]) -> dict[str, list[str]]:
    states: dict[str, list[str]] = {state: [] for state in STATES}
    prefix = "numpy." if area.startswith("numpy") and area != "numpy.linalg" else ""
    for name in names:
        try:
            callee = callees.resolve(prefix + name)
        except LookupError:  # not in this version of the library
            continue
        states[_state(callee)].append(name.rpartition(":")[2])
    return states


def _state(callee: Any) -> str:
    entries = registry.serving(callee)
    if entries:
        return "rule" if any(rule.differentiable for rule in entries) else "derivative zero"
    function = inspect.unwrap(callee) if callable(callee) else None
    return "no rule, Python source" if isinstance(function, FunctionType) else "missing"
