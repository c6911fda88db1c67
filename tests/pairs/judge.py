"""The verdict on one construct inside another."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import numpy as np

from tests.fuzz.judge import SECONDS, load, time_limit
from tests.oracle import CRASH, WRONG, Doubtful, Reference, Report, check
from tests.pairs.constructs import CONSTRUCTS, program
from tests.programs import Program

PAIRS = [(outer, inner) for outer in CONSTRUCTS for inner in CONSTRUCTS]
INPUTS = (
    (0.73, np.array([0.61, -0.42, 0.33, 0.87])),
    (-0.35, np.array([-0.52, 0.71, 1.13, 0.24])),
)


def judge(outer: str, inner: str, folder: Path, stages: tuple[str, ...] = ("jvp", "vjp", "grad")) -> Report:
    """The oracle's report on the pair."""
    name = f"{outer} > {inner}"
    case = Program(name, load(program(outer, inner), folder), INPUTS, None, frozenset(), False)
    for k, args in enumerate(case.args):
        try:
            Reference(case, args, k).validate(case)
        except Doubtful as error:
            return Report(name, WRONG, "primal", f"no fit program: {error}")
    try:
        with time_limit(SECONDS):
            return check(case, stages)
    except TimeoutError:
        return Report(name, CRASH, "time", f"no answer in {SECONDS} s")


def reason(report: Report) -> str:
    """Code and message of a refusal, without its place."""
    found = re.search(r"(TX\d+).*?: error\[TX\d+\]: (.*)", report.detail)
    return re.sub(r"fuzzed_\d+\.", "", f"{found[1]} {found[2]}") if found else report.detail[:100]


def sample(share: int) -> list[tuple[str, str]]:
    """One in `share` of the pairs, always the same ones."""
    return [pair for pair in PAIRS if zlib.crc32(" ".join(pair).encode()) % share == 0]
