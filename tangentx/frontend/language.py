"""The accepted language: ONE table from every kind of syntax node to how it is handled, or why it is refused.

A `Handled` entry names the method (`do_<how>`) of `anf.Lowering` that lowers the node; `part` marks nodes which
the node above them handles.  A `Refused` entry is an error, ready but for its place.  What the table does not name
is refused as well.  A few nodes are accepted in some places only: `RESTRICTIONS` looks at those.
"""

from __future__ import annotations

from dataclasses import dataclass

PART = "part"


@dataclass(frozen=True, slots=True)
class Handled:
    """Accepted: lowered by the method `do_<how>`."""

    how: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not accepted: the text of the error. `inside`: whether to look for more problems below the node."""

    code: str
    message: str
    help: tuple[str, ...]
    label: str = "not supported"
    why: tuple[str, ...] = ()
    inside: bool = True


ASYNC = Refused(
    "TX202",
    "asynchronous code cannot be differentiated",
    ("do the waiting outside, and differentiate a plain `def` of the values that arrived",),
    why=("a derivative runs the function again, backwards; nothing can be awaited in between",),
    inside=False,
)
GENERATOR = Refused(
    "TX201",
    "a generator function cannot be differentiated by itself",
    ("differentiate the function that loops over it", "or collect the values in a list and return it"),
    label="makes this function a generator",
    why=("it has no value: it hands out items to whoever asks",),
)
SENT = Refused(
    "TX252",
    "the value of `yield from` is used",
    ("loop over the generator instead: `for item in inner(): yield item`",),
)
HELD = Refused(
    "TX251",
    "`yield` inside `{name}`",
    ("yield behind it, or collect the items in a list inside it and yield them afterwards",),
    why=("an exception of the loop that reads the generator does not go through it",),
)
TRY_STAR = Refused(
    "TX203",
    "`except*` cannot be differentiated",
    ("catch the exception itself with `except`",),
    why=("several of its handlers may run for one exception",),
)
MATCH_CLASS = Refused(
    "TX206",
    "positional patterns of a class that is not known",
    ("name the attributes: `Point(x=0, y=y)`", "or make the class a global"),
    why=("which attributes they stand for is said by the class, in `__match_args__`",),
)
GLOBAL_WRITE = Refused(
    "TX207",
    "a global variable is assigned inside the function",
    ("pass the value as an argument, and return the new one",),
    label="bound here, declared `global` above",
)
NONLOCAL = Refused(
    "TX208",
    "a variable of a function outside is assigned",
    ("pass the value as an argument, and return the new one",),
    label="bound here, declared `nonlocal` above",
    why=("the variable outlives the call: the derivative would change it a second time",),
)
DELETE_ITEM = Refused(
    "TX210",
    "`del` of a slice or attribute cannot be differentiated",
    ("build a container without the item, or use `.pop(...)` on what carries no derivative",),
)
DYNAMIC = Refused(
    "TX211",
    "`{name}()` depends on the frame it is called in",
    ("name the variables or the function that is meant",),
    why=("the derivative is another function: it has other variables",),
)
TYPE_PARAMETERS = Refused(
    "TX212", "type parameters are not supported yet", ("use typing.TypeVar, or no annotation",)
)
CAPTURED = Refused(
    "TX214",
    "a function captures the variable of a comprehension that stands in a loop",
    (
        "bind it as a default: `lambda x, {name}={name}: ...`",
        "or write the comprehension as a helper function",
    ),
    label="captures `{name}`",
)
STAR_IMPORT = Refused("TX216", "`import *` inside a function", ("import the names that are used",))
INTERPOLATION = Refused("TX217", "template strings are not supported yet", ('write an f-string: f"..."',))
DEEP = Refused(
    "TX218",
    "the function is nested too deeply for this Python's recursion limit",
    ("split long expressions into several statements", "or raise the limit: sys.setrecursionlimit(10_000)"),
    label="here",
)
UNKNOWN = Refused(
    "TX299", "this construct is not known to tangentx ({name})", ("write it in simpler statements",)
)

LANGUAGE: dict[str, Handled | Refused] = {
    # statements
    "FunctionDef": Handled("define"),
    "AsyncFunctionDef": ASYNC,
    "ClassDef": Handled("define_class"),
    "Return": Handled("return"),
    "Delete": Handled("delete"),
    "Assign": Handled("assign"),
    "TypeAlias": TYPE_PARAMETERS,
    "AugAssign": Handled("augment"),
    "AnnAssign": Handled("annotated"),
    "For": Handled("for"),
    "AsyncFor": ASYNC,
    "While": Handled("while"),
    "If": Handled("if"),
    "With": Handled("with"),
    "AsyncWith": ASYNC,
    "Match": Handled("match"),
    "Raise": Handled("raise"),
    "Try": Handled("try"),
    "TryStar": TRY_STAR,
    "Assert": Handled("assert"),
    "Import": Handled("import"),
    "ImportFrom": Handled("import_from"),
    "Global": Handled("nothing"),
    "Nonlocal": Handled("nothing"),
    "Expr": Handled("evaluate"),
    "Pass": Handled("nothing"),
    "Break": Handled("break"),
    "Continue": Handled("continue"),
    # expressions
    "BoolOp": Handled("logical"),
    "NamedExpr": Handled("walrus"),
    "BinOp": Handled("binary"),
    "UnaryOp": Handled("unary"),
    "Lambda": Handled("lambda"),
    "IfExp": Handled("conditional"),
    "Dict": Handled("dict"),
    "Set": Handled("display"),
    "ListComp": Handled("list_comprehension"),
    "SetComp": Handled("set_comprehension"),
    "DictComp": Handled("dict_comprehension"),
    "GeneratorExp": Handled("generator_expression"),
    "Await": ASYNC,
    "Yield": Handled("yield"),
    "YieldFrom": Handled("yield_from"),
    "Compare": Handled("compare"),
    "Call": Handled("call"),
    "JoinedStr": Handled("format"),
    "TemplateStr": INTERPOLATION,
    "Constant": Handled("constant"),
    "Attribute": Handled("attribute"),
    "Subscript": Handled("subscript"),
    "Name": Handled("name"),
    "List": Handled("display"),
    "Tuple": Handled("display"),
    # parts of the nodes above
    "Starred": Handled(PART),
    "Slice": Handled(PART),
    "FormattedValue": Handled(PART),
    "Interpolation": INTERPOLATION,
    "comprehension": Handled(PART),
    "arguments": Handled(PART),
    "keyword": Handled(PART),
    "alias": Handled(PART),
    "withitem": Handled(PART),
    "ExceptHandler": Handled(PART),
    "match_case": Handled(PART),
    "TypeVar": Handled(PART),
    "ParamSpec": Handled(PART),
    "TypeVarTuple": Handled(PART),
}
for _group, _names in {
    "context": "Load Store Del Param AugLoad AugStore",
    "boolean": "And Or",
    "operator": "Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv",
    "sign": "Invert Not UAdd USub",
    "comparison": "Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn",
    "pattern": "MatchValue MatchSingleton MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr",
}.items():
    LANGUAGE.update(dict.fromkeys(_names.split(), Handled(PART)))


def handling(node: object) -> Handled | Refused:
    """How the table treats a node."""
    return LANGUAGE.get(type(node).__name__, UNKNOWN)


def refusals() -> tuple[Refused, ...]:
    """Every way to be refused, by code: what `explain` and the documentation list."""
    found = {entry for entry in globals().values() if isinstance(entry, Refused)}
    return tuple(sorted(found, key=lambda refused: refused.code))
