"""The names that a template file may import: what they mean is told to the reader (`tangentx.templating.reader`).

A template is read, not run, so these objects do nothing; they are here so that rule files are valid Python, and so
that an editor can show what a name means.

>>> from tangentx.rules import Positive, Rank, bar, dot
>>> def log(x: Positive):
...     y = numpy.log(x)
...     dot[y] = dot[x] / x
...     bar[x] += bar[y] / x
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Array", "Clipped", "Constant", "Factor", "Increasing", "Integer", "Interval", "NonZero", "PerSum", "Positive",
    "Rank", "Sequence", "Source", "Square", "Squares", "Static", "SymmetricPositive", "also", "bar", "case",
    "composite", "conj", "dot", "elementwise", "nondifferentiable", "real", "real_only",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A parameter annotation: `Static`, `Static[0, None]`, `Interval(-1, 1)`; joined by `&`."""

    name: str
    values: tuple = ()

    def __getitem__(self, values: Any) -> Mark:
        return Mark(self.name, values if isinstance(values, tuple) else (values,))

    def __call__(self, *values: Any) -> Mark:
        return Mark(self.name, values)

    def __and__(self, other: Mark) -> tuple[Mark, Mark]:
        return (self, other)


class Source(str):
    """Text of a sample value that is not a literal (`slice(1, None)`): evaluated by the tests, never by the reader."""

    __slots__ = ()


class _Lines:
    """`dot[...]` and `bar[...]`: the tangent and the adjoint of a name of the template."""

    def __getitem__(self, name: Any) -> Any:
        return self

    def __setitem__(self, name: Any, value: Any) -> None:
        pass

    def __iadd__(self, other: Any) -> _Lines:
        return self


dot, bar = _Lines(), _Lines()

# What an operand is.
Static = Mark("Static")  # carries no derivative: axis, shape, index; Static[0, None] are sample values
Sequence = Mark("Sequence")  # a list or tuple of operands; its adjoint line gives a sequence
Rank = Mark("Rank")  # Rank[2]: this variant serves operands of two dimensions
Array = Mark("Array")  # this variant serves any array or scalar (its sibling serves lists)
Constant = Mark(
    "Constant"
)  # Constant[2]: this variant serves these literal values; Constant: any number but 0; with an Interval: those in it

# Where the operand's test points lie (default: all real numbers of moderate size).
Positive = Mark("Positive")
NonZero = Mark("NonZero")
Interval = Mark("Interval")  # Interval(a, b)
Integer = Mark("Integer")  # whole numbers stored as floats
Increasing = Mark("Increasing")  # a vector whose entries grow
Square = Mark("Square")  # a well-conditioned square matrix
SymmetricPositive = Mark("SymmetricPositive")  # a symmetric positive definite matrix

Squares = Mark("Squares")  # of a composite: a sum of squares, whose root has a kink at zero

Clipped = Mark("Clipped")  # of a composite: cut off at numbers, where it does not change any more

Factor = Mark("Factor")  # of a composite: a Cholesky factor, lower triangular, on which nobody writes

PerSum = Mark("PerSum")  # of a composite: a number, or an array of the shape of the sums in it

#: Functions of the language which fall away where the operands are real.
FOR_COMPLEX = {"conj": "numpy.conj", "real": "numpy.real"}


def conj(x: Any) -> Any:
    """The complex conjugate; dropped from lines whose operands are real."""
    return x.conjugate()


def real(x: Any) -> Any:
    """The real part; dropped from lines whose operands are real."""
    return x.real


def _unchanged(function: Callable) -> Callable:
    return function


def also(*callees: str) -> Callable:
    """Further callees of a rule: "numpy.absolute", "method:sum", "builtin:abs", "attribute:T".

    Names which the installed version of the library lacks are skipped.
    """
    return _unchanged


def case(**operands: Any) -> Callable:
    """A sample for the tests: the shape of an operand (a list of shapes for a Sequence), the value of a Static one."""
    return _unchanged


def composite(function: Callable) -> Callable:
    """The primal line is an expression of several operations: the rule serves that expression, not a callee."""
    return function


def elementwise(function: Callable) -> Callable:
    """The function acts entry by entry with broadcasting (known without being told for ufuncs and operators)."""
    return function


def real_only(function: Callable) -> Callable:
    """The rule does not hold for complex operands."""
    return function


def nondifferentiable(*callees: str) -> None:
    """A statement of a rule file: these functions have derivative zero wherever they have one."""
