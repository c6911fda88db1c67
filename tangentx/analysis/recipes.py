"""What builtins do with a generator, in plain Python: woven or inlined where they are called.

Only `lazily` reads these functions; nothing calls them.  They evaluate in the order of the builtins, item by item.
"""

from __future__ import annotations


class Cursor:
    """Stands for the class of whatever `iter` gives: see `cursors`."""


def item_at(items, at):
    return items[at]


def unread(cursor):
    while cursor.at < len(cursor.items):
        item = item_at(cursor.items, cursor.at)
        cursor.at += 1
        yield item


def unread_steps(cursor):
    """Of what has no length of its own: an `enumerate`, a `zip`."""
    while True:
        if cursor.at >= len(cursor.items):
            return
        item = item_at(cursor.items, cursor.at)
        cursor.at += 1
        yield item


def unread_backwards(cursor):
    """Of what runs backwards through something: from the end that it had when it began."""
    while True:
        over = is_over(cursor.items, cursor.at)
        if over:
            return
        item = item_at(cursor.items, cursor.at)
        cursor.at += 1
        yield item


def is_over(items, at):
    return at >= len(items)


def require(cursor):
    if cursor.at >= len(cursor.items):
        raise StopIteration


def next_of(cursor):
    if cursor.at >= len(cursor.items):
        raise StopIteration
    item = item_at(cursor.items, cursor.at)
    cursor.at += 1
    return item


def next_or(cursor, default):
    if cursor.at >= len(cursor.items):
        return default
    item = item_at(cursor.items, cursor.at)
    cursor.at += 1
    return item


def stepped(iterator):
    """The items of an object with `__next__`."""
    while True:
        try:
            item = iterator.__next__()
        except StopIteration:
            return
        yield item


def items_in_turn(items):
    """What iterating over an object with `__getitem__` and `__len__` gives."""
    n = len(items)
    for i in range(n):
        yield items[i]
    try:
        items[n]
    except IndexError:
        return
    raise NotImplementedError("an object with more items than its length")


def is_among(items, value):
    """`value in items`, where items are asked one by one."""
    for item in items:
        if item == value:
            return True
    return False


def stepped_or(iterator, default):
    """`next(iterator, default)` of an object with `__next__`."""
    try:
        item = iterator.__next__()
    except StopIteration:
        item = default
    return item


def enumerated(iterable, start=0):
    count = start
    for item in iterable:
        yield count, item
        count += 1


def mapped(function, iterable):
    for item in iterable:
        yield function(item)


def star_mapped(function, iterable):
    for item in iterable:
        yield function(*item)


def kept(function, iterable):
    for item in iterable:
        if function(item):
            yield item


def true_ones(nothing, iterable):
    for item in iterable:
        if item:
            yield item


def left_out(function, iterable):
    for item in iterable:
        if not function(item):
            yield item


def zipped_before(iterable, items):
    """`zip` of a generator and a sequence: the generator is asked first."""
    count = 0
    for item in iterable:
        if count >= len(items):
            break
        yield item, items[count]
        count += 1


def zipped_after(items, iterable):
    """`zip` of a sequence and a generator: which is not asked once the sequence has ended."""
    count = 0
    if len(items) > 0:
        for item in iterable:
            yield items[count], item
            count += 1
            if count >= len(items):
                break


def zipped_steps(iterable, cursor):
    """`zip` of a generator and an iterator that is read step by step, which may be the one behind the generator."""
    for item in iterable:
        if cursor.at >= len(cursor.items):
            return
        other = item_at(cursor.items, cursor.at)
        cursor.at += 1
        yield item, other


def chained(*iterables):
    for iterable in iterables:
        yield from iterable


def taken_while(function, iterable):
    for item in iterable:
        if not function(item):
            break
        yield item


def dropped_while(function, iterable):
    dropping = True
    for item in iterable:
        if dropping:
            dropping = function(item)
        if not dropping:
            yield item


def sliced(iterable, stop):
    """`islice(iterable, stop)`."""
    count = 0
    if stop > 0:
        for item in iterable:
            yield item
            count += 1
            if count >= stop:
                break


def sliced_from(iterable, start, stop, step=1):
    count = 0
    wanted = start
    if stop is None or stop > start:
        for item in iterable:
            if count == wanted:
                yield item
                wanted += step
            count += 1
            if stop is not None and count >= stop:
                break


def sums(iterable):
    total = 0
    begun = False
    for item in iterable:
        total = total + item if begun else item
        begun = True
        yield total


def running(iterable, function):
    total = 0
    begun = False
    for item in iterable:
        total = function(total, item) if begun else item
        begun = True
        yield total


def pairs(iterable):
    before = 0
    begun = False
    for item in iterable:
        if begun:
            yield before, item
        before = item
        begun = True


def items_of(iterable):
    yield from iterable


def collected(iterable):
    items = []
    for item in iterable:
        items.append(item)
    return items


def added(iterable, start=0):
    total = start
    for item in iterable:
        total = total + item
    return total


def any_of(iterable):
    for item in iterable:
        if item:
            return True
    return False


def all_of(iterable):
    for item in iterable:
        if not item:
            return False
    return True


def first(iterable):
    for item in iterable:
        return item
    raise StopIteration


def first_or(iterable, default):
    for item in iterable:
        return item
    return default


def folded(function, iterable, start):
    total = start
    for item in iterable:
        total = function(total, item)
    return total


def folded_from_first(function, iterable):
    total, started = None, False
    for item in iterable:
        if started:
            total = function(total, item)
        else:
            total = item
            started = True
    if not started:
        raise TypeError("reduce() of empty iterable with no initial value")
    return total


def found(value, iterable):
    """`value in iterable`."""
    for item in iterable:
        if item is value or item == value:
            return True
    return False
