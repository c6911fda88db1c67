"""Reading a rule file: its text, never its execution.

*Requires* the text of a file.  *Gives* a `Template` for each rule, cheap to make (one `ast.parse` a file); the full
`Rule` with its gast trees is built, and checked by `gate`, when somebody first asks for it.

>>> text = '''
... import numpy
... from tangentx.rules import bar, dot
... def exp(x):
...     y = numpy.exp(x)
...     dot[y] = y * dot[x]
...     bar[x] += y * bar[y]
... '''
>>> template, = read(text, "example.py")
>>> template.callees
('numpy.exp',)
>>> template.rule.output, [name for name, _ in template.rule.bar]
('y', ['x'])
"""

from __future__ import annotations

import ast
import builtins
from functools import cached_property
from typing import Any

import gast

from tangentx import rules, runtime
from tangentx.errors import TemplateError
from tangentx.records import Place, Rule, RuleParameter
from tangentx.rules import Mark, Source
from tangentx.templating import callees, gate

_MARKS = {name for name in vars(rules) if isinstance(getattr(rules, name), Mark)}
_TOGETHER = {  # marks that say what an operand is; the others say where to take test points
    "Static": lambda mark: {"static": True, "sample": mark if mark.values else None},
    "Constant": lambda mark: {"static": True, "allowed": mark.values or (...,)},
    "Sequence": lambda mark: {"sequence": True},
    "Rank": lambda mark: {"rank": mark.values[0]},
    "Array": lambda mark: {"rank": -1},
}

_ANYTHING = (  # what a function named in `nondifferentiable(...)` takes
    RuleParameter("operands", required=False, variadic=True),
    RuleParameter("keywords", required=False, keyword_only=True, variadic=True),
)


class Template:
    """One rule of a file: what it serves, and how to build it."""

    def __init__(self, file: File, name: str, line: int, served: tuple[str, ...]):
        self.file, self.name, self.line, self.callees = file, name, line, served

    @property
    def real_only(self) -> bool:
        """A sibling may serve complex numbers."""
        return False

    def objects(self) -> tuple:
        """What the rule serves in this process: objects, and the strings of methods and attributes."""
        found = []
        for name in self.callees:
            try:
                found.append(callees.resolve(name))
            except LookupError:
                continue
        return tuple(dict.fromkeys(found))

    @cached_property
    def rule(self) -> Rule:
        raise NotImplementedError

    @cached_property
    def variant(self) -> tuple[RuleParameter, ...]:
        """The parameters, which say what operands the rule serves."""
        return self.rule.parameters


class Listed(Template):
    """A function named in a `nondifferentiable(...)` statement."""

    @cached_property
    def rule(self) -> Rule:
        objects = self.objects()
        kind, _, rest = self.name.rpartition(":")
        owner = (RuleParameter("x"),) if kind in ("method", "attribute") else ()
        parameters = owner + _ANYTHING * (kind != "attribute")
        called = f"x.{rest}" if owner else rest
        text = called if kind == "attribute" else f"{called}(*operands, **keywords)"
        primal = gast.parse(text, mode="eval").body
        return Rule(
            self.name, self.file.path, self.line, objects, parameters, "y", ("y",), primal,
            differentiable=False, elementwise=any(map(callees.is_elementwise, objects)),
        )  # fmt: skip

    @property
    def variant(self) -> tuple[RuleParameter, ...]:
        return ()


class Written(Template):
    """A function of the file: primal line, shared locals, tangent and adjoint lines."""

    def __init__(self, file: File, node: ast.FunctionDef):
        self.node = node
        found = node.args
        named = [*found.posonlyargs, *found.args, *filter(None, [found.vararg]), *found.kwonlyargs]
        first = gate.primal_line(node, file)
        names = frozenset(a.arg for a in named)
        composite = any(_decorator(d)[0] == "composite" for d in node.decorator_list)
        called = callees.callee_of(first.value, file.imports, names)
        served = [f"composite:{node.name}" if composite else called]
        if served[0] is None:
            help = "write `y = function(x)` with an imported function"
            raise file.error("the primal line calls nothing", first, help)
        self.decorators = {
            name: call for name, call in map(_decorator, node.decorator_list) if name != "case"
        }
        served += [ast.literal_eval(a) for a in getattr(self.decorators.get("also"), "args", ())]
        super().__init__(file, node.name, node.lineno, tuple(served))

    @cached_property
    def rule(self) -> Rule:
        statements = gate.statements(self.node, self.file)
        gate.check(self.node, statements, self.variant, self.file)
        objects = self.objects()
        tree = self.file.expression
        return Rule(
            self.name, self.file.path, self.line, objects, self.variant,
            statements.outputs[0] if statements.single else None, statements.outputs, tree(statements.primal),
            locals=tuple((n, tree(e)) for n, e in statements.locals),
            dot=tuple((n, tree(e)) for n, e in statements.dot) if statements.differentiable else (),
            bar=tuple((n, tree(e)) for n, e in statements.bar),
            differentiable=statements.differentiable,
            elementwise="elementwise" in self.decorators or any(map(callees.is_elementwise, objects)),
            real_only=self.real_only, cases=self.cases(),
        )  # fmt: skip

    @property
    def real_only(self) -> bool:
        return "real_only" in self.decorators

    @cached_property
    def variant(self) -> tuple[RuleParameter, ...]:
        arguments = self.node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
        found = [self.parameter(a, default) for a, default in zip(positional, defaults, strict=True)]
        if arguments.vararg is not None:
            found.append(self.parameter(arguments.vararg, None, variadic=True))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            found.append(self.parameter(argument, default, keyword_only=True))
        return tuple(found)

    def parameter(self, argument: ast.arg, default: ast.expr | None, **fields: Any) -> RuleParameter:
        for mark in self.marks(argument.annotation):
            fields.update(_TOGETHER.get(mark.name, lambda mark: {"sample": mark})(mark))
        tree = None if default is None else self.file.expression(default)
        required = default is None and not fields.get("variadic")
        return RuleParameter(argument.arg, default=tree, required=required, **fields)

    def marks(self, node: ast.expr | None) -> list[Mark]:
        """`Rank[1] & Positive` -> its marks."""
        match node:
            case None:
                return []
            case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
                return self.marks(left) + self.marks(right)
            case ast.Name(id=name) if name in _MARKS:
                return [Mark(name)]
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=values)) if name in _MARKS:
                return [Mark(name, tuple(map(_sample, values)))]
            case ast.Subscript(value=ast.Name(id=name), slice=value) if name in _MARKS:
                return [Mark(name, (_sample(value),))]
            case ast.Call(func=ast.Name(id=name), args=values) if name in _MARKS:
                return [Mark(name, tuple(map(_sample, values)))]
        raise self.file.error(
            f"unknown annotation `{ast.unparse(node)}`", node, f"known are: {', '.join(sorted(_MARKS))}"
        )

    def cases(self) -> tuple:
        calls = [call for name, call in map(_decorator, self.node.decorator_list) if name == "case"]
        return tuple(tuple((k.arg, _sample(k.value)) for k in call.keywords) for call in calls)


class File:
    """A rule file while it is read: its path, its lines, what its names mean."""

    def __init__(self, text: str, path: str):
        self.path, self.text = path, text
        self.lines = tuple(text.splitlines())
        self.imports: dict[str, str] = {}  # name in the file -> canonical dotted name
        self.runtime: set[str] = set()  # names of tangentx.runtime and of the rule language, used as they are

    def place(self, node: ast.AST) -> Place:
        return Place(self.path, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)

    def error(self, message: str, node: ast.AST, *help: str) -> TemplateError:
        return TemplateError(message, place=self.place(node), lines=self.lines, help=help)

    def bring(self, statement: ast.Import | ast.ImportFrom) -> None:
        """Take note of an import."""
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                self.imports[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
            return
        for alias in statement.names:
            if statement.module == "tangentx.rules":
                if alias.name not in rules.__all__:
                    raise self.error(f"tangentx.rules has no `{alias.name}`", statement)
            elif statement.module == "tangentx.runtime":
                if not hasattr(runtime, alias.name):
                    raise self.error(f"tangentx.runtime has no `{alias.name}`", statement)
                # Seen as an import too: a rule may serve a runtime function.
                self.runtime.add(alias.name)
                self.imports[alias.asname or alias.name] = f"tangentx.runtime.{alias.name}"
            else:
                self.imports[alias.asname or alias.name] = f"{statement.module}.{alias.name}"

    def known(self, name: str) -> bool:
        """May a line of a template read this name, apart from its own?"""
        return name in self.imports or name in rules.FOR_COMPLEX or hasattr(builtins, name)

    def expression(self, node: ast.expr) -> gast.AST:
        """The gast tree of an expression, with the library's own names (`np.exp` -> `numpy.exp`)."""
        return _Canonical(self).visit(gast.ast_to_gast(node))


class _Canonical(gast.NodeTransformer):
    """Aliases of imports become the real dotted names; runtime functions stay plain names."""

    def __init__(self, file: File):
        self.file = file

    def visit_Name(self, node: gast.Name) -> gast.AST:
        full = self.file.imports.get(node.id, node.id)
        if full == node.id or full.startswith("tangentx.runtime."):
            return node if full == node.id else gast.Name(full.rpartition(".")[2], node.ctx, None, None)
        return gast.parse(full, mode="eval").body


def read(text: str, path: str) -> tuple[Template, ...]:
    """The templates of a rule file."""
    file = File(text, path)
    try:
        module = ast.parse(text, path)
    except SyntaxError as error:
        place = Place(path, error.lineno or 1, max((error.offset or 1) - 1, 0))
        raise TemplateError(f"not Python: {error.msg}", place=place, lines=file.lines) from None
    found: list[Template] = []
    for statement in module.body:
        match statement:
            case ast.Import() | ast.ImportFrom():
                file.bring(statement)
            case ast.FunctionDef():
                found.append(Written(file, statement))
            case ast.Expr(value=ast.Call(func=ast.Name(id="nondifferentiable"), args=names)):
                found += [Listed(file, ast.literal_eval(n), n.lineno, (ast.literal_eval(n),)) for n in names]
            case ast.Expr(value=ast.Constant()):
                continue
            case _:
                raise file.error("a rule file holds imports and rules, nothing else", statement)
    return tuple(found)


def _decorator(node: ast.expr) -> tuple[str, ast.expr]:
    name = node.func if isinstance(node, ast.Call) else node
    return (name.id if isinstance(name, ast.Name) else ast.unparse(name)), node


def _sample(node: ast.expr) -> Any:
    """A literal, or the text of an expression."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return Source(ast.unparse(node))
