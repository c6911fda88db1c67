"""`try` and `with` to A-normal form: the structure stays, `exceptions` turns it into branches.

What a manager of the standard library means is written out: `suppress` is a `try`, `nullcontext` is nothing.
"""

from __future__ import annotations

import contextlib
from types import ModuleType

import gast

from tangentx.errors import TangentxError
from tangentx.frontend import opaque, trees
from tangentx.frontend.comprehensions import Comprehensions
from tangentx.records import Function, Handler, Statement, Try, With


class Protected(Comprehensions):
    """Lowering of `try` and `with`; `branch` and `assign` come with the statements (`anf.Lowering`)."""

    def do_try(self, node: gast.Try) -> None:
        self.tried += 1
        body = self.branch(node.body)
        self.tried -= 1
        orelse, finalbody = self.branch(node.orelse), self.branch(node.finalbody)
        handlers = tuple(self.handler(h) for h in node.handlers if not self._lets_through(h))
        if not handlers and not finalbody:
            self.out += body
            return
        self.out.append(Try(body, handlers, orelse, finalbody, self.place_of_word(node, 3)))

    def _lets_through(self, node: gast.ExceptHandler) -> bool:
        """`except TangentxError: raise` in emitted code, where the attempt becomes one that has it again."""
        plain = isinstance(node.body[0], gast.Raise) and node.body[0].exc is None
        return plain and node.type is not None and outer_value(node.type, self.source) is TangentxError

    def place_of_word(self, node: gast.AST, length: int):
        place = self.place(node)
        return type(place)(place.file, place.line, place.col, place.line, place.col + length)

    def handler(self, node: gast.ExceptHandler) -> Handler:
        name = None if node.name is None else getattr(node.name, "id", node.name)
        exc = None if node.type is None else trees.clone(node.type)
        return Handler(exc, name, self.branch(node.body), self.place(node, node.type))

    def do_with(self, node: gast.With) -> None:
        self.managed(node.items, node)

    def managed(self, items: list, node: gast.With) -> None:
        """`with a, b: body` is `with a: with b: body`."""
        if not items:
            self.statements(node.body)
            return
        item, *rest = items
        place = self.place(item.context_expr)
        known = outer_callee(item.context_expr, self.source)
        if known is contextlib.suppress and not item.context_expr.keywords:
            classes = trees.located(gast.Tuple(item.context_expr.args, gast.Load()), item.context_expr)
            body = self.inside(rest, node, None)
            self.out.append(Try(body, (Handler(trees.clone(classes), None, (), place),), (), (), place))
        elif known is contextlib.nullcontext and len(item.context_expr.args) <= 1:
            [value] = item.context_expr.args or [trees.constant(None, node)]
            if item.optional_vars is None:
                self.atom(value)
            else:
                self.assign(item.optional_vars, value, node)
            self.managed(rest, node)
        else:
            manager = self.value(item.context_expr)
            target = self.target_name(item.optional_vars)
            body = self.inside(rest, node, (target, item.optional_vars))
            self.out.append(With(manager, target, body, place))

    def target_name(self, target: gast.AST | None) -> str | None:
        if target is None or isinstance(target, gast.Name):
            return None if target is None else target.id
        return self.fresh.temporary()

    def inside(self, rest: list, node: gast.With, bound: tuple | None) -> tuple[Statement, ...]:
        """The body of a `with`, beginning with what its target asks for."""
        with self.block() as body:
            if bound is not None and bound[1] is not None and not isinstance(bound[1], gast.Name):
                self.assign(bound[1], trees.name(bound[0], bound[1]), node)
            self.managed(rest, node)
        return tuple(body)


def outer_callee(node: gast.AST, function: Function) -> object:
    """What a call outside the function calls: a global, or an attribute of a module; else None."""
    return outer_value(node.func, function) if isinstance(node, gast.Call) else None


def outer_value(node: gast.AST, function: Function) -> object:
    """The object that a name, or a chain of attributes on a module, stands for."""
    found = opaque.outer_object(trees.chain_root(node), function)
    path = []
    while isinstance(node, gast.Attribute):
        path.append(node.attr)
        node = node.value
    for attribute in reversed(path):
        found = getattr(found, attribute, None) if isinstance(found, ModuleType) else None
    return found
