"""What a derivative is with respect to: parameters, or parts of parameters, found in the types of the arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tangentx.analysis.types import Dictionary, Instance, Sequence, Type
from tangentx.errors import NotDifferentiableError
from tangentx.paths import Parts, Path, follow, path_of
from tangentx.records import Place


def locate(wrt: tuple[str, ...], kinds: dict[str, Type]) -> tuple[Path, ...]:
    """The paths, with their steps as the containers have them; no two may overlap."""
    found: list[Path] = []
    for name in wrt:
        path = path_of(name)
        kind, steps = follow(kinds.get(path.parameter), path, _parts, _described)
        if steps and isinstance(kind, Instance):
            raise NotDifferentiableError(
                f"`{path}` is a {kind}: it is not taken apart", code="TX409",
                help=("pass its numbers as arguments, a tuple or a dict",),
            )  # fmt: skip
        same = Path(path.parameter, steps)
        for shown, other in zip(wrt, found, strict=False):
            count = min(len(other.steps), len(steps))
            if other.parameter == path.parameter and other.steps[:count] == steps[:count]:
                raise NotDifferentiableError(
                    f"`wrt` names `{shown}` and `{path}`: one is in the other", code="TX406",
                    help=[f"`{path.parameter}` alone gives all of its parts"],
                )  # fmt: skip
        found.append(same)
    return tuple(found)


def kind_at(kind: Type | None, path: str) -> Type | None:
    """The type of a part of a parameter of this type."""
    return follow(kind, path_of(path), _parts, str)[0]


def check_whole(wrt: Iterable[str], name: str, kind: Type, place: Place, lines: tuple[str, ...]) -> None:
    """Refuse a parameter that is not taken apart, when its parts are asked for, or when it is an object."""
    if name in wrt and isinstance(kind, Instance):
        raise NotDifferentiableError(
            f"`{name}` is a {kind}: it is not taken apart", code="TX409", place=place, lines=lines,
            help=("pass its numbers as arguments, a tuple or a dict",),
        )  # fmt: skip
    for path in map(path_of, wrt):
        if path.parameter == name and path.steps:
            raise NotDifferentiableError(
                f"`{path}` has no derivative of its own: `{name}` is used as a whole", code="TX409",
                place=place, lines=lines,
                help=(f"differentiate with respect to `{name}`, and take a part of the result",),
            )  # fmt: skip


def _parts(kind: Any) -> Parts | None:
    if isinstance(kind, Dictionary):
        return kind.cls, kind.keys, kind.items
    if isinstance(kind, Sequence):
        return kind.cls, getattr(kind.cls, "_fields", ()), kind.items
    return None


def _described(kind: Any) -> str:
    return f"a {kind}"
