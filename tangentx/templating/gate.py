"""Gate 1: what makes a rule wrong is found when it is read, and refused with file and line.

*Requires* the function of a rule file.  *Gives* its lines sorted by kind, or a `TemplateError`: the primal line comes
first; the tangent reads `dot` of exactly the active parameters; every active parameter has an adjoint line; no name
is unknown, and no shared local is idle.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from tangentx.records import RuleParameter

QUICK = "quick"  # the local that says what the primal may be where nobody sees its value


@dataclass(slots=True)
class Statements:
    """The lines of a template, by kind."""

    primal: ast.expr
    outputs: tuple[str, ...]
    single: bool
    locals: list[tuple[str, ast.expr]] = field(default_factory=list)
    dot: list[tuple[str, ast.expr]] = field(default_factory=list)
    bar: list[tuple[str, ast.expr]] = field(default_factory=list)

    @property
    def differentiable(self) -> bool:
        return not (len(self.dot) == 1 and _is_constant(self.dot[0][1], None))


def primal_line(node: ast.FunctionDef, file: Any) -> ast.Assign:
    """The first statement after the docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    match body[:1]:
        case [ast.Assign(targets=[ast.Name() | ast.Tuple()]) as first]:
            return first
    raise file.error(
        f"rule `{node.name}` does not begin with its primal line", body[0] if body else node,
        "write `y = function(x)` first: it says what the rule is for",
    )  # fmt: skip


def statements(node: ast.FunctionDef, file: Any) -> Statements:
    """The lines sorted by what they assign."""
    first = primal_line(node, file)
    target = first.targets[0]
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    if not all(isinstance(n, ast.Name) for n in names):
        raise file.error("the outputs of a primal line are plain names", first)
    found = Statements(first.value, tuple(n.id for n in names), isinstance(target, ast.Name))
    for statement in node.body[node.body.index(first) + 1 :]:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.locals.append((name, value))
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id="dot"), slice=ast.Name(id=name))], value=value
            ):
                found.dot.append((name, value))
            case ast.AugAssign(
                target=ast.Subscript(value=ast.Name(id="bar"), slice=ast.Name(id=name)),
                op=ast.Add(),
                value=value,
            ):
                found.bar.append((name, value))
            case _:
                raise file.error(
                    f"rule `{node.name}`: this is neither a shared local nor a tangent nor an adjoint line", statement,
                    "write `dot[y] = ...`, `bar[x] += ...` or `name = ...`",
                )  # fmt: skip
    return found


def check(node: ast.FunctionDef, lines: Statements, parameters: tuple[RuleParameter, ...], file: Any) -> None:
    """Refuse a rule that cannot be right."""
    active = {p.name for p in parameters if not p.static}
    everything = {p.name for p in parameters}
    _once(node, lines, everything, file)
    _names(lines, everything, file)
    if not lines.differentiable:
        if lines.bar:
            raise file.error(f"rule `{node.name}` has derivative zero and an adjoint line", node)
        return
    for name, value in lines.bar:
        if name not in active:
            what = "carries no derivative (Static)" if name in everything else "is no parameter"
            raise file.error(f"rule `{node.name}`: adjoint line for `{name}`, which {what}", value)
    for missing in sorted(active - {name for name, _ in lines.bar}):
        raise file.error(
            f"rule `{node.name}` has no adjoint line for `{missing}`", node,
            f"write `bar[{missing}] += ...`, `bar[{missing}] += 0.0` if its derivative is zero, "
            f"or annotate `{missing}: Static`",
        )  # fmt: skip
    for missing in sorted(set(lines.outputs) - {name for name, _ in lines.dot}):
        help = f"write `dot[{missing}] = ...`"
        raise file.error(f"rule `{node.name}` has no tangent line for `{missing}`", node, help)
    _tangent_reads(node, lines, active, file)


def _once(node: ast.FunctionDef, lines: Statements, parameters: set[str], file: Any) -> None:
    for kind, entries in (("tangent", lines.dot), ("adjoint", lines.bar), ("local", lines.locals)):
        seen: set[str] = set()
        for name, value in entries:
            if name in seen:
                raise file.error(f"rule `{node.name}` has two {kind} lines for `{name}`", value)
            seen.add(name)
    for name, value in lines.locals:
        if name in parameters or name in lines.outputs:
            raise file.error(f"rule `{node.name}` assigns `{name}` again", value)
    for name, value in lines.dot:
        if name not in lines.outputs:
            raise file.error(f"rule `{node.name}`: tangent line for `{name}`, which is no output", value)


def _names(lines: Statements, parameters: set[str], file: Any) -> None:
    """Every name read is a parameter, an output, an earlier local, or something imported."""
    known = set(parameters)
    _read(lines.primal, known, file)
    known |= set(lines.outputs)
    for name, value in lines.locals:
        _read(value, known, file)
        known.add(name)
    used: set[str] = set()
    for _, value in [*lines.dot, *lines.bar]:
        used |= _read(value, known, file)
    for i, (name, value) in enumerate(lines.locals):
        later = used.union(*(_plain(v) for _, v in lines.locals[i + 1 :]), set())
        if name not in later and name != QUICK:
            raise file.error(f"the local `{name}` is never used", value)
    for kind, entries, allowed in (
        ("dot", lines.bar, ()),
        ("bar", lines.dot, ()),
        ("bar", lines.bar, lines.outputs),
    ):
        for _, value in entries:
            for subscript in derivative_reads(value, kind):
                if subscript.slice.id not in allowed:
                    raise file.error(f"`{ast.unparse(subscript)}` cannot be read in this line", subscript)


def _read(value: ast.expr, known: set[str], file: Any) -> set[str]:
    bound = {n.id for n in ast.walk(value) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bound |= {a.arg for n in ast.walk(value) if isinstance(n, ast.Lambda) for a in n.args.args}
    for node in ast.walk(value):
        if (
            isinstance(node, ast.Name)
            and node.id not in known | bound | {"dot", "bar"}
            and not file.known(node.id)
        ):
            help = "a rule reads its parameters, outputs, locals and imports"
            raise file.error(f"unknown name `{node.id}`", node, help)
    return _plain(value)


def _plain(value: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}


def _tangent_reads(node: ast.FunctionDef, lines: Statements, active: set[str], file: Any) -> None:
    zero = {name for name, value in lines.bar if _is_constant(value, 0.0)}
    shared = [value for _, value in lines.locals]
    reads = {s.slice.id: s for _, v in lines.dot for s in derivative_reads(v, "dot")}
    reads |= {s.slice.id: s for v in shared for s in derivative_reads(v, "dot")}
    for name, where in reads.items():
        if name not in active:
            raise file.error(
                f"rule `{node.name}`: `dot[{name}]` of something that carries no derivative", where
            )
    for missing in sorted(active - zero - set(reads)):
        raise file.error(f"rule `{node.name}`: the tangent line does not read `dot[{missing}]`", node)


def derivative_reads(value: ast.expr, kind: str) -> list[ast.Subscript]:
    """The `dot[...]` or `bar[...]` in an expression."""
    return [
        n
        for n in ast.walk(value)
        if isinstance(n, ast.Subscript)
        and isinstance(n.value, ast.Name)
        and n.value.id == kind
        and isinstance(n.slice, ast.Name)
    ]


def _is_constant(node: ast.expr, value: Any) -> bool:
    return isinstance(node, ast.Constant) and node.value == value and type(node.value) is type(value)
