"""Rules of the functions that keep adjoints of containers and written arrays: they are differentiated again."""

import numpy  # noqa: F401

from tangentx.rules import Static, bar, case, dot, nondifferentiable
from tangentx.runtime import (
    add_trees,
    copied,
    copy_tree,
    expanded,
    last_written_bar,
    like_view,
    part_like,
    take_last,
    unbroadcast,
    writable,
)

nondifferentiable(
    "tangentx.runtime.shadow", "tangentx.runtime.zero_tangent", "tangentx.runtime.stop_gradient",
    "tangentx.runtime.check_disjoint", "tangentx.runtime.check_ordered", "tangentx.runtime.primal_namespace",
    "tangentx.runtime.binomial_split", "tangentx.runtime.default_snapshots", "tangentx.runtime.chosen_snapshots",
    "tangentx.runtime.snapshot_slot",
)  # fmt: skip


@case(tangent=(3,), like=numpy.ones((2, 3)))
@case(tangent=(2, 3), like=numpy.ones((2, 3)))
def widen(tangent, like: Static):
    y = expanded(tangent, like)
    dot[y] = expanded(dot[tangent], like)
    bar[tangent] += unbroadcast(bar[y], tangent)


@case(u_bar=(4,), index=[0, 0, 2])
@case(u_bar=(4, 2), index=[1, 3])
def last_written(u_bar, index: Static):
    y = take_last(u_bar, index)
    dot[y] = take_last(dot[u_bar], index)
    bar[u_bar] += last_written_bar(bar[y], u_bar, index)


@case(x=(3,))
def copied_adjoint(x):
    y = copied(x)
    dot[y] = copied(dot[x])
    bar[x] += bar[y]


@case(x=(3,))
def copied_tree(x):
    y = copy_tree(x)
    dot[y] = copy_tree(dot[x])
    bar[x] += bar[y]


@case(x=(3,), y=(3,))
def sum_of_trees(x, y):
    z = add_trees(x, y)
    dot[z] = add_trees(dot[x], dot[y])
    bar[x] += bar[z]
    bar[y] += bar[z]


@case(x=(3,))
def listed(x):
    y = list(x)
    dot[y] = list(dot[x])
    bar[x] += bar[y]


@case(x=(3,))
def tupled(x):
    y = tuple(x)
    dot[y] = tuple(dot[x])
    bar[x] += list(bar[y])


@case(x=(3,))
def opened(x):
    y = writable(x)
    dot[y] = writable(dot[x])
    bar[x] += bar[y]


@case(x=(3,), y=(3,), value=numpy.ones(3), base=numpy.zeros(3))
def viewed_alike(x, y, value: Static, base: Static):
    z = like_view(x, y, value, base)
    dot[z] = like_view(dot[x], dot[y], value, base)
    bar[x] += bar[z]
    bar[y] += 0.0


@case(x=(3,), y=(3,), value=numpy.ones(3), base=numpy.zeros(3))
def part_viewed_alike(x, y, value: Static, base: Static):
    z = part_like(x, y, value, base)
    dot[z] = part_like(dot[x], dot[y], value, base)
    bar[x] += 0.0 * bar[z]
    bar[y] += 0.0
