"""One array, list or object that comes in two arguments, or twice in one, to a function that changes it: refused when
it is called, whatever it is called by; and not refused where they are different ones."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import AliasingError


@dataclass
class Body:
    a: np.ndarray
    k: float
    xs: list


def body() -> Body:
    return Body(np.ones(2), 0.5, [1.0, 2.0])


def part_of_an_object(x, o, u):
    o.a[1] = x
    return np.sum(u)


def part_of_an_object_in_a_list(x, o, u):
    [o, Body(u, 1.0, [])][0].a[1] = x
    return np.sum(u)


def item_of_a_list(x, ws, u):
    ws[0][1] = x
    return np.sum(u)


def each_item(x, ws, u):
    for w in ws:
        w[1] = x
    return np.sum(u)


def item_by_item(x, ws):
    ws[0][1] = x
    return np.sum(ws[1])


def attribute(x, o, p):
    o.k = x
    return p.k


def appended(x, xs, ys):
    for _ in range(3):
        xs.append(x)
    return sum(ys)


def stored(x, xs, ys):
    for k in range(len(xs)):
        xs[k] = x
    return sum(ys)


def stored_in_a_row(x, table, row):
    for k in range(len(table)):
        table[k][0] = x
    return sum(row)


def filled(x, d, e):
    for key in list(d):
        d[key] = x
    return sum(e.values())


def kept_in_two(x, o, d):
    o.xs[0] = x
    return sum(d["xs"])


def _shared(make: Any) -> tuple:
    one = make()
    return one, one


def _of_body(part: str, inside: bool = False) -> tuple:
    one = body()
    return (one, {part: getattr(one, part)}) if inside else (one, getattr(one, part))


CASES = [
    (part_of_an_object, _of_body("a")), (part_of_an_object_in_a_list, _of_body("a")),
    (item_of_a_list, (lambda u: ([u, u + 1.0], u))(np.ones(2))),
    (each_item, (lambda u: ([u + 1.0, u], u[::-1]))(np.ones(2))),
    (item_by_item, (lambda u: ([u, u],))(np.ones(2))), (attribute, _shared(body)),
    (appended, _shared(lambda: [1.0, 2.0])), (stored, _shared(lambda: [1.0] * 60)),
    (stored_in_a_row, (lambda row: ([[1.0, 2.0], row], row))([1.0, 2.0])),
    (filled, _shared(lambda: {"a": 1.0, "b": 2.0})), (kept_in_two, _of_body("xs", inside=True)),
]  # fmt: skip


@pytest.mark.parametrize("mode", ["value_and_grad", "tangent"])
@pytest.mark.parametrize("primal, given", CASES, ids=[primal.__name__ for primal, _ in CASES])
def test_what_is_changed_and_shared_is_refused(primal, given, mode) -> None:
    derivative, direction = getattr(tx, mode)(primal, 0), {"x_dot": 1.0} if mode == "tangent" else {}
    apart = ([np.ones(2), np.ones(2)],) if primal is item_by_item else tuple(map(copy.deepcopy, given))
    expected = primal(1.3, *copy.deepcopy(apart))
    value, _ = derivative(1.3, *apart, **direction)
    assert value == pytest.approx(expected), "what is not shared has the value of the function"
    with pytest.raises(AliasingError, match="TX501"):
        derivative(1.3, *given, **direction)
