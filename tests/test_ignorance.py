"""A part of the corpus with types forgotten at random: right or refused (the whole of it by hand)."""

from __future__ import annotations

import pytest

from tests.ignorance import NOT_FINITE, judge
from tests.oracle import REFUSED, RIGHT
from tests.programs import load

SEED, SHARE = 11, 0.3
WRITERS = [n for n in load() if n.startswith(("views.", "inplace.", "overlaps.", "grids."))]
CHOSEN = sorted({*WRITERS[::16], *list(load())[7::160]} - NOT_FINITE)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_program_of_which_less_is_known(name: str) -> None:
    report = judge(name, SEED, SHARE)
    assert report.status in (RIGHT, REFUSED), str(report)
