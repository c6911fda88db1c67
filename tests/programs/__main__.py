"""By hand: `python -m tests.programs [--stages vjp,grad] [--every N [--part K]] [WORD ...]` ranks what is not right.

WORD picks programs by tag or by a part of their name; `--every 5` takes each fifth: which fifth, `--part` says, or
the state of the compiler.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.fuzz.judge import SECONDS, time_limit
from tests.oracle import CRASH, REFUSED, RIGHT, SEVERITY, Report, check
from tests.programs import Program, load
from tests.rotation import part


def judge(program: Program, stages: tuple[str, ...]) -> Report:
    try:
        with time_limit(SECONDS):
            return check(program, stages)
    except TimeoutError:
        return Report(program.name, CRASH, "time", f"no answer in {SECONDS} s")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.programs")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--stages", default="jvp,vjp,grad,hvp")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--part", type=int, default=part())
    options = parser.parse_args()
    start, tally, failures, unexpected = time.perf_counter(), Counter(), [], 0
    programs = list(load().items())
    for name, program in programs[options.part % options.every :: options.every]:
        if options.words and not any(word in name or word in program.tags for word in options.words):
            continue
        report = judge(program, tuple(options.stages.split(",")))
        tally[report.status + ("*" if program.must_pass else "")] += 1
        unexpected += report.status not in (RIGHT, *([] if program.must_pass else [REFUSED]))
        if report.status != RIGHT:
            failures.append(
                (SEVERITY.index(report.status), not program.must_pass, report.detail[-60:], str(report))
            )
    for _, optional, _, text in sorted(failures):
        print(" " if optional else "*", text)
    print(f"{dict(tally)} in {time.perf_counter() - start:.1f} s  (* must pass)")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
