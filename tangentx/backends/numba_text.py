"""The text of a compiled derivative: the comments of the emitted module, kept at the statements they belong to."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable
from typing import Any

import gast

from tangentx.backends.numba_nests import Nest
from tangentx.syntax import nodes

_SECTIONS = ("forward sweep", "reverse sweep")


def comments_of(text: str) -> tuple[dict[int, str], dict[int, str]]:
    """({line: the comment at its end}, {line: the comment that fills it})."""
    behind, alone = {}, {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            is_alone = not token.line[: token.start[1]].strip()
            (alone if is_alone else behind)[token.start[0]] = token.string.lstrip("# ")
    return behind, alone


def note_comments(tree: gast.AST, text: str) -> None:
    """Give each statement of an emitted module its tag, heading and section, as the printer wants them."""
    behind, alone = comments_of(text)
    for node in nodes.walk(tree):
        if not isinstance(node, gast.stmt):
            continue
        last = node.body[0].lineno - 1 if hasattr(node, "body") else node.end_lineno
        tags = [behind[line] for line in range(node.lineno, last + 1) if line in behind]
        if tags:
            node.tag = tags[0]
        above = node.lineno - 1
        while above in alone:
            if alone[above] in _SECTIONS:
                node.section = alone[above]
            else:
                node.heading = alone[above]
            above -= 1


def finished(body: Iterable[Any]) -> list[gast.AST]:
    """Statements and nests as statements, each with the comments of the one it comes from."""
    made: list[gast.AST] = []
    for item in body:
        made += item.statements() if isinstance(item, Nest) else [item]
    for stmt in made:
        for part in ("body", "orelse"):
            if getattr(stmt, part, None):
                setattr(stmt, part, finished(getattr(stmt, part)))
    return made


def place_comments(body: list[gast.AST], seen: set[int]) -> None:
    """Headings once, above the first statement that a user's line became; tags on those that print them."""
    for stmt in body:
        origin = _origin(stmt)
        if origin is not None:
            if id(origin) not in seen:
                for attribute in ("section", "heading"):
                    if hasattr(origin, attribute):
                        setattr(stmt, attribute, getattr(origin, attribute))
                seen.add(id(origin))
            if hasattr(stmt, "origin") and hasattr(origin, "tag"):
                stmt.tag = origin.tag
        for part in ("body", "orelse"):
            place_comments(getattr(stmt, part, None) or [], seen)


def _origin(stmt: gast.AST) -> Any:
    """The emitted statement that a statement comes from; of a nest, that of its first one."""
    if hasattr(stmt, "origin"):
        return stmt.origin[0]
    inner = getattr(stmt, "body", None)
    return _origin(inner[0]) if inner else None
