"""Loops whose `else` jumps, in a `try` or a `with`: what follows them there is skipped."""

import contextlib

import numpy as np

from tests.programs import program

V, W = np.array([0.3, -0.7, 1.1, 0.4]), np.array([1.2, 0.5, -0.3, 0.8])
POINTS = (0.7, V, W), (-0.4, W, V)


def continued_in_a_try(x, v, w):
    for k in range(3):
        try:
            for j in range(3):
                pass
            else:
                if k % 2 == 0:
                    continue
            if k % 2 == 0:
                raise ValueError("no")
            x = x * x
        except ValueError:
            x = x * 2.0
    return x * 3.0


def suppressed(x, v, w):
    for k in range(4):
        with contextlib.suppress(ZeroDivisionError):
            for j in range(4):
                if v[j] * k > 0.8:
                    x = x + v[j]
                    break
            else:
                x = x * 1.1
                if k == 1:
                    continue
                if k == 2:
                    break
            x = x * v[k % 4] + 1.0
    return x


def with_finally(x, v, w):
    s = 0.0
    for k in range(4):
        try:
            j = 0
            while j < k:
                j += 1
                if w[j % 4] < 0:
                    break
            else:
                s = s + x * k
                continue
            s = s * x + w[k]
        finally:
            s = s + 0.1 * x
    return s


def returned_in_a_try(x, v, w):
    def g(q):
        try:
            for j in range(3):
                if q * j > 1.5:
                    break
            else:
                return q * x
            q = q * q * x
        except ValueError:
            return q
        return q + x

    return g(v[0]) + g(v[2]) + g(w[0])


def of_two_loops(x, v, w):
    total = 0.0
    for k in range(4):
        with np.errstate(all="ignore"):
            for a in v:
                for b in w:
                    if a * b > 0.9 * (k + 1):
                        break
                else:
                    continue
                total = total + a * x
                break
            else:
                total = total + x
                if k > 2:
                    return total * 2
            total = total * x
    return total


def left_in_a_try(x, v, w):
    out = 0.0
    i = 0
    while True:
        i += 1
        try:
            while i < 5:
                i += 1
                if v[i % 4] > x:
                    raise KeyError(i)
            else:
                if i > 8:
                    break
            out = out + x * i
        except KeyError:
            out = out * x + v[i % 4]
        else:
            out = out + 0.5 * x
    return out


for f in (continued_in_a_try, suppressed, with_finally, returned_in_a_try, of_two_loops, left_in_a_try):
    program(f, *POINTS, tags="control exceptions", must_pass=True)
