"""Functions of libraries that call a function of the user from compiled code, or make objects that do their work later.

Their own source says nothing of use: what is differentiated there is refused where it is called, with a way out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from tangentx.analysis.callees import describe
from tangentx.analysis.scope import Env, LocalFunction
from tangentx.analysis.types import Const
from tangentx.errors import MissingRuleError
from tangentx.records import Place

_INTEGRAL = ("sum the integrand at fixed nodes: nodes, weights = np.polynomial.legendre.leggauss(20)",)
_STEPS = ("write the steps as a loop in the function: Euler's, or those of Runge and Kutta",)
_ROOT = (
    "solve outside of the derivative, with tangentx.runtime.stop_gradient(...) around what varies,",
    "and make one Newton step of it in the function: z = z - g(z, x) / slope",
)
_MINIMUM = (
    "minimise by steps in the function: a loop of gradient or Newton steps",
    "or keep the minimiser fixed: tangentx.runtime.stop_gradient(...) around what varies",
)
_CURVE = ("np.interp, np.polyfit and np.linalg.solve for the coefficients have rules",)

_ADVICE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {f"scipy.integrate.{name}": _INTEGRAL for name in ("quad", "dblquad", "tplquad", "nquad", "quad_vec")}
    | {f"scipy.integrate.{name}": _STEPS for name in ("odeint", "solve_ivp", "ode", "solve_bvp")}
    | {
        f"scipy.optimize.{name}": _ROOT
        for name in ("bisect", "brenth", "brentq", "fixed_point", "fsolve", "ridder", "root", "root_scalar")
    }
    | {
        f"scipy.optimize.{name}": _MINIMUM
        for name in ("curve_fit", "least_squares", "leastsq", "minimize", "minimize_scalar")
    }
    | {
        f"scipy.interpolate.{name}": _CURVE
        for name in (
            "Akima1DInterpolator", "BSpline", "CubicSpline", "PchipInterpolator", "RBFInterpolator",
            "RegularGridInterpolator", "UnivariateSpline", "griddata", "interp1d", "make_interp_spline",
            "splrep",
        )
    }
)  # fmt: skip


def refuse(s, callee: Callable, operands: list, keywords: dict, place: Place, env: Env) -> None:
    """A call of one of these with what is differentiated, or with a function that may see it."""
    help = _advice(callee)
    given = [*operands, *keywords.values()]
    if help and any(s.is_varied(a, env) or _is_local(s.kind(a, env)) for a in given):
        raise MissingRuleError(
            f"no rule for {describe(callee)}",
            place=place,
            lines=s.lines(place),
            label="needs a derivative",
            help=help,
        )


def _advice(callee: Any) -> tuple[str, ...]:
    """By the package's public name for it, whose modules are private."""
    module, name = getattr(callee, "__module__", None) or "", getattr(callee, "__name__", "")
    return _ADVICE.get(".".join((*module.split(".")[:2], name)), ()) if module.startswith("scipy.") else ()


def _is_local(kind: Any) -> bool:
    return isinstance(kind, Const) and isinstance(kind.value, LocalFunction)
