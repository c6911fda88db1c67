"""What raises inside `try`: which handler runs, and what is refused at run time is caught by no handler."""

from contextlib import suppress

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1]))


class Holder:
    def __init__(self, x):
        self.x = x


def push(items, x):
    items.append(x * x)
    return x


def push_and_read(items, x):
    items.append(x * x)
    return x[0]


def pushed(items, x):
    items.append(x * x)
    if x > 1:
        raise ValueError("a")
    return items[0]


def element_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return z[0] + x
    except TypeError:
        return 7 * x


def sum_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return np.sum(z) * x
    except TypeError:
        return 7 * x


def largest_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return max(z) * x
    except ValueError:
        return 5 * x
    except TypeError:
        return 7 * x


def norm_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return np.linalg.norm(z) * x
    except Exception as error:
        return 7 * x if isinstance(error, TypeError) else 5 * x


def product_with_nothing(x, v):
    z = None if x > 1 else [x, v[0]]
    try:
        return z @ v[:2]
    except TypeError:
        return 7 * x
    except ValueError:
        return 11 * x


def largest_of_a_tuple(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        return max(z) * x
    except TypeError:
        return 7 * x


def list_of_either(x, v):
    z = (x, x * x) if x > 1 else v
    try:
        w = list(z)
        return w[0] * x
    except TypeError:
        return 7 * x


def item_of_an_object(x, v):
    try:
        return Holder(x)[0] * x
    except AttributeError:
        return 5 * x
    except TypeError:
        return 7 * x


def length_of_an_object(x, v):
    try:
        return len(Holder(x)) * x
    except AttributeError:
        return 5 * x
    except TypeError:
        return 7 * x


def call_of_an_object(x, v):
    try:
        return Holder(x)() * x
    except AttributeError:
        return 5 * x
    except TypeError:
        return 7 * x


def text_as_an_index(x, v):
    items = [x]
    try:
        return items["k"] * x
    except KeyError:
        return 5 * x
    except TypeError:
        return 7 * x


def item_of_an_item(x, v):
    items = [x, x] if x > 1 else []
    try:
        return items[0][0]
    except (TypeError, IndexError) as e:
        if isinstance(e, IndexError):
            return 5 * x
        return 7 * x


def item_of_an_item_by_handler(x, v):
    items = [x, x] if x > 1 else []
    try:
        return items[0][0]
    except IndexError:
        return 5 * x
    except TypeError:
        return 7 * x


def too_many_arguments(x, v):
    try:
        return (lambda a, b: a)(*v) * x
    except ValueError:
        return 5 * x
    except TypeError:
        return 7 * x


def pop_without_a_key(x, v):
    try:
        return {1: x}.pop() * x
    except IndexError:
        return 5 * x
    except TypeError:
        return 7 * x


def number_unpacked(x, v):
    try:
        a, *b = v[0]
        return a * x
    except IndexError:
        return 5 * x
    except TypeError:
        return 7 * x


def loop_over_none(x, v):
    n = None
    try:
        for e in n:
            x = x * e
        return x
    except TypeError:
        return 7 * x


def sum_of_a_number(x, v):
    z = v[0] if x > 1 else v
    try:
        return sum(z) * x
    except TypeError:
        return 7 * x


def truth_of_an_array(x, v):
    try:
        return x if v else x * x
    except ValueError:
        return 7 * x


def truth_of_a_mask(x, v):
    m = v > 0
    try:
        if m:
            r = x
        else:
            r = x * x
        return r
    except ValueError:
        return 7 * x


def contained_in_a_number(x, v):
    try:
        return x if 1 in x else x * x
    except TypeError:
        return 7 * x


def sorted_number(x, v):
    try:
        return sorted(v[0])[0] * x
    except TypeError:
        return 7 * x


def zip_of_a_number(x, v):
    try:
        s = 0.0
        for a, b in zip(v, x):
            s = s + a * b
        return s
    except TypeError:
        return 7 * x


def enumerated_number(x, v):
    try:
        s = 0.0
        for a, b in enumerate(x):
            s = s + a * b
        return s
    except TypeError:
        return 7 * x


def pushed_and_read(x, v):
    items = [x]
    try:
        return push(items, x)[0]
    except TypeError:
        return items[-1] * 2


def pushed_in_a_function(x, v):
    items = [x]
    try:
        return push_and_read(items, x)
    except TypeError:
        return items[-1] * 2


def too_few_to_unpack(x, v):
    items = [x * e for e in v if e < x]
    try:
        a, b, *c = items
        return a * b
    except IndexError:
        return 5 * x
    except ValueError:
        return 7 * x


def too_few_arguments(x, v):
    def f(a, *b):
        return a * x

    items = [e * x for e in v if e > 1.4]
    try:
        return f(*items)
    except IndexError:
        return 5 * x
    except TypeError:
        return 7 * x


def text_as_an_index_of_a_tuple(x, v):
    items = x, x
    try:
        return items["k"] * x
    except IndexError:
        return 5 * x
    except TypeError:
        return 7 * x


def while_of_an_array(x, v):
    r = x
    try:
        while v:
            r = r * x
            break
        return r
    except ValueError:
        return 7 * x


def chained_comparison(x, v):
    try:
        return x if 0 < v < 1 else x * x
    except ValueError:
        return 7 * x


def asserted_array(x, v):
    try:
        assert v
        return x * x
    except ValueError:
        return 7 * x
    except AssertionError:
        return 5 * x


def filter_of_an_array(x, v):
    try:
        return [e * x for e in v if v][0]
    except ValueError:
        return 7 * x


def loop_over_a_number(x, v):
    try:
        for e in x:
            x = x * e
        return x
    except TypeError:
        return 7 * x


def item_set_in_an_object(x, v):
    o = Holder(x)
    try:
        o[0] = x
        return x
    except AttributeError:
        return 5 * x
    except TypeError:
        return 7 * x


def attribute_not_there(x, v):
    o = Holder(x)
    try:
        return o.y * x
    except TypeError:
        return 5 * x
    except AttributeError:
        return 7 * x


def suppressed_sum(x, v):
    z = (x, x * x) if x > 1 else v
    r = 5 * x
    with suppress(TypeError):
        r = np.sum(z) * x
    return r


def sum_of_either_in_a_loop(x, v):
    z = (x, x * x) if x > 1 else v
    r = 0 * x
    for k in range(2):
        try:
            r = r + np.sum(z) * x
        except Exception:
            r = r + 7 * x
    return r


def pushed_and_asked(x, v):
    items = [x]
    try:
        return pushed(items, x)["k"]
    except TypeError:
        return items[-1] * 2
    except ValueError:
        return items[-1] * 3
    except IndexError:
        return items[-1] * 4


def key_on_a_path(x, v):
    d = {"a": x}
    if x > 1:
        d["b"] = x * x
    try:
        return d["b"][0]
    except KeyError:
        return 3 * x
    except TypeError:
        return 5 * x


def attribute_of_an_entry(x, v):
    w = v[v > 1.2]
    try:
        return w[0].foo * x
    except IndexError:
        return 3 * x
    except AttributeError:
        return 5 * x


def unpacked_selection(x, v):
    w = v[v > 1.2]
    try:
        a, *b = w
        return a * x
    except IndexError:
        return 5 * x
    except ValueError:
        return 7 * x


def unpacked_selection_of_two(x, v):
    w = v[v > 1.2]
    try:
        a, b, *c = w
        return a * x
    except IndexError:
        return 5 * x
    except ValueError:
        return 7 * x


def selection_as_arguments(x, v):
    def f(a, b):
        return a * b

    w = v[v > 0.8]
    try:
        return f(*w) * x
    except ValueError:
        return 5 * x
    except TypeError:
        return 7 * x


def selection_as_rest(x, v):
    w = v[v > 1.2]

    def f(a, *b):
        return a * x

    try:
        return f(*w) * x
    except IndexError:
        return 5 * x
    except TypeError:
        return 7 * x


def loops_that_work(x, v):
    try:
        r = 0.0
        for i, e in enumerate(v):
            r = r + i * e
        for a, b in zip(v, v[1:]):
            r = r + a * b
        return r * x
    except TypeError:
        return 7 * x


def sorted_entries(x, v):
    try:
        return sorted(v)[0] * x
    except TypeError:
        return 7 * x


def pop_too_far(x, v):
    try:
        return [x, x * x].pop(5) * x
    except ValueError:
        return 5 * x
    except IndexError:
        return 7 * x


def pop_of_no_key(x, v):
    try:
        return {"a": x}.pop("k") * x
    except IndexError:
        return 5 * x
    except KeyError:
        return 7 * x


for made in (
    element_of_either,
    sum_of_either,
    largest_of_either,
    norm_of_either,
    product_with_nothing,
    largest_of_a_tuple,
    list_of_either,
    item_of_an_object,
    length_of_an_object,
    call_of_an_object,
    text_as_an_index,
    item_of_an_item,
    item_of_an_item_by_handler,
    too_many_arguments,
    pop_without_a_key,
    number_unpacked,
    loop_over_none,
    sum_of_a_number,
    truth_of_an_array,
    truth_of_a_mask,
    contained_in_a_number,
    sorted_number,
    zip_of_a_number,
    enumerated_number,
    pushed_and_read,
    pushed_in_a_function,
    too_few_to_unpack,
    too_few_arguments,
    text_as_an_index_of_a_tuple,
    while_of_an_array,
    chained_comparison,
    asserted_array,
    filter_of_an_array,
    loop_over_a_number,
    item_set_in_an_object,
    attribute_not_there,
    suppressed_sum,
    sum_of_either_in_a_loop,
    pushed_and_asked,
    key_on_a_path,
    attribute_of_an_entry,
    unpacked_selection,
    unpacked_selection_of_two,
    selection_as_arguments,
    selection_as_rest,
    loops_that_work,
    sorted_entries,
    pop_too_far,
    pop_of_no_key,
):
    program(made, *INPUTS, tags="try")
