"""`heapq`, `bisect`, `groupby` and `np.vectorize` in plain Python: inlined where they are called, as `prelude`'s.

Only `specialise` reads these functions; nothing calls them.  They stay inside the accepted language.
"""

from __future__ import annotations

import bisect

import numpy as np

from tangentx.runtime import check_one_kind


def heap_sifted_down(heap, start, pos):
    item = heap[pos]
    while pos > start:
        above = (pos - 1) >> 1
        if not item < heap[above]:
            break
        heap[above], heap[pos] = heap[pos], heap[above]
        pos = above


def heap_sifted_up(heap, pos):
    end = len(heap)
    start = pos
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos], heap[child] = heap[child], heap[pos]
        pos = child
        child = 2 * pos + 1
    heap_sifted_down(heap, start, pos)


def heap_pushed(heap, _item):
    heap.append(_item)
    heap_sifted_down(heap, 0, len(heap) - 1)


def heap_popped(heap):
    if len(heap) == 1:
        return heap.pop()
    heap[0], heap[-1] = heap[-1], heap[0]
    smallest = heap.pop()
    heap_sifted_up(heap, 0)
    return smallest


def heap_made(heap):
    for k in range(len(heap) // 2 - 1, -1, -1):
        heap_sifted_up(heap, k)


def heap_replaced(heap, _item):
    smallest = heap[0]
    heap[0] = _item
    heap_sifted_up(heap, 0)
    return smallest


def heap_pushed_and_popped(heap, _item):
    if not heap or not heap[0] < _item:
        return _item
    return heap_replaced(heap, _item)


def largest(count, items, key):
    return sorted(items, key=key, reverse=True)[:count]


def smallest(count, items, key):
    return sorted(items, key=key)[:count]


def put_in_order(items, value):
    items.insert(bisect.bisect_right(items, value), value)


def put_in_order_left(items, value):
    items.insert(bisect.bisect_left(items, value), value)


def runs(items, key):
    keys = [key(item) for item in items]
    starts = [k for k in range(len(keys)) if k == 0 or keys[k] != keys[k - 1]]
    ends = starts[1:] + [len(keys)]
    return [(keys[a], items[a:b]) for a, b in zip(starts, ends, strict=True)]


# -- np.vectorize ----------------------------------------------------------------------------------------------------


def of_one_kind(items):
    check_one_kind(items)
    return np.array(items)


def of_floats(items):
    return np.array(items, dtype=float)


def each_entry(function, number, made, x, *rest):
    return made([function(number(v), *rest) for v in x])


def each_entry_of_rows(function, number, made, x, *rest):
    return made([[function(number(v), *rest) for v in row] for row in x])


def each_pair_of_entries(function, number, made, x, y, *rest):
    return made([function(number(a), number(b), *rest) for a, b in zip(x, y, strict=True)])


def each_pair_of_entries_of_rows(function, number, made, x, y, *rest):
    rows = zip(x, y, strict=True)
    return made([[function(number(a), number(b), *rest) for a, b in zip(p, q, strict=True)] for p, q in rows])
