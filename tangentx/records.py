"""What flows between the stages: frozen records, read second after `pipeline`.

A function becomes a `Function` (source, names, A-normal-form body), the analyses turn that into a
`Program` (the same statements, specialised to argument types, with callees resolved), the transformer
turns a `Program` into a `Derivative` (a gast module that may still be clumsy), and the printer turns
that into `Emitted` text.

Expressions are gast nodes everywhere.  Statements of a `Function` body are the small records below, because
a derivative compiler asks them questions that a Python tree answers badly: *what is bound here, what is
written on, what jumps*.  In A-normal form every operand of an operation is an *atom*, a Name or a Constant, and
each statement does one operation, in the order in which Python would have done it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gast

EMITTED = "_tangentx_gen"  # the package of the modules of emitted code


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the user's source: lines from 1, columns from 0 (in characters), end exclusive."""

    file: str
    line: int
    col: int = 0
    end_line: int | None = None
    end_col: int | None = None
    via: tuple[Place, ...] = ()  # the call sites that led to an inlined callee, outermost first


# -- statements of A-normal form: `value`, `test`, `iter` are gast expressions whose operands are atoms ----------------


@dataclass(frozen=True, slots=True, eq=False)
class Bind:
    """`target = value`: value is an atom or one operation on atoms."""

    target: str
    value: gast.AST
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Unpack:
    """`a, b = value`; a starred target has its star in the name (`"*rest"`)."""

    targets: tuple[str, ...]
    value: gast.AST
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """`target = value`, target a Subscript or Attribute of atoms, value an atom."""

    target: gast.AST
    value: gast.AST
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Augment:
    """`target op= value`; target a Name, Subscript or Attribute of atoms, op a gast operator, value an atom."""

    target: gast.AST
    op: gast.AST
    value: gast.AST
    place: Place
    setup: tuple = ()  # computes the value, and may write on the target, which Python reads first


@dataclass(frozen=True, slots=True, eq=False)
class Evaluate:
    """An expression statement: evaluated for its effect."""

    value: gast.AST
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class If:
    test: gast.AST
    body: tuple
    orelse: tuple
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class For:
    """`for target in iter`: target one plain name (tuple targets are unpacked in the body), iter an atom."""

    target: str
    iter: gast.AST
    body: tuple
    orelse: tuple
    place: Place
    guarded: bool = False  # it stands in a `try`: what iterating raises would be caught


@dataclass(frozen=True, slots=True, eq=False)
class While:
    """`while`: the statements `setup` compute `test` before every trip."""

    setup: tuple
    test: gast.AST
    body: tuple
    orelse: tuple
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Break:
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Continue:
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """`return value`; value an atom (a Constant None when the source has none)."""

    value: gast.AST
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Assert:
    """`assert test, message`; test an atom or an opaque expression, message a gast expression or None."""

    test: gast.AST
    message: gast.AST | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Raise:
    """`raise exc from cause`: both gast expressions or None."""

    exc: gast.AST | None
    cause: gast.AST | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Yield:
    """`yield value`, in the body of a generator; value an atom.  What is sent back is always None."""

    value: gast.AST
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """`except exc as name:`; exc a gast expression, None for a bare `except:`."""

    exc: gast.AST | None
    name: str | None
    body: tuple
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Try:
    """`try`, as written.  Gone after `frontend.exceptions`, which turns it into attempts and flags."""

    body: tuple
    handlers: tuple[Handler, ...]
    orelse: tuple
    finalbody: tuple
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class With:
    """`with manager as target: body`; manager an atom or one operation.  Gone after `frontend.exceptions`."""

    manager: gast.AST
    target: str | None
    body: tuple
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Attempt(If):
    """A branch on whether statements raised: the body begins with those, then `Guarded`, then `test = True` and what
    follows; orelse is `test = False` and the handler.  `catches`: a class or tuple of classes; None: everything."""

    catches: gast.AST | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Guarded:
    """The end of an attempt's guarded statements."""

    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Enter:
    """Up to `Leave`, in the same block: `with manager as target`, or a `try` up to `Final` and its `finally`."""

    manager: gast.AST | None
    target: str | None
    place: Place
    again: bool = False  # the adjoint statements run inside it as well
    guarded: bool = False  # it stands in a `try`: behind its body, an exception is a flag


@dataclass(frozen=True, slots=True, eq=False)
class Final:
    """Between the body of a `try` and its `finally`."""

    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Leave:
    """The end of what an `Enter` began; `finished` is a flag that is set there, when the body got so far."""

    place: Place
    finished: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Delete:
    """`del name, ...` (names only)."""

    names: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """An import inside the function: binds `name` to the module `module`, or to its attribute `attribute`."""

    name: str
    module: str
    attribute: str | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Define:
    """A nested `def` or `lambda`: binds `name` to a function whose own `Function` is `function`."""

    name: str
    function: Function
    place: Place


Statement = (
    Bind | Unpack | Store | Augment | Evaluate | If | For | While | Break | Continue | Return | Assert | Raise
    | Yield | Delete | Import | Define | Try | With | Attempt | Guarded | Enter | Final | Leave
)  # fmt: skip


# ---------------------------------------------------------------------------------------------
# A function of the user
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: kind is one of inspect.Parameter's (`POSITIONAL_OR_KEYWORD`, ...) as a string."""

    name: str
    kind: str
    default: gast.AST | None = None  # the default's expression, for printing; its value: Function.callable
    annotation: gast.AST | None = None


@dataclass(frozen=True, slots=True)
class Namespace:
    """The names a function finds outside itself, as Python would: cells, then globals, then builtins.

    Nothing is copied: cells and globals are read when `lookup` is called.
    """

    globals: Mapping[str, Any]
    cells: Mapping[str, Any] = field(default_factory=dict)  # name -> cell object
    builtins: Mapping[str, Any] = field(default_factory=dict)

    def lookup(self, name: str) -> tuple[str, Any]:
        """(`"cell"` | `"global"` | `"builtin"`, object); KeyError where Python would raise NameError."""
        if name in self.cells:
            try:
                return "cell", self.cells[name].cell_contents
            except ValueError:
                raise KeyError(name) from None
        if name in self.globals:
            return "global", self.globals[name]
        return "builtin", self.builtins[name]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A parsed user function: where it is, what it can see, and its body in A-normal form."""

    name: str
    qualname: str
    module: str
    file: str  # as the code object says it
    first_line: int
    last_line: int
    lines: tuple[str, ...]  # the whole source file's (or cell's) lines, for errors: lines[place.line - 1]
    parameters: tuple[Parameter, ...]
    doc: str | None
    namespace: Namespace
    tree: gast.AST  # the FunctionDef or Lambda, positions absolute in the file
    callable: Callable | None  # None for a nested function
    body: tuple = ()  # empty until normalised
    written: tuple = ()  # the body before its exits were joined
    locals: frozenset[str] = frozenset()  # every name bound in the body, parameters included
    generator: bool = False  # its body yields; exits and jumps stay as written, see `frontend.weaving`


# ---------------------------------------------------------------------------------------------
# Rules
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class RuleParameter:
    """A parameter of a template.  `static`: carries no derivative (axis, shape, index...).  `rank`: only for
    operands of exactly that many dimensions (None: any).  `sequence`: a list or tuple of operands."""

    name: str
    static: bool = False
    default: gast.AST | None = None
    required: bool = True
    keyword_only: bool = False
    variadic: bool = False  # *operands
    sequence: bool = False
    rank: int | None = None  # -1: any, but known to be an array or scalar (a sibling serves lists)
    allowed: tuple = ()  # serves only these literal values of a static operand (`...`: any number but 0)
    sample: Any = None  # where to take test points: a marker of tangentx.rules


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One template: a primitive, with its tangent and adjoint lines as filled-in-later gast trees.

    In the trees, `dot[x]` and `bar[x]` are Subscripts of the names `dot` and `bar`; parameters, outputs and
    locals are plain Names; functions are `numpy.f`, `math.f`, `scipy...f` chains or names of `tangentx.runtime`.
    """

    name: str
    file: str
    line: int
    callees: tuple  # objects that this rule serves: functions, ufuncs, operator.mul, ...
    parameters: tuple[RuleParameter, ...]
    output: str | None  # name bound by the primal line; None for tuple outputs
    outputs: tuple[str, ...]  # names of a tuple output, else (output,)
    primal: gast.AST  # right-hand side of the primal line
    locals: tuple[
        tuple[str, gast.AST], ...
    ] = ()  # shared work, assigned in order before dot/bar lines that use it
    dot: tuple[tuple[str, gast.AST], ...] = ()  # (output, expression); empty when non-differentiable
    bar: tuple[tuple[str, gast.AST], ...] = ()  # (parameter, expression to accumulate)
    differentiable: bool = True  # False: derivative provably zero everywhere it exists (floor, argmax, ...)
    elementwise: bool = False  # acts entry by entry with NumPy broadcasting (ufuncs, arithmetic, math.*)
    real_only: bool = False  # does not hold for complex operands
    cases: tuple = ()  # samples for the tests: tuples of (parameter, shape or value)
    # Modules whose functions of the same names the filled lines may use instead of numpy's ("math").


# ---------------------------------------------------------------------------------------------
# What the transformer gives, and what the printer makes of it
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Derivative:
    """A module tree to print: header comment lines, import lines, and functions, entry last.

    Statement nodes may carry `heading` (a comment to stand above, in front of a blank line) and `tag` (a trailing
    comment), both without the leading `# `.
    """

    header: tuple[str, ...]
    imports: tuple[str, ...]  # import statements as text, in ruff's order; "" is a blank line between blocks
    functions: tuple[gast.AST, ...]
    entry: str


@dataclass(frozen=True, slots=True)
class Emitted:
    """Text of a derivative, ready to load."""

    text: str
    entry: str
