"""Copies, conversions, and arrays made of numbers."""

import numpy

from tangentx.rules import Array, Constant, Interval, Sequence, Static, also, bar, case, dot
from tangentx.runtime import copied, meshgrid_bar, restructure


@also("numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.asfortranarray")
@case(x=[(), ()])
@case(x=[[(), ()], [(), ()]])
@case(x=[(3,), (3,)])
def array(x: Sequence, dtype: Static = None, copy: Static = None):
    y = numpy.array(x, dtype=dtype)
    dot[y] = numpy.array(dot[x], dtype=dtype)
    bar[x] += restructure(bar[y], x)


def array_of_array(x: Array, dtype: Static = None, copy: Static = None):
    y = numpy.array(x, dtype=dtype)
    dot[y] = numpy.array(dot[x], dtype=dtype)
    bar[x] += bar[y]


@also("numpy.asanyarray", "numpy.ascontiguousarray", "numpy.asfortranarray")
def array_itself(x: Array, dtype: Static = None, copy: Static = None):
    """A view or a copy, as the memory has it; of an adjoint, which is asked for where the array is a view, a view."""
    y = numpy.asarray(x, dtype=dtype)
    dot[y] = numpy.asarray(dot[x], dtype=dtype)
    bar[x] += bar[y]


def copy_of(x, order: Static = "K"):
    y = numpy.copy(x, order)
    dot[y] = numpy.copy(dot[x], order)
    bar[x] += bar[y]


@case(x=(2, 3))
def copy(x, order: Constant["C"] = "C"):  # noqa: F821
    y = x.copy(order)
    dot[y] = copied(dot[x])
    bar[x] += bar[y]


@case(x=(2, 3), order="F")
def copy_in_order(x, order: Static = "C"):
    y = x.copy(order)
    dot[y] = dot[x].copy(order)
    bar[x] += bar[y]


@case(x=(2, 3), dtype=float)
@case(x=(3,), dtype="float64")
def astype(x, dtype: Static, *, copy: Static = True):
    y = x.astype(dtype, copy=copy)
    dot[y] = dot[x].astype(dtype, copy=copy)
    bar[x] += bar[y]


@case(x=())
@case(x=(1,))
@case(x=(1, 1))
def item(x):
    y = x.item()
    dot[y] = dot[x].item()
    bar[x] += bar[y]


@case(x=())
def number(x):
    y = float(x)
    dot[y] = float(dot[x])
    bar[x] += bar[y]


@case(x=())
@case(x=(3,))
def double(x):
    y = numpy.float64(x)
    dot[y] = numpy.float64(dot[x])
    bar[x] += bar[y]


@also("numpy.float32")
@case(x=())
@case(x=(3,))
def other_precision(x):
    y = numpy.longdouble(x)
    dot[y] = y.dtype.type(dot[x])
    bar[x] += bar[y]


@case(x=(), y=())
@case(x=())
def complex_of_parts(x, y=0.0):
    z = complex(x, y)
    dot[z] = complex(dot[x], dot[y])
    bar[x] += bar[z]
    bar[y] += -1j * bar[z]


@also("numpy.complex64", "numpy.clongdouble")
@case(x=())
def complex_number(x):
    y = numpy.complex128(x)
    dot[y] = numpy.complex128(dot[x])
    bar[x] += bar[y]


@case(shape=(2, 3), fill_value=())
@case(shape=(2, 3), fill_value=(3,))
@case(shape=4, fill_value=())
def full(shape: Static, fill_value, dtype: Static = None):
    y = numpy.full(shape, fill_value, dtype)
    dot[y] = numpy.full(shape, dot[fill_value], dtype)
    bar[fill_value] += bar[y]


@case(x=(2, 3), fill_value=())
def full_like(x, fill_value, dtype: Static = None):
    y = numpy.full_like(x, fill_value, dtype)
    dot[y] = numpy.full_like(x, dot[fill_value], dtype)
    bar[x] += 0.0
    bar[fill_value] += bar[y]


@case(start=(), stop=(), num=5)
@case(start=(), stop=(3,), num=4)
@case(start=(), stop=(), num=4, endpoint=False)
@case(start=(), stop=(), num=1)
def linspace(start, stop, num: Static = 50, endpoint: Static = True):
    y = numpy.linspace(start, stop, num, endpoint)
    weight = numpy.linspace(0.0, 1.0, num, endpoint)
    dot[y] = numpy.linspace(dot[start], dot[stop], num, endpoint)
    bar[start] += numpy.tensordot(1.0 - weight, bar[y], 1)[()]
    bar[stop] += numpy.tensordot(weight, bar[y], 1)[()]


@case(start=(), stop=(), step=())
@case(start=(), stop=())
def arange(
    start: Interval(0.0, 0.4),
    stop: Interval(2.1, 2.4) = None,
    step: Interval(0.5, 0.6) = 1,
    dtype: Static = None,
):
    y = numpy.arange(start, stop, step, dtype)
    place = numpy.arange(numpy.size(y))
    dot[y] = dot[start] + dot[step] * place
    bar[start] += numpy.sum(bar[y])
    bar[stop] += 0.0
    bar[step] += numpy.dot(place, bar[y])


@case(start=())
def arange_from_zero(start: Interval(2.1, 2.4), stop: Constant[None] = None, step=1, dtype: Static = None):
    y = numpy.arange(start, dtype=dtype)
    dot[y] = numpy.zeros_like(y)
    bar[start] += 0.0
    bar[step] += 0.0


@case(xs=[(2,), (3,)])
@case(xs=[(2,), (3,), (4,)], indexing="ij")
@case(xs=[(2,), (3,), (4,)])
@case(xs=[(4,)])
def meshgrid(*xs, indexing: Static = "xy"):
    ys = numpy.meshgrid(*xs, indexing=indexing)
    dot[ys] = numpy.meshgrid(*dot[xs], indexing=indexing)
    bar[xs] += meshgrid_bar(bar[ys], xs, indexing)
