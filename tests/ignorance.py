"""What is not known must not make a derivative wrong: the corpus again, with types forgotten at random.

The compiler finds out types by running primitives on samples, and no sample fits everything: real programs have values
of unknown type, rank and size at places that nobody foresees.  `forgetful` makes such places everywhere.  What a
program then may be is right or refused.

By hand: `python -m tests.ignorance [--seed S] [--share P] [--every N] [WORD ...]`.
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

from tangentx.analysis.sampling import Sampler
from tangentx.analysis.types import UNKNOWN, Array, Dim, Type
from tests.oracle import CRASH, WRONG, Report, check
from tests.programs import load

STAGES = ("jvp", "vjp", "grad")
# At these inputs a branch that is not taken divides by zero: what is unknown is not kept from 0 * inf.
NOT_FINITE = frozenset({"exceptions.errstate_return", "zeros_kept.chosen_by_a_mask"})


@contextmanager
def forgetful(seed: int, share: float) -> Iterator[None]:
    """A share of all floating results of primitives loses its type, its rank or its sizes: the same ones each time."""
    plain, remembered = Sampler.apply, {}

    def apply(self: Sampler, function, kinds, keywords=None) -> Type:
        kind = plain(self, function, kinds, keywords)
        if not isinstance(kind, Array) or kind.kind not in "fc":
            return kind
        question = (id(self), function, tuple(kinds), tuple((keywords or {}).items()))
        if question not in remembered:
            asked = (getattr(function, "__name__", ""), [str(k) for k in kinds], seed)
            luck = random.Random(zlib.crc32(repr(asked).encode()))
            remembered[question] = _less(self, kind, luck) if luck.random() < share else kind
        return remembered[question]

    with mock.patch.object(Sampler, "apply", apply):
        yield


def _less(sampler: Sampler, kind: Array, luck: random.Random) -> Type:
    how = luck.choice(("type", "rank", "sizes"))
    if how == "type":
        return UNKNOWN
    if kind.scalar or not isinstance(kind.shape, tuple):
        return kind
    return replace(
        kind, shape=None if how == "rank" else tuple(Dim(((sampler.fresh(), 1),)) for _ in kind.shape)
    )


def judge(name: str, seed: int, share: float) -> Report:
    with forgetful(seed, share):
        return check(load()[name], STAGES)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ignorance")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    names = [n for n in load() if not options.words or any(word in n for word in options.words)]
    tally: Counter = Counter()
    for name in names[:: options.every]:
        report = judge(name, options.seed, options.share)
        tally[report.status] += 1
        if report.status in (WRONG, CRASH) and name not in NOT_FINITE:
            print(report, flush=True)
    print(dict(tally))
    return 1 if tally[WRONG] + tally[CRASH] else 0


if __name__ == "__main__":
    sys.exit(main())
