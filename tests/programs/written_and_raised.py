"""Functions that write (closures, dicts, objects, lists, arrays), and then raise what their caller catches."""

import contextlib
import math

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261127)
NUMBERS = [(0.7,), (0.4,)]
BOTH = [(np.array([0.9, 1.3, 1.1]), 0.7), (np.array([0.8, 1.2, 0.7]), 0.4)]


def of_one(function):
    program(function, *NUMBERS, tags="issue3", must_pass=True)
    return function


def of_two(function):
    program(function, *BOTH, tags="issue3", must_pass=True)
    return function


def _bump(d, x):
    d["h"] = d["h"] * x


class _Steps:
    def __init__(s, h):
        s.h = h
        s.l = [h, 1.0]

    def step(s, x):
        s.h = s.h * x
        s.l[0] *= s.l[0]

    @property
    def p(s):
        s.h = s.h * s.h
        return s.h


class _Manager:
    def __enter__(s):
        return s

    def __exit__(s, *a):
        pass


class _Height:
    def __init__(self, h):
        self.h = h


def _raise(v):
    if v > 0:
        raise ValueError("x")
    return v


@of_one
def nonlocal_raise_3(x):
    a = x

    def g(v, n):
        nonlocal a
        a = a * x
        raise ValueError

    def h(v, n):
        nonlocal a
        t = x * v
        g(v, n)
        a = a * x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return a * t


@of_one
def nonlocal_log_0(x):
    a = x

    def g(v, n):
        nonlocal a
        a = a * x
        q = math.log(v - 5)
        return q

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return a * 1.0


@of_one
def nonlocal_index_1(x):
    a = x

    def g(v, n):
        nonlocal a
        a = a * x
        return [1, 2][n + 7]

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + a
    return a * b


@of_one
def nonlocal_chol_2(x):
    a = x

    def g(v, n):
        nonlocal a
        a = a * x
        if v > 100:
            return v
        return np.linalg.cholesky(np.array([[v - 5.0, 0], [0, 1.0]]))[0, 0]

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * a
    finally:
        b = b + 1.0
    return a * b


@of_one
def nonlocal_none_3(x):
    a = x

    def g(v, n):
        nonlocal a
        a = a * x
        return v * 2.0

    def h(v, n):
        nonlocal a
        t = x * v
        g(v, n)
        a = a * x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return a * t


@of_one
def dict_rethelper_0(x):
    d = {"h": x}

    def g(v, n):
        d["h"] = d["h"] * x
        return _raise(v)

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return d["h"] * 1.0


@of_one
def dict_zero_1(x):
    d = {"h": x}

    def g(v, n):
        d["h"] = d["h"] * x
        return 1 / n

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + d["h"]
    return d["h"] * b


@of_one
def dict_assert_2(x):
    d = {"h": x}

    def g(v, n):
        d["h"] = d["h"] * x
        if v > 100:
            return v
        assert v > 5

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * d["h"]
    finally:
        b = b + 1.0
    return d["h"] * b


@of_one
def dict_nraise_3(x):
    d = {"h": x}

    def g(v, n):
        d["h"] = d["h"] * x
        if n == 0:
            raise ValueError

    def h(v, n):
        t = x * v
        g(v, n)
        d["h"] = d["h"] * x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return d["h"] * t


@of_one
def attr_helper_0(x):
    o = _Height(x)

    def g(v, n):
        o.h = o.h * x
        _raise(v)

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return o.h * 1.0


@of_one
def attr_sqrt_1(x):
    o = _Height(x)

    def g(v, n):
        o.h = o.h * x
        return math.sqrt(v - 10) * 2

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + o.h
    return o.h * b


@of_one
def attr_key_2(x):
    o = _Height(x)

    def g(v, n):
        o.h = o.h * x
        if v > 100:
            return v
        return {"k": v}["j"]

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * o.h
    finally:
        b = b + 1.0
    return o.h * b


@of_one
def attr_float_3(x):
    o = _Height(x)

    def g(v, n):
        o.h = o.h * x
        return float("x")

    def h(v, n):
        t = x * v
        g(v, n)
        o.h = o.h * x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return o.h * t


@of_one
def aug_if_0(x):
    o = _Height(x)

    def g(v, n):
        o.h *= x
        if v < 5:
            raise ValueError

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return o.h * 1.0


@of_one
def aug_log_1(x):
    o = _Height(x)

    def g(v, n):
        o.h *= x
        q = math.log(v - 5)
        return q

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + o.h
    return o.h * b


@of_one
def aug_index_2(x):
    o = _Height(x)

    def g(v, n):
        o.h *= x
        if v > 100:
            return v
        return [1, 2][n + 7]

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * o.h
    finally:
        b = b + 1.0
    return o.h * b


@of_one
def aug_chol_3(x):
    o = _Height(x)

    def g(v, n):
        o.h *= x
        return np.linalg.cholesky(np.array([[v - 5.0, 0], [0, 1.0]]))[0, 0]

    def h(v, n):
        t = x * v
        g(v, n)
        o.h *= x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return o.h * t


@of_one
def list_raise_0(x):
    l = [x, 1.0]

    def g(v, n):
        l[0] = l[0] * x
        raise ValueError

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return l[0] * l[1] * 1.0


@of_one
def list_rethelper_1(x):
    l = [x, 1.0]

    def g(v, n):
        l[0] = l[0] * x
        return _raise(v)

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + l[0] * l[1]
    return l[0] * l[1] * b


@of_one
def list_zero_2(x):
    l = [x, 1.0]

    def g(v, n):
        l[0] = l[0] * x
        if v > 100:
            return v
        return 1 / n

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * l[0] * l[1]
    finally:
        b = b + 1.0
    return l[0] * l[1] * b


@of_one
def list_assert_3(x):
    l = [x, 1.0]

    def g(v, n):
        l[0] = l[0] * x
        assert v > 5

    def h(v, n):
        t = x * v
        g(v, n)
        l[0] = l[0] * x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return l[0] * l[1] * t


@of_one
def list_none_0(x):
    l = [x, 1.0]

    def g(v, n):
        l[0] = l[0] * x
        return v * 2.0

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return l[0] * l[1] * 1.0


@of_one
def arr_helper_1(x):
    z = np.array([x, 2.0])

    def g(v, n):
        z[0] = z[0] * x
        _raise(v)

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + z.sum()
    return z.sum() * b


@of_one
def arr_sqrt_2(x):
    z = np.array([x, 2.0])

    def g(v, n):
        z[0] = z[0] * x
        if v > 100:
            return v
        return math.sqrt(v - 10) * 2

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * z.sum()
    finally:
        b = b + 1.0
    return z.sum() * b


@of_one
def arr_key_3(x):
    z = np.array([x, 2.0])

    def g(v, n):
        z[0] = z[0] * x
        return {"k": v}["j"]

    def h(v, n):
        t = x * v
        g(v, n)
        z[0] = z[0] * x
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return z.sum() * t


@of_one
def arr_nraise_0(x):
    z = np.array([x, 2.0])

    def g(v, n):
        z[0] = z[0] * x
        if n == 0:
            raise ValueError

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return z.sum() * 1.0


@of_one
def app_if_1(x):
    l = [x]

    def g(v, n):
        l.append(l[-1] * x)
        if v < 5:
            raise ValueError

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + sum(l)
    return sum(l) * b


@of_one
def app_log_2(x):
    l = [x]

    def g(v, n):
        l.append(l[-1] * x)
        if v > 100:
            return v
        q = math.log(v - 5)
        return q

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * sum(l)
    finally:
        b = b + 1.0
    return sum(l) * b


@of_one
def app_index_3(x):
    l = [x]

    def g(v, n):
        l.append(l[-1] * x)
        return [1, 2][n + 7]

    def h(v, n):
        t = x * v
        g(v, n)
        l.append(l[-1] * x)
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return sum(l) * t


@of_one
def app_float_0(x):
    l = [x]

    def g(v, n):
        l.append(l[-1] * x)
        return float("x")

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return sum(l) * 1.0


@of_one
def two_raise_1(x):
    a = x
    l = [x]

    def g(v, n):
        nonlocal a
        a = a * x
        l[0] = a * l[0]
        a = a + l[0]
        raise ValueError

    b = x
    for k in range(3):
        try:
            g(x * k, k)
            b = b * 1.5
        except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
            b = b + a * l[0]
    return a * l[0] * b


@of_one
def two_rethelper_2(x):
    a = x
    l = [x]

    def g(v, n):
        nonlocal a
        a = a * x
        l[0] = a * l[0]
        a = a + l[0]
        if v > 100:
            return v
        return _raise(v)

    b = 1.0
    try:
        b = x * x
        g(x, 0)
        b = 3.0 * x
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        b = b * a * l[0]
    finally:
        b = b + 1.0
    return a * l[0] * b


@of_one
def two_zero_3(x):
    a = x
    l = [x]

    def g(v, n):
        nonlocal a
        a = a * x
        l[0] = a * l[0]
        a = a + l[0]
        return 1 / n

    def h(v, n):
        nonlocal a
        t = x * v
        g(v, n)
        a = a * x
        l[0] = a * l[0]
        a = a + l[0]
        return t

    t = x
    try:
        t = h(x, 0) + h(x, 1)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        t = t * 2
    return a * l[0] * t


@of_one
def two_chol_0(x):
    a = x
    l = [x]

    def g(v, n):
        nonlocal a
        a = a * x
        l[0] = a * l[0]
        a = a + l[0]
        return np.linalg.cholesky(np.array([[v - 5.0, 0], [0, 1.0]]))[0, 0]

    try:
        g(x, 0)
    except (ValueError, ZeroDivisionError, IndexError, KeyError, AssertionError, np.linalg.LinAlgError):
        pass
    return a * l[0] * 1.0


@of_two
def three_in_a_row(x, a):
    pos = 0
    s = a

    def nxt():
        nonlocal pos
        pos += 1
        return x[pos]

    try:
        s = nxt() * nxt() * nxt()
    except IndexError:
        s = a * pos
    return s


@of_two
def counted_until_none(x, a):
    pos = 0
    s = a

    def nxt():
        nonlocal pos
        pos += 1
        return x[pos]

    for k in range(3):
        try:
            s += nxt()
        except IndexError:
            s *= a
    return s


@of_two
def roots_until_none(x, a):
    k = a
    s = 0.0

    def up(z):
        nonlocal k
        k = k * z
        return k

    for z in x:
        try:
            s += math.sqrt(1.3 - up(z))
        except ValueError:
            s += 0.3
    return s * k


@of_two
def until_one_fails(x, a):
    it = {"n": 0.0}

    def f(v):
        it["n"] = it["n"] + v
        return math.sqrt(1.0 - v * v)

    s = 0.0
    for v in (a, 2 * a, 3 * a):
        try:
            s += f(v)
        except ValueError:
            break
    return s * it["n"]


@of_two
def twice_by_a_closure(x, a):
    d = {"h": a}

    def g():
        d["h"] = d["h"] * a
        return math.log(-d["h"])

    def k():
        try:
            return g()
        except ValueError:
            return d["h"] * 2

    return k() * d["h"] + k()


@of_two
def bumped(x, a):
    d = {"h": 2.0}
    try:
        _bump(d, a)
    except ValueError:
        pass
    return d["h"]


@of_two
def stepped(x, a):
    o = _Steps(a)
    try:
        o.step(a)
        o.step(x[0])
        q = o.p
        L = [o.p * z for z in x]
    except ValueError:
        pass
    return o.h * o.l[0] * q + sum(L)


@of_two
def suppressed(x, a):
    b = 0.0

    def add(z):
        nonlocal b
        b += z
        return b

    w = 0.0
    with contextlib.suppress(ValueError):
        w = math.sqrt(add(a))
    with contextlib.suppress(ValueError):
        w = math.sqrt(-add(a))
    return w + add(a)


@of_two
def raised_under_a_manager(x, a):
    def g():
        with _Manager():
            raise ValueError

    try:
        g()
    except ValueError:
        pass
    return a * a


@of_two
def manager_that_writes(x, a):
    d = {"h": a}

    class M:
        def __enter__(s):
            d["h"] *= a
            return s

        def __exit__(s, *e):
            d["h"] += a

    def g():
        with M():
            d["h"] *= 3.0
            raise ValueError

    try:
        g()
    except ValueError:
        d["h"] *= a
    return d["h"]


@of_one
def raised_in_a_result(x):
    a = x

    def g(v):
        nonlocal a
        a = a * x
        return _raise(v)

    try:
        g(x)
    except ValueError:
        pass
    return a


@of_one
def raised_in_between(x):
    a = x

    def g(v):
        nonlocal a
        a = a * x
        b = _raise(v)
        a = a * b
        return a

    b = 1.0
    try:
        b = g(x)
    except ValueError:
        b = 2 * x
    return a * b


@of_one
def not_raised(x):
    a = x

    def g(v):
        nonlocal a
        a = a * x
        return _raise(v - 10)

    try:
        b = g(x)
    except ValueError:
        b = 2 * x
    return a * b


@of_one
def raised_by_a_test(x):
    d = {"h": x}

    def g(v):
        d["h"] *= x
        with _Manager():
            d["h"] *= x
            if v < 5:
                raise ValueError
        return v

    try:
        g(x)
    except ValueError:
        d["h"] += x
    return d["h"]
