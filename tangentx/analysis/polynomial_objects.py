"""Polynomials as objects whose coefficients are differentiated: classes in plain Python for those of NumPy.

p = np.poly1d(c)          ->      p = Poly1d(c), as if the user had written the class
p.deriv()(x)              ->      np.polyval(np.polyder(c), x)

NumPy strips coefficients that are zero at the end of the highest power; nothing here says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import gast
import numpy as np
from numpy.polynomial import Polynomial

from tangentx.analysis.classes_of import class_of
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Dim
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


class Poly1d:
    """`np.poly1d`: the highest power first."""

    stands_for: ClassVar[type] = np.poly1d
    tangentx_original = stands_for  # it is refused where somebody else looks at it

    def __init__(self, c_or_r):
        self.kept = np.atleast_1d(c_or_r)

    def __bool__(self):
        return bool(np.any(self.kept[:-1] != 0))

    def __eq__(self, other):
        return len(self.kept) == len(other.kept) and bool(np.all(self.kept == other.kept))

    __hash__ = None

    def __call__(self, val):
        return np.polyval(self.kept, val)

    def __getitem__(self, val):
        return self.kept[len(self.kept) - 1 - val] if 0 <= val < len(self.kept) else 0.0

    def deriv(self, m=1):
        p = self.kept
        return Poly1d(p[:-1] * np.arange(len(p) - 1, 0, -1) if m == 1 else np.polyder(p, m))

    def integ(self, m=1, k=0):
        p = self.kept
        return Poly1d(np.append(p / np.arange(len(p), 0, -1), k) if m == 1 else np.polyint(p, m, k))

    def __neg__(self):
        return Poly1d(-self.kept)

    def __add__(self, other):
        return Poly1d(_sum(self.kept, _kept_of(other)))

    def __radd__(self, other):
        return Poly1d(_sum(self.kept, _kept_of(other)))

    def __sub__(self, other):
        return Poly1d(_sum(self.kept, -_kept_of(other)))

    def __rsub__(self, other):
        return Poly1d(_sum(_kept_of(other), -self.kept))

    def __mul__(self, other):
        return Poly1d(
            self.kept * other if np.ndim(_inside(other)) == 0 else np.polymul(self.kept, _kept_of(other))
        )

    def __rmul__(self, other):
        return Poly1d(other * self.kept)

    def __truediv__(self, other):
        return Poly1d(self.kept / other)

    def __pow__(self, val):
        result = Poly1d(np.ones(1))
        for _ in range(val):
            result = Poly1d(np.polymul(self.kept, result.kept))
        return result


class PowerSeries:
    """`np.polynomial.Polynomial` on its own domain: the lowest power first."""

    stands_for: ClassVar[type] = Polynomial
    tangentx_original = stands_for

    def __init__(self, coef):
        self.kept = np.atleast_1d(coef) + 0.0

    def __eq__(self, other):
        return len(self.kept) == len(other.kept) and bool(np.all(self.kept == other.kept))

    __hash__ = None

    def __call__(self, arg):
        x = np.asarray(arg) if isinstance(arg, list | tuple) else arg
        result = self.kept[-1] + x * 0
        for i in range(2, len(self.kept) + 1):
            result = self.kept[-i] + result * x
        return result

    def deriv(self, m=1):
        c = self.kept
        first = np.arange(1, len(c)) * c[1:] if len(c) > 1 else c * 0
        return PowerSeries(first).deriv(m - 1) if m > 1 else PowerSeries(first)

    def integ(self, m=1):
        c = self.kept
        first = np.concatenate((c[:1] * 0, c / np.arange(1, len(c) + 1)))
        return PowerSeries(first).integ(m - 1) if m > 1 else PowerSeries(first)

    def __neg__(self):
        return PowerSeries(-self.kept)

    def __add__(self, other):
        return PowerSeries(_sum(self.kept[::-1], _kept_of(other)[::-1])[::-1])

    def __radd__(self, other):
        return PowerSeries(_sum(_kept_of(other)[::-1], self.kept[::-1])[::-1])

    def __sub__(self, other):
        return PowerSeries(_sum(self.kept[::-1], -_kept_of(other)[::-1])[::-1])

    def __rsub__(self, other):
        return PowerSeries(_sum(_kept_of(other)[::-1], -self.kept[::-1])[::-1])

    def __mul__(self, other):
        return PowerSeries(np.convolve(self.kept, _kept_of(other)))

    def __rmul__(self, other):
        return PowerSeries(np.convolve(_kept_of(other), self.kept))

    def __truediv__(self, other):
        return PowerSeries(self.kept / other)

    def __pow__(self, other):
        result = np.ones(1)
        for _ in range(other):
            result = np.convolve(result, self.kept)
        return PowerSeries(result)


def _inside(other):
    return other.kept if isinstance(other, np.poly1d | Polynomial) else other


def _kept_of(other):
    return np.atleast_1d(_inside(other))


def _sum(first, second):
    size = max(len(first), len(second))
    total = np.zeros(size, np.result_type(first, second))
    total[size - len(first) :] += first
    total[size - len(second) :] += second
    return total


def _of(stand_in: type, ours: bool = False) -> Callable:
    """`ours`: it is the class here that is called, by one of its methods."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if keywords or len(operands) != 1 or not (ours or s.is_varied(operands[0], env)):
            return False
        me = nodes.name(s.fresh(f"_{target.lstrip('_')}"))
        made = Structure(stand_in, (), (), label=target.lstrip("_"))
        env.bind(me.id, s.structure_type(made, env), made)
        begin = vars(stand_in)["__init__"]
        s.python_call(s.fresh("_"), me, begin, [me, *operands], {}, place, env)
        s.copy(target, me, place, env)
        return True

    return handler


_HANDLERS: dict[type, Callable] = {
    np.poly1d: _of(Poly1d),
    Polynomial: _of(PowerSeries),
    Poly1d: _of(Poly1d, True),
    PowerSeries: _of(PowerSeries, True),
}


def together(s, operands: list[gast.AST], place: Place, env: Env) -> list[gast.AST]:
    """The operands of an operator: beside a polynomial of these classes, one without derivative becomes one as well."""
    ours = {known.cls for a in operands if (known := s.structure(a, env)) is not None} & {Poly1d, PowerSeries}
    return [_taken(s, ours.copy().pop(), atom, place, env) for atom in operands] if ours else operands


def _taken(s, stand_in: type, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    if s.structure(atom, env) is not None or class_of(s.kind(atom, env)) is not stand_in.stands_for:
        return atom
    name, coefficients = s.fresh("_polynomial"), nodes.name(s.fresh("_coefficients"))
    word = "coeffs" if stand_in is Poly1d else "coef"
    made = gast.Call(
        external("numpy.asarray"), [gast.Attribute(atom, word, gast.Load()), external("builtins.float")], []
    )
    kind = Array("float64", (Dim(((s.sampler.fresh(), 1),)),))
    s.emit(Bind(coefficients.id, made, place), Op("inactive"), kind, env)
    _of(stand_in, True)(s, name, None, [coefficients], {}, place, env)
    return nodes.name(name)


def find(callee: Any) -> Callable | None:
    """What handles a call of these classes."""
    return _HANDLERS.get(callee) if isinstance(callee, type) else None
