"""Parts of arguments by name: `self.k`, `params['w']`, `layers[0].bias`.

>>> parse("layers[0].bias").steps, parse("params['w']").parameter, parse("x + 1")
((0, 'bias'), 'params', None)
>>> part({"p": {"w": 2.0}}["p"], parse("p['w']"))
2.0
>>> identifier("layers[0].bias")
'layers_0_bias'
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from tangentx.errors import NotDifferentiableError
from tangentx.pytrees import LEAF, Structure, child_names, children_of, unflatten

Parts = tuple[type, tuple, tuple]  # class, keys (of a dict, of fields, of attributes), items


class Field(str):
    """An attribute's name among the steps of a path."""

    __slots__ = ()

    @property
    def text(self) -> str:
        return f".{self}"


class Path(str):
    """A parameter, or a part of one, as a user writes it.  steps: keys, indices and `Field`s."""

    parameter: str
    steps: tuple

    def __new__(cls, parameter: str, steps: tuple = ()) -> Path:
        made = super().__new__(cls, written(parameter, steps))
        made.parameter, made.steps = parameter, steps
        return made


def written(parameter: str, steps: Iterable) -> str:
    """A path as text."""
    return parameter + "".join(s.text if isinstance(s, Field) else f"[{s!r}]" for s in steps)


@functools.lru_cache(maxsize=1024)
def parse(text: str) -> Path | None:
    """The path that a text is; None for anything else."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
        steps: list = []
        while not isinstance(node, ast.Name):
            if isinstance(node, ast.Attribute):
                steps.insert(0, Field(node.attr))
            elif isinstance(node, ast.Subscript):
                steps.insert(0, _key(ast.literal_eval(node.slice)))
            else:
                return None
            node = node.value
    except (SyntaxError, ValueError):
        return None
    return Path(node.id, tuple(steps))


def _key(value: Any) -> Any:
    if isinstance(value, str | int | float | tuple) and not isinstance(value, bool):
        return value
    raise ValueError("no key")


def path_of(name: str) -> Path:
    """The path that the name of a parameter, or of a part of one, is."""
    if isinstance(name, Path):
        return name
    found = parse(name)
    assert found is not None, name
    return found


def covers(asked: Iterable[str], parameter: str, steps: tuple) -> bool:
    """Is this part of the parameter among what is asked for, or in it?"""
    paths = [path for path in map(path_of, asked) if path.parameter == parameter]
    return any(steps[: len(path.steps)] == path.steps for path in paths)


def identifier(name: str) -> str:
    """A path as part of a Python name."""
    path = path_of(name)
    return path.parameter + "".join("_" + re.sub(r"\W", "_", str(step)) for step in path.steps)


# -- finding parts ----------------------------------------------------------------------------------------------------


def follow(root: Any, path: Path, parts_of: Callable[[Any], Parts | None], describe: Callable[[Any], str]):
    """(the part, its steps as the containers have them: an index for a namedtuple's field, none below zero)."""
    found, steps = root, []
    for count, step in enumerate(path.steps):
        parts, above = parts_of(found), written(path.parameter, path.steps[:count])
        if parts is None:
            raise NotDifferentiableError(
                f"`wrt` names `{path}`, but `{above}` is {describe(found)}: it is not taken apart", code="TX406",
                help=[f"differentiate with respect to `{above}`, and take a part of the result"],
            )  # fmt: skip
        key, index = _place(step, *parts)
        if index is None:
            inside = ", ".join(child_names(parts[0], parts[1], len(parts[2]), above)) or "nothing"
            raise NotDifferentiableError(
                f"`wrt` names `{path}`, which does not exist",
                code="TX406",
                help=[f"in `{above}` are: {inside}"],
            )
        steps.append(key)
        found = parts[2][index]
    return found, tuple(steps)


def _place(step: Any, cls: type, keys: tuple, items: tuple) -> tuple[Any, int | None]:
    """(the step as a container has it, the item's position); None where there is none."""
    if issubclass(cls, list | tuple):
        if isinstance(step, Field):
            step = keys.index(step) if step in keys else None
        if not isinstance(step, int) or not -len(items) <= step < len(items):
            return step, None
        return step % len(items), step % len(items)
    if isinstance(step, Field) == issubclass(cls, dict) or step not in keys:
        return step, None
    return step, keys.index(step)


def _parts(value: Any) -> Parts | None:
    found = children_of(value)
    return None if found is None else (value.__class__, *found)


def part(value: Any, name: str, describe: Callable[[Any], str] = repr) -> Any:
    """What the path leads to in the argument `value`."""
    return follow(value, path_of(name), _parts, describe)[0]


def replaced(value: Any, name: str, new: Any) -> Any:
    """The argument `value` with another part; `value` stays as it is."""
    path = path_of(name)
    return _replaced(value, follow(value, path, _parts, repr)[1], new)


def _replaced(value: Any, steps: tuple, new: Any) -> Any:
    if not steps:
        return new
    cls, keys, items = _parts(value)
    index = _place(steps[0], cls, keys, items)[1]
    changed = [_replaced(item, steps[1:], new) if i == index else item for i, item in enumerate(items)]
    return unflatten(Structure(cls, keys, (LEAF,) * len(items)), changed)
