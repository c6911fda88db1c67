"""Runs a function and its A-normal form side by side: same results, same effects in the same order."""

from __future__ import annotations

import types

from tangentx.frontend import normalise
from tangentx.frontend.parse import parse
from tangentx.frontend.show import to_text


def through_anf(fun):
    """The function made from the text of its A-normal form, with the original's globals and cells."""
    text = to_text(normalise(parse(fun)))
    free = fun.__code__.co_freevars
    name = "lambda_" if fun.__name__ == "<lambda>" else fun.__name__
    cells = dict(zip(free, fun.__closure__ or (), strict=True))
    hidden = (
        "" if name in free else f"    global {name}\n"
    )  # a recursive function finds itself among the globals
    wrapped = "def scope():\n" + hidden + "".join(f"    {cell} = None\n" for cell in free)
    wrapped += "".join("    " + line + "\n" for line in text.splitlines()) + f"    return {name}\n"
    space = dict(fun.__globals__)
    exec(compile(wrapped, "<anf>", "exec"), space)
    made = space["scope"]()
    closure = tuple(cells[cell] for cell in made.__code__.co_freevars)
    twin = types.FunctionType(made.__code__, fun.__globals__, name, fun.__defaults__, closure)
    twin.__kwdefaults__ = fun.__kwdefaults__
    return twin, text


def outcome(fun, arguments, log):
    """(what happened, the log of effects): a result or the exception."""
    del log[:]
    try:
        result = ("returned", repr(fun(*arguments())))
    except Exception as error:  # whatever the original raises is what the other has to raise
        result = ("raised", type(error).__name__, str(error))
    return result, list(log)
