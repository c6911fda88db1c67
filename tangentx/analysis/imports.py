"""Imports in the body of a function: what cannot be had raises where the function would have raised."""

from __future__ import annotations

import importlib
from typing import Any

import gast

from tangentx.analysis.program import external
from tangentx.analysis.scope import Unreached
from tangentx.records import Import, Place, Raise
from tangentx.syntax import nodes


def brought_in(s, stmt: Import, place: Place) -> Any:
    """What an import binds.  `if on_gpu: import cupy` is nobody's business where that branch is not taken."""
    try:
        return _imported(s, stmt.module, stmt.attribute)
    except ImportError as error:
        if not s.branches:
            raise
        kind = external(f"builtins.{type(error).__name__}")
        s.out.append(Raise(gast.Call(kind, [nodes.constant(str(error))], []), None, place))
        raise Unreached from None


def _imported(s, module: str, attribute: str | None) -> Any:
    found = importlib.import_module(module)
    if attribute is not None:
        s.externals.asked(found, attribute)
    if attribute is None or hasattr(found, attribute):
        return found if attribute is None else getattr(found, attribute)
    try:
        return importlib.import_module(f"{module}.{attribute}")
    except ModuleNotFoundError:
        raise ImportError(f"cannot import name {attribute!r} from {module!r}") from None
