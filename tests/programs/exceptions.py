"""Exceptions and context managers: fall-backs, partial execution, clean-up, states of the library."""

import contextlib
import json
import math
import threading
import warnings

import numpy as np

from tests.programs import Sampler, program

rng = Sampler(41)
LOCK = threading.Lock()
DEFAULTS = {"scale": 2.0, "power": "3"}


class TooLarge(Exception):
    """Raised by helpers."""


class StepRejected(ValueError):
    """Carries the error estimate of a step."""

    def __init__(self, error):
        super().__init__(f"error {error}")
        self.error = error


# -- one primitive that fails --------------------------------------------------------------------------


def cholesky_or_eigen(k, y):
    """A log-likelihood that falls back when the matrix is not positive definite."""
    try:
        factor = np.linalg.cholesky(k)
        z = np.linalg.solve(factor, y)
        logdet = 2.0 * np.sum(np.log(np.diag(factor)))
    except np.linalg.LinAlgError:
        z = y * 0.5
        logdet = np.sum(np.diag(k) ** 2)
    return np.dot(z, z) + logdet


def sqrt_or_cube(x):
    try:
        y = math.sqrt(x) * x
    except ValueError:
        y = x * x * x
    return y * 2.0


def return_from_both(x):
    try:
        return math.log(x) * x
    except ValueError:
        return math.exp(x)


def division(x, y):
    try:
        ratio = x / y
    except ZeroDivisionError:
        ratio = x * 3.0
    return ratio * x


def unchanged_when_it_fails(x, s):
    y = x * x
    try:
        y = y / s
    except ZeroDivisionError:
        pass
    return y * x


def handler_sees_old_value(x):
    y = x
    try:
        y = math.log(y) * 2.0
        y = math.sqrt(y)
    except ValueError:
        y = y * 3.0
    return y * y


def else_clause(x):
    scale = 1.0
    try:
        root = math.sqrt(x - 0.5)
    except ValueError as error:
        scale = len(str(error)) * 0.0 + 2.0
        root = x
    else:
        root = root * root * x
    return root * scale


def several_handlers(x, d, key):
    try:
        y = x / d[key]
    except KeyError:
        y = x * 2.0
    except (ZeroDivisionError, OverflowError):
        y = x**3
    except Exception:
        y = x * 0.1
    return y * x


def bare_except(x, i):
    parts = [x, 2.0 * x, x * x]
    try:
        y = parts[i]
    except:  # noqa: E722
        y = math.sin(x)
    return y * y


def overflow(x, n):
    try:
        y = math.exp(x * n)
    except OverflowError:
        y = x * 1e3
    return y


# -- explicit raise, helpers ---------------------------------------------------------------------------


def raised_here(x, limit):
    try:
        y = x * x
        if y > limit:
            raise TooLarge(f"{y} is more than {limit}")
        z = y * x
    except TooLarge:
        z = y + x
    return z * x


def bounded(x, limit):
    if x > limit:
        raise TooLarge("too large")
    y = x * 0.5
    if y < -limit:
        raise ValueError("too small")
    return y * x


def raised_in_helper(x, limit):
    try:
        y = bounded(x, limit)
    except TooLarge:
        y = limit * x
    except ValueError:
        y = x * x * x
    return y * 3.0


def straight_helper(x):
    return math.sqrt(x) + 1.0


def helper_with_primitives(x):
    try:
        y = straight_helper(x) * straight_helper(x - 1.0)
    except ValueError:
        y = x * x
    return y * x


def deep_two(x):
    return math.log(x)


def deep_one(x, n):
    s = 0.0
    for i in range(n):
        s = s + deep_two(x - i)
    return s


def deep_helper(x, n):
    try:
        y = deep_one(x, n) * x
    except ValueError:
        y = x * n
    return y * y


def reraised(x):
    try:
        try:
            y = math.sqrt(x)
        except ValueError:
            if x < -1.0:
                raise
            y = x * 2.0
    except ValueError:
        y = x * 5.0
    return y * x


def translated(x, n):
    def attempt(v):
        try:
            return math.sqrt(v)
        except ValueError as error:
            raise TooLarge("no root") from error

    try:
        y = attempt(x - n)
    except TooLarge:
        y = attempt(n - x) * x
    return y + x


def nested(x, d):
    try:
        try:
            y = d["a"] / x
        except KeyError:
            y = math.sqrt(x) * 2.0
        z = y * math.log(x)
    except ValueError:
        z = x * x
    return z + x


# -- loops -----------------------------------------------------------------------------------------------


def skip_bad_items(x, items):
    total = 0.0
    for item in items:
        try:
            total = total + math.sqrt(item * x)
        except ValueError:
            continue
        total = total * 1.1
    return total * x


def retries(x):
    """Halve the step until it can be taken."""
    step = 4.0
    while True:
        try:
            y = math.sqrt(x - step)
            break
        except ValueError:
            step = step * 0.5 - 0.01
        if step < 0.05:
            y = x
            break
    return y * y * x + step * x


def interrupted_loop(x, items):
    total = x
    try:
        for i in range(10):
            total = total + items[i] * x * total
    except IndexError:
        total = total * 2.0
    return total


def loop_until_raised(x):
    count = 0
    y = x
    try:
        while True:
            y = y * 1.5
            count += 1
            if y > 4.0:
                raise StopIteration
    except StopIteration:
        y = y * x
    return y * count


def recovery_in_a_loop(x, n):
    y = x
    for i in range(n):
        try:
            y = math.log(y) + y * i
        except ValueError:
            y = y * y + 0.5
        else:
            y = y * 0.9
    return y


def array_slots(x, n):
    out = np.zeros(4)
    filled = 0
    for i in range(n):
        try:
            out[i] = x[i] * x[0]
            filled += 1
        except IndexError:
            out[0] = out[0] * 2.0
    return np.sum(out * out) * filled


def adaptive(x, tolerance):
    def step(y, h):
        new = y + h * math.sin(y)
        error = abs(h * h * y)
        if error > tolerance:
            raise StepRejected(0.5)
        return new

    t, h, y = 0.0, 0.8, x
    while t < 1.0:
        try:
            y = step(y, h)
            t += h
        except StepRejected:
            h *= 0.5
    return y * y


# -- finally ---------------------------------------------------------------------------------------------


def counted(x, log):
    try:
        y = x * x
    finally:
        log.append(1)
    return y * x


def finally_after_handler(x):
    scale = 1.0
    try:
        y = math.sqrt(x)
    except ValueError:
        y = x * x
    finally:
        scale = scale + x
    return y * scale


def finally_in_loop(x):
    total = 0.0
    for i in range(4):
        try:
            if i == 2:
                continue
            total = total + x * i
            if total > 5.0:
                return total * x
        finally:
            total = total * 1.5 + x
    return total


def finally_overrides(x):
    y = x
    try:
        y = math.sqrt(y) * 2.0
        return y
    finally:
        if x < 0:
            return y * y
        y = y * 7.0


def finally_then_caught(x):
    y = x
    try:
        try:
            y = y * 2.0
            y = math.log(y)
        finally:
            y = y + x
    except ValueError:
        y = y * y
    return y


# -- assertions, look-ups, imports without derivative -------------------------------------------------------


def assertion(x):
    try:
        assert x > 0, "positive"
        y = x * x
    except AssertionError:
        y = -x * 3.0
    return y * x


def setting(x, options):
    try:
        power = int(options["power"])
    except (KeyError, ValueError):
        power = 2
    return x**power


def parsed(x, text):
    try:
        n = int(text)
    except ValueError:
        n = 3
    y = x
    for _ in range(n):
        y = y * x
    return y


def attribute(x, options):
    try:
        scale = options.scale
    except AttributeError:
        scale = 2.5
    return x * x * scale


def optional_import(x):
    try:
        import a_library_that_is_not_there as library
    except ImportError:
        library = None
    if library is None:
        return x * x
    return library.square(x)


def json_or_default(x, text):
    try:
        scale = float(json.loads(text)["scale"])
    except (ValueError, KeyError):
        scale = 4.0
    return x * scale * x


CACHE: dict = {}


def cached_weights(x, n):
    try:
        weights = CACHE[n]
    except KeyError:
        weights = np.arange(1.0, n + 1.0)
    return np.sum(weights * x**2)


# -- context managers ----------------------------------------------------------------------------------------


def errstate_return(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sum(np.where(x > 0, np.log(x) / x, x * x))


def floating_point_error(x):
    try:
        with np.errstate(divide="raise", invalid="raise"):
            y = np.log(x)
    except FloatingPointError:
        y = x * x
    return np.sum(y * x)


def errstate_in_loop(x):
    total = 0.0
    for v in x:
        with np.errstate(over="ignore"):
            if v < 0:
                continue
            total = total + np.exp(v) * total + v
    return total


def quiet(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = np.sqrt(np.abs(x)) * x
    return np.sum(y)


def locked(x):
    with LOCK:
        y = x * x
    with LOCK, np.errstate(all="ignore"):
        y = y * np.sin(x)
    return np.sum(y)


def null(x, scale):
    with contextlib.nullcontext(scale) as s, contextlib.nullcontext():
        y = x * s
    return y * y


def suppressed(x, d):
    y = x
    with contextlib.suppress(KeyError, ZeroDivisionError):
        y = x * x
        y = y / d
    return y * x


class Timer:
    """A manager of the user's."""

    def __init__(self):
        self.calls = 0

    def __enter__(self):
        self.calls += 1
        return self

    def __exit__(self, *exc):
        self.calls += 1
        return False


def user_manager(x):
    with Timer() as timer:
        y = x * x
    return y * timer.calls


@contextlib.contextmanager
def precision(digits):
    old = np.get_printoptions()["precision"]
    np.set_printoptions(precision=digits)
    try:
        yield digits
    finally:
        np.set_printoptions(precision=old)


def generator_manager(x):
    with precision(3) as digits:
        y = x * digits * x
    return y


def file_or_default(x):
    try:
        with open("/nonexistent/scale.txt") as stream:
            scale = float(stream.read())
    except OSError:
        scale = 1.5
    return x * scale * x


I3 = "issue3 exceptions"
spd, vector = rng.spd(3), rng.normal(3)
indefinite = np.array([[1.0, 2.0, 0.1], [2.0, 1.0, 0.3], [0.1, 0.3, 1.0]])
program(cholesky_or_eigen, (spd, vector), (indefinite, vector), wrt=(0, 1), tags=I3, must_pass=True)
for f in (sqrt_or_cube, return_from_both, else_clause, reraised, finally_after_handler, assertion):
    program(f, (1.3,), (-0.4,), tags=I3, must_pass=True)
for f in (handler_sees_old_value, retries, finally_in_loop, finally_then_caught, finally_overrides):
    program(f, (1.7,), (-0.3,), (0.9,), tags=I3, must_pass=True)
program(loop_until_raised, (0.9,), (2.1,), tags=I3, must_pass=True)
program(optional_import, (1.3,), (0.4,), tags=I3, must_pass=True)
program(division, (1.3, 2.0), (0.7, 0.0), wrt=0, tags=I3, must_pass=True)
program(unchanged_when_it_fails, (1.3, 2.0), (0.7, 0.0), wrt=0, tags=I3, must_pass=True)
program(several_handlers, (1.3, {"a": 2.0}, "a"), (0.7, {"a": 0.0}, "a"), wrt=0, tags=I3, must_pass=True)
program(several_handlers, (1.3, {"a": 2.0}, "b"), wrt=0, tags=I3, must_pass=True, name="missing_key")
program(bare_except, (1.3, 2), (0.7, 7), wrt=0, tags=I3)
program(overflow, (1.3, 2.0), (0.7, 4000.0), wrt=0, tags=I3, must_pass=True)
program(raised_here, (1.3, 2.0), (1.7, 2.0), wrt=0, tags=I3, must_pass=True)
program(raised_in_helper, (1.3, 2.0), (2.7, 2.0), (-5.3, 2.0), wrt=0, tags=I3, must_pass=True)
program(helper_with_primitives, (1.3,), (0.4,), tags=I3, must_pass=True)
program(deep_helper, (4.3, 3), (2.3, 3), wrt=0, tags=I3, must_pass=True)
program(translated, (1.3, 1), (0.4, 1), wrt=0, tags=I3, must_pass=True)
program(nested, (1.3, {"a": 2.0}), (-0.7, {"a": 2.0}), wrt=0, tags=I3, must_pass=True)
program(nested, (1.3, {}), (-0.7, {}), wrt=0, tags=I3, must_pass=True, name="nested_missing")
program(skip_bad_items, (1.3, (1.0, -2.0, 3.0)), (0.7, (-1.0, 2.0, 4.0)), wrt=0, tags=I3, must_pass=True)
items = np.array([0.3, 0.5, 0.2])
program(interrupted_loop, (1.3, items), (0.7, items[:1]), wrt=0, tags=I3, must_pass=True)
program(recovery_in_a_loop, (1.3, 4), (0.4, 5), wrt=0, tags=I3, must_pass=True)
program(array_slots, (items, 4), (items[:2], 3), wrt=0, tags=I3, must_pass=True)
program(adaptive, (1.3, 0.3), (0.4, 0.02), wrt=0, tags=I3, must_pass=True)
program(counted, (1.3, []), (0.4, []), wrt=0, tags=I3)
program(setting, (1.3, {"power": "3"}), (0.4, {"power": "x"}), wrt=0, tags=I3, must_pass=True)
program(parsed, (1.3, "2"), (0.4, "two"), wrt=0, tags=I3, must_pass=True)
program(attribute, (1.3, Timer()), (0.4, Timer()), wrt=0, tags=I3)
program(json_or_default, (1.3, '{"scale": 2}'), (0.4, "{"), wrt=0, tags=I3, must_pass=True)
program(cached_weights, (1.3, 3), (0.4, 2), wrt=0, tags=I3, must_pass=True)
for f in (errstate_return, errstate_in_loop, quiet, locked):
    program(f, (np.array([0.5, 1.2, 2.0]),), (np.array([1.5, -0.4]),), tags=I3, must_pass=True)
program(floating_point_error, (np.array([0.5, 2.0]),), (np.array([1.5, -0.3]),), tags=I3, must_pass=True)
program(null, (1.3, 2.0), (0.4, 3.0), tags=I3, must_pass=True)
program(suppressed, (1.3, 2.0), (0.4, 0.0), wrt=0, tags=I3, must_pass=True)
for f in (user_manager, generator_manager, file_or_default):
    program(f, (1.3,), (0.4,), tags=I3, must_pass=True)
