"""Runs the text of a derivative as a module that looks like any other.

Tracebacks, `inspect.getsource`, `pdb` and notebooks find the text through the file; where there is none (it was
deleted, or never written), through `linecache` and the module's loader.  The text that runs is the text given, never
what a file happens to contain.
"""

from __future__ import annotations

import hashlib
import linecache
import pathlib
import sys
import types
from collections.abc import Callable, Mapping
from importlib.machinery import ModuleSpec
from typing import Any

from tangentx.loader.edits import write_over
from tangentx.loader.files import read_text
from tangentx.records import EMITTED, Emitted

PACKAGE = EMITTED


class TextLoader:
    """The `__loader__` of a derivative's module: gives its text to whoever asks."""

    def __init__(self, name: str, filename: str, text: str):
        self.name, self.filename, self.text = name, filename, text

    def get_source(self, name: str | None = None) -> str:
        return self.text

    def get_filename(self, name: str | None = None) -> str:
        return self.filename

    def is_package(self, name: str | None = None) -> bool:
        return False

    def get_code(self, name: str | None = None) -> types.CodeType:
        return compile(self.text, self.filename, "exec", dont_inherit=True)

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        exec(self.get_code(), module.__dict__)


def load(
    emitted: Emitted,
    *,
    path: pathlib.Path | None,
    module_name: str,
    namespace: Mapping[str, Any] | None = None,
) -> Callable:
    """Write `emitted` to `path` if that can be done, run it, and give its entry.

    Parameters
    ----------
    path : where the file should be; None keeps all in memory.
    module_name : "examples.fit.loss__grad_w"; the module is `_tangentx_gen.` and that.
    namespace : globals that the text finds when it starts to run, for what it cannot import.
    """
    name = f"{PACKAGE}.{module_name}"
    filename = _filename(emitted.text, path, module_name)
    loader = TextLoader(name, filename, emitted.text)
    module = types.ModuleType(name)
    module.__file__, module.__loader__ = filename, loader
    module.__spec__ = ModuleSpec(name, loader, origin=filename)
    module.__package__ = name.rpartition(".")[0]
    module.__dict__.update(namespace or {})
    loader.exec_module(module)  # first: a module that cannot be run must not stay in sys.modules
    _register(module)
    _remember(module, loader)
    return module.__dict__[emitted.entry]


def _filename(text: str, path: pathlib.Path | None, module_name: str) -> str:
    """What the code object says it is from: the file if it has this text or could have it, else a name in brackets."""
    if path is not None:
        path = path.absolute()
        if write_over(path, text) or read_text(path) is None:
            return str(path)
    return f"<tangentx {module_name} {hashlib.sha256(text.encode()).hexdigest()[:8]}>"


def _register(module: types.ModuleType) -> None:
    """Put the module into `sys.modules`, with empty packages above it for whoever imports it by name."""
    parent = module.__package__ or ""
    while parent and parent not in sys.modules:
        package = types.ModuleType(parent)
        package.__path__ = []
        sys.modules[parent] = package
        parent = parent.rpartition(".")[0]
    sys.modules[module.__name__] = module


def _remember(module: types.ModuleType, loader: TextLoader) -> None:
    """Have `linecache` give the text where no file does."""
    filename = loader.filename
    if filename.startswith("<"):
        lines = loader.text.splitlines(keepends=True)
        linecache.cache[filename] = (
            len(loader.text),
            None,
            lines,
            filename,
        )  # no time: never checked against a disk
    else:
        linecache.cache.pop(filename, None)  # an older text of the same file
        linecache.lazycache(filename, module.__dict__)
