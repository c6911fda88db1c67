"""By hand: `python -m tests.fuzz --count 200 --seed 0 --level 2` prints the failing programs, shrunk."""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from tests.fuzz.arrays import generate_arrays
from tests.fuzz.containers import generate_containers
from tests.fuzz.dtypes import generate_dtypes
from tests.fuzz.generator import generate
from tests.fuzz.joined import generate_joined
from tests.fuzz.judge import judge, shrink, stages_of
from tests.fuzz.kinds import generate_kinds
from tests.fuzz.meetings import generate_meetings
from tests.oracle import CRASH, REFUSED, WRONG

SHORT = {
    "arrays": generate_arrays,
    "containers": generate_containers,
    "dtypes": generate_dtypes,
    "joined": generate_joined,
    "kinds": generate_kinds,
    "meetings": generate_meetings,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--level", type=int, default=1, choices=(1, 2, 3), help="of long programs")
    parser.add_argument(
        "--short", choices=(*SHORT,), help="short programs: of NumPy, or of what holds numbers"
    )
    parser.add_argument("--refused", action="store_true", help="show refused programs as well")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--second", action="store_true", help="check Hessian-vector products as well")
    asked.add_argument("--quick", action="store_true", help="both modes, and what costs more in turn")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of what the programs do
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(options.seed, options.seed + options.count):
            text = SHORT[options.short](seed) if options.short else generate(seed, options.level)
            stages = stages_of(seed) if options.quick else ("jvp", "vjp", "grad", *["hvp"] * options.second)
            report = judge(text, seed, folder, stages)
            tally[report.status] += 1
            if report.status in (WRONG, CRASH) or options.refused and report.status == REFUSED:

                def fails(
                    candidate: str, like: object = report, seed: int = seed, stages: tuple = stages
                ) -> bool:
                    again = judge(candidate, seed, folder, (like.stage,) if like.stage in stages else stages)
                    return (again.status, again.stage) == (like.status, like.stage)

                print(f"# {report}", flush=True)
                print(text if report.stage == "time" else shrink(text, fails), flush=True)
    print(dict(tally))
    return 1 if tally[WRONG] or tally[CRASH] else 0


if __name__ == "__main__":
    sys.exit(main())
