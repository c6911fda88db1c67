"""Rules of the functions of trees, whose depth is known at run time; those on adjoints are differentiated again."""

from tangentx.rules import Static, bar, dot
from tangentx.runtime import end_of, leaf, part_of, twig


def ended(x):
    y = leaf(x)
    dot[y] = leaf(dot[x])
    bar[x] += bar[y]


def ends(bar_of, zero: Static):
    y = end_of(bar_of, zero)
    dot[y] = end_of(dot[bar_of], zero)
    bar[bar_of] += bar[y]


def one_part(key: Static, part):
    y = twig(key, part)
    dot[y] = twig(key, dot[part])
    bar[part] += part_of(bar[y], key)


def found_part(bar_of, key: Static, zero: Static = None):
    y = part_of(bar_of, key, zero)
    dot[y] = part_of(dot[bar_of], key, zero)
    bar[bar_of] += twig(key, bar[y])
