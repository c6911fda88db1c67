"""Structural checks of a finished derivative: what must hold of every module that the transformer gives.

The text parses back to the same tree, every name that is read was bound on some path before, and no two functions
have one name.  A derivative that fails is a defect of tangentx, never of the user's program.
"""

from __future__ import annotations

import builtins
import inspect
import os
from collections.abc import Callable, Iterable
from typing import Any

import gast

from tangentx.errors import TangentxError
from tangentx.records import Derivative
from tangentx.syntax.nodes import names_bound, names_read
from tangentx.syntax.scopes import parameter_names
from tangentx.syntax.source import expression, render

# The tests switch this on; whoever makes derivatives asks it before calling `verify`, which costs a parse.
ENABLED = os.environ.get("TANGENTX_VERIFY", "0") not in ("", "0")

_ALWAYS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
_IGNORED = frozenset({"ctx", "kind", "type_comment"})


def verify(derivative: Derivative, known: Iterable[str] = ()) -> None:
    """Raise TX900 with all that is wrong with `derivative`.

    `known` are the globals that the loader will provide.
    """
    problems = _repeated_names(derivative) + _unbound_names(derivative, known) + _lost_in_print(derivative)
    if problems:
        message = f"the derivative {derivative.entry!r} is malformed: this is a defect of tangentx"
        raise TangentxError(message, code="TX900", why=problems)


def _repeated_names(derivative: Derivative) -> list[str]:
    names = [function.name for function in derivative.functions]
    problems = [
        f"two functions are called {name!r}" for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    missing = derivative.entry not in names
    return [*problems, f"there is no function {derivative.entry!r}"] if missing else problems


# -- names ------------------------------------------------------------------------------------


def _unbound_names(derivative: Derivative, known: Iterable[str]) -> list[str]:
    imported = names_bound(gast.parse("\n".join(derivative.imports)).body)
    outside = _ALWAYS | set(imported) | set(known) | {function.name for function in derivative.functions}
    problems: list[str] = []
    for function in derivative.functions:
        scope = _Scope(function, problems)
        scope.reads([function.args, function.returns, *function.decorator_list], outside)
        scope.suite(function.body, outside | set(parameter_names(function.args)))
    return list(dict.fromkeys(problems))


class _Scope:
    """Follows the names that may be bound through the statements of one function."""

    def __init__(self, function: Any, problems: list[str], within: str = ""):
        self.name, self.problems = within + function.name, problems
        self.locals = set(names_bound(function.body))
        self._flows: dict[type, Callable[[Any, set[str]], set[str]]] = {
            gast.If: self._branches,
            gast.For: self._loop,
            gast.While: self._loop,
            gast.With: self._with,
            gast.Try: self._try,
            gast.FunctionDef: self._function,
            gast.Delete: self._delete,
        }

    def reads(self, node: Any, bound: Iterable[str]) -> None:
        for name in names_read(node):
            if name not in bound:
                self.problems.append(f"{self.name}: {name!r} is read before it is bound")

    def suite(self, body: list, bound: Iterable[str]) -> set[str]:
        """The names that may be bound after a suite."""
        names = set(bound)
        for statement in body:
            flow = self._flows.get(statement.__class__)
            if flow is not None:
                names = flow(statement, names)
            else:
                inside = names | set(names_bound(statement)) if _binds_within(statement) else names
                self.reads(statement, inside)
                names |= set(names_bound(statement))
        return names

    def _branches(self, node: Any, bound: set[str]) -> set[str]:
        self.reads(node.test, bound | set(names_bound(node.test)))
        bound = bound | set(names_bound(node.test))
        return self.suite(node.body, bound) | self.suite(node.orelse, bound)

    def _loop(self, node: Any, bound: set[str]) -> set[str]:
        if isinstance(node, gast.For):
            self.reads(node.iter, bound)
            bound = bound | set(names_bound(node.target))
            again = bound | set(names_bound(node.body))
            self.reads(node.target, bound)
        else:
            again = bound | set(names_bound([node.test, *node.body]))
            self.reads(node.test, again)
        return self.suite(node.body, again) | self.suite(node.orelse, again)

    def _with(self, node: Any, bound: set[str]) -> set[str]:
        for item in node.items:
            self.reads(item.context_expr, bound)
            bound = bound | set(names_bound(item.optional_vars))
        return self.suite(node.body, bound)

    def _try(self, node: Any, bound: set[str]) -> set[str]:
        after = self.suite(node.body, bound)
        ends = self.suite(node.orelse, after)
        for handler in node.handlers:
            self.reads(handler.type, after)
            name = {handler.name.id} if handler.name is not None else set()
            ends |= self.suite(handler.body, after | name)
        return self.suite(node.finalbody, ends)

    def _function(self, node: Any, bound: set[str]) -> set[str]:
        self.reads([node.args, node.returns, *node.decorator_list], bound)
        bound = bound | {node.name}
        # When it runs, whatever the function around it binds may be there.
        inside = bound | self.locals | set(parameter_names(node.args))
        _Scope(node, self.problems, f"{self.name}.").suite(node.body, inside)
        return bound

    def _delete(self, node: Any, bound: set[str]) -> set[str]:
        gone = set(names_bound(node))
        self.reads([gast.Name(name, gast.Load(), None, None) for name in sorted(gone)], bound)
        self.reads(node, bound)
        return bound - gone


def _binds_within(statement: Any) -> bool:
    """Whether the statement itself reads what it binds: `(y := f(x)) + y`."""
    return any(isinstance(node, gast.NamedExpr) for node in gast.walk(statement))


# -- text -------------------------------------------------------------------------------------


def _lost_in_print(derivative: Derivative) -> list[str]:
    text = render(derivative).text
    try:
        body = gast.parse(text).body
    except SyntaxError as error:
        return [f"its text is no Python: line {error.lineno}: {error.msg}"]
    functions = [node for node in body if isinstance(node, gast.FunctionDef)]
    if len(functions) != len(derivative.functions):
        return ["its text has another number of functions"]
    pairs = zip(derivative.functions, functions, strict=True)
    return [
        f"{a.name}: its text means something else{_first_difference(a, b)}"
        for a, b in pairs
        if not _same(a, b)
    ]


def _same(a: Any, b: Any) -> bool:
    """Whether tree `b`, parsed from the text of `a`, is `a`: constants may have become expressions, as -1 does."""
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(_same, a, b))
    if not isinstance(a, gast.AST):
        return a.__class__ is b.__class__ and repr(a) == repr(b)
    if a.__class__ is not b.__class__ or isinstance(a, gast.JoinedStr):
        printed_otherwise = isinstance(a, gast.Constant | gast.JoinedStr) and isinstance(b, gast.expr)
        return printed_otherwise and expression(a) == expression(b)
    if isinstance(a, gast.Expr) and isinstance(a.value, gast.Constant) and isinstance(a.value.value, str):
        return inspect.cleandoc(a.value.value).strip() == inspect.cleandoc(str(b.value.value)).strip()
    fields = (field for field in a._fields if field not in _IGNORED)
    return all(_same(getattr(a, field, None), getattr(b, field, None)) for field in fields)


def _first_difference(a: Any, b: Any) -> str:
    """Where the trees of two functions part, as far as statements tell."""
    pairs = zip(a.body, b.body, strict=False)
    different = next(((x, y) for x, y in pairs if not _same(x, y)), None)
    return (
        ""
        if different is None
        else f": {gast.dump(different[0])[:300]} became {gast.dump(different[1])[:300]}"
    )
