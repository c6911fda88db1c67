"""Tuples, lists and dicts as parameters, results and locals."""

from collections import namedtuple
from typing import NamedTuple

import numpy as np

from tests.programs import Sampler, program

r = Sampler(6)


def tuple_params(params, x):
    w, b = params
    return np.sum((x @ w + b) ** 2)


def nested_tuple(params):
    (a, b), c = params
    return a * b + c * a


def dict_params(params, x, y):
    pred = np.dot(x, params["w"]) + params["b"]
    return np.mean((pred - y) ** 2)


def nested_dict(p):
    return p["outer"]["inner"] * p["scale"] ** 2 + np.sum(p["outer"]["vec"])


def dict_result(x, y):
    return {"product": x * y, "sum": x + y * y}


def tuple_result(x):
    return np.sum(x), np.exp(x), x[0]


def nested_result(x):
    return (x * x, {"a": np.sin(x), "b": (x + 1.0, 2.0 * x)})


def mlp_list(layers, x):
    for w, b in layers:
        x = np.tanh(x @ w + b)
    return np.sum(x**2)


def mlp_index(layers, x, y):
    h = x
    for i in range(len(layers) - 1):
        w, b = layers[i]
        h = np.maximum(0.0, h @ w + b)
    w, b = layers[-1]
    return np.mean((h @ w + b - y) ** 2)


def dict_layers(params, x):
    h = np.tanh(np.dot(x, params["W1"]) + params["b1"])
    out = np.dot(h, params["W2"]) + params["b2"]
    return np.sum(out * out)


def unused_leaf(params):
    a, b, c = params
    return a * c


def local_tuple(x):
    t = (x, x * x, x**3)
    return t[0] + t[-1] * t[1]


def local_dict(x):
    d = {"a": x, "b": 2.0 * x}
    return d["a"] * d["b"]


def swap_tuple(x, y):
    pair = (y, x)
    a, b = pair
    return a - b * b


def tuple_slice(t):
    head = t[:2]
    return head[0] * head[1] + t[2]


def sum_of_tuple(xs):
    total = 0.0
    for x in xs:
        total = total + np.sum(x * x)
    return total


def string_keyed_config(x, config):
    y = x * config["rate"]
    if config["mode"] == "exp":
        y = np.exp(-y)
    for _ in range(config["repeat"]):
        y = y * config["damp"]
    return np.sum(y)


def lstm_cell(x, h, c, w):
    n = h.shape[0]
    z = np.concatenate([x, h]) @ w
    i, f, o, g = z[:n], z[n : 2 * n], z[2 * n : 3 * n], z[3 * n :]
    c = 1 / (1 + np.exp(-f)) * c + 1 / (1 + np.exp(-i)) * np.tanh(g)
    h = 1 / (1 + np.exp(-o)) * np.tanh(c)
    return h, c


def lstm(w, xs):
    h, c = np.zeros(2), np.zeros(2)
    for t in range(xs.shape[0]):
        h, c = lstm_cell(xs[t], h, c, w)
    return np.sum(h * h)


def rnn_states(w, u, xs):
    h = np.zeros(w.shape[0])
    loss = 0.0
    for x in xs:
        h = np.tanh(w @ h + u @ x)
        loss = loss + np.sum(h)
    return loss


Point = namedtuple("Point", "x y")


class Gaussian(NamedTuple):
    mean: float
    log_sd: float


def namedtuple_in(p):
    return p.x * p.y + p.x**2


def namedtuple_out(x, y):
    return Point(x=x * y, y=x + y)


def namedtuple_local(x):
    p = Point(x, 2.0 * x)
    q = p._replace(y=x * x)
    return p.x * p.y + q.y


def typed_namedtuple(g, data):
    z = (data - g.mean) / np.exp(g.log_sd)
    return np.sum(0.5 * z * z) + len(data) * g.log_sd


def append_loop(x, n):
    values = []
    for k in range(n):
        values.append(x**k)
    s = 0.0
    for v in values:
        s = s + v
    return s


def append_stack(x):
    rows = []
    for i in range(3):
        rows.append(x * (i + 1.0) ** 2)
    return np.sum(np.stack(rows) ** 2)


def list_item_store(x):
    v = [x, 2.0 * x, 1.0]
    v[2] = v[0] * v[1]
    v[0] = v[2] + v[1]
    return v[0] * v[2]


def list_pop_extend(x):
    v = [x]
    v.extend([x * x, x + 1.0])
    a = v.pop()
    v.insert(0, a * 2.0)
    return v[0] * v[1] + v[-1] + len(v)


def list_concat(x):
    v = [x] + [x * x] * 2
    return v[0] * v[1] + v[2]


def dict_store(x):
    d = {}
    d["a"] = x
    d["b"] = d["a"] * x
    d["a"] = 3.0 * d["b"]
    return d["a"] + d["b"]


def dict_iteration(params):
    total = 0.0
    for key in params:
        total = total + np.sum(params[key] ** 2)
    for name, value in params.items():
        total += len(name) * np.sum(value)
    for value in params.values():
        total += np.sum(value**3)
    return total


def dict_methods(p):
    a = p.get("a", 1.0)
    b = p.get("missing", 2.0)
    q = dict(p, c=a * b)
    q.update(a=3.0 * a)
    return q["a"] * q["c"] + q.setdefault("d", a * a) + q.pop("a")


def dict_merge(p, q):
    m = {**p, **q, "z": p["a"] * 2.0}
    n = p | q
    return m["a"] * m["b"] + m["z"] + n["a"]


def star_unpack(xs):
    first, *middle, last = xs
    s = first * last
    for m in middle:
        s = s + m * m
    return s


def starred_call(x, y):
    args = (x, y)
    return add_mul(*args) + add_mul(**{"a": y, "b": x})


def add_mul(a, b):
    return a + a * b * b


def var_args(*xs, scale=1.0):
    s = 0.0
    for x in xs:
        s = s + scale * x * x
    return s


def calls_var_args(x, y):
    return var_args(x, y, x * y) + var_args(x, scale=y)


def kwargs_function(**kw):
    return kw["a"] * kw["b"] ** 2


def calls_kwargs(x, y):
    return kwargs_function(b=x, a=y)


def tree_dict(node, w):
    total = node["value"] * w
    for child in node["children"]:
        total = total + 0.5 * tree_dict(child, w)
    return total


def list_of_dicts(items, k):
    return sum(item["price"] * item["count"] ** k for item in items)


T = "issue2 tuple"
program(tuple_params, ((r.normal(3), 0.4), r.normal(4, 3)), ((r.normal(2), -0.4), r.normal(1, 2)), tags=T)
program(nested_tuple, (((1.0, 2.0), 3.0),), (((0.5, -1.0), 0.3),), tags=T)
program(
    dict_params,
    ({"w": r.normal(3), "b": 0.3}, r.normal(4, 3), r.normal(4)),
    ({"w": r.normal(2), "b": 0.1}, r.normal(3, 2), r.normal(3)),
    tags="issue2 dict",
)
program(
    nested_dict,
    ({"outer": {"inner": 0.5, "vec": r.normal(3)}, "scale": 1.5},),
    ({"outer": {"inner": 1.5, "vec": r.normal(1)}, "scale": 0.5},),
    tags="issue2 dict",
)
program(dict_result, (0.7, 1.3), (2.0, -1.0), tags="issue2 dict")
program(tuple_result, (r.normal(3),), (r.normal(1),), tags=T)
program(nested_result, (0.7,), (r.normal(2),), tags=T)
L1 = [(r.normal(3, 4), r.normal(4)), (r.normal(4, 2), r.normal(2))]
L2 = [(r.normal(2, 2), r.normal(2)), (r.normal(2, 3), r.normal(3)), (r.normal(3, 1), r.normal(1))]
program(mlp_list, (L1, r.normal(5, 3)), (L2, r.normal(2, 2)), tags="issue2 list")
program(
    mlp_index,
    (L1, r.normal(5, 3), r.normal(5, 2)),
    (L2, r.normal(2, 2), r.normal(2, 1)),
    tags="issue2 list",
    second=False,
)
program(
    dict_layers,
    ({"W1": r.normal(3, 4), "b1": r.normal(4), "W2": r.normal(4, 1), "b2": r.normal(1)}, r.normal(5, 3)),
    tags="issue2 dict",
)
program(unused_leaf, ((1.0, 2.0, 3.0),), ((0.5, -1.0, 0.3),), tags=T)
program(local_tuple, (1.2,), (r.normal(),), tags=T)
program(local_dict, (1.2,), (-0.3,), tags="issue2 dict")
program(swap_tuple, (1.2, 0.4), (-0.3, 2.0), wrt=(0, 1), tags=T)
program(tuple_slice, ((1.0, 2.0, 3.0),), ((0.5, -1.0, 0.3),), tags=T)
program(sum_of_tuple, ((r.normal(2), 3.0, r.normal(2, 2)),), ((0.5, r.normal(3), 1.0),), tags=T)
program(
    string_keyed_config,
    (r.normal(3), {"rate": 0.5, "mode": "exp", "repeat": 2, "damp": 0.9}),
    (r.normal(2), {"rate": 1.5, "mode": "lin", "repeat": 0, "damp": 0.9}),
    tags="issue2 dict",
)
program(lstm, (0.4 * r.normal(5, 8), r.normal(3, 3)), (0.4 * r.normal(5, 8), r.normal(1, 3)))
program(
    rnn_states,
    (0.4 * r.normal(3, 3), r.normal(3, 2), r.normal(4, 2)),
    (0.4 * r.normal(2, 2), r.normal(2, 1), r.normal(2, 1)),
    wrt=(0, 1),
)
program(namedtuple_in, (Point(1.0, 2.0),), (Point(0.3, -1.0),), tags="issue3 namedtuple")
program(namedtuple_out, (1.0, 2.0), (0.3, -1.0), tags="issue3 namedtuple")
program(
    typed_namedtuple,
    (Gaussian(0.3, 0.1), r.normal(4)),
    (Gaussian(0.0, 0.5), r.normal(2)),
    tags="issue3 namedtuple",
)
for f in (namedtuple_local, list_item_store, list_pop_extend, list_concat, dict_store):
    program(f, (1.3,), (-0.6,), tags="issue3 container")
program(append_loop, (1.3, 4), (-0.6, 1), tags="issue3 list")
program(append_stack, (r.normal(3),), (r.normal(1),), tags="issue3 list")
program(dict_iteration, ({"a": r.normal(2), "bias": 0.4},), ({"x": 1.5},), tags="issue3 dict")
program(dict_methods, ({"a": 1.3},), ({"a": -0.6, "d": 2.0},), tags="issue3 dict")
program(
    dict_merge,
    ({"a": 1.3}, {"b": 0.4}),
    ({"a": 1.3, "b": 2.0}, {"b": 0.4, "a": 0.1}),
    wrt=(0, 1),
    tags="issue3 dict",
)
program(star_unpack, ((1.0, 2.0, 3.0, 4.0),), ((0.5, -1.0),), tags="issue3 star")
for f in (starred_call, var_args, calls_var_args, calls_kwargs):
    program(f, (1.3, 0.4), (-0.6, 2.0), wrt=(0, 1), tags="issue3 star", must_pass=True)
program(
    var_args,
    (1.3, 0.4, 2.0),
    (0.5, -1.0, 0.1),
    wrt=("xs[2]", 0),
    tags="issue3 star",
    name="in_var_args",
    must_pass=True,
)
program(
    tree_dict,
    ({"value": 1.0, "children": [{"value": 2.0, "children": []}, {"value": 0.3, "children": []}]}, 0.7),
    ({"value": 1.0, "children": []}, 1.7),
    tags="issue3 recursion",
    wrt=(0, 1),
)
program(
    list_of_dicts,
    ([{"price": 1.5, "count": 2.0}, {"price": 0.5, "count": 3.0}], 2),
    ([{"price": 1.0, "count": 1.0}], 1),
    tags="issue3 dict",
)
