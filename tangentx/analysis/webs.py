"""One name for each web: a variable that is bound again for another purpose becomes another variable.

*Requires* a `Program`.  *Gives* the same program, renamed, so that outside loops no binding overwrites a value that
somebody may still want:

    x = np.sin(x)               x_1 = np.sin(x)
    x = x * x           ->      x_2 = x_1 * x_1

A web is a set of bindings that reach a common use; its members keep one name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import gast

from tangentx.analysis import reals, stored_types
from tangentx.analysis.program import Program, Structure
from tangentx.analysis.scope import loop_join
from tangentx.analysis.types import HELD, Maybe, Type, Unknown, some
from tangentx.analysis.wholes import marked
from tangentx.records import (
    Assert,
    Attempt,
    Augment,
    Bind,
    Break,
    Continue,
    Enter,
    Evaluate,
    Final,
    For,
    If,
    Leave,
    Raise,
    Store,
    Unpack,
    While,
)
from tangentx.syntax import nodes

Definitions = dict[str, frozenset]  # variable -> definitions that reach a point


def split_webs(program: Program, def_types: dict[int, Type], held: dict[tuple, Type]) -> Program:
    """Rename every web apart.  `held`: what stores have made of the containers that a name stands for."""
    finder = _Webs()
    for p in program.parameters:
        finder._age(("parameter", p))  # the oldest definitions: parameters keep their names
    end = finder.walk(program.body, {p: frozenset([("parameter", p)]) for p in program.parameters})
    for name in _result_names(program.result):
        finder.use("result", name, end or {})
    names = finder.names(set(program.names), program)
    rewriter = _Rewriter(finder, names, program, def_types, held)
    return rewriter.run()


def _result_names(result) -> list[str]:
    if isinstance(result, str):
        return [result]
    return [name for item in result.items for name in _result_names(item)]


class _Webs:
    """Reaching definitions, merged where they meet."""

    def __init__(self):
        self.parent: dict = {}
        self.uses: dict = {}  # (user, name) -> a definition
        self.order: dict = {}  # definitions in order of first sight
        self.loops: list = []

    def find(self, d):
        while self.parent.get(d, d) != d:
            d = self.parent[d]
        return d

    def union(self, definitions) -> None:
        roots = sorted({self.find(d) for d in definitions}, key=self._age)
        for other in roots[1:]:
            self.parent[other] = roots[0]

    def _age(self, d) -> int:
        return self.order.setdefault(d, len(self.order))

    def use(self, user, name: str, env: Definitions) -> None:
        found = env.get(name)
        if found:
            self.union(found)
            self.uses[(user, name)] = self.find(next(iter(sorted(found, key=self._age))))

    def define(self, stmt, name: str, env: Definitions) -> None:
        d = (id(stmt), name)
        self._age(d)
        env[name] = frozenset([d])

    # -- walking -----------------------------------------------------------------------------------

    def walk(self, body: tuple, env: Definitions) -> Definitions | None:
        scopes: list = []  # for every scope that is open: the definitions at every point of its body
        for i, stmt in enumerate(body):
            env = self.statement(stmt, env)
            if env is None:
                return None
            if isinstance(stmt, Enter):
                scopes.append([])
            elif isinstance(stmt, Leave):
                scopes.pop()
            elif isinstance(stmt, Final):  # it runs after an exception as well
                every, read = merge(scopes[-1]) or {}, names_in(body[i + 1 :])
                env = {name: every.get(name, found) if name in read else found for name, found in env.items()}
            for points in scopes:
                points.append(dict(env))
        return env

    def statement(self, stmt, env: Definitions) -> Definitions | None:
        if isinstance(stmt, If):
            self._read_test(stmt, env)
            ends = [self.walk(part, dict(env)) for part in (stmt.body, stmt.orelse)]
            return merge([e for e in ends if e is not None])
        if isinstance(stmt, For | While):
            return self._loop(stmt, env)
        if isinstance(stmt, Break | Continue):
            self.loops[-1][isinstance(stmt, Break)].append(dict(env))
            return None
        for expr in read_expressions(stmt):
            self._read(stmt, expr, env)
        if isinstance(stmt, Leave) and stmt.finished is not None:  # set, if the body got so far
            before = env.get(stmt.finished, frozenset())
            self.define(stmt, stmt.finished, env)
            env[stmt.finished] |= before
            return env
        for name in bound_names(stmt):
            self.define(stmt, name, env)
        return None if isinstance(stmt, Raise) else env

    def _read_test(self, stmt: If, env: Definitions) -> None:
        """The test of a branch; an attempt's flag is bound in its two blocks."""
        if not isinstance(stmt, Attempt):
            self._read(stmt, stmt.test, env)
            return
        flags = [s for part in (stmt.body, stmt.orelse) for s in part if _binds(s, stmt.test.id)]
        for flag in flags:
            self._age((id(flag), stmt.test.id))
        self.use(id(stmt), stmt.test.id, {stmt.test.id: frozenset((id(f), stmt.test.id) for f in flags)})

    def _read(self, stmt, expr, env: Definitions) -> None:
        for name in nodes.names_read(expr):
            self.use(id(stmt), name, env)

    def _loop(self, stmt, env: Definitions) -> Definitions | None:
        if isinstance(stmt, For):
            self._read(stmt, stmt.iter, env)
        head = dict(env)
        while True:
            before = head
            self.loops.append(([], []))
            inner = dict(head)
            if isinstance(stmt, For):
                self.define(stmt, stmt.target, inner)
            else:
                self._read(stmt, stmt.test, inner)
            end = self.walk(stmt.body, inner)
            continues, breaks = self.loops.pop()
            head = merge([env, *([end] if end is not None else []), *continues])
            if head == before:
                break
        endless = isinstance(stmt, While) and isinstance(stmt.test, gast.Constant) and bool(stmt.test.value)
        return merge([*([] if endless else [head]), *breaks])

    # -- naming --------------------------------------------------------------------------------------

    def names(self, taken: set[str], program: Program) -> dict:
        """Web -> name: the oldest web of a variable keeps the variable's name."""
        found: dict = {}
        used: set[str] = set()
        for d in sorted(self.order, key=self.order.get):
            root = self.find(d)
            if root in found:
                continue
            name, k = d[1], 0
            while name in used or (k and name in taken):
                k += 1
                name = f"{d[1]}_{k}"
            used.add(name)
            found[root] = name
        return found


def names_in(body: tuple) -> set[str]:
    """The names that are read up to the end of the scope that the block begins in."""
    found: set[str] = set()
    for stmt in body:
        if isinstance(stmt, Leave):
            break
        parts = [getattr(stmt, part) for part in ("body", "orelse") if isinstance(stmt, If | For | While)]
        own = [getattr(stmt, part) for part in ("test", "iter") if hasattr(stmt, part)]
        expressions = [*read_expressions(stmt), *(e for e in own if isinstance(e, gast.AST))]
        found |= {name for e in expressions for name in nodes.names_read(e)}
        found = found.union(*map(names_in, parts))
    return found


def _binds(stmt, name: str) -> bool:
    return isinstance(stmt, Bind) and stmt.target == name


def merge(envs: list[Definitions]) -> Definitions | None:
    if not envs:
        return None
    merged: dict = {}
    for env in envs:
        for name, found in env.items():
            merged[name] = merged.get(name, frozenset()) | found
    return merged


def read_expressions(stmt) -> list[gast.AST]:
    """The expressions that a simple statement evaluates."""
    if isinstance(stmt, Bind | Unpack | Evaluate):
        return [stmt.value]
    if isinstance(stmt, Store | Augment):
        return [*_target_parts(stmt.target), stmt.value]
    if isinstance(stmt, Assert):
        return [e for e in (stmt.test, stmt.message) if e is not None]
    if isinstance(stmt, Enter):
        return [] if stmt.manager is None else [stmt.manager]
    if isinstance(stmt, Raise):
        return [e for e in (stmt.exc, stmt.cause) if e is not None]
    return []


def _target_parts(target: gast.AST) -> list[gast.AST]:
    if isinstance(target, gast.Subscript):
        return [target.value, target.slice]
    return [target.value] if isinstance(target, gast.Attribute) else [nodes.name(target.id)]


def bound_names(stmt) -> list[str]:
    if isinstance(stmt, Bind):
        return [stmt.target]
    if isinstance(stmt, Enter | Leave):
        own = stmt.target if isinstance(stmt, Enter) else stmt.finished
        return [] if own is None else [own]
    return [t.lstrip("*") for t in stmt.targets] if isinstance(stmt, Unpack) else []


class _Rewriter:
    """Writes the renamed program; statements are new objects, their facts move with them."""

    def __init__(self, finder: _Webs, names: dict, program: Program, def_types: dict[int, Type], held: dict):
        self.finder, self.web_names, self.program = finder, names, program
        self.def_types, self.held = def_types, held
        self.types: dict[str, Type] = {}
        self.bound: dict[str, list[Type]] = defaultdict(list)
        self.ops, self.kinds = {}, {}  # the facts about its statements, and the types of what they bind

    def run(self) -> Program:
        program = self.program
        passed = {leaf.variable: leaf.type for leaf in program.leaves if not leaf.path}
        for parameter in program.parameters:
            every = program.types.get(parameter)  # of all bindings of the name
            if every is not None:
                kind = every if isinstance(every, HELD) else passed.get(parameter, every)
                self.types[self._defined(("parameter", parameter))] = kind
        body = self.block(program.body)
        made = replace(
            program, body=body, ops=self.ops,
            types=marked(body, {n: some(k) for n, k in self.types.items()}, self.bound),
            result=self._result(program.result),
            leaves=tuple(replace(leaf, variable=self._leaf_name(leaf)) for leaf in program.leaves),
            names=program.names | set(self.web_names.values()),
            optional=frozenset(n for n, k in self.types.items() if isinstance(k, Maybe)),
        )  # fmt: skip
        return reals.set_apart(made, self.kinds, self.bound)

    def _leaf_name(self, leaf) -> str:
        if not leaf.path:
            return self._defined(("parameter", leaf.parameter))
        return self.leaf_names.get(leaf.variable, leaf.variable)

    leaf_names: dict[str, str] = {}

    def _result(self, result):
        if isinstance(result, str):
            return self._used("result", result)
        return Structure(result.cls, result.keys, tuple(self._result(r) for r in result.items))

    def _used(self, user, name: str) -> str:
        d = self.finder.uses.get((user, name))
        return name if d is None else self.web_names[self.finder.find(d)]

    def _defined(self, d) -> str:
        root = self.finder.find(d)
        return self.web_names.setdefault(root, d[1])

    def _note(self, name: str, stmt, old: str) -> None:
        kind = self.def_types.get(id(stmt))
        known = self.program.types.get(old)
        if kind is None or isinstance(known, HELD):
            kind = known
        elif kind is not None:
            kind = stored_types.known(self.held, old, kind)
        self.types[name] = loop_join(self.types.get(name), kind)
        self.bound[name].append(kind)

    def expr(self, node, stmt):
        if node is None:
            return None
        mapping = {}
        for name in nodes.names_read(node):
            new = self._used(id(stmt), name)
            if new != name:
                mapping[name] = nodes.name(new)
        return nodes.substitute(node, mapping) if mapping else node

    def target(self, node, stmt):
        if isinstance(node, gast.Subscript):
            return gast.Subscript(self.expr(node.value, stmt), self.expr(node.slice, stmt), node.ctx)
        if isinstance(node, gast.Attribute):
            return gast.Attribute(self.expr(node.value, stmt), node.attr, node.ctx)
        return self.expr(nodes.name(node.id), stmt)

    def block(self, body: tuple) -> tuple:
        return tuple(self.statement(stmt) for stmt in body)

    def statement(self, stmt):
        made = self._rebuilt(stmt)
        self.kinds[id(made)] = self.def_types.get(id(stmt))
        op = self.program.ops.get(id(stmt))
        if op is not None:
            self.ops[id(made)] = replace(
                op, operands={k: self._operand(v, stmt) for k, v in op.operands.items()}
            )
            if op.kind == "leaf":
                self.leaf_names = {**self.leaf_names, stmt.target: made.target}
        return made

    def _operand(self, value, stmt):
        if isinstance(value, tuple):
            return tuple(self._operand(v, stmt) for v in value)
        return self.expr(value, stmt) if isinstance(value, gast.AST) else value

    def _entered(self, stmt: Enter) -> Enter:
        target = stmt.target
        if target is not None:
            target = self._defined((id(stmt), stmt.target))
            self._note(target, stmt, stmt.target)
        return replace(stmt, manager=self.expr(stmt.manager, stmt), target=target)

    def _rebuilt(self, stmt):
        if isinstance(stmt, Bind):
            new = self._defined((id(stmt), stmt.target))
            self._note(new, stmt, stmt.target)
            return replace(stmt, target=new, value=self.expr(stmt.value, stmt))
        if isinstance(stmt, Unpack):
            plain = [self._defined((id(stmt), t.lstrip("*"))) for t in stmt.targets]
            for new, old in zip(plain, stmt.targets, strict=True):
                self._note(new, stmt, old.lstrip("*"))
            targets = tuple("*" * (o[0] == "*") + n for o, n in zip(stmt.targets, plain, strict=True))
            return replace(stmt, targets=targets, value=self.expr(stmt.value, stmt))
        if isinstance(stmt, Augment) and isinstance(stmt.target, gast.Name):
            kind = self.def_types.get(id(stmt))
            if isinstance(kind, Unknown):
                self.types[self._used(id(stmt), stmt.target.id)] = kind
        if isinstance(stmt, Store | Augment):
            return replace(stmt, target=self.target(stmt.target, stmt), value=self.expr(stmt.value, stmt))
        if isinstance(stmt, If):
            test = self.expr(stmt.test, stmt)
            return replace(stmt, test=test, body=self.block(stmt.body), orelse=self.block(stmt.orelse))
        if isinstance(stmt, For):
            new = self._defined((id(stmt), stmt.target))
            self._note(new, stmt, stmt.target)
            return replace(stmt, target=new, iter=self.expr(stmt.iter, stmt), body=self.block(stmt.body))
        if isinstance(stmt, While):
            return replace(stmt, test=self.expr(stmt.test, stmt), body=self.block(stmt.body))
        if isinstance(stmt, Enter):
            return self._entered(stmt)
        if isinstance(stmt, Leave) and stmt.finished is not None:
            return replace(stmt, finished=self._defined((id(stmt), stmt.finished)))
        if isinstance(stmt, Evaluate):
            return replace(stmt, value=self.expr(stmt.value, stmt))
        if isinstance(stmt, Assert):
            return replace(stmt, test=self.expr(stmt.test, stmt), message=self.expr(stmt.message, stmt))
        if isinstance(stmt, Raise):
            return replace(stmt, exc=self.expr(stmt.exc, stmt), cause=self.expr(stmt.cause, stmt))
        return stmt
