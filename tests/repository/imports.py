"""Which module of tangentx imports which: read from the trees, so that nothing needs to run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tangentx"


@dataclass(frozen=True)
class Import:
    """`importer` imports `imported` on `line`; inside a function, or for type checkers only."""

    importer: str
    imported: str
    line: int
    inside: bool
    typing: bool


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(name: str, path: Path, known: dict[str, Path]) -> list[Import]:
    return list(_walk(ast.parse(path.read_text(encoding="utf-8")), name, known, False, False))


def _walk(node: ast.AST, name: str, known: dict[str, Path], inside: bool, typing: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            for imported in _imported(child, known):
                yield Import(name, imported, child.lineno, inside, typing)
        below = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        checking = typing or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
        yield from _walk(child, name, known, below, checking)


def _imported(node: ast.Import | ast.ImportFrom, known: dict[str, Path]) -> list[str]:
    """Dotted names; `from tangentx import pipeline` imports the module tangentx.pipeline."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, "relative imports hide the floor"
    full = [f"{node.module}.{alias.name}" for alias in node.names]
    submodules = [name for name in full if name in known]
    return submodules if len(submodules) == len(full) else [*submodules, node.module]
