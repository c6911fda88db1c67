"""By hand: `python -m tests.pairs [--outer NAME] [--inner NAME] [--every N] [--show]` judges all pairs: a table."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.oracle import CRASH, REFUSED, RIGHT, WRONG, Report
from tests.pairs.constructs import program
from tests.pairs.judge import PAIRS, judge, reason, sample


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pairs")
    parser.add_argument("--outer", help="only this construct outside")
    parser.add_argument("--inner", help="only this construct inside")
    parser.add_argument("--every", type=int, default=1, help="one pair in N")
    parser.add_argument("--show", action="store_true", help="print the programs that are not right")
    options = parser.parse_args()
    start, reports = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as name:
        for outer, inner in sample(options.every) if options.every > 1 else PAIRS:
            if options.outer not in (None, outer) or options.inner not in (None, inner):
                continue
            reports.append((outer, inner, judge(outer, inner, Path(name))))
            if reports[-1][2].status in (WRONG, CRASH):
                print(reports[-1][2], flush=True)
            if options.show and reports[-1][2].status != RIGHT:
                print(reports[-1][2], program(outer, inner).partition("def body")[2], sep="\n", flush=True)
    _table(reports)
    print(f"{time.perf_counter() - start:.0f} s")
    return 1 if any(r.status in (WRONG, CRASH) for *_, r in reports) else 0


def _table(reports: list[tuple[str, str, Report]]) -> None:
    """Counts, and what is refused: by reason, and by construct where it is refused more often than not."""
    tally = Counter(report.status for *_, report in reports)
    refused = [(outer, inner, report) for outer, inner, report in reports if report.status == REFUSED]
    for text, count in Counter(reason(report) for *_, report in refused).most_common():
        print(f"{count:5d}  {text}")
    pairs = Counter(name for outer, inner, _ in reports for name in {outer, inner})
    by_name = Counter(name for outer, inner, _ in refused for name in {outer, inner})
    often = [f"{name} {n}/{pairs[name]}" for name, n in by_name.most_common() if 2 * n > pairs[name]]
    print("refused in most pairs:", ", ".join(often) or "none")
    total = max(1, len(reports))
    print(", ".join(f"{status} {n} ({100 * n / total:.1f} %)" for status, n in tally.items()))


if __name__ == "__main__":
    sys.exit(main())
