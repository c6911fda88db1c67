"""Several directions at once against one after the other: `python -m tests.directions [WORD ...]`.

For each program of the corpus, three random directions through one emitted function, and each of them through the
tangent; the same for the gradient of what gives a number; and the whole Jacobian where the argument is an array.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

import tangentx as tx
from tangentx import config, dispatch
from tangentx.bound import unwrap
from tangentx.derivative import Derivative, Spec
from tangentx.derivatives.products import Arguments
from tangentx.errors import TangentxError
from tangentx.transform.lifting import NotLifted
from tests.fuzz.judge import SECONDS, time_limit
from tests.oracle import _is_scalar, _wrt
from tests.programs import Program, load
from tests.trees import clone, direction, leaves, matched, rebuild

COUNT = 3
LIFTED, ONE_BY_ONE, REFUSED, WRONG = "lifted", "one by one", "refused", "WRONG"


class Different(Exception):
    """Several directions at once are not the directions one after the other."""


def _stacked(trees: list) -> Any:
    """One tree whose float leaves are stacked along a last axis."""
    parts = [iter(leaves(tree)) for tree in trees]
    return rebuild(trees[0], lambda leaf: np.stack([next(p) for p in parts], axis=-1))


def _options() -> Any:
    return config.options(cache=False)


def _together(function: Callable, values: tuple, wrt: tuple, dots: list[dict[str, Any]]) -> Any:
    derivative = Derivative(function, Spec("tangents", wrt, _options()))
    compiled = derivative.version(clone(values))
    names = Derivative(function, Spec("tangent", wrt, _options())).extras
    positional, named = dispatch.arguments(derivative.parameters, clone(values))
    joined = {extra: _stacked([each[name] for each in dots]) for extra, name in zip(names, wrt, strict=True)}
    return compiled.function(*positional, **named, **joined)


def _compare(out: Any, got: Any, expected: list) -> None:
    for i, each in enumerate(expected):
        scale = max([float(np.max(np.abs(e), initial=0.0)) for e in leaves(each)], default=0.0) + 1e-9
        for (path, leaf, e), (_, _, g) in zip(matched(out, each), matched(out, got), strict=True):
            if e is None and g is None:
                continue
            e = np.zeros(np.shape(leaf)) if e is None else e
            part = np.broadcast_to(np.asarray(g)[..., i], np.shape(e))
            single = any(np.asarray(v).dtype in (np.float32, np.complex64) for v in (leaf, e))
            if np.shape(np.asarray(g)[..., i]) != np.shape(e):
                raise Different(f"out{path}: shape {np.shape(g)} for {np.shape(e)}")
            off = np.abs(part - e) > (1e-4 if single else 1e-9) * scale
            if np.any(off & ~(np.isnan(e) | np.isinf(e))):
                raise Different(f"out{path}: {part} instead of {e}")


def _pushed(program: Program, args: tuple) -> None:
    """The program itself, along all its arguments."""
    base, front, keywords = unwrap(program.function)
    arguments = Arguments.bind(base, front, clone(args), keywords)
    wrt = arguments.wrt("jvp")
    rng = np.random.default_rng(5)
    along = [direction(args, rng) for _ in range(COUNT)]
    dots = [arguments.tangents(tangents) for tangents in along]
    expected = [tx.jvp(program.function, clone(args), tangents)[1] for tangents in along]
    out, got = _together(base, arguments.values, wrt, dots)
    _compare(out, got, expected)


def _gradient(program: Program, args: tuple) -> None:
    """The gradient of a number, and the Hessian where the argument is an array."""
    if not program.second or _wrt(program) != 0 or not _is_scalar(program.function(*clone(args))):
        return
    base, front, keywords = unwrap(program.function)
    if front or keywords or any(np.iscomplexobj(v) for v in leaves(args)):
        return
    gradient = tx.grad(base, 0)
    rng = np.random.default_rng(6)
    along = [direction(args[0], rng) for _ in range(COUNT)]
    hvp = tx.hvp(base, 0)
    values = gradient.bind(*clone(args))
    expected = [hvp(clone(args[0]), clone(v), *clone(args[1:])) for v in along]
    out, got = _together(gradient, values, gradient.spec.wrt, [{gradient.spec.wrt[0]: v} for v in along])
    _compare(out, got, expected)
    _whole(gradient, values, args[0])


def _function(program: Program, args: tuple) -> None:
    base, front, keywords = unwrap(program.function)
    if not front and not keywords and _wrt(program) == 0:
        wrt = tx.tangent(base, 0).spec.wrt
        _whole(base, Derivative(base, Spec("jacobian", wrt)).bind(*clone(args)), args[0])


def _whole(function: Any, values: tuple, x: Any) -> None:
    """The Jacobian for one array, whose unit directions are known."""
    if not isinstance(x, np.ndarray) or x.dtype.kind != "f" or not x.ndim or not 0 < x.size < 40:
        return
    name = tx.tangent(function, 0).spec.wrt[0]
    options = config.options(cache=False, value=False)
    derivative = Derivative(function, Spec("jacobian", (name,), options))
    positional, named = dispatch.arguments(derivative.parameters, clone(values))
    try:
        got = derivative.version(clone(values)).function(*positional, **named)
    except NotLifted as reason:
        if "in parts" in str(reason):
            return
        raise
    tangent = tx.tangent(function, 0)
    expected, out = [], None
    for unit in np.eye(x.size).astype(x.dtype):
        positional, named = dispatch.arguments(derivative.parameters, clone(values))
        out, dot = tangent(*positional, **named, **{tangent.extras[0]: unit.reshape(x.shape)})
        expected.append(dot)
    flat = rebuild(got, lambda leaf: np.reshape(leaf, (*np.shape(leaf)[: np.ndim(leaf) - x.ndim], x.size)))
    _compare(out, flat, expected)


def judge(program: Program) -> tuple[str, str]:
    """(status, detail)."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), time_limit(SECONDS):
            warnings.simplefilter("ignore")
            for stage in (_pushed, _gradient, _function):
                for args in program.args[: 1 if stage is _gradient else 2]:
                    stage(program, args)
    except NotLifted as reason:
        return ONE_BY_ONE, f"{stage.__name__}: {reason}"
    except TangentxError as error:
        return REFUSED, f"{stage.__name__}: {str(error).splitlines()[0]}"
    except Different as error:
        return WRONG, f"{stage.__name__}: {error}"
    return LIFTED, ""


def main() -> int:
    words, start, tally = sys.argv[1:], time.perf_counter(), Counter()
    for name, program in load().items():
        if words and not any(word in name or word in program.tags for word in words):
            continue
        try:
            status, detail = judge(program)
        except Exception as error:  # whatever escapes is to be seen
            status, detail = "crash", f"{type(error).__name__}: {str(error)[:200]}"
        tally[status] += 1
        if status != LIFTED:
            print(f"{status:10s} {name}  {detail[:230]}")
    print(f"{dict(tally)} in {time.perf_counter() - start:.1f} s")
    return 1 if tally[WRONG] + tally["crash"] else 0


if __name__ == "__main__":
    sys.exit(main())
