"""Tables of the module that a function copies before it changes them: `dict(DEFAULTS)`, `copy.deepcopy(DEFAULTS)`."""

from __future__ import annotations

import copy

from tests.programs import program

PLAIN = {"rate": 1.0, "scale": 2.0}
NESTED = {"solver": {"dt": 0.1, "method": {"name": "euler"}}, "physics": {"k": 1.0, "m": 2.0}}


def _merged(base, changes):
    result = dict(base)
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merged(result[key], value)
        else:
            result[key] = value
    return result


def spring(k, dt):
    settings = _merged(NESTED, {"physics": {"k": k}, "solver": {"dt": dt}})
    x, v = 1.0, 0.0
    for _ in range(4):
        x, v = (
            x + settings["solver"]["dt"] * v,
            v - dt * settings["physics"]["k"] / settings["physics"]["m"] * x,
        )
    return x + v * len(settings["solver"]["method"]["name"])


def copied_deeply(k, dt):
    settings = copy.deepcopy(NESTED)
    settings["physics"]["m"] *= k
    settings["solver"]["method"]["order"] = dt
    unchanged = NESTED["physics"]["m"] * len(NESTED["solver"]["method"])
    return settings["physics"]["m"] ** 2 * unchanged + settings["solver"]["method"]["order"]


def several_copies(k, dt):
    rows = [dict(PLAIN, step=dt * i) for i in range(3)]
    for row in rows:
        row["rate"] = k * row["step"]
        row.update(PLAIN, rate=k * row["step"] ** 2)
    shallow = copy.copy(PLAIN)
    shallow["new"] = k
    return sum(row["rate"] * row["scale"] for row in rows) + len(PLAIN) * shallow["new"] + ("new" in PLAIN)


for _each in (spring, copied_deeply, several_copies):
    program(_each, (1.3, 0.2), (0.4, 0.3), wrt=(0, 1), tags="own_settings", must_pass=True)
