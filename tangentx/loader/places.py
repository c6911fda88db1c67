"""Where the file of a derivative is: in the project of the primal, in the user's cache folder, or nowhere.

    <project>/.tangentx/gen/examples/fit/loss__grad_w.py      and its record
    <project>/.tangentx/meta/examples/fit/loss__grad_w.json

A cache must be as trusted as the code itself, so a folder that others may write is not used.
"""

from __future__ import annotations

import os
import pathlib
import re
import stat
import sys
from dataclasses import dataclass

from tangentx.loader.digests import digest
from tangentx.loader.files import write_text

_MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", ".git")
_NOTEBOOK = "_notebook"
_LONGEST = 80
_OWN_FILES = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is made by tangentx.\n",
    "README.txt": (
        "Derivatives that tangentx generated, one file each under gen/: read them, set breakpoints in them.\n"
        "They are made again when needed, so this folder can be deleted at any time.\n"
        "To change a derivative and keep the change: tangentx eject TARGET\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Location:
    """Where a derivative lives: its file and its record (None: in memory only), and its module's name."""

    path: pathlib.Path | None
    meta: pathlib.Path | None
    module: str
    root: pathlib.Path | None = None  # the folder that holds gen/ and meta/
    private: bool = False  # whether that must be the user's alone

    def prepare(self) -> bool:
        """Make the folder with the files that keep it out of version control and backups; False if it cannot be."""
        if self.root is None or not _make(self.root, self.private):
            return False
        if not (self.root / "README.txt").exists():
            return all(write_text(self.root / name, text) for name, text in _OWN_FILES.items())
        return True


def locate(file: str, module: str, qualname: str, label: str, distinct: str = "") -> Location:
    """Where the derivative `label` ("grad_w", "grad_w__f8_2d") of a function belongs.

    `distinct` is anything that parts functions of one qualified name (closures, notebook cells); it becomes a suffix
    of eight digits.
    """
    root, private = _root(file)
    suffix = f"__{digest(distinct)[:8]}" if distinct else ""
    parts = [*_folders(file, module, root), _safe(f"{_plain(qualname)}__{label}") + suffix]
    name = ".".join(parts)
    if root is None:
        return Location(None, None, name)
    below = pathlib.Path(*parts)
    return Location(
        root / "gen" / below.with_name(parts[-1] + ".py"), root / "meta" / below.with_name(parts[-1] + ".json"), name,
        root, private,
    )  # fmt: skip


# -- the folder -------------------------------------------------------------------------------


def _root(file: str) -> tuple[pathlib.Path | None, bool]:
    """(folder for gen/ and meta/ or None, whether it must be private)."""
    if os.environ.get("TANGENTX_CACHE") == "0":
        return None, False
    chosen = os.environ.get("TANGENTX_CACHE_DIR")
    if chosen:
        root, private = pathlib.Path(os.path.realpath(os.path.expanduser(chosen))), True
    else:
        project = _project(file)
        root, private = (_user_cache(file), True) if project is None else (project / ".tangentx", False)
    return (root, private) if root is not None and _usable(root, private) else (None, False)


def _project(file: str) -> pathlib.Path | None:
    """The nearest folder above the primal's file that looks like a project, if we may write there."""
    if _is_library(file):
        return None
    start = pathlib.Path.cwd() if _is_notebook(file) else pathlib.Path(os.path.abspath(file)).parent
    for folder in (start, *start.parents):
        if any((folder / marker).exists() for marker in _MARKERS):
            return folder if os.access(folder, os.W_OK | os.X_OK) else None
    return None


def _is_library(file: str) -> bool:
    """Whether a file belongs to the interpreter or to an installed package, whose folders are not the user's."""
    parts = pathlib.PurePath(file).parts
    if "site-packages" in parts or "dist-packages" in parts:
        return True
    return pathlib.PurePath(os.path.abspath(file)).is_relative_to(
        os.path.dirname(os.path.abspath(os.__file__))
    )


def _is_notebook(file: str) -> bool:
    return file.startswith("<") or os.path.basename(os.path.dirname(file)).startswith("ipykernel_")


def _user_cache(file: str) -> pathlib.Path | None:
    """A folder in the user's cache for what belongs to no project, one for each folder that packages come from."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        return None
    origin = _import_root(file)
    return pathlib.Path(base, "tangentx", f"{_safe(os.path.basename(origin))}-{digest(origin)[:8]}")


def _import_root(file: str) -> str:
    """The folder on the import path that a file comes from, else its own."""
    if _is_notebook(file):
        return os.getcwd()
    folder = os.path.dirname(os.path.abspath(file))
    above = [entry for entry in sys.path if entry and pathlib.PurePath(folder).is_relative_to(entry)]
    return max(above, key=len, default=folder)


def _usable(root: pathlib.Path, private: bool) -> bool:
    """Whether what lies in `root` can be trusted; a folder that does not exist yet can."""
    folders = [root, root.parent] if private and root.parent.name == "tangentx" else [root]
    for folder in folders:
        try:
            status = folder.lstat()
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return False
        if not stat.S_ISDIR(status.st_mode) or (private and not _own(status)):
            return False
    return True


def _own(status: os.stat_result) -> bool:
    """Whether a folder is ours and nobody else may write it."""
    if not hasattr(os, "getuid"):
        return True  # Windows: the folder inherits the rights of the user's profile
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _make(root: pathlib.Path, private: bool) -> bool:
    mode = 0o700 if private else 0o777
    try:
        root.parent.mkdir(mode=mode, parents=True, exist_ok=True)
        root.mkdir(mode=mode, exist_ok=True)
    except OSError:
        return False
    return _usable(root, private)


# -- names ------------------------------------------------------------------------------------


def _folders(file: str, module: str, root: pathlib.Path | None) -> list[str]:
    """The folders below gen/: the module's name, or the file's path in its project where the module has no name."""
    if _is_notebook(file):
        return [_NOTEBOOK]
    if module and module != "__main__":
        return [_safe(part) for part in module.split(".")]
    path = pathlib.PurePath(os.path.abspath(file)).with_suffix("")
    home = None if root is None else root.parent
    inside = path.relative_to(home).parts if home is not None and path.is_relative_to(home) else (path.name,)
    return [_safe(part) for part in inside]


def _plain(qualname: str) -> str:
    """`Class__method` for `Class.method`, `outer__inner` for `outer.<locals>.inner`, `lambda` for `<lambda>`."""
    return qualname.replace(".<locals>", "").replace("<lambda>", "lambda").replace(".", "__")


def _safe(name: str) -> str:
    """A name that is one harmless part of a path; different names stay different."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)[:_LONGEST]
    return plain if plain == name and plain else f"{plain}__{digest(name)[:8]}"


def seen_from_here(path: pathlib.Path | None) -> pathlib.Path | None:
    """The path from the working directory, where the file is below it."""
    here = pathlib.Path.cwd()
    return path.relative_to(here) if path is not None and path.is_relative_to(here) else path
