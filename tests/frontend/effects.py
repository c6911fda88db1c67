"""Programs whose result depends on the order of evaluation.  `log` records what is evaluated, when."""

from __future__ import annotations

import random

log: list = []
FACTOR = 2.0
numbers: list = [1.0, 2.0, 3.0]


def say(value, answer=None):
    """Note the value in the log, and give it back (or `answer`)."""
    log.append(value)
    return value if answer is None else answer


def combine(*args, **kwargs):
    log.append((args, tuple(kwargs.items())))
    return len(args) + 10 * len(kwargs)


def bump(by=1.0):
    global FACTOR
    FACTOR += by
    return FACTOR


class Thing:
    """Logs every look-up and every store."""

    def __init__(self, name="thing"):
        self.__dict__["name"] = name
        self.__dict__["items"] = {}

    def __getattr__(self, name):
        log.append(("get", name))
        if name.startswith("_"):
            raise AttributeError(name)
        return Thing(name)

    def __setattr__(self, name, value):
        log.append(("set", name, str(value)))

    def __getitem__(self, key):
        log.append(("item", str(key)))
        return self.items.get(str(key), 1)

    def __setitem__(self, key, value):
        log.append(("store", str(key), str(value)))
        self.items[str(key)] = value

    def __call__(self, *args):
        log.append(("call", self.name, args))
        return len(args)

    def __repr__(self):
        return f"Thing({self.name})"


def walrus_in_call(i):
    return combine(i, (i := i + 1), i, k=i, m=(i := i * 2), n=i)


def walrus_in_sum(x):
    return x + (x := x * 3) + x * (x := x - 1) + x


def walrus_in_index(x):
    a = list(range(40))
    return a[x] + a[(x := x + 2)] + a[x : (x := x + 4) : (x := 2)][0] + x


def walrus_in_method(x):
    text = "abc"
    return text.replace(text[0], (text := "b")) + text


def walrus_in_displays(x):
    return [x, (x := x + 1), x], {x: (x := x + 1), (x := 7): x}, (x, *[x, (x := 1)], x)


def walrus_in_branches(x):
    y = (z := x + 1) if (x := x - 1) > 0 else (z := -x)
    return x, y, z, x and (x := 5) and x, (x := 0) or x or (x := 3), x


def walrus_in_chain(x):
    return x < (x := x + 1) < say(x + 5) < (x := 9) < x, x


def walrus_in_augment(x):
    x += (x := x * 10) + x
    return x


def stores(x):
    t = Thing()
    t[say("index")] = say(x)
    t[say("base"), say("second")] += x
    t.f += say(5)
    t.a.b[say(1) : say(2)] = t.c.d = say("value")
    t.e += say(3)
    say(t)[say("k")] = x
    return t.name


def store_with_walrus(x):
    a = [0, 0, 0, 0]
    i = 0
    a[i] = (i := 2)
    a[i] += (i := 1)
    a[i], i, a[i] = (i := 3), 0, 7
    return a, i


def swaps(x):
    a, b, c = 1, 2, 3
    a, b, c = c, a, b
    v = [10, 20, 30]
    i = 0
    i, v[i] = 1, 5
    v[0], v[1], v[2] = v[2], v[0], v[1]
    i, v[i], (a, b) = v[1], i, (b, a)
    (a, [b, *c]), *d = (b, (a, c, 4)), 8, 9
    return a, b, c, d, v, i


def chains(x):
    a = b = c = say([x])
    a.append(1)
    d = e, f = say((1, 2))
    a[0] = g = h = say(5)
    b = b = c
    return a, b, c, d, e, f, g, h


def chain_to_own_index(x):
    x = y = {0: 1}
    k = {}
    k = k["z"] = y
    return x, k is y


def comparisons(x):
    first = say(1) < say(2) < say(3)
    second = say(3) < say(2) < say(1)
    third = 0 < x < 1 / x if x else None
    return first, second, third, say(1) == say(1) != say(2) >= say(9) <= say(3)


def short_circuits(x):
    a = say(0) and say(1)
    b = say(2) or say(3)
    c = say(0) or say("") or say([])
    d = say(1) and (say(0) or say(7)) and not say(4)
    e = say("t") if say(x) else say("f")
    if say(0) and say(1) or say(2):
        say("taken")
    return a, b, c, d, e, not x, not say(x)


def plain_booleans(x):
    if x > 1 and (x < 3 or x == 7) and not isinstance(x, str):
        return 1 < x < 3 or x is None
    return not (x > 5 and x < 9), any(k > x for k in range(4)), all(k < x and k > -1 for k in range(4))


def globals_read_before_calls(x):
    return FACTOR * bump() + FACTOR, [FACTOR, bump(2), FACTOR], (FACTOR, f"{FACTOR}{bump()}{FACTOR}")


def random_numbers(a):
    random.seed(3)
    rand = random.random
    return a * rand() - 2 * a * rand(), [rand() for _ in range(3)], rand() ** rand() / rand()


def calls(x):
    args, more = [1, 2], {"p": say(1)}
    return combine(*args, say(3), *say([4]), k=say(5), **more, **say({"q": 2}))


def starred_then_effect(x):
    it = iter([1, 2, 3])
    more = {"a": 1}
    return combine(*[0], *it, next(it, "end"), **more, z=more.update(b=2)), [
        *numbers,
        numbers.pop(),
        numbers.append(3.0),
    ]


def methods(x):
    t = Thing()
    return (
        t.a.b.c(x),
        t.name.upper(),
        numbers.index(say(1.0)),
        say(t).f.g(),
        say(t)[say(0)],
        t(say(2)),
        "".join(["a", "b"]),
        (-1) ** x,
        -2.5 - x,
    )


def formats(x):
    items = [1]
    text = f"{items}{items.append(2)}{items!r:>{say(12)}}"
    return text, f"{x:.3f} {x!r} {{}}", f"plain", (f"a{say(x)}{say(x + 1)}")  # noqa: F541


def defaults(x):
    def inner(a, b=say("b"), *rest, c=say("c"), **more):
        return a, b, rest, c, more, x

    double = lambda v, w=say(x): v * w  # noqa: E731
    x = x + 100
    return inner(1), inner(1, 2, 3, c=4, d=5), double(2), (lambda: x)()


def decorated(x):
    def twice(function):
        say("decorate")
        return lambda *args: 2 * function(*args)

    @say("decorator", twice)
    @twice
    def inner(v, w=say("default")):
        return v + x

    return inner(1)


def recursion(x):
    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)

    return fact(5) + x


def comprehensions(x):
    i = 5
    a = [i * say(i) for i in range(3)]
    b = {say(k): say(-k) for k in range(4) if say(k % 2)}
    c = sorted({i % 3 for i in [i, i + 1, 4]})
    d = [[i + j for i in range(j)] for j in range(3) if j for j in [j, j + 1]]
    e = sum(i * j for i, j in [(1, 2), (3, 4)])
    f = [lambda: i + x for i in range(3)]
    g = [i for i in [[i for i in range(i)]]]
    h = [(last := k) for k in range(4)]
    return a, b, c, d, e, [call() for call in f], g, h, last, i, ", ".join(str(k) for k in a)


def captured_twice(x):
    f = [lambda: i for i in range(3)]
    g = [lambda: i for i in range(7)]
    return f[0](), g[0](), [(lambda i: i + k)(1) for k in range(2)]


def lazy_for(x):
    seen = []
    for y in (say(i) * 2 for i in range(5) if say(i) != 1):
        seen.append(y)
        say(("body", y))
        if y == 4:
            continue
        if y > 5:
            break
    else:
        seen.append("else")
    return seen


def loops(x):
    out = []
    for i, (j, *k) in enumerate([(1, 2), (3,), (4, 5, 6)]):
        out.append((i, j, k))
        if j == 3:
            continue
    else:
        out.append("done")
    box = [0, 0]
    for box[say(1)] in range(3):
        out.append(list(box))
    while (x := x - 1) > 0 and say(x):
        if x == 2:
            continue
        out.append(x)
    else:
        out.append("end")
    while say(x) < 3:
        x += 1
        if x == 2:
            break
    else:
        out.append("never")
    for i in range(3):
        while say(i) > 5:
            pass
        else:
            if i == 1:
                break
    return out, i, x


def early(x):
    """A docstring."""
    if x > 3:
        return
    elif x < -3:
        return -x
    for k in range(5):
        if k == x:
            return k, "found"
    x: float
    y: float = x * 2
    (y): float = y + 1
    say(box := [1])[0]: int
    del x, (k, y)
    return box


def failures(x):
    assert x != 1, say("message")
    if x == 2:
        raise ValueError(f"not {say(x)}", ", ".join(str(k) for k in range(3))) from KeyError(say("cause"))
    assert say(x) < 4
    return 1 / (x - 3), say(1) + undefined  # noqa: F821


def unbound(x):
    if x > 2:
        y = 1
    y += 1
    return y


def imports(x):
    import math
    import os.path
    import xml.dom as dom
    from math import floor as down
    from math import pi

    return math.sqrt(4), os.path.join("a", "b"), down(x + 0.5), pi, dom.__name__, os.__name__


def user_temporaries(_t1, _t3=4):
    _t2 = (_t1 + 1) * (_t3 + 2)
    i_1 = 3
    i = 4
    return _t2, [i + i_1 for i in range(3)], i


def module_state(x):
    global FACTOR
    return FACTOR + x


def slices(x):
    a = [[1, 2, 3], [4, 5, 6]]
    t = Thing()
    return a[-1][::-1], a[x % 2 :][0][say(0)], t[1:2, ..., None], t[*a, 1], t[(1, (2, 3)), 4], a[:][0]


def conditional_target(x):
    y = 3
    y = y + 1 if x > 1 else y - 1
    z = x or y
    x = x and x + z
    return x, y, z, (1 if x else 2) + (3 if y else 4 if z else 5)


PROGRAMS = [
    value
    for name, value in list(globals().items())
    if callable(value) and getattr(value, "__module__", "") == __name__
    and name not in ("say", "combine", "bump", "Thing")
]  # fmt: skip
