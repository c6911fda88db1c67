"""Gate 2: every rule of the registry, tested by existing."""

from __future__ import annotations

import warnings
import zlib
from typing import Any

import gast
import numpy as np
import pytest
import scipy._lib._array_api  # noqa: F401 - so that its rules are in force
import scipy.fft  # noqa: F401
import scipy.linalg  # noqa: F401
import scipy.signal  # noqa: F401
import scipy.special  # noqa: F401
import scipy.stats  # noqa: F401

from tangentx.records import Rule
from tangentx.templating import registry
from tangentx.templating.gate import QUICK
from tests.differences import directional, flat
from tests.templates.evaluate import RuleFunctions, cases, values
from tests.trees import leaves as float_leaves

RULES = [r for r in registry.rules() if r.differentiable]
# Sampled in tests/templates/test_plumbing.py and test_trees.py: what is no array.
NEEDS_NUMBERS = {"scipy_plumbing", "trees"}


def leaves(tree: Any) -> list:
    return list(float_leaves(tree))


def _id(rule: Rule) -> str:
    return f"{rule.file.rpartition('/')[2][:-3]}.{rule.name}"


def _of_numbers(rule: Rule) -> bool:
    """Only Python numbers will do: functions of `math`."""
    text = gast.unparse(rule.primal)
    return text.startswith(("math.", "max(", "min(", "float(", "complex(", "digamma("))


def _derivatives_of(args: dict, names: list[str], rng: np.random.Generator) -> dict:
    return {n: _like(args[n], rng) for n in names}


def _like(x: Any, rng: np.random.Generator) -> Any:
    """A random direction in the shape and dtype of x."""
    if isinstance(x, list | tuple):
        return [_like(item, rng) for item in x]
    if isinstance(x, float | int):
        return float(rng.normal())
    array = np.asarray(x)
    if array.dtype.kind in "iu":  # a count among other results
        return 0 * x
    d = rng.normal(size=array.shape)
    d = d + 1j * rng.normal(size=array.shape) if array.dtype.kind == "c" else d
    dtype = array.dtype if array.dtype.kind in "fc" else float
    d = np.asarray(d, dtype)
    d.setflags(write=False)
    return d


def _inner(a: Any, b: Any) -> tuple[float, float]:
    """The real inner product of two trees, and the sum of its terms' sizes."""
    total, size = 0.0, 1e-300
    for x, y in zip(leaves(a), leaves(b), strict=True):
        assert np.shape(x) == np.shape(y), (np.shape(x), np.shape(y))
        product = np.real(np.conj(np.asarray(x)) * np.asarray(y))
        total, size = total + float(np.sum(product)), size + float(np.sum(np.abs(product)))
    return total, size


def _is_gone(rule: Rule, case: dict) -> bool:
    """Does this NumPy no longer take the sample?  Since 2.5 there are no cross products of vectors in the plane."""
    in_the_plane = rule.name == "cross" and any(shape[-1] == 2 for shape in case.values())
    return in_the_plane and np.lib.NumpyVersion(np.__version__) >= "2.5.0"


def _samples(rule: Rule, dtype: Any = float):
    """(case, functions, arguments, generator) for every sample that the primal accepts; every declared case has one."""
    functions = RuleFunctions(rule)
    done = set()
    for case in cases(rule):
        rng = np.random.default_rng(zlib.crc32(repr((rule.name, sorted(case, key=str))).encode()))
        args = values(rule, case, rng, dtype)
        if _of_numbers(rule):
            if any(np.ndim(leaf) for leaf in leaves([args[n] for n in functions.active])):
                continue
            args = {n: _numbers(a) if n in functions.active else a for n, a in args.items()}
        try:
            functions.primal(args)
        except (ValueError, IndexError, TypeError, AttributeError, np.linalg.LinAlgError):
            continue
        done.add(repr([case.get(p.name) for p in rule.parameters if not p.static]))
        functions.active = [p.name for p in rule.parameters if not p.static and p.name in case]
        yield case, functions, args, rng
    taken = (dict(c) for c in rule.cases if not _is_gone(rule, dict(c)))
    declared = {repr([c.get(p.name) for p in rule.parameters if not p.static]) for c in taken}
    assert done and declared <= done, f"samples that the primal refuses: {declared - done}"


def _numbers(x: Any) -> Any:
    return [_numbers(item) for item in x] if isinstance(x, list | tuple) else float(x)


def _check(
    functions: RuleFunctions, args: dict, rng: np.random.Generator, names: list[str], differences: bool
) -> None:
    """Tangent against differences, adjoint against tangent, with only `names` active."""
    dots = _derivatives_of(args, names, rng)
    out = functions.primal(args)
    if _of_nothing(out):
        return
    out_dot = _full(functions.tangent(args, dots), out)
    if differences:

        def primal(*active):
            return functions.primal({**args, **dict(zip(names, active, strict=True))})

        found, error = directional(primal, tuple(args[n] for n in names), tuple(dots[n] for n in names))
        expected = flat(out_dot)
        scale = 1.0 + np.max(np.abs(expected), initial=0.0)
        assert np.all(np.abs(found - expected) <= 1e-8 * scale + 10 * error), (found, expected)
    bar = _like(out, rng)
    bars = functions.adjoint(args, bar)
    left, size_left = _inner(bar, out_dot)
    right, size_right = _inner([bars[n] for n in names], [dots[n] for n in names])
    single = any(np.asarray(leaf).dtype == np.float32 for leaf in leaves(list(args.values())))
    assert abs(left - right) <= (1e-4 if single else 1e-12) * max(size_left, size_right), (left, right)


def _of_nothing(out: Any) -> bool:
    """The mean of an empty array, and the like."""
    return not all(np.all(np.isfinite(leaf)) for leaf in leaves(out))


def _full(dot: Any, out: Any) -> Any:
    """A tangent whose missing operands made it smaller than the value."""
    if isinstance(out, list | tuple):
        return [_full(d, o) for d, o in zip(dot, out, strict=True)]
    return np.broadcast_to(dot, np.shape(out))


def _subsets(names: list[str]) -> list[list[str]]:
    return [names] + ([[n] for n in names] if len(names) > 1 else [])


def _tested(rule: Rule) -> bool:
    return rule.file.rpartition("/")[2][:-3] not in NEEDS_NUMBERS


quiet = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
each = pytest.mark.parametrize("rule", list(filter(_tested, RULES)), ids=_id)


@quiet
@each
def test_real_numbers(rule: Rule) -> None:
    for _, functions, args, rng in _samples(rule):
        for names in _subsets(functions.active):
            _check(functions, args, rng, names, differences=True)


@quiet
@each
def test_complex_numbers(rule: Rule) -> None:
    if rule.real_only or _of_numbers(rule) or not _takes_complex(rule):
        pytest.skip("no complex operands")
    for _, functions, args, rng in _samples(rule, complex):
        for names in _subsets(functions.active):
            _check(functions, args, rng, names, differences=True)


def _takes_complex(rule: Rule) -> bool:
    try:
        return next(_samples(rule, complex), None) is not None
    except AssertionError:  # the primal refuses all of them
        return False


@quiet
@each
def test_float32_is_kept(rule: Rule) -> None:
    if _of_numbers(rule):
        pytest.skip("Python numbers")
    for _, functions, args, rng in _samples(rule, np.float32):
        out = functions.primal(args)
        if _of_nothing(out):
            continue
        dots = _derivatives_of(args, functions.active, rng)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _same_dtypes(functions.tangent(args, dots), out)
            for name, bar in functions.adjoint(args, _like(out, rng)).items():
                if name in functions.active:
                    _same_dtypes(bar, args[name])
        _check(functions, args, rng, functions.active, differences=False)


def _same_dtypes(found: Any, like: Any) -> None:
    for f, x in zip(leaves(found), leaves(like), strict=True):
        if isinstance(x, np.ndarray | np.generic) and x.dtype == np.float32:
            assert np.asarray(f).dtype == x.dtype, (np.asarray(f).dtype, x.dtype)


@quiet
@each
def test_layout_does_not_matter(rule: Rule) -> None:
    for _, functions, args, rng in _samples(rule):
        out = functions.primal(args)
        if _of_nothing(out):
            continue
        bar = _like(out, rng)
        plain = functions.adjoint(args, bar)
        laid = {n: _strided(a) if n in functions.active else a for n, a in args.items()}
        for a, b in zip(leaves(plain), leaves(functions.adjoint(laid, bar)), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-13)


def _strided(x: Any) -> Any:
    """The same numbers as a view with a negative stride in Fortran order."""
    if isinstance(x, list | tuple):
        return [_strided(item) for item in x]
    if not isinstance(x, np.ndarray) or x.ndim == 0:
        return x
    return np.asfortranarray(x[::-1].repeat(2, axis=0))[::-2][::1]


def test_every_nondifferentiable_name_is_callable() -> None:
    for rule in registry.rules():
        if not rule.differentiable:
            assert rule.callees and all(isinstance(c, str) or callable(c) for c in rule.callees), rule.name


def test_ufuncs_declared_constant_are_constant() -> None:
    for rule in registry.rules():
        ufunc = rule.callees[0]
        if rule.differentiable or not isinstance(ufunc, np.ufunc) or "d->d" not in ufunc.types:
            continue
        x = np.array([-1.3, 0.4, 2.7])
        if ufunc.nout == 1 and ufunc is not np.spacing:
            assert np.array_equal(ufunc(x), ufunc(x + 1e-7)), rule.name


@pytest.mark.parametrize("rule", [r for r in registry.composites() if QUICK in dict(r.locals)], ids=_id)
def test_the_quick_form_of_a_primal_has_its_value(rule):
    for case, functions, args, _ in _samples(rule):
        found = functions._value(dict(rule.locals)[QUICK], args)
        np.testing.assert_allclose(found, functions.primal(args), rtol=1e-10, err_msg=str(case))
