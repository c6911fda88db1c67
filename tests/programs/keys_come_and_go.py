"""Dicts whose items come and go on some paths: the gradient has the keys that were given."""

from tests.programs import program

INPUTS = [({"a": 0.6, "b": 1.4}, 1.2), ({"a": 0.9, "b": 0.3}, -0.8)]


def of_keys(function):
    program(function, *INPUTS, wrt="p", tags="issue3 dicts", must_pass=True, second=False)
    return function


@of_keys
def set_on_a_path(p, y):
    if y > 0:
        p["z"] = y
    return p["a"] * y * p["b"]


@of_keys
def taken_out_on_a_path(p, y):
    if y > 0:
        v = p.pop("a")
    else:
        v = y
    return v * y + p.get("b", 0.0) ** 2


@of_keys
def set_in_trips(p, y):
    k = 0
    while k * 0.5 < y:
        p[f"step{k}"] = p["a"] * y
        k += 1
    return sum(p.values())


@of_keys
def moved_to_the_end(p, y):
    v = p.pop("a")
    p["a"] = v * y
    return p["a"] * p["b"]
