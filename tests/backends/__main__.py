"""By hand: `python -m tests.backends [--every N [--part K]] [--dispatchers] [WORD ...]`: the corpus, compiled by Numba.

Each program's derivative compiled by Numba against the one that NumPy runs, at the inputs of the corpus.  `needless`
are the refused ones whose function Numba compiles itself.  `--dispatchers` hands these functions over as `numba.njit`
makes them.  Exit code 1 where a number is wrong or something other than a located error comes out.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

os.environ.setdefault("NUMBA_OPT", "1")  # before Numba is imported: numbers are compared here, not speed


def main() -> int:
    from tests.backends import compiled
    from tests.programs import load
    from tests.rotation import part

    parser = argparse.ArgumentParser(prog="python -m tests.backends")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--part", type=int, default=part())
    parser.add_argument("--dispatchers", action="store_true")
    options = parser.parse_args()
    start, tally = time.perf_counter(), Counter()
    programs = list(load().items())
    for name, program in programs[options.part % options.every :: options.every]:
        if options.words and not any(word in name or word in program.tags for word in options.words):
            continue
        report = compiled.judge(program, options.dispatchers)
        tally[report.status] += 1
        if report.status not in (compiled.RIGHT, compiled.LEFT_OUT):
            print(report, flush=True)
    print(f"{dict(tally)} in {time.perf_counter() - start:.1f} s")
    return 1 if tally[compiled.WRONG] + tally[compiled.CRASH] else 0


if __name__ == "__main__":
    sys.exit(main())
