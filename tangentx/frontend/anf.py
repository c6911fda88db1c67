"""Statements to A-normal form: a parsed function gets its body.

*Requires* a `Function` from `parse`.  *Gives* the function with `body`: one operation a statement, in the order in
which Python would have done it.  Raises for everything outside the language, all problems at once.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import gast

from tangentx.frontend import accepted, language, opaque, scopes, supers, trees
from tangentx.frontend.assertions import asserted
from tangentx.frontend.expressions import FreshNames
from tangentx.frontend.parameters import parameters
from tangentx.frontend.patterns import Patterns
from tangentx.frontend.protected import Protected
from tangentx.records import (
    Augment,
    Bind,
    Break,
    Continue,
    Define,
    Delete,
    Evaluate,
    For,
    Function,
    Handler,
    If,
    Import,
    Raise,
    Return,
    Statement,
    Store,
    Unpack,
    While,
    With,
    Yield,
)


def normalise(function: Function) -> Function:
    """The function with its body in A-normal form."""
    try:
        accepted.check(function)
        return _lowered(function)
    except RecursionError:
        raise accepted.refusal(function, function.tree, language.DEEP) from None


def _lowered(function: Function) -> Function:
    function = supers.written_out(function)
    tree = function.tree
    lowering = Lowering(
        source=function,
        fresh=FreshNames(scopes.identifiers(tree)),
        variables=frozenset(scopes.local_names(tree)),
        mentioned=frozenset(scopes.mentioned_outside(tree)),
        rebinds=any(isinstance(node, gast.NamedExpr) for node in gast.walk(tree)),
        shared=frozenset(scopes.written_by_functions(tree)),
    )
    return lowering.function(function)


def bound_names(body: tuple[Statement, ...]) -> set[str]:
    """Every name that a body binds, at any depth, nested functions apart."""
    found: set[str] = set()
    for stmt in body:
        if isinstance(stmt, (Bind, For)):
            found.add(stmt.target)
        elif isinstance(stmt, (Define, Import)):
            found.add(stmt.name)
        elif isinstance(stmt, Unpack):
            found.update(target.lstrip("*") for target in stmt.targets)
        elif isinstance(stmt, Augment) and isinstance(stmt.target, gast.Name):
            found.add(stmt.target.id)
        elif isinstance(stmt, Delete):
            found.update(stmt.names)
        elif isinstance(stmt, With) and stmt.target is not None:
            found.add(stmt.target)
        elif isinstance(stmt, Handler) and stmt.name is not None:
            found.add(stmt.name)
        for part in ("setup", "body", "orelse", "handlers", "finalbody"):
            found |= bound_names(getattr(stmt, part, ()))
    return found


def _read(target: gast.Attribute) -> gast.Attribute:
    """The attribute to store to, read."""
    owner = trees.name(target.value.id, target.value)
    return trees.located(gast.Attribute(owner, target.attr, gast.Load()), target)


def _unstarred(target: gast.AST) -> gast.AST:
    return target.value if isinstance(target, gast.Starred) else target


class Lowering(Patterns, Protected):
    """Lowering of statements, and of the expressions that become statements."""

    def function(self, function: Function) -> Function:
        """A function, this one or one nested in it, with its body."""
        tree = function.tree
        with self.block() as body:
            if isinstance(tree, gast.Lambda):
                self.out.append(Return(self.atom(tree.body), self.place(tree.body)))
            else:
                self.statements(tree.body)
        own = {parameter.name for parameter in function.parameters} | bound_names(tuple(body))
        own |= scopes.walrus_targets(tree.body if isinstance(tree.body, list) else [tree.body])
        own -= scopes.declared(tree, gast.Nonlocal)
        generator = scopes.first_yield(tree) is not None
        return replace(function, body=tuple(body), locals=frozenset(own), generator=generator)

    def statements(self, nodes: list[gast.AST]) -> None:
        for node in nodes:
            self.value(node)

    def branch(self, nodes: list[gast.AST]) -> tuple[Statement, ...]:
        with self.block() as body:
            self.statements(nodes)
        return tuple(body)

    # -- simple statements ------------------------------------------------------------------------------

    def do_nothing(self, node: gast.AST) -> None:
        """`pass`, `nonlocal`, and `global` of names that are only read."""

    def do_break(self, node: gast.Break) -> None:
        self.out.append(Break(self.place(node)))

    def do_continue(self, node: gast.Continue) -> None:
        self.out.append(Continue(self.place(node)))

    def do_return(self, node: gast.Return) -> None:
        value = trees.constant(None, node) if node.value is None else self.atom(node.value)
        self.out.append(Return(value, self.place(node)))

    def do_yield(self, node: gast.Yield) -> gast.AST:
        value = trees.constant(None, node) if node.value is None else self.atom(node.value)
        self.out.append(Yield(value, self.place(node)))
        return trees.constant(None, node)

    def do_yield_from(self, node: gast.YieldFrom) -> gast.AST:
        item, place = self.fresh.temporary(), self.place(node)
        passed = Yield(trees.name(item, node), place)
        self.out.append(For(item, self.atom(node.value), (passed,), (), place))
        return trees.constant(None, node)

    def do_evaluate(self, node: gast.Expr) -> None:
        value = self.value(node.value)
        if not isinstance(value, gast.Constant):
            self.out.append(Evaluate(value, self.place(node)))

    def do_assert(self, node: gast.Assert) -> None:
        message = None if node.msg is None else trees.clone(node.msg)
        self.out.append(asserted(self.test(node.test), message, self.place(node)))

    def do_raise(self, node: gast.Raise) -> None:
        exc, cause = (None if part is None else trees.clone(part) for part in (node.exc, node.cause))
        self.out.append(Raise(exc, cause, self.place(node)))

    def do_import(self, node: gast.Import) -> None:
        for alias in node.names:
            package, dot, _ = alias.name.partition(".")
            if dot and alias.asname is None:  # `import a.b` loads a.b and binds a
                self.out.append(Import(self.fresh.temporary(), alias.name, None, self.place(node)))
                self.out.append(Import(package, package, None, self.place(node)))
            else:
                self.out.append(Import(alias.asname or alias.name, alias.name, None, self.place(node)))

    def do_import_from(self, node: gast.ImportFrom) -> None:
        module = node.module or ""
        if node.level:
            package = self.source.namespace.globals.get("__package__")
            module = importlib.util.resolve_name("." * node.level + module, package)
        for alias in node.names:
            self.out.append(Import(alias.asname or alias.name, module, alias.name, self.place(node)))

    # -- assignments ------------------------------------------------------------------------------------

    def do_assign(self, node: gast.Assign) -> None:
        first, *others = node.targets
        if all(isinstance(target, gast.Name) for target in node.targets):
            self.bind(first.id, node.value)
            for target in others:
                if target.id != first.id:
                    self.out.append(Bind(target.id, trees.name(first.id, node.value), self.place(node)))
        elif others:
            value = self.atom(node.value)
            bound = {
                part.id
                for target in node.targets
                for part in gast.walk(target)
                if isinstance(part, gast.Name)
            }
            if isinstance(value, gast.Name) and value.id in bound:
                value = self.copied(value)
            for target in node.targets:
                self.assign(target, value, node)
        else:
            self.assign(first, node.value, node)

    def do_annotated(self, node: gast.AnnAssign) -> None:
        if node.value is not None:
            self.assign(node.target, node.value, node)
        elif not isinstance(node.target, gast.Name):
            self.atom(node.target.value)  # Python evaluates the object, and assigns nothing

    def assign(self, target: gast.AST, value: gast.AST, node: gast.AST) -> None:
        """`target = value`; the value is evaluated first."""
        if isinstance(target, gast.Name):
            self.bind(target.id, value)
        elif isinstance(target, (gast.Tuple, gast.List)):
            self.unpack(target, value, node)
        else:
            atom = self.kept(self.atom(value), [target])
            self.out.append(Store(self.location(target), atom, self.place(node)))

    def location(self, target: gast.AST, later: tuple = ()) -> gast.AST:
        """The Subscript or Attribute to store to, of atoms."""
        if isinstance(target, gast.Subscript):
            return self.stored(self.do_subscript(target, later))
        owner = self.kept(self.atom(target.value), later)
        return trees.located(gast.Attribute(owner, target.attr, gast.Store()), target)

    @staticmethod
    def stored(target: gast.AST) -> gast.AST:
        target.ctx = gast.Store()  # made a moment ago, nobody else has it
        return target

    def unpack(self, target: gast.Tuple | gast.List, value: gast.AST, node: gast.AST) -> None:
        """`a, b[i], (c, *d) = value`: the value, then the targets from left to right."""
        simple = [isinstance(_unstarred(part), gast.Name) for part in target.elts]
        if not all(simple) and self.unpack_display(target, value, node):
            return
        direct = simple.index(False) if False in simple else len(simple)
        names = [
            _unstarred(part).id if index < direct else self.fresh.temporary()
            for index, part in enumerate(target.elts)
        ]
        stars = ["*" if isinstance(part, gast.Starred) else "" for part in target.elts]
        targets = tuple(star + name for star, name in zip(stars, names, strict=True))
        self.out.append(Unpack(targets, self.value(value), self.place(node)))
        for name, part in list(zip(names, target.elts, strict=True))[direct:]:
            self.assign(_unstarred(part), trees.name(name, part), node)

    def unpack_display(self, target: gast.AST, value: gast.AST, node: gast.AST) -> bool:
        """`a[i], a[j] = a[j], a[i]`: element by element, where both sides show as many."""
        if not isinstance(value, (gast.Tuple, gast.List)) or len(value.elts) != len(target.elts):
            return False
        if any(isinstance(part, gast.Starred) for part in (*value.elts, *target.elts)):
            return False
        bound = {
            part.id
            for part in gast.walk(target)
            if isinstance(part, gast.Name) and not isinstance(part.ctx, gast.Load)
        } | scopes.walrus_targets([target])
        atoms = self.atoms(value.elts)
        atoms = [self.copied(a) if isinstance(a, gast.Name) and a.id in bound else a for a in atoms]
        for part, atom in zip(target.elts, atoms, strict=True):
            self.assign(part, atom, node)
        return True

    def do_augment(self, node: gast.AugAssign) -> None:
        """Python reads the target, then evaluates the value, then stores.

        An item stays one statement even where its value is a call: `u[1:] += f(u)` is not to become a copy of u.
        Whoever resolves the call sees whether it writes on `u`: the statements that compute the value go along.
        """
        place = self.place(node)
        if self.read_first(node):
            target = (
                self.location(node.target, (node.value,)) if isinstance(node.target, gast.Attribute) else None
            )
            old = self.copied(trees.name(node.target.id, node.target) if target is None else _read(target))
            value = self.atom(node.value)
            self.out.append(Augment(self.stored(trees.name(old.id, old)), node.op, value, place))
            new = trees.name(old.id, old)
            self.out.append(Bind(node.target.id, new, place) if target is None else Store(target, new, place))
            return
        name = isinstance(node.target, gast.Name)
        target = trees.clone(node.target) if name else self.location(node.target, (node.value,))
        with self.block() as setup:
            value = self.atom(node.value)
        if name or opaque.is_harmless(node.value, self.source):
            self.out += setup
            setup = []
        self.out.append(Augment(target, node.op, value, place, tuple(setup)))

    def read_first(self, node: gast.AugAssign) -> bool:
        """Could evaluating the value re-bind the variable, or set the attribute, that is augmented?"""
        if isinstance(node.target, gast.Name):
            return self.changes(node.target, [node.value])
        return isinstance(node.target, gast.Attribute) and not opaque.is_harmless(node.value, self.source)

    # -- branches and loops -----------------------------------------------------------------------------

    def do_if(self, node: gast.If) -> None:
        test = self.test(node.test)
        self.out.append(
            If(test, self.branch(node.body), self.branch(node.orelse), self.place(node, node.test))
        )

    def do_while(self, node: gast.While) -> None:
        with self.block() as setup:
            test = self.test(node.test)
        place = self.place(node, node.test)
        self.out.append(While(tuple(setup), test, self.branch(node.body), self.branch(node.orelse), place))

    def do_for(self, node: gast.For) -> None:
        place = self.place(node, node.iter)
        if isinstance(node.iter, gast.GeneratorExp):
            self.loop_over_generator(node)
            return
        items = self.atom(node.iter)
        with self.block() as body:
            target = self.loop_variable(node.target)
            self.statements(node.body)
        self.out.append(For(target, items, tuple(body), self.branch(node.orelse), place))

    def loop_variable(self, target: gast.AST) -> str:
        """The plain name a loop binds; what else the target asks for is done first in the body."""
        if isinstance(target, gast.Name):
            return target.id
        temporary = self.fresh.temporary()
        self.assign(target, trees.name(temporary, target), target)
        return temporary

    def loop_over_generator(self, node: gast.For) -> None:
        """`for y in (f(x) for x in xs)`: one loop, in which y is computed when its turn comes."""
        clause = self.separated(node.iter)
        generator = clause.generators[0]
        items = self.atom(generator.iter)
        with self.block() as body:
            target = self.loop_variable(generator.target)

            def whole() -> None:
                self.assign(node.target, clause.elt, node.target)
                self.statements(node.body)

            self.filtered(generator.ifs, whole)
        place = self.place(node, node.iter)
        self.out.append(For(target, items, tuple(body), self.branch(node.orelse), place))

    # -- nested functions -------------------------------------------------------------------------------

    def do_define(self, node: gast.FunctionDef) -> None:
        decorators = self.atoms(
            node.decorator_list, [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        )
        name = self.fresh.temporary() if decorators else node.name
        self.define(name, node, node.name)
        decorated = trees.name(name, node)
        for index, decorator in enumerate(reversed(decorators)):
            last = index == len(decorators) - 1
            result = node.name if last else self.fresh.temporary()
            self.out.append(Bind(result, gast.Call(decorator, [decorated], []), self.place(decorator)))
            decorated = trees.name(result, node)

    def do_define_class(self, node: gast.ClassDef) -> None:
        self.out.append(Bind(node.name, node, self.place(node)))

    def do_lambda(self, node: gast.Lambda) -> gast.AST:
        name = self.fresh.temporary()
        self.define(name, node, "<lambda>")
        return trees.name(name, node)

    def bind(self, target: str, node: gast.AST) -> None:
        if isinstance(node, gast.Lambda):
            self.define(target, node, "<lambda>")
        else:
            super().bind(target, node)

    def define(self, name: str, node: gast.FunctionDef | gast.Lambda, own_name: str) -> None:
        """A nested function: defaults are evaluated here, its body is lowered in its own scope."""
        positional = self.atoms(node.args.defaults, [*filter(None, node.args.kw_defaults)])
        keyword = [None if default is None else self.atom(default) for default in node.args.kw_defaults]
        inner = Lowering(
            source=self.source,
            fresh=self.fresh,
            variables=self.variables | frozenset(scopes.local_names(node)),
            mentioned=self.mentioned | frozenset(scopes.mentioned_outside(node)),
            rebinds=self.rebinds,
            shared=self.shared,
        )
        function = replace(
            self.source,
            name=own_name,
            qualname=f"{self.source.qualname}.<locals>.{own_name}",
            first_line=node.lineno,
            last_line=node.end_lineno,
            parameters=parameters(node.args, positional, keyword),
            doc=None,
            tree=node,
            callable=None,
        )
        self.out.append(Define(name, inner.function(function), self.place(node)))
