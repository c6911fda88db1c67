"""A container in some trips of a loop and None in others: searches, the item before, segments that are open or not."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass

import numpy as np

from tests.programs import Sampler, program

TAGS = "none_in_trips"
s = Sampler(4404)
P = namedtuple("P", "v i")


@dataclass
class Q:
    v: float
    i: int


def lowest_tuple(y):
    best = None
    for i in range(1, len(y)):
        v = y[i] ** 2
        if best is None or v < best[0]:
            best = (v, i, y[i] * 2)
    return best[0] + best[2]


def lowest_named_tuple(y):
    best = None
    for i in range(1, len(y)):
        v = y[i] ** 2
        if best is None or v < best.v:
            best = P(v, i)
    return best.v * best.i


def first_above(y):
    hit = None
    for i in range(len(y)):
        if y[i] > 0.3:
            hit = (i, y[i])
            break
    return hit[0] * hit[1]


def pair_before(y):
    prev = None
    tot = 0.0
    for v in y:
        cur = (v, v**2)
        if prev is not None:
            tot += prev[0] * cur[1]
        prev = cur
    return tot


def pair_before_unpacked(y):
    prev = None
    tot = 0.0
    for v in y:
        if prev is not None:
            a, b = prev
            tot += a * v
        prev = v, v**2
    return tot


def found_or_none_again(y):
    hit = (1, y[0])
    for i in range(len(y)):
        hit = None
        if y[i] > 0.9:
            hit = (i + 1, y[i] ** 2)
            break
    if hit is not None:
        return hit[0] * hit[1]
    return 0.0


def emptied_and_filled(y):
    best = (0, 0.0)
    for i in range(len(y)):
        if y[i] > 1:
            best = None
            continue
        if best is None:
            best = (i, y[i] ** 2)
        elif y[i] > 0.8:
            best = (best[0] + 1, best[1] * y[i])
    return y[0] if best is None else best[1] * y[1]


def first_in_list(y):
    hit = None
    for i in range(len(y)):
        if y[i] > 0.9:
            hit = [i + 1, y[i] ** 2]
            break
    return hit[0] * hit[1]


def first_in_dict(y):
    hit = None
    for i in range(len(y)):
        if y[i] > 0.9:
            hit = {"i": i + 1, "v": y[i] ** 2}
            break
    return hit["i"] * hit["v"]


def first_in_object(y):
    hit = None
    for i in range(len(y)):
        if y[i] > 0.9:
            hit = Q(y[i] ** 2, i + 1)
            break
    return hit.i * hit.v


def first_or_sum(y):
    hit = None
    for i in range(len(y)):
        if y[i] > 0.9:
            hit = P(y[i] ** 2, i + 1)
            break
    else:
        return y.sum()
    return hit.i * hit.v


def last_large(y):
    last = None
    out = []
    for v in y:
        if last is not None and v > last[0]:
            out.append(last[1] * v)
        last = (v, v * v) if v > 1 else None
    return np.array(out).sum()


def segments(y):
    seg = None
    tot = 0.0
    for i, v in enumerate(y):
        if v > 1.0:
            if seg is None:
                seg = [0.0, 0]
            seg[0] += v
            seg[1] += 1
        elif seg is not None:
            tot += seg[0] ** 2 / seg[1]
            seg = None
    if seg is not None:
        tot += seg[0] ** 2 / seg[1]
    return tot


def segments_in_objects(y):
    seg = None
    tot = 0.0
    for i, v in enumerate(y):
        if v > 1.0:
            if seg is None:
                seg = Q(0.0, 0)
            seg.v += v
            seg.i += 1
        elif seg is not None:
            tot += seg.v**2 / seg.i
            seg = None
    return tot


def lost_at_the_break(y):
    best = (0, 0.0)
    for v in y:
        if v > 1.2:
            best = None
            break
        best = (best[0] + 1, best[1] + v * v)
    return y[1] if best is None else best[1] * y[0]


def bound_in_the_loop(y):
    for v in y:
        r = None
        if v > 1.2:
            break
        r = (v, v * v)
    return y[1] if r is None else r[0] * y[0]


def two_breaks(y):
    for v in y:
        if v > 1.2:
            r = (v, v * v)
            break
        elif v < 0.9:
            r = None
            break
    return y[1] if r is None else r[0] * y[0]


def list_or_none(y):
    best = [0, 1.0]
    for v in y:
        if best is not None:
            best[1] *= v
        if v > 1.2:
            best = None
        elif v < 0.9:
            best = [1, v]
    return y[1] if best is None else best[1] * y[0]


def records_by_position(y):
    i = 0
    prev = None
    while i < len(y):
        cur = {"v": y[i], "sq": y[i] ** 2}
        if prev and cur["v"] > prev["v"]:
            cur["sq"] += prev["sq"]
        if cur["v"] > 1.3:
            prev = None
            i += 2
            continue
        prev = cur
        i += 1
    return prev["sq"] if prev else y[0]


class Last:
    def __init__(self):
        self.item, self.n = None, 0

    def __len__(self):
        return self.n

    def put(self, v):
        self.item = Q(v, self.n)
        self.n += 1


def kept_in_an_object(w):
    box, total = Last(), 0.0
    for v in w:
        if v < 1.1 or not box:
            box.put(v * v)
        else:
            total += box.item.v * v
    return total + box.item.v


program(kept_in_an_object, (1 + s.normal(9) * 0.4,), (1 + s.normal(8) * 0.4,), tags=TAGS, must_pass=True)
for f in (
    lowest_tuple,
    lowest_named_tuple,
    first_above,
    pair_before,
    pair_before_unpacked,
    found_or_none_again,
    emptied_and_filled,
    first_in_list,
    first_in_dict,
    first_in_object,
    first_or_sum,
    last_large,
    segments,
    segments_in_objects,
    lost_at_the_break,
    bound_in_the_loop,
    two_breaks,
    list_or_none,
    records_by_position,
):
    program(f, (1 + s.normal(50) * 0.4,), (1 + s.normal(60) * 0.4,), tags=TAGS, must_pass=True)
program(
    lost_at_the_break,
    (1 - s.unit(50) * 0.4,),
    (1 - s.unit(60) * 0.4,),
    tags=TAGS,
    must_pass=True,
    name="never_lost",
)
