"""From what a person types to a function: `pkg.mod:func`, `file.py::func`, `file.py:LINE`, and `-`."""

from __future__ import annotations

import ast
import contextlib
import difflib
import importlib
import importlib.util
import inspect
import linecache
import os
import re
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tangentx import wrt
from tangentx.cli.terminal import say


class TargetError(Exception):
    """What was typed does not lead to a function: exit code 2."""


@dataclass(frozen=True, slots=True)
class Target:
    """A function and the name it was found by, `examples.logistic:loss`."""

    function: Callable
    label: str

    def wrt(self, names: tuple[str, ...] | None) -> tuple[str, ...]:
        """The parameters to differentiate by: those named, which must exist, or the first."""
        return wrt.resolve(names or 0, inspect.signature(self.function), self.label)[0]


def resolve(text: str, path: str | None = None) -> Target:
    """The function that `text` names; modules are searched in `path`, then in the working directory."""
    roots = search(path)
    for form, find in FORMS:
        if match := form.fullmatch(text):
            module, qualname = find(roots, *match.groups())
            return Target(_function(module, qualname), f"{module.__name__}:{qualname}")
    if Path(text).suffix == ".py":
        raise TargetError(f"which function of {text}? {_offer(load_file(Path(text), roots))}")
    raise TargetError(f"{text!r} is no target; write pkg.mod:func, path/file.py::func or path/file.py:LINE")


def search(path: str | None) -> tuple[Path, ...]:
    """Put `path` and the working directory first on the module search path, and give them."""
    roots = tuple(os.path.abspath(folder) for folder in (path, os.getcwd()) if folder is not None)
    sys.path[:] = [*dict.fromkeys(roots), *(entry for entry in sys.path if entry not in roots)]
    return tuple(Path(root).resolve() for root in roots)


def functions_of(module: types.ModuleType) -> Iterator[Target]:
    """Every function with parameters that the module defines, methods included, in the order of the source."""
    for qualname, node in _definitions(ast.parse(_text(Path(module.__file__)))):
        if node.args.args or node.args.posonlyargs or node.args.kwonlyargs or node.args.vararg:
            with contextlib.suppress(TargetError):  # deleted or replaced after its definition
                yield Target(_function(module, qualname), f"{module.__name__}:{qualname}")


def load_file(path: Path, roots: tuple[Path, ...]) -> types.ModuleType:
    """The module of a file: under its dotted name below a searched folder, so that others can import it too."""
    path = path.resolve()
    if not path.is_file():
        raise TargetError(f"there is no file {path}")
    for root in roots:
        if path.is_relative_to(root):
            parts = path.relative_to(root).with_suffix("").parts
            parts = parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts
            if all(part.isidentifier() for part in parts):
                module = _import(".".join(parts))
                # A file that is called like an installed module: the import may have found the other one.
                return module if _is_from(module, path) else _load_alone(path)
    return _load_alone(path)


def _is_from(module: types.ModuleType, path: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).resolve() == path


def _load_alone(path: Path) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(re.sub(r"\W", "_", path.stem) + "_", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(1, str(path.parent))  # for its neighbours, as when it is run as a script
    with _running(str(path)):
        spec.loader.exec_module(module)
    return module


def _import(name: str) -> types.ModuleType:
    try:
        with _running(name):
            return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(error.name + ".")):
            raise TargetError(
                f"there is no module {error.name!r} in {sys.path[0]} or among the installed"
            ) from None
        raise TargetError(f"importing {name} failed: {error}") from error


@contextlib.contextmanager
def _running(what: str):
    """Run a user's module: what it prints is not our product, what it raises is not our defect."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    except ModuleNotFoundError:
        raise
    except Exception as error:
        frames = [
            frame
            for frame in inspect.getinnerframes(error.__traceback__)
            if "importlib" not in frame.filename
        ]
        place = f" ({frames[-1].filename}:{frames[-1].lineno})" if len(frames) > 1 else ""
        raise TargetError(f"running {what} failed: {type(error).__name__}: {error}{place}") from error


def _by_file(roots: tuple[Path, ...], file: str, qualname: str) -> tuple[types.ModuleType, str]:
    return load_file(Path(file), roots), qualname


def _by_line(roots: tuple[Path, ...], file: str, line: str) -> tuple[types.ModuleType, str]:
    module = load_file(Path(file), roots)
    for qualname, node in _definitions(ast.parse(_text(Path(file)))):
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        if first <= int(line) <= node.end_lineno:
            return module, qualname
    raise TargetError(f"no function of {file} is around line {line}")


def _by_module(_roots: tuple[Path, ...], name: str, qualname: str) -> tuple[types.ModuleType, str]:
    return _import(name), qualname


def _by_stdin(_roots: tuple[Path, ...], qualname: str | None) -> tuple[types.ModuleType, str]:
    """A module made of the source on standard input; `-` alone stands for its only function."""
    text, module = sys.stdin.read(), types.ModuleType("stdin_")
    module.__file__ = file = "<stdin>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    sys.modules[module.__name__] = module
    with _running("the source on standard input"):
        exec(compile(text, file, "exec"), module.__dict__)
    names = [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == "stdin_"
    ]
    if qualname is None and len(names) != 1:
        raise TargetError(
            f"which function of the standard input? -::NAME with one of: {', '.join(names) or 'none'}"
        )
    return module, qualname or names[0]


FORMS = (
    (re.compile(r"-(?:::([\w.]+))?"), _by_stdin),
    (re.compile(r"(.+)::([\w.]+)"), _by_file),
    (re.compile(r"(.+\.py):(\d+)(?::\d+)?"), _by_line),
    (re.compile(r"([\w.]+):([\w.]+)"), _by_module),
)


def _function(module: types.ModuleType, qualname: str) -> Callable:
    found = module
    for name in qualname.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise TargetError(f"{module.__name__} has no {qualname!r}; {_offer(module, qualname)}") from None
    if inspect.isclass(found):
        raise TargetError(
            f"{qualname} is a class; name one of its methods: {module.__name__}:{qualname}.METHOD"
        )
    if not callable(found):
        raise TargetError(f"{module.__name__}:{qualname} is not a function but {type(found).__name__}")
    return getattr(found, "primal", found)  # of a function that a decorator replaced by its derivative


def _offer(module: types.ModuleType, wanted: str = "") -> str:
    names = [
        name for name, value in vars(module).items() if inspect.isroutine(value) and not name.startswith("_")
    ]
    near = difflib.get_close_matches(wanted, names, n=3) or names[:8]
    return f"it has {', '.join(near)}" if near else "it has no functions"


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of the module and methods of its classes; what is nested in a function belongs to that function."""
    pending = [("", node) for node in tree.body]
    while pending:
        prefix, node = pending.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            pending = [(f"{prefix}{node.name}.", child) for child in node.body] + pending


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        say(f"tangentx: cannot read {path}: {error}")
        return ""
