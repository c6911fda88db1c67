"""Statements and suites as lines of text.

A simple statement, or the head of a compound one, is first described as *segments*: pieces of text, and slots that hold
an expression.  On one line the segments are just joined; where that is too wide, `layout` breaks the slots as
`ruff format` would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tangentx.syntax.breaking import Breaker
from tangentx.syntax.comments import WIDTH, comment, heading
from tangentx.syntax.flat import Printer
from tangentx.syntax.literals import string_body
from tangentx.syntax.segments import Bracketed, Item, Segment, Slot

_INDENT = 4


class StatementPrinter:
    """Lines of text for statements; expressions are left to `printer`."""

    def __init__(self, printer: Printer):
        self.printer = printer
        self.breaker = Breaker(printer)
        self._heads: dict[str, Callable[[Any], list[Segment]]] = {
            name[6:]: getattr(self, name) for name in dir(self) if name.startswith("_head_")
        }
        self._tails: dict[str, Callable[[Any, int], list[str]]] = {
            name[6:]: getattr(self, name) for name in dir(self) if name.startswith("_tail_")
        }

    def suite(self, body: Sequence[Any], indent: int) -> list[str]:
        """The lines of a suite, with the blank lines that its headings and definitions ask for."""
        lines: list[str] = []
        before = ""
        for statement in body:
            kind = statement.__class__.__name__
            section, title = getattr(statement, "section", None), getattr(statement, "heading", None)
            asked = section is not None or title is not None or getattr(statement, "blank_before", False)
            if before and (asked or _apart(before, kind)):
                lines += [""] * (2 if indent == 0 and _DEFINITIONS & {before, kind} else 1)
            if section is not None:
                lines.append(heading(section, indent))
            if title is not None:
                lines.append(heading(title, indent))
            lines += self.statement(statement, indent)
            before = kind
        return lines

    def statement(self, node: Any, indent: int) -> list[str]:
        """The lines of one statement, the suites of a compound one included."""
        kind = node.__class__.__name__
        head = self._heads.get(kind)
        if head is None:
            raise TypeError(f"no statement, or one that cannot be printed: {kind}")
        lines = self._decorators(node, indent) + self._laid_out(
            head(node), indent, getattr(node, "tag", None)
        )
        tail = self._tails.get(kind)
        return lines if tail is None else lines + tail(node, indent)

    def _decorators(self, node: Any, indent: int) -> list[str]:
        marks = getattr(node, "decorator_list", ())
        return [
            line for mark in marks for line in self._laid_out(["@", Slot(mark, "expression")], indent, None)
        ]

    def _laid_out(self, segments: list[Segment], indent: int, tag: str | None) -> list[str]:
        """The lines of a head: one if it fits, else broken."""
        suffix = "" if tag is None else "  " + comment(tag)
        text = " " * indent + "".join(self._flat(segment) for segment in segments)
        if len(text) + len(suffix) <= WIDTH and text.isascii():
            return [text + suffix]
        return self.breaker.lines(segments, indent, suffix)

    def _flat(self, segment: Segment) -> str:
        if isinstance(segment, str):
            return segment
        if isinstance(segment, Bracketed):
            return (
                f"{segment.left}{', '.join(self._flat_item(item) for item in segment.items)}{segment.right}"
            )
        return self.breaker.bare(segment)

    def _flat_item(self, item: Item) -> str:
        return "".join(map(self._flat, item)) if isinstance(item, list) else self._flat(item)

    # -- heads of simple statements -------------------------------------------------------

    def _head_Assign(self, node: Any) -> list[Segment]:
        targets = [part for target in node.targets for part in (Slot(target, "target"), " = ")]
        unpacked = any(target.__class__.__name__ == "Tuple" for target in node.targets)
        return [*targets, Slot(node.value, "result" if unpacked else "value")]

    def _head_AugAssign(self, node: Any) -> list[Segment]:
        symbol = self.printer.symbols[node.op.__class__.__name__]
        return [Slot(node.target, "target"), f" {symbol}= ", Slot(node.value, "value")]

    def _head_AnnAssign(self, node: Any) -> list[Segment]:
        target = self.printer.text(node.target)
        bare = node.simple or node.target.__class__.__name__ != "Name"
        head: list[Segment] = [target if bare else f"({target})", ": ", Slot(node.annotation, "annotation")]
        return head if node.value is None else [*head, " = ", Slot(node.value, "value")]

    def _head_Expr(self, node: Any) -> list[Segment]:
        return [Slot(node.value, "expression")]

    def _head_Return(self, node: Any) -> list[Segment]:
        return ["return"] if node.value is None else ["return ", Slot(node.value, "result")]

    def _head_Raise(self, node: Any) -> list[Segment]:
        head: list[Segment] = ["raise"] if node.exc is None else ["raise ", Slot(node.exc, "raised")]
        return head if node.cause is None else [*head, " from ", Slot(node.cause, "raised")]

    def _head_Assert(self, node: Any) -> list[Segment]:
        head: list[Segment] = ["assert ", Slot(node.test, "asserted")]
        return head if node.msg is None else [*head, ", ", Slot(node.msg, "asserted")]

    def _head_Delete(self, node: Any) -> list[Segment]:
        if len(node.targets) == 1:
            return ["del ", Slot(node.targets[0], "expression")]
        return [
            "del ",
            Bracketed(
                "", [self.printer.text(target) for target in node.targets], "", optional=True, comma=True
            ),
        ]

    def _head_Import(self, node: Any) -> list[Segment]:
        return ["import " + ", ".join(map(_alias, node.names))]

    def _head_ImportFrom(self, node: Any) -> list[Segment]:
        start = f"from {'.' * (node.level or 0)}{node.module or ''} import "
        if node.names[0].name == "*":
            return [start + "*"]
        return [start, Bracketed("", [_alias(alias) for alias in node.names], "", optional=True, comma=True)]

    def _head_Global(self, node: Any) -> list[Segment]:
        return ["global " + ", ".join(node.names)]

    def _head_Nonlocal(self, node: Any) -> list[Segment]:
        return ["nonlocal " + ", ".join(node.names)]

    def _head_Pass(self, node: Any) -> list[Segment]:
        return ["pass"]

    def _head_Break(self, node: Any) -> list[Segment]:
        return ["break"]

    def _head_Continue(self, node: Any) -> list[Segment]:
        return ["continue"]

    # -- heads of compound statements -----------------------------------------------------

    def _head_If(self, node: Any) -> list[Segment]:
        return ["if ", Slot(node.test, "test"), ":"]

    def _head_While(self, node: Any) -> list[Segment]:
        return ["while ", Slot(node.test, "test"), ":"]

    def _head_For(self, node: Any) -> list[Segment]:
        return ["for ", Slot(node.target, "loop target"), " in ", Slot(node.iter, "iterated"), ":"]

    def _head_With(self, node: Any) -> list[Segment]:
        if len(node.items) == 1:
            [item] = node.items
            name = [] if item.optional_vars is None else [" as ", Slot(item.optional_vars, "with target")]
            return ["with ", Slot(item.context_expr, "managed"), *name, ":"]
        return [
            "with ",
            Bracketed("", [self._with_item(item) for item in node.items], "", optional=True, comma=True),
            ":",
        ]

    def _with_item(self, item: Any) -> Item:
        managed = Slot(item.context_expr, "managed")
        if item.optional_vars is None:
            return managed
        return [managed, f" as {self.printer.text(item.optional_vars)}"]

    def _head_Try(self, node: Any) -> list[Segment]:
        return ["try:"]

    def _head_FunctionDef(self, node: Any) -> list[Segment]:
        parameters = self.printer.parameters(node.args)
        head: list[Segment] = [f"def {node.name}", Bracketed("(", list(parameters), ")", comma=True)]
        end = _end(node)
        if node.returns is None:
            return [*head, end]
        result = Slot(node.returns, "annotation")  # parameters give way before it does
        return [*head, " -> ", self.breaker.bare(result) if parameters else result, end]

    def _head_ClassDef(self, node: Any) -> list[Segment]:
        bases: list[Item] = [Slot(base, "base") for base in node.bases]
        bases += [self.printer.keyword(keyword) for keyword in node.keywords]
        brackets = [Bracketed("(", bases, ")")] if bases else []
        return [f"class {node.name}", *brackets, _end(node)]

    # -- suites of compound statements ----------------------------------------------------

    def _block(self, body: Sequence[Any], indent: int) -> list[str]:
        """The suite of a compound statement at `indent`; a definition does not follow its head at once."""
        gap = [""] if body[0].__class__.__name__ in _DEFINITIONS else []
        return gap + self.suite(body, indent + _INDENT)

    def _tail_If(self, node: Any, indent: int) -> list[str]:
        lines = self._block(node.body, indent)
        if not node.orelse:
            return lines
        [first, *rest] = node.orelse
        chained = not rest and first.__class__.__name__ == "If" and getattr(first, "heading", None) is None
        if not chained:
            return lines + self._else(node, indent)
        head = self._laid_out(["el", *self._head_If(first)], indent, getattr(first, "tag", None))
        return lines + head + self._tail_If(first, indent)

    def _else(self, node: Any, indent: int) -> list[str]:
        return [" " * indent + "else:", *self._block(node.orelse, indent)] if node.orelse else []

    def _tail_loop(self, node: Any, indent: int) -> list[str]:
        return self._block(node.body, indent) + self._else(node, indent)

    _tail_For = _tail_While = _tail_loop

    def _tail_With(self, node: Any, indent: int) -> list[str]:
        return self._block(node.body, indent)

    def _tail_Try(self, node: Any, indent: int) -> list[str]:
        lines = self._block(node.body, indent)
        for handler in node.handlers:
            lines += self._laid_out(self._handler(handler), indent, getattr(handler, "tag", None))
            lines += self._block(handler.body, indent)
        lines += self._else(node, indent)
        if node.finalbody:
            lines += [" " * indent + "finally:", *self._block(node.finalbody, indent)]
        return lines

    def _handler(self, node: Any) -> list[Segment]:
        if node.type is None:
            return ["except:"]
        name = "" if node.name is None else f" as {getattr(node.name, 'id', node.name)}"
        return ["except ", Slot(node.type, "value"), f"{name}:"]

    def _tail_definition(self, node: Any, indent: int) -> list[str]:
        text = _docstring(node.body)
        if _end(node) != ":":
            return []
        if text is None:
            return self.suite(node.body, indent + _INDENT)
        lines = _docstring_lines(text, indent + _INDENT)
        rest = self.suite(node.body[1:], indent + _INDENT)
        gap = [""] if rest and (node.__class__.__name__ == "ClassDef" or _spaced(node.body[1])) else []
        return lines + gap + rest

    _tail_FunctionDef = _tail_ClassDef = _tail_definition


_DEFINITIONS = frozenset({"FunctionDef", "ClassDef"})
_IMPORTS = frozenset({"Import", "ImportFrom"})


def _apart(before: str, after: str) -> bool:
    """Whether two kinds of statements stand with a blank line between them."""
    return before in _DEFINITIONS or after in _DEFINITIONS or (before in _IMPORTS and after not in _IMPORTS)


def _end(node: Any) -> str:
    """The end of the head of a definition: a body that is but `...` stands on its line."""
    value = getattr(node.body[0], "value", None)
    return ": ..." if len(node.body) == 1 and getattr(value, "value", None) is ... else ":"


def _spaced(statement: Any) -> bool:
    return getattr(statement, "blank_before", False) or statement.__class__.__name__ in _DEFINITIONS


def _alias(alias: Any) -> str:
    return alias.name if alias.asname is None else f"{alias.name} as {alias.asname}"


def _docstring(body: Sequence[Any]) -> str | None:
    first = body[0]
    value = first.value if first.__class__.__name__ == "Expr" else None
    return value.value if value.__class__.__name__ == "Constant" and isinstance(value.value, str) else None


def _docstring_lines(text: str, indent: int) -> list[str]:
    """The docstring in triple quotes, its later lines at the indentation that they bring along."""
    lines = [line.rstrip() for line in text.expandtabs().strip().split("\n")]
    body = [string_body(line, '"').replace('\\"', '"').replace('"""', '\\"\\"\\"') for line in lines]
    if body[-1].endswith('"'):
        body[-1] = body[-1][:-1] + '\\"'
    if body[0].startswith('"'):
        body[0] = " " + body[0]
    margin = min((len(line) - len(line.lstrip()) for line in body[1:] if line.strip()), default=0)
    pad = " " * indent
    rest = [pad + line[margin:] if line.strip() else "" for line in body[1:]]
    return [f'{pad}"""{body[0]}', *rest, f'{pad}"""'] if rest else [f'{pad}"""{body[0]}"""']
