"""Settings: what a call does not say itself.

Precedence: the call, `with config.using(...)`, `config.set(...)`, the environment (`TANGENTX_OPTIMIZE=0`), the table
`[tool.tangentx]` of the nearest `pyproject.toml`, the default.  A derivative takes its settings when it is made.

>>> get("optimize")
True
>>> with using(optimize=False):
...     options().optimize
False
"""

from __future__ import annotations

import os
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache as _memoize
from pathlib import Path
from typing import Any

from tangentx.errors import TangentxError, TangentxWarning


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that changes the emitted text besides the primal, `wrt` and the mode.

    Parameters
    ----------
    optimize : tidy the emitted code.
    has_aux : the primal returns (result, aux); aux is handed through.
    standalone : inline the runtime helpers, so that the emitted file imports NumPy only.
    name : the emitted function's name; None: made from the primal's.
    cache : keep the emitted file on disk and look for it there.
    on_disconnected : "warn", "error" or "ignore" when the result does not depend on `wrt`.
    backend : what runs the emitted code: "numpy" (Python itself), "numba", or "auto": Numba where it compiles the
        primal, else NumPy.
    jit : options for the backend's compiler, as a dictionary: `{"fastmath": True}`.
    checkpoint : every outermost loop whose trips would all be stored keeps this many states instead, and computes the
        others again; True: as many as `tx.checkpoint` takes; None: only the loops marked with it.
    value : a tangent function returns the value as well; without it, what only the value needs is not computed.
    trees : containers in containers may have a depth that is known at run time; Numba has no type for those.
    """

    optimize: bool = True
    has_aux: bool = False
    standalone: bool = False
    name: str | None = None
    cache: bool = True
    on_disconnected: str = "warn"
    backend: str = "auto"
    jit: tuple[tuple[str, Any], ...] = ()
    checkpoint: int | bool | None = None
    value: bool = True
    trees: bool = True


class OptionError(TangentxError, ValueError):
    """TX407: an unknown setting, or a value it cannot have."""

    code = "TX407"


_FLAG = (True, False)
_ALLOWED = {
    "optimize": _FLAG,
    "standalone": _FLAG,
    "cache": _FLAG,
    "on_disconnected": ("warn", "error", "ignore"),
    "backend": ("auto", "numpy", "numba"),
    "checkpoint": (None, True, False, int),
}  # what may be set from outside a call, and to what
_FLAG_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_DEFAULTS = {field.name: field.default for field in fields(Options)}

_process: dict[str, Any] = {}
_context: ContextVar[dict[str, Any]] = ContextVar("tangentx settings", default={})  # noqa: B039 - never written on


def get(name: str) -> Any:
    """The value a derivative made now would get."""
    _check_name(name, tuple(_ALLOWED))
    return getattr(options(), name)


def set(**settings: Any) -> None:
    """Change settings for the whole process."""
    _process.update(_checked(settings))


@contextmanager
def using(**settings: Any) -> Iterator[None]:
    """Change settings for the block, in this thread or task only."""
    token = _context.set({**_context.get(), **_checked(settings)})
    try:
        yield
    finally:
        _context.reset(token)


def options(**call: Any) -> Options:
    """The options of one derivative: `call` over everything else."""
    if isinstance(call.get("jit"), dict):
        call["jit"] = tuple(sorted(call["jit"].items()))
    for name, value in call.items():
        _check_name(name, tuple(_DEFAULTS))
        if name in _ALLOWED:
            _check_value(name, value)
    return Options(
        **{**_from_project(os.getcwd()), **_from_environment(), **_process, **_context.get(), **call}
    )


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    for name, value in settings.items():
        _check_name(name, tuple(_ALLOWED))
        _check_value(name, value)
    return settings


def _check_name(name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise OptionError(f"there is no option `{name}`", help=[f"the options are {', '.join(known)}"])


def _check_value(name: str, value: Any) -> None:
    if not any(_fits(value, allowed) for allowed in _ALLOWED[name]):
        allowed = " or ".join("a positive number" if a is int else repr(a) for a in _ALLOWED[name])
        raise OptionError(f"the option `{name}` cannot be {value!r}", help=[f"write {allowed}"])


def _fits(value: Any, allowed: Any) -> bool:
    if allowed is int:
        return type(value) is int and value > 0
    return value is allowed or isinstance(value, str) and value == allowed


def _from_environment() -> dict[str, Any]:
    found = {}
    for name, allowed in _ALLOWED.items():
        text = os.environ.get(f"TANGENTX_{name.upper()}")
        if text is not None:
            text = text.strip()
            value = _FLAG_WORDS.get(text.lower(), text) if True in allowed else text
            if int in allowed and text.isdecimal():
                value = int(text)
            _check_value(name, value)
            found[name] = value
    return found


@_memoize
def _from_project(folder: str) -> dict[str, Any]:
    """`[tool.tangentx]` of the nearest pyproject.toml at or above the folder; read once a process."""
    for parent in (Path(folder), *Path(folder).parents):
        file = parent / "pyproject.toml"
        if file.is_file():
            return _read_project(file)
    return {}


def _read_project(file: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("tangentx", {})
    except (OSError, ValueError) as error:
        warnings.warn(f"cannot read the settings in {file}: {error}", TangentxWarning, stacklevel=2)
        return {}
    found = {name.replace("-", "_"): value for name, value in table.items()}
    for name in [name for name in found if name not in _ALLOWED]:
        warnings.warn(f"unknown setting `{name}` in [tool.tangentx] of {file}", TangentxWarning, stacklevel=2)
        del found[name]
    return _checked(found)
