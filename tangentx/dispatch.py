"""The one frame between a caller and an emitted function: finds the version for the argument types.

`build` writes, for each signature, the function that a person would write by hand::

    def loss_grad_w(w, x, y, n=3):
        run, guards = get((key of w, key of x, key of y, key of n), MISS)
        for guard in guards:
            if not guard():
                run = find(the key, (w, x, y, n))
                break
        try:
            return run(w, x, y, n)
        except Exception as error:
            note(error)
            raise

The key of an array is its dtype and shape, read without a call; those of Python and NumPy numbers, their class.  The
table behind `get` is the first level; `find` (see `tangentx.derivative`) is the second, by analysis types.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from tangentx.analysis.keys import PLAIN, key_of

MISS = (None, (lambda: False,))  # an entry whose guard never holds
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Call:
    """What `build` needs to know.

    Parameters
    ----------
    name : of the function to write, for error messages.
    signature : what the caller may pass, in the caller's order.
    parameters : the primal's parameters, in the order the emitted function takes them.
    extras : seeds or tangents: passed on by keyword.
    post : what to do to the emitted function's result; None: nothing.
    """

    name: str
    signature: inspect.Signature
    parameters: tuple[inspect.Parameter, ...]
    extras: tuple[str, ...] = ()
    post: Callable[[Any], Any] | None = None


def build(call: Call, get: Callable, find: Callable, note: Callable[[Exception], None]) -> Callable:
    """The dispatching function.  `get(key, default)` is a table's; `find(key, values)` makes what is not there."""
    names = list(call.signature.parameters)
    prefix = "_"
    while any(name.startswith(prefix) for name in names):
        prefix += "_"
    defaults = {
        f"{prefix}default_{name}": parameter.default
        for name, parameter in call.signature.parameters.items()
        if parameter.default is not parameter.empty
    }
    text = _text(call, prefix)
    namespace = {
        "get": get, "find": find, "miss": MISS, "ndarray": np.ndarray, "plain": PLAIN, "key_of": key_of,
        "note": note, "post": call.post,
    }  # fmt: skip
    scope = (
        {f"{prefix}{name}": value for name, value in namespace.items()} | defaults | {"__name__": __name__}
    )
    exec(_code(text, call.name), scope)
    return scope[call.name]


@lru_cache(maxsize=256)
def _code(text: str, name: str) -> CodeType:
    # A name in angle brackets: debuggers step through it into the emitted function.
    return compile(text, f"<tangentx dispatch of {name}>", "exec")


def _text(call: Call, _: str) -> str:
    names = [parameter.name for parameter in call.parameters] + list(call.extras)
    key = "".join(f"{_key_text(name, _)}, " for name in names)
    values = "".join(f"{name}, " for name in names)
    result = f"{_}run({', '.join(_passing(call))})"
    if call.post is not None:
        result = f"{_}post({result})"
    return "\n".join((
        f"def {call.name}({_header(call.signature, _)}):",
        f"    {_}key = ({key})",
        f"    {_}run, {_}guards = {_}get({_}key, {_}miss)",
        f"    for {_}guard in {_}guards:",
        f"        if not {_}guard():",
        f"            {_}run = {_}find({_}key, ({values}))",
        "            break",
        "    try:",
        f"        return {result}",
        f"    except Exception as {_}error:",
        f"        {_}note({_}error)",
        "        raise",
    ))  # fmt: skip


def _key_text(name: str, _: str) -> str:
    array = f"({name}.dtype, {name}.shape) if {name}.__class__ is {_}ndarray"
    return f"{array} else {name}.__class__ if {name}.__class__ in {_}plain else {_}key_of({name})"


def _header(signature: inspect.Signature, _: str) -> str:
    """The parameter list as source text, defaults by name."""
    bare = [
        parameter.replace(annotation=parameter.empty, default=parameter.empty)
        for parameter in signature.parameters.values()
    ]
    shown = []
    for parameter, plain in zip(signature.parameters.values(), bare, strict=True):
        has_default = parameter.default is not parameter.empty
        shown.append(f"{plain}={_}default_{parameter.name}" if has_default else str(plain))
    return ", ".join(_with_separators(bare, shown))


def _with_separators(parameters: Sequence[inspect.Parameter], shown: Sequence[str]) -> list[str]:
    """Insert `/` and `*` where Python's grammar wants them."""
    out: list[str] = []
    kinds = [parameter.kind for parameter in parameters]
    for index, (kind, text) in enumerate(zip(kinds, shown, strict=True)):
        before = kinds[index - 1] if index else None
        if before is inspect.Parameter.POSITIONAL_ONLY and kind is not before:
            out.append("/")
        if kind is inspect.Parameter.KEYWORD_ONLY and before not in (kind, inspect.Parameter.VAR_POSITIONAL):
            out.append("*")
        out.append(text)
    if kinds and kinds[-1] is inspect.Parameter.POSITIONAL_ONLY:
        out.append("/")
    return out


def _passing(call: Call) -> list[str]:
    """The arguments of the emitted function, as text."""
    forms = {
        inspect.Parameter.VAR_POSITIONAL: "*{0}",
        inspect.Parameter.KEYWORD_ONLY: "{0}={0}",
        inspect.Parameter.VAR_KEYWORD: "**{0}",
    }
    passed = [forms.get(parameter.kind, "{0}").format(parameter.name) for parameter in call.parameters]
    extras = [f"{name}={name}" for name in call.extras]
    if passed and passed[-1].startswith("**"):
        return passed[:-1] + extras + passed[-1:]
    return passed + extras


def arguments(parameters: Sequence[inspect.Parameter], values: Sequence[Any]) -> tuple[tuple, dict[str, Any]]:
    """(positional, keyword) arguments that give each parameter its value; `*args` and `**kwargs` values spread."""
    positional: list[Any] = []
    keyword: dict[str, Any] = {}
    for parameter, value in zip(parameters, values, strict=True):
        if parameter.kind in _POSITIONAL:
            positional.append(value)
        elif parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            positional += value
        elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
            keyword |= value
        else:
            keyword[parameter.name] = value
    return tuple(positional), keyword
