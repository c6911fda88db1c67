"""Copy propagation: `y = x` disappears where x and y can be one variable.

*Requires* a program with one name a web.  *Gives* the program without copies between variables that are each bound
once, and without temporaries that are copies for as long as the variable stays as it is.  What is left are copies that
mean something: where paths meet, where a loop carries a value on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import gast

from tangentx.analysis.activity import result_names
from tangentx.analysis.layout import Layout, Spot, follows, layout
from tangentx.analysis.program import Program, Structure, base_name, statements
from tangentx.analysis.types import Const, is_surely_array
from tangentx.records import (
    Assert,
    Augment,
    Bind,
    Enter,
    Evaluate,
    For,
    If,
    Leave,
    Raise,
    Store,
    Unpack,
    While,
)
from tangentx.syntax import nodes


def propagate_copies(program: Program) -> Program:
    """Remove copies until none can be removed."""
    while True:
        found = _renaming(program) or _short_lived(program)
        if not found:
            return program
        program = Renamer(program, found).run()


def _renaming(program: Program) -> dict[str, gast.AST]:
    """Variables to replace, each by an atom; chains are followed to their end."""
    where = layout(program)
    bound = dict.fromkeys(program.parameters, 1)
    for name, spots in where.definitions.items():
        bound[name] = bound.get(name, 0) + len(spots)
    found: dict[str, gast.AST] = {}
    stores = [s for s in statements(program.body) if isinstance(s, Store | Augment)]
    written = {base_name(s.target) for s in stores}
    for name in {s.target.id for s in stores if isinstance(s.target, gast.Name)}:
        if not is_surely_array(program.types.get(name)):  # `x += e` of a number is a binding
            bound[name] = bound.get(name, 0) + 1
    for name in where.definitions:
        replacement = _replacement(program, where, bound, name, written)
        if replacement is not None:
            found[name] = replacement
    ends = ((k, _follow(found, k)) for k in found)
    kept = {*written, *result_names(program.result)}
    return {k: v for k, v in ends if v is not None and not (k in kept and isinstance(v, gast.Constant))}


def _short_lived(program: Program) -> dict[str, gast.AST]:
    """Temporaries whose every use comes before their variable is bound again."""
    where = layout(program)
    augmented = [
        s for s in statements(program.body) if isinstance(s, Augment) and isinstance(s.target, gast.Name)
    ]
    rebinding: dict[str, list] = {name: list(spots) for name, spots in where.definitions.items()}
    for stmt in augmented:
        rebinding.setdefault(stmt.target.id, []).append(where.spots[id(stmt)])
    kept = {*result_names(program.result), *(s.target.id for s in augmented)}
    found: dict[str, gast.AST] = {}
    for name, spots in where.definitions.items():
        value = _copied(program, spots[0].stmt)
        if len(spots) != 1 or not name.startswith("_") or name in kept or name in program.parameters:
            continue
        bound = rebinding.get(getattr(value, "id", ""), ())
        uses = where.uses.get(name, [])
        if isinstance(value, gast.Name) and all(_stays(spots[0], use, bound) for use in uses):
            found[name] = value
    return {name: value for name, value in found.items() if value.id not in found}


def _stays(copy: Spot, use: Spot, rebinding: Iterable[Spot]) -> bool:
    """Is the variable still what it was at the copy, where the copy is used?  A plain statement that binds it does so
    behind its uses; what a loop or a branch asks is asked again in the reverse sweep.  What an inner loop computes is
    one value by the copy's name, and one for each of its trips by the variable's."""
    if not follows(use, copy) or any(len(spot.loops) > len(copy.loops) for spot in rebinding):
        return False
    last = next(i for block, i in use.path if block == copy.block)
    own = len(use.path) == len(copy.path) and not isinstance(use.stmt, If | For | While)
    steps = (i for spot in rebinding for block, i in spot.path if block == copy.block)
    return not any(copy.index < i < last + (not own) for i in steps)


def _follow(found: dict[str, gast.AST], name: str) -> gast.AST | None:
    seen = {name}
    atom = found[name]
    while isinstance(atom, gast.Name) and atom.id in found:
        if atom.id in seen:
            return None
        seen.add(atom.id)
        atom = found[atom.id]
    return atom


def _replacement(program: Program, where: Layout, bound: dict[str, int], name: str, written: set[str]):
    """The atom to read instead of the variable; None: keep the copy."""
    spots = where.definitions[name]
    value = _copied(program, spots[0].stmt)
    if bound.get(name) != 1 or len(spots) != 1 or value is None:
        return None
    sure = all(follows(use, spots[0]) for use in where.uses.get(name, []))
    if not sure and not name.startswith("_"):
        return None  # where it is not bound, Python says so
    if isinstance(value, gast.Constant):
        if name in result_names(program.result) or name in written:
            return None
        return value if name.startswith("_") or _literal(program, name) else None
    if not isinstance(value, gast.Name) or bound.get(value.id) != 1:
        return None
    return None if spots[0].loops and not sure else value


def _copied(program: Program, stmt) -> gast.AST | None:
    """What a statement copies; None where it does something else."""
    return stmt.value if isinstance(stmt, Bind) and program.op(stmt).kind == "copy" else None


def _literal(program: Program, name: str) -> bool:
    kind = program.types.get(name)
    return isinstance(kind, Const) and not isinstance(kind.value, float)


class Renamer:
    """Applies a renaming to a program; copies that become trivial are dropped."""

    def __init__(self, program: Program, found: dict[str, gast.AST]):
        self.program, self.found = program, found
        self.ops: dict = {}
        self._prefer_user_names()

    def _prefer_user_names(self) -> None:
        """`r = _t1` keeps the name r: a temporary gives way to the user's variable."""
        swaps: dict[str, str] = {}
        for name, atom in self.found.items():
            if isinstance(atom, gast.Name) and atom.id.startswith("_") and not name.startswith("_"):
                if atom.id not in swaps and atom.id not in self.program.parameters:
                    swaps[atom.id] = name
        for name, atom in list(self.found.items()):
            if isinstance(atom, gast.Name) and atom.id in swaps:
                if swaps[atom.id] == name:
                    del self.found[name]
                else:
                    self.found[name] = nodes.name(swaps[atom.id])
        for temporary, name in swaps.items():
            self.found[temporary] = nodes.name(name)
        self.swaps = swaps

    def run(self) -> Program:
        program = self.program
        types = {self._new(n): k for n, k in program.types.items() if n not in self.found or n in self.swaps}
        return replace(
            program, body=self.block(program.body), ops=self.ops, result=self._result(program.result),
            types={**program.types, **types},
            leaves=tuple(replace(leaf, variable=self._new(leaf.variable)) for leaf in program.leaves),
        )  # fmt: skip

    def _new(self, name: str) -> str:
        atom = self.found.get(name)
        return atom.id if isinstance(atom, gast.Name) else name

    def _result(self, result):
        if isinstance(result, str):
            return self._new(result)
        return Structure(result.cls, result.keys, tuple(self._result(r) for r in result.items))

    def expr(self, node):
        return None if node is None else nodes.substitute(node, self.found)

    def target(self, node):
        if isinstance(node, gast.Subscript):
            return gast.Subscript(self.expr(node.value), self.expr(node.slice), node.ctx)
        if isinstance(node, gast.Attribute):
            return gast.Attribute(self.expr(node.value), node.attr, node.ctx)
        return self.expr(node)

    def block(self, body: tuple) -> tuple:
        made = (self.statement(stmt) for stmt in body)
        return tuple(stmt for stmt in made if stmt is not None)

    def statement(self, stmt):
        if isinstance(stmt, Bind) and self.program.op(stmt).kind == "copy" and self._trivial(stmt):
            return None
        made = self._rebuilt(stmt)
        op = self.program.ops.get(id(stmt))
        if op is not None:
            self.ops[id(made)] = replace(op, operands={k: self._operand(v) for k, v in op.operands.items()})
        return made

    def _trivial(self, stmt: Bind) -> bool:
        value = self.expr(stmt.value)
        gone = stmt.target in self.found and stmt.target not in self.swaps
        return gone or (isinstance(value, gast.Name) and value.id == self._new(stmt.target))

    def _operand(self, value):
        if isinstance(value, tuple):
            return tuple(self._operand(v) for v in value)
        return self.expr(value) if isinstance(value, gast.AST) else value

    def _rebuilt(self, stmt):
        if isinstance(stmt, Bind):
            return replace(stmt, target=self._new(stmt.target), value=self.expr(stmt.value))
        if isinstance(stmt, Unpack):
            targets = ("*" * t.startswith("*") + self._new(t.lstrip("*")) for t in stmt.targets)
            return replace(stmt, targets=tuple(targets), value=self.expr(stmt.value))
        if isinstance(stmt, Evaluate):
            return replace(stmt, value=self.expr(stmt.value))
        if isinstance(stmt, Store | Augment):
            return replace(stmt, target=self.target(stmt.target), value=self.expr(stmt.value))
        if isinstance(stmt, If):
            return replace(
                stmt, test=self.expr(stmt.test), body=self.block(stmt.body), orelse=self.block(stmt.orelse)
            )
        if isinstance(stmt, For):
            iterated = self.expr(stmt.iter)
            return replace(stmt, target=self._new(stmt.target), iter=iterated, body=self.block(stmt.body))
        if isinstance(stmt, While):
            return replace(stmt, test=self.expr(stmt.test), body=self.block(stmt.body))
        if isinstance(stmt, Enter):
            target = None if stmt.target is None else self._new(stmt.target)
            return replace(stmt, manager=self.expr(stmt.manager), target=target)
        if isinstance(stmt, Leave) and stmt.finished is not None:
            return replace(stmt, finished=self._new(stmt.finished))
        if isinstance(stmt, Assert):
            return replace(stmt, test=self.expr(stmt.test), message=self.expr(stmt.message))
        if isinstance(stmt, Raise):
            return replace(stmt, exc=self.expr(stmt.exc), cause=self.expr(stmt.cause))
        return stmt
