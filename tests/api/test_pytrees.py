"""Containers apart and together."""

import collections
import dataclasses

import numpy as np
import pytest

from tangentx.pytrees import flatten, map_leaves, unflatten

Point = collections.namedtuple("Point", "x y")


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    a: float
    b: list
    c: float = dataclasses.field(init=False, default=3.0)


@pytest.mark.parametrize(
    "tree",
    [
        1.0, None, (), [], {}, (1.0,), [1.0, (2.0, [3.0])], {"b": 1.0, "a": (2.0, {3: 4.0})}, Point(1.0, [2.0]),
        Frozen(1.0, [2.0, Point(3.0, 4.0)]), "text", (None, "a", np.sum),
    ],
)  # fmt: skip
def test_round_trip(tree):
    leaves, structure = flatten(tree)
    again = unflatten(structure, leaves)
    assert again == tree
    assert type(again) is type(tree)
    assert flatten(again)[1] == structure
    assert hash(structure) == hash(flatten(again)[1])


def test_dictionaries_keep_their_order():
    assert list(map_leaves(lambda leaf: -leaf, {"b": 1, "a": 2}).items()) == [("b", -1), ("a", -2)]


def test_strings_are_leaves_and_subclasses_of_lists_too():
    class Special(list): ...

    assert flatten(["ab", Special([1])])[0] == ["ab", Special([1])]


def test_structures_read_well():
    assert str(flatten({"w": (1.0, [2.0])})[1]) == "dict(w: tuple(*, list(*)))"
