"""The functions a user calls.  Thin: each says which derivative is meant and makes the object that computes it.

Every transformation is a function and a decorator, bare or with arguments::

    tx.grad(loss, "w")          @tx.grad          @tx.grad(wrt="w")
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from tangentx import config
from tangentx.backends import numba as _numba  # noqa: F401 - enters itself as a backend
from tangentx.bound import Bound, shown_signature, signature_of, unwrap
from tangentx.derivative import Derivative, Spec
from tangentx.derivatives.directions import Tangents
from tangentx.derivatives.hvp import HessianVector
from tangentx.derivatives.jacobian import MODES, Jacobian
from tangentx.derivatives.products import jvp, vjp
from tangentx.errors import NotDifferentiableError
from tangentx.results import NEEDS_SCALAR
from tangentx.templating import registry
from tangentx.wrt import Wrt, resolve

__all__ = [
    "adjoint", "grad", "hessian", "hvp", "jacfwd", "jacobian", "jacrev", "jvp", "register", "source", "tangent",
    "value_and_grad", "vjp",
]  # fmt: skip


def grad(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, has_aux: bool = False, **options) -> Any:
    """The gradient of a scalar function: `grad(f)(*args)` has the structure, shapes and dtypes of `wrt`.

    Parameters
    ----------
    fun : the primal.  Without it, a decorator.
    wrt : an argument's position (negative too), a parameter's name, a path to a part of one ("params.scale",
        "layers[0]['w']", "self.k" of a method), or a sequence of these, which gives a tuple.
    argnums : JAX's word for `wrt`.
    has_aux : the primal returns (result, aux), the gradient (gradient, aux).
    options : see `tangentx.config.Options`.
    """
    return _make("grad", fun, wrt, argnums, has_aux=has_aux, **options)


def value_and_grad(
    fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, has_aux: bool = False, **options
) -> Any:
    """`(value, gradient)`, as SciPy's `jac=True` wants it; `((value, aux), gradient)` with `has_aux`."""
    return _make("value_and_grad", fun, wrt, argnums, has_aux=has_aux, **options)


def adjoint(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, **options) -> Any:
    """`adjoint(f)(*args, seed=v)`: the adjoint of `wrt` for the adjoint `v` of the result."""
    return _make("adjoint", fun, wrt, argnums, **options)


def tangent(
    fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, directions: bool = False, **options
) -> Any:
    """`tangent(f)(*args, x_dot=v)`: the value and its derivative along `v`; one `..._dot` for each name in `wrt`.

    With `directions=True`, along several directions at once: each tangent has one axis more than what it belongs to,
    the last one.
    """
    return _make("tangent", fun, wrt, argnums, cls=Tangents if directions else Derivative, **options)


def jacobian(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, mode: str = "auto", **options) -> Any:
    """The Jacobian, of shape `result.shape + wrt.shape`.  mode: "fwd" (all directions at once), "rev" (an
    adjoint for each entry of the result), or "auto", which chooses from the shapes."""
    if mode not in MODES:
        raise config.OptionError(
            f"the mode of a Jacobian cannot be {mode!r}", help=['write "auto", "fwd" or "rev"']
        )
    return _make(MODES[mode], fun, wrt, argnums, cls=Jacobian, word="jacobian", **options)


def jacfwd(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, **options) -> Any:
    """The Jacobian by tangents in the directions of all entries of `wrt`, at once where that can be."""
    return jacobian(fun, wrt, argnums=argnums, mode="fwd", **options)


def jacrev(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, **options) -> Any:
    """The Jacobian by one pullback for each entry of the result."""
    return jacobian(fun, wrt, argnums=argnums, mode="rev", **options)


def hessian(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, **options) -> Any:
    """The Hessian of a scalar function: the gradient's tangents in the directions of all entries of `wrt`."""
    return _make("fwd", fun, wrt, argnums, cls=_hessian, word="hessian", **options)


def hvp(fun=None, wrt: Wrt = 0, *, argnums: Wrt | None = None, **options) -> Any:
    """`hvp(f)(x, v, *rest)`: the Hessian times `v`, in the order of SciPy's `hessp`.

    With several names in `wrt`, each direction follows its own argument: `h(x, v, y, u, *rest)`.
    """
    return _make("tangent", fun, wrt, argnums, cls=HessianVector, word="hvp", **options)


def source(fun: Callable, wrt: Wrt = 0, *, mode: str = "grad", **options: Any) -> str:
    """The text of a derivative.  mode: "grad", "value_and_grad", "adjoint", "tangent" or "pair"."""
    return _make(mode, fun, wrt, None, **options).source


def register(template: Any) -> tuple:
    """Add rules: the path of a template file, or its text.  Derivatives made before keep their versions."""
    return registry.register(template)


def _hessian(primal: Callable, spec: Spec) -> Jacobian:
    return Jacobian(Derivative(primal, Spec("grad", spec.wrt, spec.options, spec.sequence)), spec)


def _make(
    mode: str,
    fun: Any,
    wrt: Wrt,
    argnums: Wrt | None,
    *,
    cls: Callable = Derivative,
    word: str = "",
    **options: Any,
) -> Any:
    """The derivative object, or the decorator that makes it."""
    wrt = wrt if argnums is None else argnums
    if fun is None:
        return functools.partial(_make, mode, wrt=wrt, argnums=None, cls=cls, word=word, **options)
    _check_callable(fun, word or mode)
    if options.get("has_aux") and mode not in NEEDS_SCALAR:
        raise config.OptionError(
            f"{word or mode} has no has_aux", help=["grad, value_and_grad, vjp and jvp have it"]
        )
    base, args, keywords = unwrap(fun)
    label = getattr(base, "__qualname__", type(base).__name__)
    own, below = _signature(fun, label), _signature(base, label)
    names, sequence = resolve(wrt, own, label, below, len(args), shown_signature(base))
    derivative = cls(base, Spec(mode, names, config.options(**options), sequence, word))
    return Bound(derivative, args, keywords) if args or keywords else derivative


def _check_callable(fun: Any, word: str) -> None:
    if isinstance(fun, Jacobian | HessianVector | Tangents):
        raise NotDifferentiableError(
            f"{word} of {fun!r}: what puts it together is not emitted code", code="TX408",
            help=["differentiate the gradient instead: tx.grad(f), or tx.tangent(tx.grad(f)) for a product"],
        )  # fmt: skip
    if callable(fun):
        return
    way_out = (
        f"write @tx.{word}(wrt={fun!r})" if isinstance(fun, int | str | tuple | list) else "pass a function"
    )
    raise NotDifferentiableError(
        f"tx.{word} takes a function first, not {fun!r}", code="TX406", help=[way_out]
    )


def _signature(fun: Callable, label: str) -> inspect.Signature:
    try:
        return signature_of(fun)
    except ValueError:
        raise NotDifferentiableError(
            f"{label} does not tell its parameters", code="TX406",
            why=["it is compiled, or a NumPy ufunc"],
            help=[f"write a function around it: lambda x: {label}(x)"],
        ) from None  # fmt: skip
