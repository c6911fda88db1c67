"""Numbers and arrays that are real or complex, truths or counts, single or double, by the path."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1]))


def right(function):
    program(function, *INPUTS, tags="sorts", must_pass=True)
    return function


def tried(function):
    """It may be refused."""
    program(function, *INPUTS, tags="sorts")
    return function


@right
def complex_by_branch(x, v):
    z = x + 1j * x if x > 1 else x
    return z.real * (3 if isinstance(z, complex) else 5)


@right
def truth_or_count(x, v):
    z = x > 1 if x > 1 else 1
    return x * (3 if isinstance(z, bool) else 5)


@right
def truth_then_count(x, v):
    s = True
    t = 0.0
    for k in range(2):
        t += x * (3 if isinstance(s, bool) else 5)
        s = s + 1
    return t


@right
def real_then_complex(x, v):
    z = x
    t = 0.0
    for k in range(len(v)):
        if isinstance(z, complex):
            t += x
        z = z + 1j * v[k]
    return z.real * t


@right
def single_or_double(x, v):
    z = np.float32(2.0) if x > 1 else v[0]
    return x * (3 if z.dtype == np.float32 else 5)


@right
def counts_then_truths(x, v):
    a = np.ones(2, dtype=int)
    for k in range(2):
        a = a * 2 if a.dtype.kind == "i" else a * 3
        if k == 0:
            a = a > 1
    return np.sum(a) * x * a.itemsize


@right
def truth_in_a_list(x, v):
    z = [True, x] if x > 1 else [1, x]
    return x * (3 if isinstance(z[0], bool) else 5)


@right
def is_complex_object(x, v):
    z = v.astype(complex) if x > 1 else v
    return x * (3 if np.iscomplexobj(z) else 5) * np.sum(z.real)


@right
def complex_dtype(x, v):
    z = v.astype(complex) if x > 1 else v
    return x * (3 if z.dtype == complex else 5) * np.sum(z.real)


@right
def size_of_an_item(x, v):
    z = v.astype(np.float32) if x > 1 else v
    return x * z.itemsize


@right
def class_of_truth(x, v):
    z = x > 1 if x > 1 else 1
    return x * (3 if type(z) is bool else 5)


@right
def class_of_complex(x, v):
    z = x + 1j if x > 1 else x
    return x * (3 if type(z) is complex else 5)


@right
def computed_from_it(x, v):
    z = x + 1j if x > 1 else x
    w = z * 2
    return x * (3 if isinstance(w, complex) else 5)


@right
def dtype_of_truths(x, v):
    z = v > 1 if x > 1 else np.arange(3)
    return x * (3 if z.dtype == bool else 5)


@tried
def zeros_of_its_dtype(x, v):
    z = np.array([2, 3, 4]) if x > 1 else v
    r = np.zeros(3, z.dtype)
    r[:] = v * 3
    return r * x


@tried
def ravelled_and_written(x, v):
    z = np.int64(2) if x > 1 else x
    r = np.ravel(z)
    r[0] = x
    return r * x


@tried
def truth_as_index(x, v):
    z = True if x > 1 else 1
    return v[z] * x


@tried
def truth_as_place(x, v):
    y = np.zeros(3)
    z = np.bool_(True) if x > 1 else np.int64(1)
    y[z] = 3 * x
    return y


@right
def count_or_array(x, v):
    z = np.int64(2) if x > 1 else np.array(3)
    return x * (3 if isinstance(z, np.integer) else 5)


@right
def count_or_vector(x, v):
    z = np.int64(2) if x > 1 else v
    return x * (3 if isinstance(z, np.integer) else 5)


@right
def mandel(x, v):
    z = 0
    c = x * 0.1 + 0.2j
    for k in range(5):
        z = z * z + c
    return abs(z)


@tried
def spectral(x, v):
    u = v * x
    for k in range(2):
        u = np.fft.ifft(np.fft.fft(u) * 1j)
    w = np.empty(len(u), dtype=u.dtype)
    w[:] = u * 2
    return np.sum(np.abs(w) ** 2)


@right
def spectral2(x, v):
    u = v * x
    for k in range(3):
        u = np.fft.ifft(np.fft.fft(u) * 1j).real
    return np.sum(np.zeros_like(u) + u)


@right
def flag(x, v):
    found = False
    n = 0
    for a in v:
        found = found or a > 1
        n += a > 0.5
    return x * n if found else x


@tried
def dt(x, v):
    dt = np.float32 if x > 1 else np.float64
    a = v.astype(dt)
    return x * (3 if a.dtype == np.float32 else 5)


@tried
def zdt(x, v):
    r = np.zeros(3, (v > 9).dtype if x > 1 else v.dtype)
    r[:] = v * 3
    return r * x


@tried
def ztype(x, v):
    z = 2 if x > 1 else x
    r = np.zeros(2, dtype=type(z))
    r[0] = x * 1.5
    return r * x
