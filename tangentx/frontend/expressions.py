"""Expressions to A-normal form: every operand an atom, evaluated in Python's order, each once.

`value` gives an atom or one operation on atoms, and emits the statements that come before it; `atom` binds an
operation to a temporary.  The method `do_<how>` for a node is named by `language.LANGUAGE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, ModuleType

import gast

from tangentx.frontend import desugar, language, opaque, scopes, trees
from tangentx.records import Bind, Delete, Evaluate, Function, If, Place

_STABLE = (ModuleType, FunctionType, BuiltinFunctionType, type)


@dataclass
class FreshNames:
    """Names that no part of the user's function uses, numbered in order of need."""

    taken: set[str]
    count: int = 0

    def temporary(self) -> str:
        while True:
            self.count += 1
            name = f"_t{self.count}"
            if name not in self.taken:
                return name

    def like(self, base: str) -> str:
        number = 1
        while f"{base}_{number}" in self.taken:
            number += 1
        self.taken.add(f"{base}_{number}")
        return f"{base}_{number}"


@dataclass
class Expressions:
    """Lowering of expressions, for one function (or one nested in it)."""

    source: Function  # the outermost function
    fresh: FreshNames
    variables: frozenset[str]  # variables of this function and of those around it
    mentioned: frozenset[str]  # names that variables of comprehensions must keep clear of
    rebinds: bool  # a walrus stands somewhere: operands may be re-bound while an expression is evaluated
    shared: frozenset[str]  # variables that nested functions re-bind (`nonlocal`): any call may
    out: list = field(default_factory=list)
    eager: set[int] = field(default_factory=set)  # generator expressions that are read whole, at once
    tried: int = 0  # bodies of `try` around what is lowered

    # -- the frame ------------------------------------------------------------------------------------

    def place(self, node: gast.AST, end: gast.AST | None = None) -> Place:
        return trees.place(node, self.source.file, end)

    @contextmanager
    def block(self) -> Iterator[list]:
        """Statements emitted inside go to the list that this gives."""
        outer, self.out = self.out, []
        try:
            yield self.out
        finally:
            self.out = outer

    def value(self, node: gast.AST) -> gast.AST:
        """An atom, or one operation on atoms."""
        return getattr(self, "do_" + language.handling(node).how)(node)

    def atom(self, node: gast.AST) -> gast.AST:
        return self.named(self.value(node))

    def named(self, value: gast.AST) -> gast.AST:
        """The value itself where it is an atom, else a temporary bound to it."""
        return value if trees.is_atom(value) else self.copied(value)

    def bind(self, target: str, node: gast.AST) -> None:
        """`target = node`, without a temporary in between."""
        if isinstance(node, gast.IfExp):
            self.choose(target, node)
        else:
            self.out.append(Bind(target, self.value(node), self.place(node)))

    # -- operands -------------------------------------------------------------------------------------

    def atoms(self, nodes: Sequence[gast.AST], later: Sequence[gast.AST] = ()) -> list[gast.AST]:
        """Operands, left to right; `later` are those that are evaluated after them, elsewhere.

        A name that a later operand re-binds is copied first: `f(i, i := i + 1)` passes the old value.
        """
        result = []
        for index, node in enumerate(nodes):
            constant = isinstance(node, gast.Constant)  # keeps displays of many numbers quick
            after = () if constant else [*nodes[index + 1 :], *later]
            result.append(self.operand(node, after))
        return result

    def operand(self, node: gast.AST, after: Sequence[gast.AST]) -> gast.AST:
        if isinstance(node, gast.Starred):
            return self.starred(node, after)
        return self.kept(self.atom(node), after)

    def kept(self, atom: gast.AST, after: Sequence[gast.AST]) -> gast.AST:
        """The atom, or a copy of it where evaluating `after` could re-bind its name."""
        if isinstance(atom, gast.Name) and after and self.changes(atom, after):
            return self.copied(atom)
        return atom

    def copied(self, value: gast.AST) -> gast.AST:
        temporary = self.fresh.temporary()
        self.out.append(Bind(temporary, value, self.place(value)))
        return trees.name(temporary, value)

    def changes(self, atom: gast.Name, after: Sequence[gast.AST]) -> bool:
        """Could these expressions re-bind the name?  A walrus does, a call does to globals and shared variables."""
        if self.rebinds and atom.id in scopes.walrus_targets(after):
            return True
        if atom.id in self.shared:
            return not all(opaque.is_harmless(node, self.source) for node in after if node is not None)
        found = opaque.outer_object(atom, self.source)
        return (
            found is not None
            and not isinstance(found, _STABLE)
            and self.foreign(atom.id)
            and scopes.calls(after)
        )

    def foreign(self, name: str) -> bool:
        builtins = self.source.namespace.builtins
        return name not in self.variables and name not in builtins

    def starred(self, node: gast.Starred, after: Sequence[gast.AST]) -> gast.AST:
        """`*items`; unpacked at once where what comes later could see or change the items."""
        items = self.kept(self.atom(node.value), after)
        star = trees.located(gast.Starred(items, gast.Load()), node)
        if not scopes.calls(after):
            return star
        unpacked = self.named(trees.located(gast.Tuple([star], gast.Load()), node))
        return trees.located(gast.Starred(unpacked, gast.Load()), node)

    def mapping(self, node: gast.AST, after: Sequence[gast.AST]) -> gast.AST:
        """The operand of `**`, unpacked at once where what comes later could change it."""
        items = self.kept(self.atom(node), after)
        return self.named(trees.located(gast.Dict([None], [items]), node)) if scopes.calls(after) else items

    # -- atoms and operations -------------------------------------------------------------------------

    def do_name(self, node: gast.Name) -> gast.AST:
        return trees.name(node.id, node)

    def do_constant(self, node: gast.Constant) -> gast.AST:
        return trees.located(gast.Constant(node.value, node.kind), node)

    def do_binary(self, node: gast.BinOp) -> gast.AST:
        left, right = self.atoms([node.left, node.right])
        if (
            isinstance(node.op, gast.Pow)
            and isinstance(node.left, gast.UnaryOp)
            and isinstance(left, gast.Constant)
        ):
            # A negative constant left of ** would be printed without its parentheses.
            left = self.copied(left)
        return trees.located(gast.BinOp(left, node.op, right), node)

    def do_unary(self, node: gast.UnaryOp) -> gast.AST:
        if opaque.is_plainly_boolean(node, self.source):
            return trees.clone(node)
        folded = desugar.negated_constant(node)
        return folded or trees.located(gast.UnaryOp(node.op, self.atom(node.operand)), node)

    def do_compare(self, node: gast.Compare) -> gast.AST:
        """One comparison; a chain stays one where nothing but names and constants stands behind the second."""
        operands = [node.left, *map(desugar.members, node.ops, node.comparators)]
        whole = len(node.ops) == 1 or not opaque.asks_identity(node)
        if whole and all(trees.is_atom(self.simple(operand)) for operand in operands[2:]):
            left, *comparators = self.atoms(operands)
            return trees.located(gast.Compare(left, node.ops, comparators), node)
        return self.chain(node, operands)

    def simple(self, node: gast.AST) -> gast.AST:
        return desugar.negated_constant(node) or node if isinstance(node, gast.UnaryOp) else node

    def chain(self, node: gast.Compare, operands: list[gast.AST]) -> gast.AST:
        """`a < b < f()`: the middle once, the rest only where the comparisons so far hold."""
        result = self.fresh.temporary()
        left, right = self.atoms(operands[:2], operands[2:])
        self.compare_rest(result, node, left, right, 0)
        return trees.name(result, node)

    def compare_rest(
        self, result: str, node: gast.Compare, left: gast.AST, right: gast.AST, index: int
    ) -> None:
        compared = trees.located(gast.Compare(left, [node.ops[index]], [right]), node)
        self.out.append(Bind(result, compared, self.place(node)))
        if index + 1 < len(node.ops):
            with self.block() as holds:
                following = self.operand(node.comparators[index + 1], node.comparators[index + 2 :])
                again = trees.name(right.id, right) if isinstance(right, gast.Name) else trees.clone(right)
                self.compare_rest(result, node, again, following, index + 1)
            self.out.append(If(trees.name(result, node), tuple(holds), (), self.place(node)))

    def do_logical(self, node: gast.BoolOp) -> gast.AST:
        """`and`, `or`: a branch, unless the whole is plainly boolean."""
        if opaque.is_plainly_boolean(node, self.source):
            return trees.clone(node)
        result = self.fresh.temporary()
        self.decide(result, node, node.values)
        return trees.name(result, node)

    def decide(self, result: str, node: gast.BoolOp, values: list[gast.AST]) -> None:
        self.bind(result, values[0])
        if len(values) > 1:
            with self.block() as otherwise:
                self.decide(result, node, values[1:])
            test = trees.name(result, values[0])
            if isinstance(node.op, gast.Or):
                test = trees.located(gast.UnaryOp(gast.Not(), test), values[0])
            self.out.append(If(test, tuple(otherwise), (), self.place(values[0])))

    def decide_truth(self, result: str, node: gast.BoolOp, values: list[gast.AST]) -> None:
        """As `decide`, where only the truth matters: the result is no other name of a list."""
        first = values[0]
        if isinstance(first, gast.BoolOp):
            self.decide_truth(result, first, first.values)
        elif isinstance(first, gast.Name | gast.Attribute | gast.Subscript):
            opposite = self.fresh.temporary()
            self.bind(opposite, trees.located(gast.UnaryOp(gast.Not(), first), first))
            negated = gast.UnaryOp(gast.Not(), trees.name(opposite, first))
            self.bind(result, trees.located(negated, first))
        else:
            self.bind(result, first)
        if len(values) > 1:
            with self.block() as otherwise:
                self.decide_truth(result, node, values[1:])
            test = trees.name(result, first)
            if isinstance(node.op, gast.Or):
                test = trees.located(gast.UnaryOp(gast.Not(), test), first)
            self.out.append(If(test, tuple(otherwise), (), self.place(first)))

    def do_conditional(self, node: gast.IfExp) -> gast.AST:
        result = self.fresh.temporary()
        self.choose(result, node)
        return trees.name(result, node)

    def choose(self, target: str, node: gast.IfExp) -> None:
        """`target = a if test else b`."""
        test = self.test(node.test)
        with self.block() as body:
            self.bind(target, node.body)
        with self.block() as orelse:
            self.bind(target, node.orelse)
        self.out.append(If(test, tuple(body), tuple(orelse), self.place(node)))

    def test(self, node: gast.AST) -> gast.AST:
        """What `if` and `while` may test: an atom, one comparison of atoms, or a plainly boolean expression."""
        if isinstance(node, gast.BoolOp) and not opaque.is_plainly_boolean(node, self.source):
            result = self.fresh.temporary()
            self.decide_truth(result, node, node.values)
            return trees.name(result, node)
        value = self.value(node)
        boolean = isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.Not)
        return value if boolean or isinstance(value, (gast.Compare, gast.BoolOp)) else self.named(value)

    def do_walrus(self, node: gast.NamedExpr) -> gast.AST:
        self.bind(node.target.id, node.value)
        return trees.name(node.target.id, node)

    # -- attributes, items, calls -----------------------------------------------------------------------

    def do_attribute(self, node: gast.Attribute) -> gast.AST:
        """A chain of attributes is one operation on what it hangs on."""
        return self.rechained(node, self.atom(trees.chain_root(node)))

    def rechained(self, node: gast.AST, root: gast.AST) -> gast.AST:
        if not isinstance(node, gast.Attribute):
            return root
        return trees.located(gast.Attribute(self.rechained(node.value, root), node.attr, gast.Load()), node)

    def do_subscript(self, node: gast.Subscript, later: Sequence[gast.AST] = ()) -> gast.AST:
        base, *index = self.atoms([node.value, *desugar.flatten_index(node.slice)], later)
        rebuilt = desugar.rebuild_index(node.slice, index)
        return trees.located(gast.Subscript(base, rebuilt, gast.Load()), node)

    def do_delete(self, node: gast.Delete) -> None:
        """`del a, b[i]`: an item goes by the method that Python calls."""
        for target in [t for t in gast.walk(node) if isinstance(getattr(t, "ctx", None), gast.Del)]:
            if isinstance(target, gast.Subscript):
                self.out.append(Evaluate(self.deleted(target), self.place(node)))
            elif isinstance(target, gast.Name):
                self.out.append(Delete((target.id,), self.place(node)))

    def deleted(self, target: gast.Subscript) -> gast.AST:
        """The call that `del items[i]` is."""
        if isinstance(target.slice, gast.Slice):
            return self.deleted_slice(target)
        item = self.do_subscript(target)
        method = trees.located(gast.Attribute(item.value, "__delitem__", gast.Load()), target)
        return trees.located(gast.Call(method, [self.named(item.slice)], []), target)

    def deleted_slice(self, target: gast.Subscript) -> gast.AST:
        """`del items[a:b]` hands a slice object to the method."""
        none = gast.Constant(None, None)
        bounds = [b or none for b in (target.slice.lower, target.slice.upper, target.slice.step)]
        base, *bounds = self.atoms([target.value, *bounds], ())
        part = trees.located(gast.Call(trees.outside("builtins.slice"), bounds, []), target)
        method = trees.located(gast.Attribute(base, "__delitem__", gast.Load()), target)
        return trees.located(gast.Call(method, [self.copied(part)], []), target)

    def do_call(self, node: gast.Call) -> gast.AST:
        if opaque.decides(node, self.source):
            return trees.clone(node)
        if opaque.takes_generator(node, self.source, self.tried > 0):
            self.eager.add(id(node.args[0]))
        operands = [*node.args, *(keyword.value for keyword in node.keywords)]
        func = self.callee(node.func, operands)
        args = self.atoms(node.args, operands[len(node.args) :])
        keywords = []
        for index, keyword in enumerate(node.keywords):
            after = operands[len(node.args) + index + 1 :]
            atom = (self.operand if keyword.arg else self.mapping)(keyword.value, after)
            keywords.append(trees.located(gast.keyword(keyword.arg, atom), keyword))
        return trees.located(gast.Call(func, args, keywords), node)

    def callee(self, node: gast.AST, operands: Sequence[gast.AST]) -> gast.AST:
        """The function of a call: a name or a chain of attributes stays whole.

        `self.model.step(self.next())` looks `self.model` up before it calls `next`: there the object comes first.
        Only the last name, the method's own, is looked up after the arguments.
        """
        root = trees.chain_root(node)
        atom = self.atom(root)
        if isinstance(atom, gast.Name) and (self.rebinds or atom.id in self.shared):
            atom = self.kept(atom, operands)
        if isinstance(node, gast.Attribute) and isinstance(node.value, gast.Attribute):
            module = isinstance(opaque.outer_object(root, self.source), ModuleType)
            if not module and scopes.calls(operands):
                owner = self.named(self.rechained(node.value, atom))
                return trees.located(gast.Attribute(owner, node.attr, gast.Load()), node)
        elif isinstance(node, gast.Attribute):
            atom = self.kept(atom, operands)
        return self.rechained(node, atom)

    # -- displays and text ------------------------------------------------------------------------------

    def do_display(self, node: gast.Tuple | gast.List | gast.Set) -> gast.AST:
        if desugar.is_constant_display(node):
            return trees.clone(node)
        context = [] if isinstance(node, gast.Set) else [gast.Load()]
        return trees.located(type(node)(self.elements(node.elts), *context), node)

    def elements(self, nodes: list[gast.AST]) -> list[gast.AST]:
        """Elements of a display; tuples of constants stay whole."""
        result = []
        for index, node in enumerate(nodes):
            constant = desugar.is_constant_display(node)
            result.append(trees.clone(node) if constant else self.operand(node, nodes[index + 1 :]))
        return result

    def do_dict(self, node: gast.Dict) -> gast.AST:
        keys, values = [], []
        parts = [part for pair in zip(node.keys, node.values, strict=True) for part in pair]
        for index, (key, item) in enumerate(zip(node.keys, node.values, strict=True)):
            after = [part for part in parts[2 * index + 2 :] if part is not None]
            keys.append(self.operand(key, [item, *after]) if key is not None else None)
            values.append((self.operand if key is not None else self.mapping)(item, after))
        return trees.located(gast.Dict(keys, values), node)

    def do_format(self, node: gast.JoinedStr) -> gast.AST:
        """Text; pieces are formatted one by one where a later piece could change what an earlier one shows."""
        pieces = []
        for index, piece in enumerate(node.values):
            if isinstance(piece, gast.FormattedValue):
                after = node.values[index + 1 :]
                piece = self.formatted(piece, after)
                if scopes.calls(after):
                    text = self.named(trees.located(gast.JoinedStr([piece]), node))
                    piece = trees.located(gast.FormattedValue(text, -1, None), node)
            else:
                piece = trees.clone(piece)
            pieces.append(piece)
        return trees.located(gast.JoinedStr(pieces), node)

    def formatted(self, node: gast.FormattedValue, after: Sequence[gast.AST]) -> gast.AST:
        spec = node.format_spec
        atom = self.operand(node.value, [*([spec] if spec else []), *after])
        inner = self.do_format(spec) if spec is not None else None
        return trees.located(gast.FormattedValue(atom, node.conversion, inner), node)
