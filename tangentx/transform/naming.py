"""Names of the finished module: imports for externals, readable names for temporaries that are left."""

from __future__ import annotations

import builtins
import enum
import re
import sys
from dataclasses import dataclass, field

import gast

from tangentx.analysis.names import canonical
from tangentx.analysis.subclassed import made_in_a_function
from tangentx.records import Function, Namespace, Place
from tangentx.syntax import nodes
from tangentx.transform.statements import inner_blocks, rename, targets
from tangentx.transform.tidy import is_temporary

_ALIASES = {"numpy": "np", "math": "math", "scipy": "scipy"}
_DULL = ("pop", "copy", "range")
AGAIN = re.compile(r"_again(_\d+)?$")  # computed once more, in the reverse sweep
_WORDS = {
    "sum": "total",
    "max": "largest",
    "min": "smallest",
    "abs": "magnitude",
    "round": "rounded",
    "len": "length",
}
_OPERATION = {
    gast.Add: "total", gast.Sub: "difference", gast.Mult: "product", gast.Div: "ratio", gast.Pow: "power",
    gast.MatMult: "product", gast.USub: "negative", gast.Not: "negated",
}  # fmt: skip


@dataclass
class Names:
    """Turns `@...` names into plain ones and remembers the imports that takes."""

    spaces: list[tuple[Namespace, str]]
    taken: set[str]
    imports: dict[str, str] = field(default_factory=dict)  # import statement -> block
    spoken: dict[str, str] = field(default_factory=dict)  # root -> name in the module
    injected: dict[str, int] = field(default_factory=dict)  # name -> index of the namespace it stands for
    hidden: dict[str, str] = field(
        default_factory=dict
    )  # name -> module that its package has something else for
    runtime: set[str] = field(default_factory=set)
    nameless: list[str] = field(default_factory=list)  # classes that a function makes

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def rewrite(self, node: gast.AST) -> gast.AST:
        """The tree with every external written plainly (in place for statements, a new tree for expressions)."""
        if isinstance(node, gast.Attribute | gast.Name):
            written = nodes.dotted(node)
            if written is not None and written.startswith("@"):
                return self._plain(written, node.ctx)
        if isinstance(node, gast.Constant):
            return self._constant(node)
        for name in node._fields:
            child = getattr(node, name, None)
            if isinstance(child, list):
                setattr(node, name, [self.rewrite(c) if isinstance(c, gast.AST) else c for c in child])
            elif isinstance(child, gast.AST):
                setattr(node, name, self.rewrite(child))
        return node

    def _constant(self, node: gast.Constant) -> gast.AST:
        """A member of an enumeration, a key say, has no literal."""
        if isinstance(node.value, enum.Enum):
            return self.rewrite(canonical(node.value) or node)
        if isinstance(node.value, tuple) and any(isinstance(part, enum.Enum | tuple) for part in node.value):
            return gast.Tuple([self._constant(nodes.constant(part)) for part in node.value], gast.Load())
        return node

    def _plain(self, written: str, ctx) -> gast.AST:
        root, _, rest = written[1:].partition(".")
        if root == "pair":
            return _chain(self.root(f"pair.{rest}", rest), ctx)
        if root == "builtins":
            if rest.split(".")[0] in self.taken:
                name = self.root("builtins", "builtins")
                self.imports["import builtins" + (f" as {name}" if name != "builtins" else "")] = "standard"
                return _chain(f"{name}.{rest}", ctx)
            return _chain(rest, ctx)
        if root == "runtime":
            self.runtime.add(rest)
            return _chain(self.root(f"runtime.{rest}", rest), ctx)
        if root.startswith("_m") and root[2:].isdigit():
            return _chain(f"{self._space(int(root[2:]))}.{rest}", ctx)
        return self._module(root, rest, ctx)

    def check(self, function: Function) -> None:
        """Refuse objects of a class that the function makes, which the text would have to name."""
        if self.nameless:
            place = Place(function.file, function.first_line)
            raise made_in_a_function(self.nameless[0], place, function.lines)

    def root(self, key: str, wish: str) -> str:
        if key not in self.spoken:
            self.spoken[key] = self.fresh(wish)
        return self.spoken[key]

    def _space(self, index: int) -> str:
        """The alias of the primal's module, `_m`, or a stand-in for a namespace that cannot be imported."""
        space, module = self.spaces[index]
        name = self.root(f"_m{index}", "_m")
        found = sys.modules.get(module)
        importable = (
            found is not None and vars(found) is space.globals and not space.cells and module != "__main__"
        )
        if importable and _is_hidden(module):
            self._dig_out(name, module)
        elif importable:
            self.imports[f"import {module} as {name}"] = "own"
        else:
            self.injected[name] = index
        return name

    def _module(self, root: str, rest: str, ctx) -> gast.AST:
        """A chain of a module: the longest part that is a module is imported."""
        parts = [root, *rest.split(".")] if rest else [root]
        depth = 1
        while depth < len(parts) and ".".join(parts[: depth + 1]) in sys.modules and depth + 1 < len(parts):
            depth += 1
        if root == "numpy":
            depth = 1
        module = ".".join(parts[:depth])
        tail = ".".join(parts[depth:])
        block = "standard" if root in sys.stdlib_module_names else "third"
        if not rest and root not in sys.modules:
            self.nameless.append(root)
            return _chain(root, ctx)
        if root == "numpy":
            name = self.root("numpy", "np")
            self.imports[f"import numpy as {name}"] = block
        elif depth == 1:
            name = self.root(module, module)
            self.imports[f"import {module}" + (f" as {name}" if name != module else "")] = block
        elif _is_hidden(module):
            name = self.root(module, parts[depth - 1].lstrip("_"))
            self._dig_out(name, module)
        else:
            name = self.root(module, parts[depth - 1].lstrip("_"))
            package = ".".join(parts[: depth - 1])
            alias = f" as {name}" if name != parts[depth - 1] else ""
            self.imports[f"from {package} import {parts[depth - 1]}{alias}"] = block
        return _chain(f"{name}.{tail}" if tail else name, ctx)

    def _dig_out(self, name: str, module: str) -> None:
        """Let `name` be a module that no import statement gives."""
        own = self.root("importlib.import_module", "import_module")
        alias = f" as {own}" if own != "import_module" else ""
        self.imports[f"from importlib import import_module{alias}"] = "standard"
        self.hidden[name] = module

    def import_lines(self) -> list[str]:
        """The imports in ruff's order, in blocks."""
        blocks = {"standard": [], "third": [], "own": []}
        for line, block in self.imports.items():
            blocks[block].append(line)
        if self.runtime:
            shown = [f"{r} as {self.spoken[f'runtime.{r}']}" if self.spoken[f"runtime.{r}"] != r else r
                     for r in sorted(self.runtime)]  # fmt: skip
            line = f"from tangentx.runtime import {', '.join(shown)}"
            if len(line) > 88:
                line = "from tangentx.runtime import (\n" + "".join(f"    {s},\n" for s in shown) + ")"
            blocks["third"].append(line)
        if self.injected:
            blocks["third"].append("from tangentx.runtime import primal_namespace")
            if self.runtime:
                names = sorted([*shown, "primal_namespace"])
                blocks["third"] = [b for b in blocks["third"] if "tangentx.runtime" not in b]
                blocks["third"].append(f"from tangentx.runtime import {', '.join(names)}")
        lines: list[str] = []
        for block in blocks.values():
            if block:
                lines += ([""] if lines else []) + sorted(block, key=_import_order)
        own = self.spoken.get("importlib.import_module")
        for name, module in sorted(self.hidden.items()):
            lines += ["", f'{name} = {own}("{module}")']
        for name in sorted(self.injected):
            lines += ["", f'{name} = primal_namespace(__name__, "{name}")']
        return lines


def _is_hidden(module: str) -> bool:
    """Does its package have something else by its name, a function say?"""
    package, _, name = module.rpartition(".")
    return bool(package) and getattr(sys.modules.get(package), name, None) is not sys.modules[module]


def _import_order(line: str) -> tuple:
    return (line.startswith("from"), line.split()[1])


def _chain(written: str, ctx) -> gast.AST:
    node = nodes.parse_expression(written)
    node.ctx = ctx
    return node


def name_temporaries(
    body: list[gast.AST], taken: set[str], hints: dict[str, gast.AST], parameters: set[str]
) -> None:
    """Give the temporaries that are left names that say what they are: `_t3` that is `np.exp(x)` becomes `exp`.
    A parameter keeps its name, also one that is called `_t3`."""
    temporaries: dict[str, gast.AST | None] = {}
    _collect(body, temporaries)
    renamed: dict[str, str] = {}
    for name in (name for name in temporaries if name not in parameters):
        base, bar = AGAIN.sub("", name), ""
        for ending in ("_bar", "_dot"):
            if base.endswith(ending):
                base, bar = base.removesuffix(ending), ending
        wish = hint(hints.get(base) or temporaries.get(base), base) + bar
        renamed[name] = nodes.claimed(wish, taken)
    rename(body, renamed)


def _collect(body: list, found: dict) -> None:
    for stmt in body:
        for name in targets(stmt):
            if is_temporary(name) and name != "_":
                found.setdefault(name, getattr(stmt, "value", None))
        for part in inner_blocks(stmt):
            _collect(part, found)


def hint(value: gast.AST | None, name: str) -> str:
    """A word for what an expression computes."""
    plain = name.strip("_")
    if plain.rstrip("0123456789_") not in (
        "t",
        "a",
        "e",
        "test",
        "sum",
        "item",
        "part",
        "whole",
        "n",
        "at",
        "i",
    ):
        return plain if plain.isidentifier() else "value"
    if isinstance(value, gast.Call):
        written = nodes.dotted(value.func)
        word = (written or getattr(value.func, "attr", "value")).split(".")[-1].lstrip("@_")
        return (
            word
            if word.isidentifier() and word not in _DULL and not hasattr(builtins, word)
            else _WORDS.get(word, "value")
        )
    if isinstance(value, gast.BinOp | gast.UnaryOp):
        return _OPERATION.get(type(value.op), "value")
    if isinstance(value, gast.Compare | gast.BoolOp):
        return "branch"
    if isinstance(value, gast.Subscript):
        inner = value.value
        return f"{inner.id.strip('_')}_part" if isinstance(inner, gast.Name) else "part"
    if isinstance(value, gast.Attribute):
        return value.attr if value.attr.islower() else "value"
    return "branch" if plain.startswith("test") else "value"
