"""A fixed sample of the construct pairs; `python -m tests.pairs` runs them all."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.oracle import CRASH, REFUSED, RIGHT, WRONG
from tests.pairs.constructs import CONSTRUCTS, program
from tests.pairs.judge import judge, reason, sample

SHARE = int(os.environ.get("TANGENTX_PAIRS", "320"))  # one pair in so many
FLOOR = 0.92  # the share of the sample that must be right; raised as constructs are accepted


def test_sample_of_pairs(tmp_path: Path) -> None:
    """Each is right, or refused with a place; and most are right."""
    reports = [judge(outer, inner, tmp_path) for outer, inner in sample(SHARE)]
    bad = [report for report in reports if report.status in (WRONG, CRASH)]
    assert not bad, "\n\n".join(f"{r}\n{program(*r.name.split(' > '))}" for r in bad[:3])
    right = sum(report.status == RIGHT for report in reports)
    why = Counter(reason(report) for report in reports if report.status == REFUSED).most_common(8)
    assert right >= FLOOR * len(reports), f"{right} of {len(reports)}; refused: {why}"


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_constructs_are_programs(name: str) -> None:
    """Each piece is Python, and has a hole for another one."""
    compile(program(name, "straight"), name, "exec")
    assert "HOLE" in CONSTRUCTS[name]


def test_same_text_in_every_run() -> None:
    assert [program(*pair) for pair in sample(97)] == [program(*pair) for pair in sample(97)]
