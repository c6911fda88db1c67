"""`heapq`, `bisect` and `itertools.groupby` in plain Python, where what they arrange is differentiated.

The functions of `heapq` are those of Python's own library, element by element, because a heap is a list that can be
looked at; an exchange of two elements stands for a shift, which leaves the same list.
"""

from __future__ import annotations

import bisect
import heapq
import itertools
from collections.abc import Callable
from typing import Any

import gast

from tangentx.analysis import containers, iterators, library_prelude
from tangentx.analysis.program import Op, external
from tangentx.analysis.restarts import make_whole
from tangentx.analysis.scope import Env
from tangentx.analysis.types import INT, Const, ListOf
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def _on_list(function: Callable) -> Callable:
    """A function that changes its first argument, a list."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if keywords or not operands:
            return False
        structure, kind = s.structure(operands[0], env), s.kind(operands[0], env)
        empty = isinstance(kind, ListOf) and kind.item is None  # what is put into it is to be known
        if not any(s.is_varied(a, env) for a in operands) and structure is None and not empty:
            return False
        make_whole(s, structure)
        if structure is not None:
            containers.refuse(s, "a heap, or a list in order, that does not exist as a whole", place)
        s.inline_prelude(target, function, operands, place, env)
        return True

    return handler


def _position(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`bisect_left(items, x)`: a place, whatever the items are."""
    if any(not s.is_outside(a, env) for a in keywords.values()):
        return False
    named = [gast.keyword(k, s.whole(a, env)) for k, a in keywords.items()]
    call = gast.Call(func, [s.whole(a, env) for a in operands], named)
    s.emit(Bind(target, call, place), Op("inactive"), INT, env)
    return True


def _extreme(function: Callable) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if len(operands) < 2 or set(keywords) - {"key"} or not s.is_varied(operands[1], env):
            return False
        key = [*operands[2:], *keywords.values(), nodes.constant(None)][0]
        items = iterators.sequence(s, s.iterated_keys(operands[1], place, env), place, env)
        s.inline_prelude(target, function, [operands[0], items, key], place, env)
        return True

    return handler


def _group_by(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    key = [*operands[1:], *keywords.values(), nodes.constant(None)][0]
    if s.kind(key, env) == Const(None):
        key = nodes.name(s.fresh("_key"))
        env.bind(key.id, Const(_itself))
    items, whole = s.fresh("_items"), iterators.sequence(s, operands[0], place, env)
    s.call(items, external("builtins.list"), Const(list), [whole], {}, place, env)
    s.inline_prelude(target, library_prelude.runs, [nodes.name(items), key], place, env)
    return True


def _itself(item):
    return item


HANDLERS: dict[Any, Callable] = {
    heapq.heappush: _on_list(library_prelude.heap_pushed),
    heapq.heappop: _on_list(library_prelude.heap_popped),
    heapq.heapify: _on_list(library_prelude.heap_made),
    heapq.heapreplace: _on_list(library_prelude.heap_replaced),
    heapq.heappushpop: _on_list(library_prelude.heap_pushed_and_popped),
    heapq.nlargest: _extreme(library_prelude.largest),
    heapq.nsmallest: _extreme(library_prelude.smallest),
    bisect.bisect_left: _position,
    bisect.bisect_right: _position,
    bisect.insort_right: _on_list(library_prelude.put_in_order),
    bisect.insort_left: _on_list(library_prelude.put_in_order_left),
    itertools.groupby: _group_by,
}
