"""Is all of a function inside the language?  Every problem is found before anything is lowered.

`language.LANGUAGE` says it for kinds of nodes; the table `RESTRICTIONS` adds what depends on where a node stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import gast

from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import language, opaque, patterns, scopes, trees
from tangentx.frontend.language import Refused
from tangentx.records import Function

_FRAME_READERS = ("exec", "eval", "locals", "globals", "vars", "dir")
_HOLDING = {gast.Try: "try", gast.With: "with"}
Found = tuple[gast.AST, Refused, str]  # where, what, and the name that fills {name}


def check(function: Function) -> None:
    """Raise the first problem; its attribute `problems` holds them all."""
    checker = _Checker(function)
    checker.function(function.tree)
    problems = [refusal(function, *found) for found in sorted(checker.found, key=_position)]
    if problems:
        problems[0].problems = tuple(problems)
        raise problems[0]


def _position(found: Found) -> tuple[int, int]:
    return getattr(found[0], "lineno", 0), getattr(found[0], "col_offset", 0)


def refusal(function: Function, node: gast.AST, refused: Refused, name: str = "") -> UnsupportedSyntaxError:
    """The error for one construct at its place."""
    return UnsupportedSyntaxError(
        refused.message.format(name=name),
        code=refused.code,
        place=trees.place(node, function.file),
        lines=function.lines,
        label=refused.label.format(name=name),
        why=refused.why,
        help=[text.format(name=name) for text in refused.help],
    )


@dataclass
class _Checker:
    """One walk over a function; `loops` counts the loops around the node at hand."""

    source: Function
    found: list[Found] = field(default_factory=list)
    loops: int = 0
    around: list[set[str]] = field(default_factory=list)  # variables of the functions around the node at hand
    statements: set[int] = field(default_factory=set)  # expressions that are statements
    held: list[str] = field(default_factory=list)  # the `try` and `with` around the node at hand

    def function(self, tree: gast.AST) -> None:
        """A function, seen from inside: its loops are counted anew."""
        outer, self.loops = self.loops, 0
        held, self.held = self.held, []
        bound_globals = scopes.declared(tree, gast.Global)
        outside = scopes.declared(tree, gast.Nonlocal).difference(*self.around)
        for name, node in scopes.binders(tree):
            if name in bound_globals:
                self.found.append((node, language.GLOBAL_WRITE, name))
            if name in outside:
                self.found.append((node, language.NONLOCAL, name))
        if getattr(tree, "type_params", None):
            self.found.append((tree, language.TYPE_PARAMETERS, ""))
        self.around.append(scopes.local_names(tree))
        for node in tree.body if isinstance(tree.body, list) else [tree.body]:
            self.visit(node)
        self.around.pop()
        self.loops, self.held = outer, held

    def visit(self, node: gast.AST) -> None:
        entry = language.handling(node)
        if isinstance(entry, Refused):
            self.found.append((node, entry, type(node).__name__))
            if not entry.inside:
                return
        for restriction in RESTRICTIONS.get(type(node), ()):
            self.found += restriction(self, node)
        if isinstance(node, gast.ClassDef):
            return  # its methods are looked at when they are called
        if isinstance(node, (gast.FunctionDef, gast.Lambda)):
            for outside in [
                *node.args.defaults,
                *node.args.kw_defaults,
                *getattr(node, "decorator_list", []),
            ]:
                if outside is not None:
                    self.visit(outside)
            self.function(node)
            return
        repeats = isinstance(node, (gast.For, gast.While, *scopes.COMPREHENSIONS))
        held = _HOLDING.get(type(node))
        self.loops += repeats
        self.held += [held] if held else []
        for child in _children(node):
            self.visit(child)
        self.loops -= repeats
        if held:
            self.held.pop()


def _children(node: gast.AST) -> Iterator[gast.AST]:
    """What is evaluated below a node: annotations of variables are not."""
    skipped = node.annotation if isinstance(node, gast.AnnAssign) else None
    return (child for child in gast.iter_child_nodes(node) if child is not skipped)


# -- restrictions: (checker, node) -> problems --------------------------------------------------------


def _delete(checker: _Checker, node: gast.Delete) -> Iterator[Found]:
    for part in node.targets:
        is_slice = isinstance(part, gast.Subscript) and isinstance(part.slice, gast.Tuple)
        if is_slice or isinstance(part, gast.Attribute):
            yield part, language.DELETE_ITEM, ""
            return


def _call(checker: _Checker, node: gast.Call) -> Iterator[Found]:
    name = opaque.builtin_name(node.func, checker.source)
    if name in _FRAME_READERS and not (name in ("vars", "dir") and node.args):
        yield node, language.DYNAMIC, name


def _yield(checker: _Checker, node: gast.Yield | gast.YieldFrom) -> Iterator[Found]:
    if checker.held:
        yield node, language.HELD, checker.held[-1]
    if isinstance(node, gast.YieldFrom) and id(node) not in checker.statements:
        yield node, language.SENT, ""


def _statement(checker: _Checker, node: gast.Expr) -> Iterator[Found]:
    checker.statements.add(id(node.value))
    return iter(())


def _class_pattern(checker: _Checker, node: gast.MatchClass) -> Iterator[Found]:
    cls = opaque.outer_value(node.cls, checker.source)
    if node.patterns and len(node.patterns) > len(patterns.positional(cls)):
        yield node, language.MATCH_CLASS, ""


def _comprehension(checker: _Checker, node: gast.AST) -> Iterator[Found]:
    for generator in node.generators:
        if generator.is_async:
            yield node, language.ASYNC, ""
    captured = scopes.captured_by_functions(node) & set(scopes.comprehension_targets(node))
    if captured and checker.loops:
        yield node, language.CAPTURED, min(captured)


def _import_from(checker: _Checker, node: gast.ImportFrom) -> Iterator[Found]:
    if any(alias.name == "*" for alias in node.names):
        yield node, language.STAR_IMPORT, ""


RESTRICTIONS: dict[type, tuple[Callable, ...]] = {
    gast.Delete: (_delete,),
    gast.Call: (_call,),
    gast.GeneratorExp: (_comprehension,),
    gast.MatchClass: (_class_pattern,),
    gast.Yield: (_yield,),
    gast.YieldFrom: (_yield,),
    gast.Expr: (_statement,),
    gast.ListComp: (_comprehension,),
    gast.SetComp: (_comprehension,),
    gast.DictComp: (_comprehension,),
    gast.ImportFrom: (_import_from,),
}
