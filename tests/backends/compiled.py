"""One program of the corpus under both backends: the compiled derivative against the NumPy one."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numba
import numpy as np

import tangentx as tx
from tangentx.errors import TangentxError, TangentxWarning
from tests.fuzz.judge import time_limit
from tests.oracle import CRASH, REFUSED, RIGHT, WRONG, Report, _first_line, _is_scalar
from tests.programs import Program
from tests.trees import clone, direction, identical, leaves, matched, walk

SECONDS = 30
NEEDLESS, LEFT_OUT, SLOW = "needless", "left out", "slow"
_PLAIN = (bool, int, float, complex, np.number, np.bool_, np.ndarray, str, type(None))


class Different(Exception):
    """The compiled derivative gives other numbers, shapes or types than the NumPy one."""


def judge(program: Program, is_dispatcher: bool = False) -> Report:
    """RIGHT; REFUSED, where Numba does not compile the function itself either, else NEEDLESS; WRONG or CRASH.

    LEFT_OUT where Numba cannot take an argument, or NumPy has no derivative.  With `is_dispatcher` the function is
    handed over as `numba.njit` makes it.
    """
    if not all(map(_is_taken, program.args)):
        return Report(program.name, LEFT_OUT, "arguments")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return _judged(program, is_dispatcher)
        except TimeoutError:
            return Report(program.name, SLOW, "time", f"no answer in {SECONDS} s")


def _judged(program: Program, is_dispatcher: bool) -> Report:
    try:
        with time_limit(SECONDS):
            wanted = [_derivative(program.function, args, "numpy") for args in program.args]
    except Exception as error:  # the oracle of the corpus judges this backend
        return Report(program.name, LEFT_OUT, "numpy", _first_line(error))
    function = program.function
    if is_dispatcher:
        function = dispatcher(function)
        if not compiles(function, program.args[0]):
            return Report(program.name, LEFT_OUT, "numba")
        warnings.filterwarnings("error", message=".*runs as NumPy code", category=TangentxWarning)
    with time_limit(SECONDS):
        return _compared(program, function, wanted)


def _compared(program: Program, function: Any, wanted: list) -> Report:
    try:
        for args, expected in zip(program.args, wanted, strict=True):
            mine = clone(args)
            compare(args, expected, _derivative(function, mine, "numba"))
            if not identical(args, mine):
                raise Different("an input changed by the derivative call")
    except (TangentxError, TangentxWarning) as error:
        # TX851, or what is refused of containers where their depths have to be known
        is_located = not isinstance(error, TangentxError) or error.place is not None
        if not is_located:
            return Report(program.name, CRASH, "error", _text(error))
        needless = compiles(dispatcher(program.function), program.args[0])
        return Report(program.name, NEEDLESS if needless else REFUSED, "numba", _text(error))
    except Different as error:
        return Report(program.name, WRONG, "compare", str(error))
    except TimeoutError:
        raise
    except Exception as error:  # whatever escapes is to be seen
        return Report(program.name, CRASH, "raised", f"{type(error).__name__}: {_first_line(error)}")
    return Report(program.name, RIGHT)


def _text(error: Any) -> str:
    place = getattr(error, "place", None)
    where = f"{place.file.rpartition('/')[2]}:{place.line}: " if place else ""
    reason = " | ".join(map(str, getattr(error, "why", ()) or ())) or _first_line(error)
    return f"{getattr(error, 'code', '')} {where}{reason}"


def _is_taken(value: Any) -> bool:
    """A number, an array, or a tuple of these."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    return all(map(_is_taken, value)) if isinstance(value, tuple) else isinstance(value, _PLAIN)


def dispatcher(function: FunctionType, made: dict | None = None) -> Any:
    """The function as Numba compiles it, and so are the functions beside it that it calls."""
    made = {} if made is None else made
    if function not in made:
        space = dict(function.__globals__)
        copy = FunctionType(
            function.__code__, space, function.__name__, function.__defaults__, function.__closure__
        )
        copy.__kwdefaults__, copy.__module__ = function.__kwdefaults__, function.__module__
        made[function] = numba.njit(copy)
        for name in function.__code__.co_names:
            if isinstance(space.get(name), FunctionType) and space[name].__module__ == function.__module__:
                space[name] = dispatcher(space[name], made)
    return made[function]


def compiles(function: Any, args: tuple) -> bool:
    """Does Numba compile the function itself?"""
    try:
        with time_limit(SECONDS):
            function(*clone(args))
    except TimeoutError:
        return False
    except Exception:  # whatever Numba says
        return False
    return True


def _derivative(function: Callable, args: tuple, backend: str) -> tuple[Any, Any]:
    """(value, adjoints of what the places hold) for a number, else by a seed that is the same for both."""
    wrt = tuple(k for k, arg in enumerate(args) if leaves(arg))
    kinds = {p.kind for p in inspect.signature(function).parameters.values()}
    with tx.config.using(backend=backend):
        if kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD} and _is_scalar(function(*clone(args))):
            value, bars = tx.value_and_grad(function, wrt)(*args)
            return value, dict(zip(wrt, bars, strict=True))
        value, pull = tx.vjp(function, *args)
        seed = direction(value, np.random.default_rng(3))
        return value, dict(enumerate(pull(seed)))


def compare(args: tuple, expected: tuple, got: tuple) -> None:
    """Values and adjoints, leaf by leaf."""
    if not leaves(expected[0]):
        return
    _same("value", list(walk(expected[0])), list(walk(got[0])))
    bars = [[(f"{k}{path}", bar) for k, of in each.items() for path, _, bar in matched(args[k], of)]
            for each in (expected[1], got[1])]  # fmt: skip
    _same("adjoint of argument ", *bars)


def _same(what: str, expected: list, got: list) -> None:
    if [path for path, _ in expected] != [path for path, _ in got]:
        raise Different(f"{what}: another structure")
    numbers = [np.abs(v[np.isfinite(v)]) for v in (np.atleast_1d(e) for _, e in expected if e is not None)]
    scale = max((float(np.max(v, initial=0.0)) for v in numbers), default=0.0) + 1e-4
    for (path, e), (_, g) in zip(expected, got, strict=True):
        if (e is None) != (g is None):
            raise Different(f"{what}{path}: {g} instead of {e}")
        if e is None:
            continue
        if np.shape(e) != np.shape(g) or np.asarray(e).dtype != np.asarray(g).dtype:
            raise Different(
                f"{what}{path}: {np.asarray(g).dtype}{np.shape(g)}, not {np.asarray(e).dtype}{np.shape(e)}"
            )
        rtol = 1e-4 if np.asarray(e).dtype in (np.float32, np.complex64) else 1e-9
        if not np.allclose(g, e, rtol=rtol, atol=rtol * scale, equal_nan=True):
            raise Different(f"{what}{path}: {np.ravel(g)[:4]} instead of {np.ravel(e)[:4]}")
