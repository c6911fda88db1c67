"""Generators and iterators: TX201 and TX25."""

TEXT = """
TX201 a generator function is differentiated by itself
A generator has no value of which there could be a derivative: it hands out items to whoever asks. Inside a
differentiated function generators are fine: each is woven into the loop, `sum`, `next`, ... that reads it.
wrong:
    def squares(x):
        for v in x:
            yield v * v
    tx.grad(squares)
right:
    def total(x):
        return sum(squares(x))
    tx.grad(total)

TX251 `yield` inside `try` or `with`
The loop that reads a generator is woven into the generator's body. An exception of the loop does not pass through the
generator's `try`, though, as it would then.
wrong:
    def rows(file):
        with open(file) as lines:
            for line in lines:
                yield float(line)
right:
    def rows(file):
        with open(file) as lines:
            items = [float(line) for line in lines]
        for item in items:
            yield item

TX252 the value of `yield from`
What a generator returns at its end, and what is sent to it, are not followed.
wrong:
    result = yield from inner(x)
right:
    for item in inner(x):
        yield item

TX253 an iterator may have been read before
What `iter` gives can be read step by step, by `next` and loops. A generator can be read once: a second loop goes on
where the first has stopped, or finds nothing. Where it cannot be seen from the source which of the two it is, the loop
is refused.
wrong:
    items = squares(x)
    for k in range(3):
        for v in items:  # empty from the second trip on
            y = y + v * k
right:
    items = list(squares(x))
    for k in range(3):
        for v in items:
            y = y + v * k

TX254 a generator where it cannot be followed
The builtins and functions with Python source can be followed with a generator; `zip` with one, next to a sequence, and
with several that surely end and do nothing but compute: these are read one after another.
wrong:
    for a, b in zip(guesses(x), guesses(y)):    # `while True:` in it
right:
    for a, b in zip(guesses(x), list(itertools.islice(guesses(y), 5))):

TX255 a function, generator or iterator is used as a value
These exist while the derivative is written, not in its text: they can be called, looped over, passed on and returned,
and functions can be chosen and compared with each other; but they are not stored in arrays, or handed to code that is
not known.
wrong:
    def f(x):
        step = lambda t: t * x
        return solve_somewhere_else(step) * x
right:
    def f(x):
        step = lambda t: t * x
        return step(x)

TX256 a generator that may raise is read inside `try`
The generator's statements are woven into the loop; an exception of theirs is not led to the handler around the loop.
So with the functions that `map` calls.
wrong:
    try:
        for v in rows(x):  # raises in the middle
            y = y + v
    except ValueError:
        y = 0.0 * x
right:
    for v, valid in rows(x):  # says so instead
        if not valid:
            y = 0.0 * x
            break
        y = y + v
"""
