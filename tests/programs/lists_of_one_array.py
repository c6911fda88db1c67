"""Lists that hold an array several times, while it is written: which arrays a list has changes between two uses."""

import numpy as np

from tests.programs import Sampler, program

s = Sampler(20261125)
INPUTS = [(s.scalar(), s.positive(3)) for _ in range(2)]


def judged(function):
    program(function, *INPUTS, tags="issue3 lists", must_pass=True)
    return function


@judged
def stacked_and_shortened(x, w):
    y = w * 1.0
    rows = [y]
    for _ in range(2):
        y += x
        rows.append(y)
    t = np.stack(rows)
    rows.pop()
    return np.sum(t)


@judged
def stacked_and_lengthened(x, w):
    y = w * 1.0
    rows = [y]
    for _ in range(3):
        y *= x
        rows.append(y)
    t = np.stack(rows)
    rows.append(w)
    return t


@judged
def emptied_in_a_loop(x, w):
    y = w * 1.0
    rows = [y, y, y]
    total = 0.0
    while rows:
        y *= x
        total += np.sum(np.stack(rows) ** 2)
        a = rows.pop()
        a += x
    return total


@judged
def shortened_or_lengthened(x, w):
    y = w * 1.0
    rows = [y, y]
    y *= x
    t = np.concatenate(rows)
    if x > 0.2:
        rows.pop()
    else:
        rows.append(w)
    y *= x
    return np.sum(t**2) * np.sum(np.concatenate(rows))


@judged
def replaced_in_a_loop(x, w):
    y = w * 1.0
    z = w * x
    rows = [y, y, z]
    total = 0.0
    for i in range(3):
        y *= x
        total += (i + 1) * np.sum(np.stack(rows))
        rows[i] = z
        z += x
    return total


@judged
def a_queue_of_one(x, w):
    y = w * 1.0
    queue = [y, w]
    total = 0.0
    for k in range(4):
        a = queue.pop(0)
        y += x * k
        total += np.sum(np.vstack(queue)) + (k + 1) * np.sum(a)
        queue.append(a)
        queue.append(y)
    return total


@judged
def a_window(x, w):
    y = w * 1.0
    window = []
    total = 0.0
    for k in range(5):
        y += x * k
        window.append(y if k % 2 else w)
        if len(window) > 2:
            window.pop(0)
        total += (k + 1) * np.sum(np.array(window))
    return total


@judged
def rows_exchanged(x, w):
    m = np.outer(w, w)
    rows = [row for row in m]
    total = 0.0
    for row in rows[:2]:
        row *= x
    total += np.sum(np.stack(rows)[0])
    rows[0], rows[1] = rows[1], rows[0]
    m += x
    return total + 2 * np.sum(np.stack(rows)[1])


@judged
def put_in_at_both_ends(x, w):
    y = w * 1.0
    rows = [y]
    total = 0.0
    for k in range(4):
        y += x
        if k % 2:
            if k > 2:
                rows.pop()
            rows.append(y)
        elif k:
            rows.insert(0, w)
        total += (k + 1) * np.sum(np.stack(rows)[-1])
    return total


@judged
def emptied_until_it_raises(x, w):
    y = w * 1.0
    rows = [y, y]
    y += x
    t = np.hstack(rows)
    try:
        while True:
            a = rows.pop()
            a += x
    except IndexError:
        pass
    return np.sum(t) + 3 * np.sum(y)


@judged
def joined_where_it_stays_short(x, w):
    y = w * 1.0
    rows = [y]
    n = 0
    while n < 3:
        n += 1
        y += x
        if n == 2:
            continue
        rows.append(y)
        t = np.stack(rows)
    return np.sum(t)
