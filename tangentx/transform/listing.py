"""A program with its facts, as text: `--stage facts`."""

from __future__ import annotations

from tangentx.analysis.activity import Activity
from tangentx.analysis.program import Program
from tangentx.records import Attempt, For, If, While
from tangentx.syntax.source import expression, statements
from tangentx.transform.forward import ForwardSweep
from tangentx.transform.plans import Plan


def facts(program: Program, activity: Activity) -> str:
    """Every statement with the type of what it binds, and a star on active variables."""
    lines = [
        f"# {name}: {_about(program, activity, name)}" for name in program.parameters if name in program.types
    ]
    _block(program, activity, program.body, 0, lines)
    return "\n".join(lines) + "\n"


def _about(program: Program, activity: Activity, name: str) -> str:
    words = [str(program.types.get(name, "?"))]
    if name in activity.active:
        words.append("active")
    elif name in activity.varied:
        words.append("varied")
    elif name in activity.useful:
        words.append("useful")
    return ", ".join(words)


def _block(program: Program, activity: Activity, body: tuple, depth: int, lines: list[str]) -> None:
    pad = "    " * depth
    sweep = ForwardSweep(program, Plan(), set())
    for stmt in body:
        if isinstance(stmt, If | For | While):
            head = {
                If: lambda s: f"if {expression(s.test)}:",
                Attempt: lambda s: "try:",
                For: lambda s: f"for {s.target} in {expression(s.iter)}:",
                While: lambda s: f"while {expression(s.test)}:",
            }[type(stmt)](stmt)
            lines.append(pad + head)
            _block(program, activity, stmt.body, depth + 1, lines)
            if isinstance(stmt, If) and stmt.orelse:
                lines.append(pad + "else:")
                _block(program, activity, stmt.orelse, depth + 1, lines)
            continue
        text = statements([sweep.emit(stmt)]).rstrip("\n")
        name = getattr(stmt, "target", None)
        about = f"  # {_about(program, activity, name)}" if isinstance(name, str) else ""
        lines.append(pad + text + about)
