"""Expressions on one line, exactly as `ruff format` would leave them.

`Printer.text(node, least)` gives the text of an expression, in parentheses if it binds less tightly than `least`.
Nodes are found by the name of their class, so that trees of `ast` print as well as trees of `gast`.  How tightly each
construct binds, and what the operators look like, is given from outside (`source.py` takes both from astor).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tangentx.syntax.literals import fstring, literal

_COMPREHENSION_BRACKETS = {"ListComp": "[]", "SetComp": "{}", "GeneratorExp": "()"}


class Printer:
    """One-line text of expressions.

    Parameters
    ----------
    binding : class name -> number; operators that bind more tightly have higher ones.
    symbols : class name of an operator -> its text.
    """

    def __init__(self, binding: Mapping[str, int], symbols: Mapping[str, str]):
        self.symbols = dict(symbols)
        self.binding = dict(binding)
        self.atom = max(binding.values()) + 1
        self.compare = binding["Eq"]
        self.star = binding["BitOr"]
        self.condition = binding["IfExp"]
        self._writers: dict[str, Callable[[Any], str]] = {
            name[7:]: getattr(self, name) for name in dir(self) if name.startswith("_write_")
        }
        self._levels: dict[str, Callable[[Any], int]] = {
            "BinOp": self._operator_level,
            "BoolOp": self._operator_level,
            "UnaryOp": self._operator_level,
            "Compare": lambda node: self.compare,
            "IfExp": lambda node: self.condition,
            "Lambda": lambda node: self.binding["Lambda"],
            "Await": lambda node: self.binding["Await"],
            "Constant": self._constant_level,
            "NamedExpr": lambda node: 0,
            "Yield": lambda node: 0,
            "YieldFrom": lambda node: 0,
        }

    def text(self, node: Any, least: int = 1) -> str:
        """The text of `node` for a place where everything that binds less tightly than `least` needs parentheses."""
        kind = node.__class__.__name__
        try:
            text = self._writers[kind](node)
        except KeyError:
            raise TypeError(f"no expression, or one that cannot be printed: {kind}") from None
        level = self._levels.get(kind)
        return f"({text})" if level is not None and level(node) < least else text

    def level(self, node: Any) -> int:
        """How tightly the outermost construct of `node` binds."""
        level = self._levels.get(node.__class__.__name__)
        return self.atom if level is None else level(node)

    def operands(self, node: Any) -> tuple[tuple[Any, int], ...]:
        """The operands of a BinOp, BoolOp or Compare, each with the least binding it needs to go bare."""
        kind = node.__class__.__name__
        if kind == "BoolOp":
            least = self.level(node) + 1
            return tuple((value, least) for value in node.values)
        if kind == "Compare":
            return tuple((value, self.compare + 1) for value in (node.left, *node.comparators))
        operator = node.op.__class__.__name__
        level = self.binding[operator]
        if operator == "Pow":
            return (node.left, level + 1), (node.right, self.binding["PowRHS"])
        return (node.left, level), (node.right, level + 1)

    def _operator_level(self, node: Any) -> int:
        return self.binding[node.op.__class__.__name__]

    def _constant_level(self, node: Any) -> int:
        return self.binding["USub"] if literal(node.value).startswith("-") else self.atom

    # -- atoms ----------------------------------------------------------------------------

    def _write_Name(self, node: Any) -> str:
        return node.id

    def _write_Constant(self, node: Any) -> str:
        return literal(node.value)

    def _write_Attribute(self, node: Any) -> str:
        value = self.text(node.value, self.atom)
        if value[0] in "0123456789" and node.value.__class__.__name__ == "Constant":
            value = f"({value})"
        return f"{value}.{node.attr}"

    def _write_JoinedStr(self, node: Any) -> str:
        return fstring(node, self.text)

    def _write_Tuple(self, node: Any) -> str:
        return f"({self.bare_tuple(node)})"

    def bare_tuple(self, node: Any) -> str:
        """The elements of a tuple without its parentheses."""
        return self._listed(node.elts) + ("," if len(node.elts) == 1 else "")

    def _write_List(self, node: Any) -> str:
        return f"[{self._listed(node.elts)}]"

    def _write_Set(self, node: Any) -> str:
        return f"{{{self._listed(node.elts)}}}" if node.elts else "set()"

    def _write_Dict(self, node: Any) -> str:
        pairs = zip(node.keys, node.values, strict=True)
        return f"{{{', '.join(self.pair(key, value) for key, value in pairs)}}}"

    def pair(self, key: Any, value: Any) -> str:
        """`key: value` of a dictionary, or `**value`."""
        return f"**{self.text(value, self.star)}" if key is None else f"{self.text(key)}: {self.text(value)}"

    def _listed(self, items: list) -> str:
        return ", ".join([self.text(item) for item in items])

    # -- operators ------------------------------------------------------------------------

    def _write_BinOp(self, node: Any) -> str:
        (left, left_least), (right, right_least) = self.operands(node)
        symbol = self.symbols[node.op.__class__.__name__]
        a, b = self.text(left, left_least), self.text(right, right_least)
        hug = symbol == "**" and is_power_operand(left, a) and is_power_operand(_neighbour(right, b), b)
        return f"{a}**{b}" if hug else f"{a} {symbol} {b}"

    def _write_BoolOp(self, node: Any) -> str:
        symbol = self.symbols[node.op.__class__.__name__]
        return f" {symbol} ".join([self.text(value, least) for value, least in self.operands(node)])

    def _write_Compare(self, node: Any) -> str:
        (first, least), *rest = self.operands(node)
        parts = [self.text(first, least)]
        for op, (value, _) in zip(node.ops, rest, strict=True):
            parts += [self.symbols[op.__class__.__name__], self.text(value, least)]
        return " ".join(parts)

    def _write_UnaryOp(self, node: Any) -> str:
        kind = node.op.__class__.__name__
        symbol = "not " if kind == "Not" else self.symbols[kind]
        return symbol + self.text(node.operand, self.operand_level(node))

    def operand_level(self, node: Any) -> int:
        """How tightly the operand of a UnaryOp must bind to go bare; a power gets brackets, for the eye: `-(x**2)`."""
        kind = node.op.__class__.__name__
        power = getattr(node.operand, "op", None).__class__.__name__ == "Pow"
        return self.binding["Pow"] + 1 if power else self.binding[kind]

    def _write_IfExp(self, node: Any) -> str:
        above = self.condition + 1
        body, test = self.text(node.body, above), self.text(node.test, above)
        return f"{body} if {test} else {self.text(node.orelse, self.condition)}"

    def _write_NamedExpr(self, node: Any) -> str:
        return f"{self.text(node.target)} := {self.text(node.value)}"

    def _write_Lambda(self, node: Any) -> str:
        parameters = ", ".join(self.parameters(node.args))
        return f"lambda{' ' if parameters else ''}{parameters}: {self.text(node.body)}"

    def _write_Await(self, node: Any) -> str:
        return f"await {self.text(node.value, self.atom)}"

    def _write_Yield(self, node: Any) -> str:
        return "yield" if node.value is None else f"yield {self.text(node.value)}"

    def _write_YieldFrom(self, node: Any) -> str:
        return f"yield from {self.text(node.value)}"

    def _write_Starred(self, node: Any) -> str:
        return f"*{self.text(node.value, self.star)}"

    # -- calls and subscripts -------------------------------------------------------------

    def _write_Call(self, node: Any) -> str:
        return f"{self.text(node.func, self.atom)}({', '.join(self.arguments(node))})"

    def arguments(self, node: Any) -> list[str]:
        """The arguments of a call; a lone generator goes without its own parentheses."""
        if len(node.args) == 1 and not node.keywords and node.args[0].__class__.__name__ == "GeneratorExp":
            return [self.text(node.args[0])[1:-1]]
        return [self.text(arg) for arg in node.args] + [self.keyword(keyword) for keyword in node.keywords]

    def keyword(self, node: Any) -> str:
        if node.arg is None:
            return f"**{self.text(node.value, self.star)}"
        return f"{node.arg}={self.text(node.value)}"

    def _write_Subscript(self, node: Any) -> str:
        return f"{self.text(node.value, self.atom)}[{self.index(node.slice)}]"

    def index(self, node: Any) -> str:
        """What stands between the brackets of a subscript."""
        if node.__class__.__name__ == "Tuple" and node.elts:
            return self.bare_tuple(node)
        return self.text(node)

    def _write_Slice(self, node: Any) -> str:
        parts = [None if part is None else self.text(part) for part in (node.lower, node.upper, node.step)]
        return "".join(self.sliced(node, parts))

    def sliced(self, node: Any, parts: list) -> Iterator[Any]:
        """The parts of a slice, printed somehow, with colons and spaces between."""
        lower, upper, step = parts
        tight = all(part is None or is_simple_bound(part) for part in (node.lower, node.upper, node.step))
        space = "" if tight else " "
        yield from (":",) if lower is None else (lower, space + ":")
        if upper is not None:
            yield from (space, upper)
        if step is not None:
            yield from ("" if upper is None else space, ":" + space, step)

    # -- scopes ---------------------------------------------------------------------------

    def _write_comprehension(self, node: Any) -> str:
        bound = self.binding["Or"]
        words = "async for" if node.is_async else "for"
        text = f"{words} {self.target(node.target)} in {self.text(node.iter, bound)}"
        return text + "".join(f" if {self.text(test, bound)}" for test in node.ifs)

    def target(self, node: Any) -> str:
        """The target of a `for`: a tuple stands bare."""
        if node.__class__.__name__ == "Tuple" and len(node.elts) > 1:
            return self.bare_tuple(node)
        return self.text(node)

    def _comprehension(self, node: Any) -> str:
        left, right = _COMPREHENSION_BRACKETS[node.__class__.__name__]
        return f"{left}{' '.join([self.text(node.elt), *map(self.text, node.generators)])}{right}"

    _write_ListComp = _write_SetComp = _write_GeneratorExp = _comprehension

    def _write_DictComp(self, node: Any) -> str:
        return f"{{{' '.join([self.pair(node.key, node.value), *map(self.text, node.generators)])}}}"

    def parameters(self, args: Any) -> list[str]:
        """The parameters of a function or lambda with `/`, `*` and defaults, in the order of the signature."""
        positional = [*args.posonlyargs, *args.args]
        defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
        shown = [self._parameter(arg, default) for arg, default in zip(positional, defaults, strict=True)]
        if args.posonlyargs:
            shown.insert(len(args.posonlyargs), "/")
        if args.vararg is not None:
            shown.append("*" + self._parameter(args.vararg, None))
        elif args.kwonlyargs:
            shown.append("*")
        shown += [self._parameter(*pair) for pair in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
        if args.kwarg is not None:
            shown.append("**" + self._parameter(args.kwarg, None))
        return shown

    def _parameter(self, node: Any, default: Any) -> str:
        text = node if isinstance(node, str) else getattr(node, "id", None) or node.arg
        annotation = getattr(node, "annotation", None)
        if annotation is not None:
            text += f": {self.text(annotation)}"
        if default is None:
            return text
        return f"{text}{'=' if annotation is None else ' = '}{self.text(default)}"


def _neighbour(node: Any, text: str) -> Any:
    """What stands right behind a `**`: in `x**y**z` that is y."""
    while not text.startswith("(") and getattr(node, "op", None).__class__.__name__ == "Pow":
        node = node.left
    return node


def is_power_operand(node: Any, text: str) -> bool:
    """Whether `**` stands without spaces beside this operand (Black's rule, which ruff follows)."""
    if text.startswith("("):
        return False
    while node.__class__.__name__ == "UnaryOp" and node.op.__class__.__name__ != "Not":
        node = node.operand
    if node.__class__.__name__ == "Constant":
        return not isinstance(node.value, str | bytes) and "(" not in text and node.value is not ...
    while node.__class__.__name__ == "Attribute":
        node = node.value
    return node.__class__.__name__ == "Name"


def is_simple_bound(node: Any) -> bool:
    """Whether this bound of a slice lets the colon stand without spaces."""
    while node.__class__.__name__ == "UnaryOp" and node.op.__class__.__name__ != "Not":
        node = node.operand
    if node.__class__.__name__ == "Constant":
        return "(" not in literal(node.value) or isinstance(node.value, str | bytes)
    return node.__class__.__name__ == "Name"
