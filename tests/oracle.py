"""Judges derivatives of a program without sharing a line with the compiler.

`check(program)` gives a `Report`: right, refused (a TangentxError with a place), WRONG or crash.  Only the
first two are acceptable, and only the first for a program that must pass.
"""

from __future__ import annotations

import copy
import inspect
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import tangentx as tx
from tangentx.errors import TangentxError
from tests.differences import STEP, complex_step, directional, flat, kinked
from tests.programs import Program
from tests.trees import clone, direction, identical, inner, leaves, matched, nearly, walk

RIGHT, REFUSED, WRONG, CRASH = "right", "refused", "WRONG", "crash"
OWN_DEFECTS = ("TX310", "TX7", "TX9")  # a rule file is wrong, the compiler is wrong: no fault of the user
SEVERITY = (WRONG, CRASH, REFUSED, RIGHT)


@dataclass(frozen=True)
class Report:
    name: str
    status: str
    stage: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.status:8s}{self.name}  [{self.stage}] {self.detail}"


class Wrong(Exception):
    """A derivative, a value or a side effect that is not what mathematics or Python says."""


class Doubtful(Exception):
    """The program itself cannot be judged: its differences do not settle, or it is not deterministic."""


def check(
    program: Program, stages: tuple[str, ...] = ("jvp", "vjp", "grad", "hvp"), inputs: Inputs | None = None
) -> Report:
    """Every stage at every input set (`inputs`, where the references are there already); the worst is the report."""
    inputs = inputs or [(args, Reference(program, args, seed)) for seed, args in enumerate(program.args)]
    reports = [_stage(program, stage, inputs) for stage in stages]
    return min(reports, key=lambda report: SEVERITY.index(report.status))


def _stage(program: Program, stage: str, inputs: list) -> Report:
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            STAGES[stage](program, inputs)
    except TangentxError as error:
        located = error.place is not None and bool(error.place.file) and error.place.line > 0
        located = located or error.code.startswith("TX40")  # what is wrong is an argument, not a line
        located = located and not error.code.startswith(OWN_DEFECTS)
        where = (
            f"{error.code} {error.place.file}:{error.place.line}: "
            if error.place
            else f"{error.code} without a place: "
        )
        return Report(program.name, REFUSED if located else CRASH, stage, where + _first_line(error))
    except Wrong as error:
        return Report(program.name, WRONG, stage, str(error))
    except TimeoutError:
        raise
    except Exception as error:  # an oracle reports whatever escapes
        return Report(program.name, CRASH, stage, f"{type(error).__name__}: {_first_line(error)}")
    return Report(program.name, RIGHT)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:300]


class Reference:
    """Value and directional derivative of a program at one input set, from differences alone."""

    def __init__(self, program: Program, args: tuple, seed: int = 0):
        self.function, self.args = program.function, args
        self.rng = np.random.default_rng(1000 + seed)
        self.single = any(np.asarray(v).dtype in (np.float32, np.complex64) for v in leaves(args))
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            self.value = program.function(*clone(args))
        self.tangents = direction(args, self.rng)
        self._differentiate()

    def _differentiate(self) -> None:
        precision = np.float32 if self.single else np.float64
        found = directional(self.function, self.args, self.tangents, precision=precision)
        self.derivative, self.error = found
        self.rtol = 2e-4 if self.single else 1e-6
        size = (
            np.max(np.abs(flat(self.value)), initial=0.0) if self.single else 0.0
        )  # of few digits, few may differ
        self.settled = bool(np.all(self.error <= 1e-4 * (self.scale + size + 1e-12)))
        exact = complex_step(self.function, self.args, self.tangents)
        if exact is not None and not self.single and exact.shape == self.derivative.shape:
            agrees = np.abs(exact - self.derivative) <= 20 * self.error + 1e-9 * self.scale
            if np.all(
                agrees
            ):  # analytic here: compare to rounding instead, but for what an `abs` may have lost
                lost = np.abs(exact - self.derivative) / 20 if self.settled else np.zeros_like(exact)
                self.derivative, self.error, self.rtol = exact, lost, 1e-10

    def along(self, moved: set[int]) -> Reference:
        """The same program, along the tangents of some of its arguments."""
        if all(i in moved or not leaves(a) for i, a in enumerate(self.args)):
            return self
        part = copy.copy(self)
        part.tangents = tuple(
            t if i in moved else direction(a, ZERO)
            for i, (a, t) in enumerate(zip(self.args, self.tangents, strict=True))
        )
        part._differentiate()
        return part

    @property
    def scale(self) -> float:
        value = flat(self.value)
        sizes = np.abs(self.derivative[np.isfinite(self.derivative)])
        return float(
            max(np.max(sizes, initial=0.0), 1e-3 * np.max(np.abs(value[np.isfinite(value)]), initial=0.0))
        )

    def validate(self, program: Program) -> None:
        """The program is deterministic, and its differences settle."""
        again = program.function(*clone(self.args))
        if not identical(again, self.value):
            raise Doubtful("two runs give two values")
        if not leaves(self.value):
            raise Doubtful("the result holds no float")
        if not self.settled or self._waves():
            raise Doubtful(f"differences do not settle: the derivative is {self.scale:.2g}, or at a jump")

    def _waves(self) -> bool:
        """Are there waves shorter than a step?  (Single numbers have not enough digits for smaller steps.)"""
        if self.single:
            return kinked(self.function, self.args, self.tangents)
        near, error = directional(self.function, self.args, self.tangents, STEP / 500)
        off = np.abs(near - self.derivative) - 20 * (error + self.error)
        return bool(np.any(off > 1e-4 * (self.scale + 1e-12)))

    def compare(self, out_dot: Any) -> None:
        """A tangent of the result against the differences."""
        got = []
        for path, leaf, dot in matched(self.value, out_dot):
            if dot is None:
                dot = np.zeros_like(leaf)
            if np.shape(dot) != np.shape(leaf):
                raise Wrong(f"tangent of out{path}: shape {np.shape(dot)}, primal {np.shape(leaf)}")
            if np.asarray(dot).dtype != np.asarray(leaf).dtype:
                raise Wrong(
                    f"tangent of out{path}: dtype {np.asarray(dot).dtype}, primal {np.asarray(leaf).dtype}"
                )
            v = np.ravel(np.asarray(dot))
            got.append(np.concatenate([v.real, v.imag]) if np.iscomplexobj(v) else v.astype(float))
        got = np.concatenate([np.zeros(0), *got])
        off = np.abs(got - self.derivative)
        if not np.all(off <= 20 * self.error + self.rtol * self.scale + 1e-14):  # what cancels leaves a digit
            at = int(np.argmax(np.where(np.isfinite(off), off, np.inf)))
            raise Wrong(
                f"tangent {got[at]:.12g}, differences {self.derivative[at]:.12g} +- {self.error[at]:.1g}"
            )


Inputs = list[tuple[tuple, Reference]]


# Since Python 3.12 `sum` adds what its additions round away; emitted loops add as before (docs/limitations.md).
SUM_COMPENSATES = sum([1.0, 1e100, -1e100]) == 1.0


def _check_value(reference: Reference, value: Any) -> None:
    if not identical(value, reference.value) and not (
        SUM_COMPENSATES and identical(value, reference.value, nearly)
    ):
        raise Wrong(f"the value changed: {value!r:.150} instead of {reference.value!r:.150}")


def _untouched(what: str, before: Any, after: Any) -> None:
    if not identical(before, after):
        raise Wrong(f"{what} changed by the derivative call")


def _no_sharing(results: Any, inputs: Any) -> None:
    """No array of `results` shares memory with another one, or with an input, or is read-only."""
    mine = [(p, v) for p, v in walk(results) if isinstance(v, np.ndarray)]
    theirs = [(p, v) for p, v in walk(inputs) if isinstance(v, np.ndarray)]
    for k, (path, array) in enumerate(mine):
        if not array.flags.writeable:
            raise Wrong(f"result{path} is read-only")
        for other, memory in mine[:k] + theirs:
            if np.shares_memory(array, memory):
                raise Wrong(f"result{path} shares memory with {other or 'an input'}")


def _check_cotangents(args: tuple, cotangents: Any) -> None:
    for path, leaf, bar in matched(args, cotangents):
        if bar is None:
            continue
        if np.shape(bar) != np.shape(leaf):
            raise Wrong(f"adjoint of args{path}: shape {np.shape(bar)}, primal {np.shape(leaf)}")
        if isinstance(leaf, (np.ndarray, np.generic)) and np.asarray(bar).dtype != leaf.dtype:
            raise Wrong(f"adjoint of args{path}: dtype {np.asarray(bar).dtype}, primal {leaf.dtype}")


def _same_numbers(what: str, primal: Any, got: Any, expected: Any, rtol: float) -> None:
    pairs = zip(matched(primal, got), matched(primal, expected), strict=True)
    numbers = [(p, np.zeros_like(v) if g is None else g, np.zeros_like(v) if e is None else e)
               for (p, v, g), (_, _, e) in pairs]  # fmt: skip
    scale = max([float(np.max(np.abs(e), initial=0.0)) for _, _, e in numbers], default=0.0) + 1e-12
    for path, g, e in numbers:
        if np.shape(g) != np.shape(e):
            raise Wrong(f"{what}{path}: shape {np.shape(g)}, expected {np.shape(e)}")
        if not np.all(np.abs(np.asarray(g) - np.asarray(e)) <= rtol * scale):
            raise Wrong(f"{what}{path}: {np.ravel(g)[:4]} expected {np.ravel(e)[:4]}")


def _jvp(program: Program, inputs: Inputs) -> None:
    for args, reference in inputs:
        mine, tangents = clone(args), clone(reference.tangents)
        value, out_dot = tx.jvp(program.function, mine, tangents)
        _check_value(reference, value)
        reference.compare(out_dot)
        _untouched("an input", args, mine)
        _untouched("a tangent", reference.tangents, tangents)
        _no_sharing(out_dot, (mine, tangents, value))
        _, again = tx.jvp(program.function, clone(args), tangents)
        _untouched("the tangent of the result (second call)", out_dot, again)


def _vjp(program: Program, inputs: Inputs) -> None:
    for args, reference in inputs:
        mine = clone(args)
        value, pullback = tx.vjp(program.function, *mine)
        _check_value(reference, value)
        seed = direction(value, np.random.default_rng(3))
        kept, value_kept = clone(seed), clone(value)
        bars = pullback(seed)
        _untouched("an input", args, mine)
        _untouched("the seed", kept, seed)
        _untouched("the value", value_kept, value)
        if not isinstance(bars, tuple) or len(bars) != len(args):
            raise Wrong(f"vjp gives {type(bars).__name__} for {len(args)} arguments")
        _check_cotangents(args, bars)
        _dot_product(reference, seed, bars)
        _no_sharing(bars, (mine, seed, value))
        first = clone(bars)
        _untouched("the adjoints (second call of the pullback)", first, pullback(seed))
        again = tx.vjp(program.function, *clone(args))[1](seed)
        _untouched("the adjoints (second vjp)", first, again)


def _dot_product(reference: Reference, seed: Any, bars: Any) -> None:
    """<seed, out_dot> = <bars, tangents>: against the tangent, else against the differences."""
    try:
        out_dot = tx.jvp(reference.function, clone(reference.args), reference.tangents)[1]
    except Exception:  # forward mode has its own stage; here the differences stand in
        _slope(reference, flat(seed), inner(reference.args, bars, reference.tangents))
        return
    right, size_right = inner(reference.args, bars, reference.tangents)
    left, size_left = inner(reference.value, seed, out_dot)
    tolerance = (1e-4 if reference.single else 1e-10) * (size_left + size_right)
    _agree(reference, left, right, tolerance)


def _slope(reference: Reference, weights: np.ndarray, along: tuple[float, float]) -> None:
    """An inner product of adjoints and tangents against the differences of the result's weighted sum."""
    left, size_left = (
        float(weights @ reference.derivative),
        float(np.abs(weights) @ np.abs(reference.derivative)),
    )
    right, size_right = along
    tolerance = 20 * float(np.abs(weights) @ reference.error) + reference.rtol * (size_left + size_right)
    _agree(reference, left, right, tolerance)


def _agree(reference: Reference, left: float, right: float, tolerance: float) -> None:
    # What cancels inside a derivative (the singular vectors of nearly equal values) leaves digits of the value behind.
    rounding = 1e-12 * max(reference.scale, float(np.max(np.abs(flat(reference.value)), initial=0.0)))
    if not abs(left - right) <= tolerance + rounding + 1e-14:
        raise Wrong(f"reverse {right:.12g}, forward {left:.12g}")


def _is_scalar(value: Any) -> bool:
    return isinstance(value, (float, np.floating)) or isinstance(value, np.ndarray) and value.shape == ()


def _wrt(program: Program) -> Any:
    if program.wrt is not None:
        return program.wrt
    return next(i for i, a in enumerate(program.args[0]) if leaves(a))


def _picked(program: Program, values: tuple) -> Any:
    """What `wrt` names among the arguments, or among values like them."""
    named = inspect.signature(program.function).bind(*values).arguments

    def pick(entry: int | str) -> Any:
        return values[entry] if isinstance(entry, int) else eval(entry, {}, named)  # a path: "params.scale"

    wrt = _wrt(program)
    return tuple(map(pick, wrt)) if isinstance(wrt, tuple) else pick(wrt)


def _grad(program: Program, inputs: Inputs) -> None:
    """One `Derivative` object at both inputs, against the differences along what it is taken of."""
    inputs = [pair for pair in inputs if _is_scalar(pair[1].value)]
    if not inputs:
        return
    wrt = _wrt(program)
    gradient, both = tx.grad(program.function, wrt), tx.value_and_grad(program.function, wrt)
    for args, reference in inputs:
        mine = clone(args)
        got = gradient(*mine)
        value, same = both(*clone(args))
        _check_value(reference, value)
        _untouched("an input", args, mine)
        _judge_gradient(program, args, reference, value, got)
        _same_numbers("value_and_grad", _picked(program, args), same, got, 1e-4 if reference.single else 1e-9)
        _no_sharing(got, mine)


def _judge_gradient(program: Program, args: tuple, reference: Reference, value: Any, got: Any) -> None:
    """Against differences; where these do not settle, or move a part of an argument, against the adjoints of `vjp`."""
    moved = moved_by(program)
    along = reference.along(moved) if moved else reference
    if moved and along.settled:
        chosen = _picked(program, args)
        _check_cotangents(chosen, got)
        _slope(along, np.ones(1), inner(chosen, got, _picked(program, along.tangents)))
        return
    expected = _picked(program, tx.vjp(program.function, *clone(args))[1](type(value)(1.0)))
    _same_numbers("grad", _picked(program, args), got, expected, 1e-4 if reference.single else 1e-9)


def moved_by(program: Program) -> set[int]:
    """The positions of the arguments that the gradient is taken of; none where it is taken of parts."""
    names = [*inspect.signature(program.function).parameters]
    wrt = _wrt(program)
    entries = wrt if isinstance(wrt, tuple) else (wrt,)
    if not all(isinstance(entry, int) or entry in names for entry in entries):
        return set()
    return {entry if isinstance(entry, int) else names.index(entry) for entry in entries}


def _hvp(program: Program, inputs: Inputs) -> None:
    """Forward over reverse against differences of the gradient."""
    args, reference = inputs[0]
    if not program.second or reference.single or not _is_scalar(reference.value):
        return
    if _wrt(program) != 0 or any(np.iscomplexobj(v) for v in leaves(args)):
        return
    gradient = tx.grad(program.function, 0)
    v = direction(args[0], np.random.default_rng(11))
    got = tx.hvp(program.function, 0)(clone(args[0]), clone(v), *clone(args[1:]))

    def slope(x: Any, *rest: Any) -> Any:
        return [0.0 * leaf if bar is None else bar for _, leaf, bar in matched(x, gradient(x, *rest))]

    still = tuple(direction(a, ZERO) for a in args[1:])
    expected, error = directional(slope, args, (v, *still))
    numbers = flat([0.0 * np.asarray(leaf) if h is None else h for _, leaf, h in matched(args[0], got)])
    if numbers.shape != expected.shape:
        raise Wrong(f"hvp has {numbers.size} entries, the gradient {expected.size}")
    size = float(np.max(np.abs(flat(slope(*clone(args)))), initial=0.0))
    rounding = 1e-6 * float(
        np.abs(reference.value)
    )  # in a gradient that is zero but for what is left of the value
    scale = float(np.max(np.abs(expected), initial=0.0)) + 1e-3 * size + rounding
    off = np.abs(numbers - expected)
    if not np.all(off <= 20 * error + 1e-5 * scale):
        at = int(np.argmax(np.where(np.isfinite(off), off, np.inf)))
        raise Wrong(f"hvp {numbers[at]:.10g}, differences of grad {expected[at]:.10g} +- {error[at]:.1g}")


class _Zero:
    """Draws zeros: a direction that moves nothing."""

    def normal(self, size: tuple = ()) -> np.ndarray:
        return np.zeros(size)


ZERO: Any = _Zero()
STAGES: dict[str, Callable[[Program, Inputs], None]] = {"jvp": _jvp, "vjp": _vjp, "grad": _grad, "hvp": _hvp}
