"""Arrays and lists that each trip of a loop makes, of another length each time, read in the trip and behind the loop:
behind the reverse of what made one, its adjoint is zero, and as long as the one of the trip before."""

import numpy as np

from tests.programs import program


def slices(x, y):
    t = 0.0
    for k in range(4):
        s = x[k:] * k + y
        t = t + s[0] * s[-1]
    return s[-1] * t


def selected(x, y):
    t = 0.0
    for k in range(4):
        s = x[x > 0.3 * (4 - k)] * k + y
        if s.size:
            t = t + s[0] * s[-1]
    return s[-1] * t


def summed(x, y):
    t = 0.0
    for k in range(4):
        s = x[k:] * k + y
        t = t + np.sum(s * s)
    return s[-1] * t + np.sum(s)


def written_and_left_early(x, y):
    t = 0.0
    k = 0
    while True:
        s = x[k:] * k + y
        s[0] = y * y
        t = t + np.sum(s * s)
        k += 1
        if k > 2:
            break
    return s[-1] * t + np.sum(s)


def slices_on_a_path(x, y):
    t = 0.0
    for k in range(4):
        if x[0] > k * 0.2:
            s = x[k:] * k + y
            t = t + s[0] * s[-1]
    return s[-1] * t


def list_on_a_path(x, y):
    t = 0.0
    for k in range(4):
        if x[0] > k * 0.2:
            s = [q * k + y for q in x if q > 0.3 * (4 - k)]
            if s:
                t = t + s[0] * s[-1]
    return s[-1] * t


def list_of_either_kind(x, y):
    t = 0.0
    for k in range(4):
        if x[0] > k * 0.2:
            if k % 2:
                d = [q * y for q in x[:k]]
            else:
                d = [q * y for q in x[k:]]
            t = t + d[0] * y
    return d[1] * d[-1] + t


def list_that_grows_behind_it(x, y):
    t = 0.0
    for k in range(4):
        if x[0] > k * 0.2:
            d = [q * y for q in x[:k]]
            d.append(y)
            t = t + d[0] * y
    d.append(t)
    return d[1] * d[-1] + t


def list_in_every_trip(x, y):
    t = 0.0
    for k in range(4):
        for j in range(2):
            d = [q * y for q in x[: k + 1 + j]]
            t = t + d[k - 1]
    return d[1] * d[-1] + t


def list_in_most_trips(x, y):
    t = 0.0
    for k in range(4):
        for j in range(2):
            if k != 1:
                d = [q * y for q in x[: k + 1 + j]]
                t = t + d[k - 1]
    return d[1] * d[-1] + t


def list_until_an_error(x, y):
    t = 0.0
    for k in range(4):
        try:
            d = [q * y for q in x[: k + 1]]
            t = t + d[k - 1]
        except IndexError:
            t = t + 1
    return d[1] * d[-1] + t


def under_two_names(x, y):
    t = 0.0
    k = 0
    r = [y, y * y]
    while True:
        k += 1
        s = [q * k + y for q in x if q > 0.2 * k]
        if k % 2:
            r = s
        t = t + s[0] * r[-1]
        if k > 2:
            break
    return s[-1] * t * r[0]


def numbered(x, y):
    t = 0.0
    for k in range(4):
        if x[0] > k * 0.2:
            d = {i: q * y for i, q in enumerate(x) if i <= k}
            t = t + sum(d.values()) * y
    return d[1] * t + sum(d.values())


a, b = np.array([0.95, 0.3, 0.5, 0.7]), np.array([0.95, 0.3, 0.52, 0.7, 1.1])

for function in (
    slices, selected, summed, written_and_left_early, slices_on_a_path, list_on_a_path, list_of_either_kind,
    list_that_grows_behind_it, list_in_every_trip, list_in_most_trips, list_until_an_error, under_two_names, numbered,
):  # fmt: skip
    program(function, (a, 0.2), (b, 0.3), tags="lists loops", must_pass=True)
