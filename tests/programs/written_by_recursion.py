"""Recursive functions that write into the arrays they are given: sorts, transforms, tables, backtracking."""

import numpy as np

from tests.programs import program

INPUTS = (0.7, np.array([2.1, 0.3, 1.4, 0.9])), (0.4, np.array([0.8, 1.7, 0.6, 2.5]))


def right(function):
    program(function, *INPUTS, tags="recursion written_by_recursion", must_pass=True)
    return function


def first_order(function):
    """The second derivative may be refused."""
    program(function, *INPUTS, tags="recursion written_by_recursion", must_pass=True, second=False)
    return function


@first_order
def sort_in_place(x, v):
    def part(a, lo, hi):
        p = a[hi]
        i = lo
        for j in range(lo, hi):
            if a[j] < p:
                a[i], a[j] = a[j], a[i]
                i += 1
        a[i], a[hi] = a[hi], a[i]
        return i

    def sort(a, lo, hi):
        if lo < hi:
            p = part(a, lo, hi)
            sort(a, lo, p - 1)
            sort(a, p + 1, hi)

    a = v * x
    sort(a, 0, len(a) - 1)
    return a[0] + 2 * a[1] + 3 * a[2] ** 2


def sort_from_both_ends(a, lo, hi):
    if lo >= hi:
        return
    p = a[(lo + hi) // 2]
    i, j = lo, hi
    while i <= j:
        while a[i] < p:
            i += 1
        while a[j] > p:
            j -= 1
        if i <= j:
            a[i], a[j] = a[j], a[i]
            i, j = i + 1, j - 1
    sort_from_both_ends(a, lo, j)
    sort_from_both_ends(a, i, hi)


@first_order
def sort_of_the_module(x, v):
    a = v * x
    sort_from_both_ends(a, 0, len(a) - 1)
    return a[0] + 2 * a[1] + 3 * a[2] ** 2


@first_order
def argument_is_sorted(x, v):
    sort_from_both_ends(v, 0, len(v) - 1)
    return v[0] * x + v[1] ** 2


def transform(z):
    n = len(z)
    if n > 1:
        even, odd = z[0::2].copy(), z[1::2].copy()
        transform(even)
        transform(odd)
        k = np.arange(n // 2)
        t = np.exp(-2j * np.pi * k / n) * odd
        z[: n // 2] = even + t
        z[n // 2 :] = even - t


@right
def fourier_transform(x, v):
    z = (v * x).astype(complex)
    transform(z)
    return np.sum(np.abs(z) ** 3)


def halves(z):
    n = len(z)
    if n <= 1:
        return
    halves(z[: n // 2])
    halves(z[n // 2 :])
    m = n // 2
    for k in range(m):
        e, o = z[k], z[k + m]
        z[k] = e + o * np.cos(k)
        z[k + m] = e * o - o


@right
def butterflies(x, v):
    z = v * x
    halves(z)
    return np.sum(z**2)


@first_order
def memo_in_an_array(x, v):
    memo = np.zeros(6)

    def fib(n):
        if n < 2:
            return x * (n + 1)
        if memo[n] != 0:
            return memo[n]
        memo[n] = fib(n - 1) * v[n % 4] + fib(n - 2)
        return memo[n]

    return fib(5)


@right
def table_is_filled(x, v):
    t = np.zeros((4, 4))

    def fill(i, j):
        if i >= 4 or j >= 4:
            return
        t[i, j] = v[i] * x + (t[i - 1, j] if i else 1.0) * v[j]
        fill(i + 1, j)

    for j in range(4):
        fill(0, j)
    return np.sum(t * t)


@first_order
def entries_set_and_reset(x, v):
    used = np.zeros(4)
    chosen = np.zeros(4)
    total = np.zeros(1)

    def go(i, acc):
        if i == 3:
            total[0] += acc * x
            return
        for k in range(4):
            if used[k] == 0:
                used[k] = 1.0
                chosen[i] = v[k]
                go(i + 1, acc * chosen[i] + x)
                used[k] = 0.0

    go(0, 1.0)
    return total[0]


@right
def merge_sort_of_slices(x, v):
    def sort(a):
        n = len(a)
        if n <= 1:
            return
        m = n // 2
        left, right = a[:m].copy(), a[m:].copy()
        sort(left)
        sort(right)
        i = j = 0
        for k in range(n):
            if j >= n - m or (i < m and left[i] <= right[j]):
                a[k] = left[i]
                i += 1
            else:
                a[k] = right[j]
                j += 1

    a = v * x
    sort(a)
    return a[0] + 2 * a[1] * a[3] + 3 * a[2] ** 2


@right
def halves_of_halves(x, v):
    def f(a, s):
        if len(a) == 1:
            a[0] = a[0] ** 2 * s
            return
        m = len(a) // 2
        f(a[:m], s * x)
        f(a[m:], s + a[0])
        a *= s

    a = v * x
    f(a, x)
    return np.sum(a * v)


@right
def tree_written_down(x, v):
    out = np.zeros(7)

    def walk(i, t):
        if i >= 7:
            return
        out[i] = t
        walk(2 * i + 1, t * v[i % 4])
        walk(2 * i + 2, t + v[(i + 1) % 4] * out[i])

    walk(0, x)
    return np.sum(out**2)


@right
def returns_a_value_as_well(x, v):
    def f(a, i):
        if i == len(a):
            return 0.0
        old = a[i]
        a[i] = old * old * x
        rest = f(a, i + 1)
        a[i] += rest
        return rest + a[i] * old

    a = v * x
    r = f(a, 0)
    return r * a[0] + a[1]


@right
def quadrature_that_counts(x, v):
    counts = np.zeros(2)

    def quad(f, a, b, depth):
        m = (a + b) / 2
        one = (b - a) * f(m)
        two = (b - a) / 2 * (f((a + m) / 2) + f((m + b) / 2))
        counts[0] += 1
        if depth > 4 or abs(one - two) < 1e-2:
            counts[1] += two
            return two
        return quad(f, a, m, depth + 1) + quad(f, m, b, depth + 1)

    y = quad(lambda t: np.sin(x * t) * v[0] + v[1] * t * t, 0.0, 2.0, 0)
    return y * counts[1] + counts[0] * x


@right
def caller_writes_as_well(x, v):
    def f(a, i):
        if i < len(a) - 1:
            a[i] *= a[i + 1]
            f(a, i + 1)

    a = v * x
    f(a, 0)
    y = a[0] * a[1]
    a[1] = x * 5
    f(a, 1)
    a[:2] = v[:2] * a[2:]
    return np.sum(a**2) * y


@right
def called_in_a_loop(x, v):
    def f(a, i):
        if i < len(a) - 1:
            a[i] *= a[i + 1] * 0.3
            f(a, i + 1)

    a = v * x
    s = 0.0
    for k in range(3):
        f(a, k)
        s += a[k] ** 2
        a[k] = s * 0.1
    return s * a[0]


@right
def whole_numbers_as_marks(x, v):
    seen = np.zeros(4, dtype=int)

    def f(i, t):
        if seen[i]:
            return t * seen[i]
        seen[i] = i + 1
        return f((i + 3) % 4, t * v[i]) * x + seen[i]

    return f(0, x)


def even_entries(a, i):
    if i < len(a):
        a[i] = a[i] ** 2
        odd_entries(a, i + 1)


def odd_entries(a, i):
    if i < len(a):
        a[i] = a[i] * a[i - 1]
        even_entries(a, i + 1)


@right
def two_functions_in_turn(x, v):
    a = v * x
    even_entries(a, 0)
    return np.sum(a**2)


@right
def returns_what_it_changes(x, v):
    def f(a, n):
        if n == 0:
            return a
        a[n] = a[n] * a[n - 1]
        return f(a, n - 1)

    a = v * x
    b = f(a, 3)
    b[0] = x
    return np.sum(a * b)


@right
def part_is_passed_on(x, v):
    def f(a, n):
        if len(a) < 2:
            return 0.0
        b = a[1:]
        b[0] = b[0] * a[0]
        s = f(b, n + 1)
        b *= x
        return s + b[0]

    a = v * x
    return f(a, 0) + np.sum(a**2)


@right
def parts_in_a_loop(x, v):
    def f(a, n):
        s = 0.0
        for k in range(1, len(a)):
            b = a[k:]
            b[0] = b[0] * a[0] * 0.5
            s += f(b, n + 1) * b[0]
        return s + a[0]

    a = v * x
    return f(a, 0) + np.sum(a**2)


@right
def elimination_of_the_rest(x, v):
    def f(A):
        if len(A) > 1:
            A[1:, 0] /= A[0, 0]
            A[1:, 1:] -= np.outer(A[1:, 0], A[0, 1:])
            f(A[1:, 1:])

    A = np.outer(v, v) * x + np.diag(v + 3)
    f(A)
    return np.prod(np.diag(A)) * 1e-2


@right
def written_on_some_paths(x, v):
    def f(a, n):
        if n == 0:
            return x
        if a[n] > 1.5:
            a[n] = a[n] * x
        else:
            a[n - 1] += a[n]
        return f(a, n - 1) * a[n]

    a = v * x
    return f(a, 3) + a[0] * a[1]


@first_order
def own_array_as_well(x, v):
    def f(a, n):
        t = np.zeros(3)
        for k in range(3):
            t[k] = a[k] * a[k + 1]
        if n > 0:
            f(a, n - 1)
        a[:3] = a[:3] + t * 0.3
        t[0] = a[0]
        a[3] = t[0] * t[1] * 0.1

    a = v * x
    f(a, len(v) - 2)
    return np.sum(a**2)


@right
def two_arrays_written(x, v):
    def hanoi(n, src, dst, counts, weights):
        if n == 0:
            return
        hanoi(n - 1, dst, src, counts, weights)
        counts[src] += weights[dst] * x
        weights[dst] *= 0.9 + 0.01 * counts[src]
        hanoi(n - 1, src, dst, counts, weights)

    counts = np.zeros(2)
    w = v * x
    hanoi(len(v), 0, 1, counts, w)
    return counts[0] * counts[1] + w[1]


@right
def arrays_change_places(x, v):
    def f(a, b, n):
        if n == 0:
            return
        a[n] = b[n - 1] * x
        b[n] = a[n] * a[0]
        f(b, a, n - 1)

    a, b = v * x, v + x
    f(a, b, 3)
    return np.sum(a * b)


@first_order
def row_by_row(x, v):
    def f(A, i):
        if i == 4:
            return
        r = A[i]
        r[0] = r[1] * x
        for k in range(i):
            A[k] += r * 0.1
        f(A, i + 1)

    A = np.outer(v, v) * x
    f(A, 0)
    return np.sum(A**2)


@right
def returns_another_array(x, v):
    def f(a, n):
        if n == 0:
            return a * 2
        a[n] = a[n] * x
        r = f(a, n - 1)
        a[0] += r[n]
        return r * a[0]

    a = v * x
    r = f(a, 3)
    return np.sum(r * a)


@right
def result_of_no_use(x, v):
    def f(a, n):
        if n == 0:
            return a * 2
        a[n] = a[n] * x * a[n - 1]
        f(a, n - 1)
        return a + 1.0

    a = v * x
    f(a, 3)
    return np.sum(a**2)


@right
def array_of_constants(x, v):
    def f(a, n):
        if n == 0:
            return x
        a[n] = n * 2.0
        return f(a, n - 1) * a[n]

    a = np.ones(4)
    return f(a, 3) * a[1] * v[0]


@right
def overwritten_by_constants(x, v):
    def f(a, n):
        if n == 0:
            return 1.0
        a[n] = 2.0
        return f(a, n - 1) * 0.5

    a = v * x
    b = a * a
    f(a, 2)
    return np.sum(a * b)


def sort_and_return(a, lo, hi):
    if lo < hi:
        p, i = a[hi], lo
        for j in range(lo, hi):
            if a[j] < p:
                a[i], a[j] = a[j], a[i]
                i += 1
        a[i], a[hi] = a[hi], a[i]
        sort_and_return(a, lo, i - 1)
        sort_and_return(a, i + 1, hi)
    return a


@first_order
def sorted_array_is_returned(x, v):
    a = v * x
    b = sort_and_return(a, 0, len(a) - 1)
    return b[0] + 2 * b[1] * a[2]


def products(a, b, i):
    if i < len(a) - 1:
        a[i] *= a[i + 1] * b[i]
        products(a, b, i + 1)


@right
def three_calls_alike(x, v):
    a, b = v * x, v + x
    products(a, b, 0)
    products(a, b, 0)
    y = a[0]
    products(a, b, 0)
    return a[0] * y + a[1]


@right
def other_changes_later(x, v):
    a, b = v * x, v + x
    products(a, b, 0)
    b[0] = a[0] * x
    products(a, b, 1)
    b[1:3] = a[:2]
    products(b, a, 0)
    return np.sum(a * b)


@right
def views_of_the_caller(x, v):
    A = np.outer(v, v) * x
    r = A[1]
    s = np.sum(r * r)
    products(r, v, 0)
    t = np.sum(r * A[0])
    products(A[:, 0], v, 0)
    products(A.T[2], v, 1)
    products(A[::2, 1], v, 0)
    return s * t + np.sum(A)


@right
def copies_are_written(x, v):
    a = v * x
    products(a[np.array([0, 2, 1])], v, 0)
    b = a[np.array([3, 1, 0])]
    products(b, v, 0)
    return np.sum(a) * np.sum(b)


def with_memo(n, x, memo=None):
    if memo is None:
        memo = np.zeros(n + 1)
    if n < 2:
        return x
    if memo[n] == 0.0:
        memo[n] = with_memo(n - 1, x, memo) + with_memo(n - 2, x, memo) * x
    return memo[n]


@first_order
def memo_made_by_the_first_call(x, v):
    return with_memo(len(v) + 2, x) * v[0]


@right
def numpy_writes(x, v):
    def f(a, i):
        if i == 3:
            return
        np.add.at(a, np.array([0, 0, 1]), a[i] * x)
        np.multiply(a, 0.5, out=a)
        a[1:].sort()
        f(a, i + 1)
        a.fill(a[i])
        a[0] += x

    a = v * x
    f(a, 0)
    return np.sum(a * a * v)


@right
def complex_array(x, v):
    def f(z, i):
        if i == 3:
            return
        z[i] = z[i] * z[i + 1] + 1j * x
        f(z, i + 1)
        z[0] += z[i].real

    z = v * x + 1j * v
    f(z, 0)
    return np.sum(np.abs(z) ** 2)


@first_order
def tuple_result(x, v):
    def f(a, i):
        if i == 3:
            return a[0], a * 2
        a[i] *= x
        p, q = f(a, i + 1)
        a[i] += p * q[i]
        return p * a[i], q + a

    a = v * x
    p, q = f(a, 0)
    return p * np.sum(q * a)


@first_order
def while_and_break(x, v):
    def f(a, i):
        if i == len(a) - 1:
            return
        k = 0
        while True:
            a[i] = a[i] * 0.5 + a[i + 1] * x
            k += 1
            if k > 2 or a[i] > 2.5:
                break
            if a[i] < 0.2:
                continue
            f(a, i + 1)

    a = v * x
    f(a, 0)
    return np.sum(a * a)


@right
def row_of_a_matrix_as_well(x, v):
    def f(a, n):
        if n == 0:
            return
        a[0] = a[0] * a[-1] * x
        f(a, n - 1)
        if a.ndim == 2:
            f(a[0], n - 1)

    A = np.outer(v, v) * x
    f(A, len(v) - 2)
    return np.sum(A)


@right
def array_seen_by_nobody(x, v):
    def f(out, i, t):
        if i == len(out):
            return t
        out[i] = t * v[i]
        return f(out, i + 1, t * x + out[i])

    out = np.empty(4)
    return f(out, 0, x)


@first_order
def sums_of_what_is_changed(x, v):
    def f(a, i):
        if i == 0:
            return
        c = a.copy()
        f(a, i - 1)
        a += c * a[i]
        s = 0.0
        for k in range(len(a)):
            s += a[k] * c[k]
        a[0] = s * 0.1
        w = np.zeros(len(a))
        for k in range(len(a)):
            w[k] = a[k] * s
        a -= w * 0.01

    a = v * x
    f(a, 3 if x > 0 else 2)
    return np.sum(a * a)


@right
def other_name(x, v):
    def f(a, i):
        u = a
        if i == 3:
            return
        u[i] = u[i] * a[i + 1]
        f(u, i + 1)
        w = u[:]
        w[0] += a[i] * x

    a = v * x
    f(a, 0 if x > 0 else 1)
    return np.sum(a * a)


@right
def vector_valued(x, v):
    a = v * x
    products(a, v, 0)
    return a * x
