"""The rules in templates/trees.py, of functions on trees: linear, and each the transpose of what it says."""

import numpy as np
import pytest

from tangentx.runtime import add_trees, end_of, leaf, part_of, twig

BAR = {0: np.array([1.0, -2.0]), "left": {0: np.array([0.5, 3.0])}}
DOT = {0: np.array([0.3, 0.1]), "left": {0: np.array([-1.0, 2.0])}}


def inner(a, b):
    """The inner product of two adjoints of trees, of which each has only what was reached."""
    if a is None or b is None:
        return 0.0
    if isinstance(a, dict):
        return sum(inner(a[key], b.get(key)) for key in a)
    return float(np.sum(a * b))


def test_a_part_and_a_twig_are_transposes_of_each_other():
    part = np.array([2.0, 0.7])
    assert inner(twig(0, part), DOT) == inner(part, part_of(DOT, 0))
    assert inner(twig("left", twig(0, part)), DOT) == inner(part, part_of(part_of(DOT, "left"), 0))


def test_where_nothing_has_come_there_is_what_is_said():
    assert part_of(BAR, 1, 0.0) == 0.0
    assert part_of(None, 1) is None
    assert end_of(None, 0.0) == 0.0
    assert part_of([0.0, [0.0, 0.0]], 1, 0.0) == 0.0  # zeros that were made for something else


def test_what_is_read_is_nobody_elses_memory():
    found = part_of(BAR, 0)
    found += 1.0
    np.testing.assert_array_equal(BAR[0], [1.0, -2.0])
    kept = np.array([1.0, 1.0])
    made = twig(0, kept)
    kept += 1.0
    np.testing.assert_array_equal(made[0], [1.0, 1.0])


@pytest.mark.parametrize("other", [None, {0: np.array([1.0, 1.0])}, {"right": 2.0}])
def test_a_sum_has_what_both_have(other):
    total = add_trees(BAR, other)
    for key in (0, "left", "right"):
        one, two = part_of(BAR, key), part_of(other, key)
        assert inner(part_of(total, key), part_of(DOT, key)) == inner(one, part_of(DOT, key)) + inner(
            two, part_of(DOT, key)
        )


def test_a_number_is_not_lost_beside_zeros_that_were_made_for_a_container():
    assert add_trees([0.0, 0.0], 2.0) == 2.0
    assert add_trees(0.0, [1.0, 2.0]) == [1.0, 2.0]


def test_a_container_is_no_number():
    assert leaf(2.0) == 2.0
    with pytest.raises(Exception, match="used here as a number"):
        leaf((1.0, 2.0))


def test_a_number_for_every_entry_is_as_large_as_its_zeros():
    np.testing.assert_array_equal(part_of({0: 2.0}, 0, np.zeros(3)), [2.0, 2.0, 2.0])
    np.testing.assert_array_equal(
        end_of(np.array([[1.0], [2.0]]), np.zeros((2, 2))), [[1.0, 1.0], [2.0, 2.0]]
    )
