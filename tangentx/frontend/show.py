"""A function in A-normal form as Python text that runs: for `--stage anf`, and to test that meaning is kept."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import gast

from tangentx.frontend import scopes, trees
from tangentx.records import (
    Assert,
    Attempt,
    Augment,
    Bind,
    Break,
    Continue,
    Define,
    Delete,
    Enter,
    Evaluate,
    Final,
    For,
    Function,
    Guarded,
    If,
    Import,
    Leave,
    Parameter,
    Raise,
    Return,
    Store,
    Try,
    Unpack,
    While,
    With,
    Yield,
)

_INDENT = "    "
_MODULES = {"@builtins": "__import__('builtins')", "@runtime": "__import__('tangentx.runtime').runtime"}


def to_text(function: Function) -> str:
    """`def` and body; a lambda is shown as a `def` of the name `lambda_`."""
    name = "lambda_" if function.name == "<lambda>" else function.name
    return "\n".join(_definition(name, function)) + "\n"


def source_text(function: Function) -> str:
    """The user's own text, for `--stage parse`."""
    return "".join(function.lines[function.first_line - 1 : function.last_line])


def expression(node: gast.AST) -> str:
    """An expression as text."""
    return ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(trees.clone(node, _printable))))


def _printable(node: gast.AST) -> gast.AST | None:
    """`-1` as a minus and a one: the printer puts parentheses round a minus, not round a constant.

    What a pattern calls is looked up where nobody can have renamed it.
    """
    if (
        isinstance(node, gast.Constant)
        and type(node.value) in (int, float)
        and str(node.value).startswith("-")
    ):
        return gast.UnaryOp(gast.USub(), gast.Constant(-node.value, None))
    if isinstance(node, gast.Name) and node.id in _MODULES:
        return gast.parse(_MODULES[node.id], mode="eval").body
    return None


def _definition(name: str, function: Function) -> list[str]:
    outer = sorted(scopes.declared(function.tree, gast.Nonlocal))
    declaration = [f"{_INDENT}nonlocal {', '.join(outer)}"] if outer else []
    body = function.tree.body if isinstance(function.tree.body, list) else [function.tree.body]
    own = sorted(scopes.walrus_targets(body) & function.locals)  # bound by a generator expression, perhaps
    declaration += [f"{_INDENT}{variable}: object" for variable in own]
    return [f"def {name}({_signature(function.parameters)}):", *declaration, *_block(function.body)]


def _signature(parameters: tuple[Parameter, ...]) -> str:
    kinds = [parameter.kind for parameter in parameters]
    parts = []
    for index, parameter in enumerate(parameters):
        first_keyword = parameter.kind == "KEYWORD_ONLY" and "KEYWORD_ONLY" not in kinds[:index]
        if first_keyword and "VAR_POSITIONAL" not in kinds:
            parts.append("*")
        stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(parameter.kind, "")
        default = "" if parameter.default is None else f"={expression(parameter.default)}"
        parts.append(f"{stars}{parameter.name}{default}")
        if parameter.kind == "POSITIONAL_ONLY" and "POSITIONAL_ONLY" not in kinds[index + 1 :]:
            parts.append("/")
    return ", ".join(parts)


def _block(body: tuple) -> list[str]:
    lines = [line for stmt in body for line in _PRINTERS[type(stmt)](stmt)]
    return [_INDENT + line for line in lines or ["pass"]]


def _bind(stmt: Bind) -> list[str]:
    if isinstance(stmt.value, gast.ClassDef):
        return ast.unparse(gast.gast_to_ast(stmt.value)).splitlines()
    return [f"{stmt.target} = {expression(stmt.value)}"]


def _unpack(stmt: Unpack) -> list[str]:
    comma = "," if len(stmt.targets) == 1 else ""
    shown = ", ".join(stmt.targets) if stmt.targets else "()"
    return [f"{shown}{comma} = {expression(stmt.value)}"]


def _store(stmt: Store) -> list[str]:
    return [f"{expression(stmt.target)} = {expression(stmt.value)}"]


def _augment(stmt: Augment) -> list[str]:
    operation = ast.parse("a += b").body[0]
    operation.op = gast.gast_to_ast(stmt.op)
    symbol = ast.unparse(operation).split()[1]
    if stmt.setup:
        target, setup = expression(stmt.target), [line.removeprefix(_INDENT) for line in _block(stmt.setup)]
        return [f"_old = {target}", *setup, f"_old {symbol} {expression(stmt.value)}", f"{target} = _old"]
    return [f"{expression(stmt.target)} {symbol} {expression(stmt.value)}"]


def _if(stmt: If) -> list[str]:
    lines = [f"if {expression(stmt.test)}:", *_block(stmt.body)]
    return [*lines, "else:", *_block(stmt.orelse)] if stmt.orelse else lines


def _try(stmt: Try) -> list[str]:
    lines = ["try:", *_block(stmt.body)]
    for handler in stmt.handlers:
        kind = "" if handler.exc is None else f" {expression(handler.exc)}"
        name = "" if handler.name is None else f" as {handler.name}"
        lines += [f"except{kind}{name}:", *_block(handler.body)]
    lines += ["else:", *_block(stmt.orelse)] if stmt.orelse else []
    return [*lines, "finally:", *_block(stmt.finalbody)] if stmt.finalbody else lines


def _with(stmt: With) -> list[str]:
    name = "" if stmt.target is None else f" as {stmt.target}"
    return [f"with {expression(stmt.manager)}{name}:", *_block(stmt.body)]


def _attempt(stmt: Attempt) -> list[str]:
    """`try` with `else`: what is guarded, the handler, and what follows."""
    cut = next((i for i, s in enumerate(stmt.body) if isinstance(s, Guarded)), len(stmt.body))
    kind = "" if stmt.catches is None else f" {expression(stmt.catches)}"
    rest = _block(stmt.body[cut + 1 :])
    return ["try:", *_block(stmt.body[:cut]), f"except{kind}:", *_block(stmt.orelse), "else:", *rest]


def _enter(stmt: Enter) -> list[str]:
    if stmt.manager is None:
        return ["# try:"]
    name = "" if stmt.target is None else f" as {stmt.target}"
    return [f"# with {expression(stmt.manager)}{name}:"]


def _for(stmt: For) -> list[str]:
    lines = [f"for {stmt.target} in {expression(stmt.iter)}:", *_block(stmt.body)]
    return [*lines, "else:", *_block(stmt.orelse)] if stmt.orelse else lines


def _while(stmt: While) -> list[str]:
    """Work that the test needs is shown at the loop's head; with an `else`, in front of every trip."""
    test = expression(stmt.test)
    if not stmt.setup:
        lines = [f"while {test}:", *_block(stmt.body)]
    elif not stmt.orelse:
        leave = [f"{_INDENT}if not ({test}):", f"{_INDENT * 2}break"]
        lines = ["while True:", *_block(stmt.setup), *leave, *_block(stmt.body)]
    else:
        setup = [line.removeprefix(_INDENT) for line in _block(stmt.setup)]
        body = _before_continue(stmt.body, stmt.setup)
        lines = [*setup, f"while {test}:", *_block((*body, *stmt.setup))]
    return [*lines, "else:", *_block(stmt.orelse)] if stmt.orelse else lines


def _before_continue(body: tuple, setup: tuple) -> Iterator:
    for stmt in body:
        if isinstance(stmt, Continue):
            yield from setup
        if isinstance(stmt, If):
            parts = (tuple(_before_continue(part, setup)) for part in (stmt.body, stmt.orelse))
            stmt = If(stmt.test, *parts, stmt.place)
        yield stmt


def _assert(stmt: Assert) -> list[str]:
    message = "" if stmt.message is None else f", {expression(stmt.message)}"
    return [f"assert {expression(stmt.test)}{message}"]


def _raise(stmt: Raise) -> list[str]:
    exc = "" if stmt.exc is None else f" {expression(stmt.exc)}"
    return [f"raise{exc}" + ("" if stmt.cause is None else f" from {expression(stmt.cause)}")]


def _import(stmt: Import) -> list[str]:
    if stmt.attribute is not None:
        return [f"from {stmt.module} import {stmt.attribute} as {stmt.name}"]
    return [f"import {stmt.module}" + ("" if stmt.module == stmt.name else f" as {stmt.name}")]


_PRINTERS: dict[type, Callable[..., list[str]]] = {
    Bind: _bind,
    Unpack: _unpack,
    Store: _store,
    Augment: _augment,
    Evaluate: lambda stmt: [expression(stmt.value)],
    If: _if,
    For: _for,
    While: _while,
    Break: lambda stmt: ["break"],
    Continue: lambda stmt: ["continue"],
    Return: lambda stmt: [f"return {expression(stmt.value)}"],
    Assert: _assert,
    Raise: _raise,
    Delete: lambda stmt: [f"del {', '.join(stmt.names)}"],
    Import: _import,
    Yield: lambda stmt: [f"yield {expression(stmt.value)}"],
    Try: _try,
    With: _with,
    Attempt: _attempt,
    Enter: _enter,
    Final: lambda stmt: ["# finally:"],
    Leave: lambda stmt: ["# end"],
    Define: lambda stmt: _definition(stmt.name, stmt.function),
}
