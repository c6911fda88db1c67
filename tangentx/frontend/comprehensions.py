"""Comprehensions to loops: one list, set or dict is filled, item by item, in Python's order.

A generator expression is lowered like a list where its consumer reads all of it at once, else to a generator function.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tangentx.frontend import desugar, scopes, trees
from tangentx.frontend.expressions import Expressions
from tangentx.records import Bind, Evaluate, For, If, Store


class Comprehensions(Expressions):
    """Lowering of comprehensions; `loop_variable` comes with the statements (`anf.Lowering`)."""

    def separated(self, node: gast.AST) -> gast.AST:
        """The comprehension with variables that meet no other."""
        separate = desugar.separate_scope(node, self.mentioned, self.fresh.like)
        self.mentioned = self.mentioned | scopes.captured_by_functions(separate)
        return separate

    def do_list_comprehension(self, node: gast.ListComp | gast.GeneratorExp) -> gast.AST:
        node = self.separated(node)
        return self.collected(node, gast.List([], gast.Load()), self.appender(node))

    def do_generator_expression(self, node: gast.GeneratorExp) -> gast.AST:
        """A list where all of it is read at once, else a generator function that is called here."""
        if id(node) in self.eager and not scopes.walrus_targets([node]):
            return self.do_list_comprehension(node)
        items = self.atom(node.generators[0].iter)
        name = self.fresh.temporary()
        self.define(name, desugar.generator_function(node), "<genexpr>")
        return trees.located(gast.Call(trees.name(name, node), [items], []), node)

    def do_set_comprehension(self, node: gast.SetComp) -> gast.AST:
        """A list first, so that no name of a builtin is needed."""
        node = self.separated(node)
        items = self.collected(node, gast.List([], gast.Load()), self.appender(node))
        return trees.located(gast.Set([trees.located(gast.Starred(items, gast.Load()), node)]), node)

    def do_dict_comprehension(self, node: gast.DictComp) -> gast.AST:
        node = self.separated(node)

        def store(result: str) -> None:
            key, value = self.atoms([node.key, node.value])
            item = trees.located(gast.Subscript(trees.name(result, node), key, gast.Store()), node)
            self.out.append(Store(item, value, self.place(node)))

        return self.collected(node, gast.Dict([], []), store)

    def appender(self, node: gast.AST) -> Callable[[str], None]:
        def append(result: str) -> None:
            method = trees.located(gast.Attribute(trees.name(result, node), "append", gast.Load()), node)
            call = trees.located(gast.Call(method, [self.atom(node.elt)], []), node)
            self.out.append(Evaluate(call, self.place(node.elt)))

        return append

    def collected(self, node: gast.AST, empty: gast.AST, store: Callable[[str], None]) -> gast.AST:
        """The loops of a comprehension around `store`, which puts one item into the result."""
        outer, self.mentioned = self.mentioned, self.mentioned | set(scopes.comprehension_targets(node))
        items = self.atom(node.generators[0].iter)
        result = self.fresh.temporary()
        self.out.append(Bind(result, trees.located(empty, node), self.place(node)))
        self.clauses(node.generators, items, lambda: store(result))
        self.mentioned = outer | (self.mentioned & scopes.captured_by_functions(node))
        return trees.name(result, node)

    def clauses(
        self, generators: list[gast.comprehension], items: gast.AST, innermost: Callable[[], None]
    ) -> None:
        generator, *rest = generators

        def inside() -> None:
            if rest:
                self.clauses(rest, self.atom(rest[0].iter), innermost)
            else:
                innermost()

        with self.block() as body:
            target = self.loop_variable(generator.target)
            self.filtered(generator.ifs, inside)
        place = self.place(generator.target, generator.iter)
        self.out.append(For(target, items, tuple(body), (), place))

    def filtered(self, conditions: list[gast.AST], inside: Callable[[], None]) -> None:
        if not conditions:
            inside()
            return
        test = self.test(conditions[0])
        with self.block() as body:
            self.filtered(conditions[1:], inside)
        self.out.append(If(test, tuple(body), (), self.place(conditions[0])))
