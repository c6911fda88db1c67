"""Numeric checks of derivatives: differences along random directions, and adjoint against tangent.

`check_grads` raises, with JAX's signature; `verify` reports.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangentx import config, dispatch, pytrees
from tangentx.bound import signature_of, unwrap
from tangentx.derivative import Derivative, Spec
from tangentx.errors import TangentxError
from tangentx.paths import path_of, replaced
from tangentx.pytrees import carries
from tangentx.wrt import Wrt, is_differentiable, resolve, value_of

METHODS = ("fd", "dot")
_STEPS = {8: 1e-3, 4: 3e-2, 2: 1e-1}  # of the differences, by bytes of a real number
_TOLERANCES = {8: 1e-6, 4: 2e-2, 2: 1e-1}


class VerificationError(AssertionError, TangentxError):
    """TX7: a derivative disagrees with the numbers."""

    code = "TX701"

    __str__ = TangentxError.__str__

    def __init__(self, message: str, **details: Any):
        TangentxError.__init__(self, message, **details)


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: the largest error relative to `limit`'s scale; `detail` says what went wrong without numbers."""

    method: str
    direction: int
    error: float
    limit: float
    detail: str = ""

    @property
    def passed(self) -> bool:
        return not self.detail and self.error <= self.limit

    def __str__(self) -> str:
        verdict = "pass" if self.passed else "FAIL"
        found = self.detail or f"relative error {self.error:.1e}"
        return f"{self.method:4} direction {self.direction}: {found}  {verdict}"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` found; true when everything passed."""

    label: str
    wrt: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        lines = [f"{self.label}  wrt {', '.join(self.wrt)}"]
        for method in dict.fromkeys(check.method for check in self.checks):
            mine = [check for check in self.checks if check.method == method]
            failed = [str(check) for check in mine if not check.passed]
            worst = max(check.error for check in mine)
            lines += [f"  {line}" for line in failed] or [f"  {method:4} max rel error {worst:.1e}   pass"]
        return "\n".join(lines)

    def raise_if_failed(self) -> None:
        """VerificationError for the first check that failed."""
        for check in self.checks:
            if not check.passed:
                raise VerificationError(
                    f"{self.label} wrt {', '.join(self.wrt)}: {check} (limit {check.limit:.0e})"
                )


@dataclass(frozen=True, slots=True)
class Problem:
    """A function, the values of all its parameters, and those to vary."""

    fun: Callable
    parameters: tuple[inspect.Parameter, ...]
    values: tuple
    wrt: tuple[str, ...]

    @classmethod
    def bind(cls, fun: Callable, args: Sequence, wrt: Wrt | None) -> Problem:
        """wrt None: every argument that can carry a derivative."""
        base, front, keywords = unwrap(fun)
        signature = signature_of(base)
        bound = signature.bind(*front, *args, **keywords)
        bound.apply_defaults()
        values = bound.arguments
        if wrt is None:
            names = tuple(name for name in list(values)[len(front) :] if is_differentiable(values[name]))
        else:
            label = getattr(base, "__qualname__", "the function")
            names, _ = resolve(wrt, signature_of(fun), label, signature, len(front))
        return cls(base, tuple(signature.parameters.values()), tuple(values.values()), names)

    def call(self, fun: Callable, moved: dict[str, Any] | None = None, **extras: Any) -> Any:
        """`fun` at the values, some of them replaced; a primal that writes on its arguments does so on copies."""
        values = dict(zip((parameter.name for parameter in self.parameters), self.values, strict=True))
        for name, new in (moved or {}).items():
            parameter = path_of(name).parameter
            values[parameter] = replaced(values[parameter], name, new)
        own = tuple(map(pytrees.copied, values.values()))
        positional, named = dispatch.arguments(self.parameters, own)
        return fun(*positional, **named, **extras)

    @property
    def point(self) -> dict[str, Any]:
        values = dict(zip((parameter.name for parameter in self.parameters), self.values, strict=True))
        return {name: value_of(name, values) for name in self.wrt}

    def extend(self, derivative: Derivative, extras: dict[str, Any]) -> Problem:
        """The derivative as the function of a problem of the next order: seeds or tangents are varied too."""
        bound = derivative.__signature__
        values = dict(zip((p.name for p in self.parameters), self.values, strict=True)) | extras
        parameters = tuple(bound.parameters.values())
        return Problem(
            derivative, parameters, tuple(values[p.name] for p in parameters), self.wrt + tuple(extras)
        )


def check_grads(
    f: Callable, args: Sequence, order: int, modes: Sequence[str] = ("fwd", "rev"), atol: float | None = None,
    rtol: float | None = None, eps: float | None = None,
) -> None:  # fmt: skip
    """Compare derivatives up to `order` with differences; VerificationError where they disagree."""
    problem = Problem.bind(f, args, None)
    _check(
        problem, order, tuple(modes), _Limits.of(problem.point, atol, rtol, eps), np.random.default_rng(0), ""
    )


@dataclass(frozen=True, slots=True)
class _Limits:
    atol: float
    rtol: float
    step: float

    @classmethod
    def of(cls, point: Any, atol: float | None, rtol: float | None, step: float | None) -> _Limits:
        """The defaults for the least precise number in `point`."""
        leaves = [leaf for leaf in pytrees.flatten(point)[0] if carries(leaf)]
        size = min((np.real(np.asarray(leaf)).dtype.itemsize for leaf in leaves), default=8)
        tolerance = _TOLERANCES.get(size, 1e-6)
        pick = (default if given is None else given for given, default in
                ((atol, tolerance), (rtol, tolerance), (step, _STEPS.get(size, 1e-3))))  # fmt: skip
        return cls(*pick)


def _check(
    problem: Problem, order: int, modes: tuple[str, ...], limits: _Limits, rng: Any, path: str
) -> None:
    if order < 1:
        return
    direction = _random_like(problem.point, rng)
    moved = _difference(problem, direction, limits.step)
    if "fwd" in modes:
        tangent = Derivative(problem.fun, Spec("tangent", problem.wrt, config.options()))
        extras = dict(zip(tangent.extras, direction.values(), strict=True))
        _, dot = problem.call(tangent, **extras)
        _compare(dot, moved, limits, f"{path}fwd")
        _check(problem.extend(tangent, extras), order - 1, modes, limits, rng, f"{path}fwd, ")
    if "rev" in modes:
        adjoint = Derivative(problem.fun, Spec("adjoint", problem.wrt, config.options()))
        seed = _random_like(problem.call(problem.fun), rng)
        bars = problem.call(adjoint, **{adjoint.extras[0]: seed})
        bars = bars if len(problem.wrt) > 1 else (bars,)
        _compare(_inner(bars, tuple(direction.values())), _inner(seed, moved), limits, f"{path}rev")
        _check(
            problem.extend(adjoint, {adjoint.extras[0]: seed}), order - 1, modes, limits, rng, f"{path}rev, "
        )


def _compare(ours: Any, numeric: Any, limits: _Limits, what: str) -> None:
    for one, other in zip(pytrees.flatten(ours)[0], pytrees.flatten(numeric)[0], strict=True):
        if carries(other) and not np.allclose(one, other, rtol=limits.rtol, atol=limits.atol):
            error = float(np.max(np.abs(np.asarray(one) - other)))
            raise VerificationError(
                f"check_grads ({what}): the derivative and the differences disagree by {error:.1e}",
                why=[f"derivative {one}", f"differences {other}"],
                help=[
                    "is the function smooth there? a kink or a jump near the point has no derivative to agree with"
                ],
            )


def verify(
    fun: Callable, *args: Any, wrt: Wrt = 0, methods: Sequence[str] = METHODS, directions: int = 8,
    rtol: float | None = None, atol: float | None = None, rng: Any = 0,
) -> VerifyReport:  # fmt: skip
    """Compare the derivative of `fun` with differences ("fd") and adjoint with tangent ("dot").  Never raises for a
    wrong derivative: `report.raise_if_failed()` does.  A gradient is checked as it is: `verify(tx.grad(f), *args)`."""
    gradient = None
    if isinstance(fun, Derivative) and fun.spec.mode in ("grad", "value_and_grad"):
        gradient, fun, wrt = fun, fun.primal, fun.spec.wrt
    problem = Problem.bind(fun, args, wrt)
    limits = _Limits.of(problem.point, atol, rtol, None)
    rng, checks = np.random.default_rng(rng), []
    for index in range(1, directions + 1):
        for method in methods:
            try:
                checks.append(_CHECKS[method](problem, gradient, limits, rng, index))
            except TangentxError as error:
                checks.append(Check(method, index, np.inf, limits.rtol, str(error)))
    label = f"{getattr(fun, '__module__', '?')}:{getattr(fun, '__qualname__', type(fun).__name__)}"
    return VerifyReport(label, problem.wrt, tuple(checks))


def _check_differences(
    problem: Problem, gradient: Derivative | None, limits: _Limits, rng: Any, index: int
) -> Check:
    """The reverse derivative against differences with four step sizes, the best kept."""
    direction = _random_like(problem.point, rng)
    seed, bars = _reverse(problem, gradient, rng)
    ours = _inner(bars, tuple(direction.values()))
    steps = [limits.step * factor for factor in (10.0, 1.0, 0.1, 0.01)]
    errors = [_relative(ours, _inner(seed, _difference(problem, direction, step)), limits) for step in steps]
    return Check("fd", index, min(errors), limits.rtol)


def _check_products(
    problem: Problem, gradient: Derivative | None, limits: _Limits, rng: Any, index: int
) -> Check:
    """The reverse derivative against the tangent."""
    direction = _random_like(problem.point, rng)
    seed, bars = _reverse(problem, gradient, rng)
    tangent = Derivative(problem.fun, Spec("tangent", problem.wrt, config.options()))
    _, dot = problem.call(tangent, **dict(zip(tangent.extras, direction.values(), strict=True)))
    ours = _inner(bars, tuple(direction.values()))
    return Check("dot", index, _relative(ours, _inner(seed, dot), limits), limits.rtol * 1e-3)


_CHECKS = {"fd": _check_differences, "dot": _check_products}


def _reverse(problem: Problem, gradient: Derivative | None, rng: Any) -> tuple[Any, tuple]:
    """(seed, cotangents)."""
    if gradient is None:
        adjoint = Derivative(problem.fun, Spec("adjoint", problem.wrt, config.options()))
        seed = _random_like(problem.call(problem.fun), rng)
        bars = problem.call(adjoint, **{adjoint.extras[0]: seed})
    else:
        seed, bars = 1.0, problem.call(gradient)
        bars = bars[1] if gradient.spec.mode == "value_and_grad" else bars
    is_tuple = len(problem.wrt) > 1 or gradient is not None and gradient.spec.sequence
    return seed, bars if is_tuple else (bars,)


def _relative(ours: float, numeric: float, limits: _Limits) -> float:
    """The error as a fraction of what was expected; below `atol` in size, of 1."""
    scale = max(abs(ours), abs(numeric), limits.atol / limits.rtol)
    return float(abs(ours - numeric) / scale)


def _difference(problem: Problem, direction: dict[str, Any], step: float) -> Any:
    """The derivative along `direction`: central differences, extrapolated once."""
    coarse, fine = (_central(problem, direction, h) for h in (step, step / 2))
    return _combine(lambda a, b: (4 * b - a) / 3, coarse, fine)


def _central(problem: Problem, direction: dict[str, Any], step: float) -> Any:
    ahead, behind = (
        problem.call(
            problem.fun, {name: _moved(value, direction[name], h) for name, value in problem.point.items()}
        )
        for h in (step, -step)
    )
    return _combine(lambda a, b: (a - b) / (2 * step), ahead, behind)


def _moved(value: Any, direction: Any, step: float) -> Any:
    leaves, structure = pytrees.flatten(value)
    pairs = zip(leaves, pytrees.flatten(direction)[0], strict=True)
    return pytrees.unflatten(structure, [_shift(leaf, along, step) for leaf, along in pairs])


def _shift(leaf: Any, along: Any, step: float) -> Any:
    if not carries(leaf):
        return leaf
    moved = leaf + step * along
    return np.asarray(moved, dtype=leaf.dtype) if isinstance(leaf, np.ndarray) else type(leaf)(moved)


def _combine(function: Callable, one: Any, other: Any) -> Any:
    leaves, structure = pytrees.flatten(one)
    pairs = zip(leaves, pytrees.flatten(other)[0], strict=True)
    return pytrees.unflatten(structure, [function(a, b) if carries(a) else a for a, b in pairs])


def _random_like(tree: Any, rng: Any) -> Any:
    return pytrees.map_leaves(lambda leaf: _random_leaf(leaf, rng), tree)


def _random_leaf(leaf: Any, rng: Any) -> Any:
    if not carries(leaf):
        return np.zeros(np.shape(leaf)) if isinstance(leaf, np.ndarray) else None
    value = rng.standard_normal(np.shape(leaf))
    if np.iscomplexobj(leaf):
        value = value + 1j * rng.standard_normal(np.shape(leaf))
    return np.asarray(value, dtype=leaf.dtype) if isinstance(leaf, np.ndarray) else type(leaf)(value)


def _inner(one: Any, other: Any) -> float:
    """The real inner product over all leaves that carry a derivative."""
    pairs = zip(pytrees.flatten(one)[0], pytrees.flatten(other)[0], strict=True)
    return float(sum(np.real(np.vdot(a, b)) for a, b in pairs if carries(a) and carries(b)))
