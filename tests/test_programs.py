"""Every program of the corpus: right, or refused with a place where it may be; never wrong, never a crash.

Here every eighth program, its gradient or its tangent, and everything for every ninety-sixth; `.ci/run` checks the
tangents of a sixth, the pullbacks of another one and second derivatives of a thirty-sixth: which ones, the state of the
compiler says (`python -m tests.programs`, by hand: everything).
"""

from __future__ import annotations

import pytest

from tests.oracle import REFUSED, RIGHT, Reference, check
from tests.programs import load
from tests.rotation import part

PROGRAMS = load()
CHECKED = {
    name: ("jvp", "vjp", "grad", "hvp") if k % 96 == 0 else ("jvp",) if k % 16 else ("grad",)
    for k, name in enumerate(PROGRAMS)
    if k % 8 == 0
}


@pytest.mark.parametrize("name", CHECKED)
def test_program(name: str) -> None:
    program = PROGRAMS[name]
    report = check(program, CHECKED[name])
    allowed = (RIGHT,) if program.must_pass else (RIGHT, REFUSED)
    assert report.status in allowed, str(report)
    if report.status == REFUSED:
        pytest.skip(str(report))


# At these inputs an exception is raised, or a division left out: differences see the jump, the complex step does not.
AT_A_JUMP = {
    "exceptions.division", "exceptions.unchanged_when_it_fails", "exceptions.several_handlers",
    "exceptions.suppressed", "writers.safe_divide", "chosen.after_break", "in_vain.selected_and_bound_again",
    "itertools_.any_all",
}  # fmt: skip


def test_the_corpus_can_be_judged() -> None:
    """Each program is deterministic and smooth enough for differences, at each of its inputs: a fourth, another one
    for each state of the compiler."""
    for program in list(PROGRAMS.values())[part() % 4 :: 4]:
        for seed, args in enumerate(program.args if program.name not in AT_A_JUMP else ()):
            Reference(program, args, seed).validate(program)


def test_the_corpus_is_large_enough() -> None:
    assert len(PROGRAMS) >= 250
    assert sum(program.must_pass for program in PROGRAMS.values()) >= 150
