"""Trees to text: the only module that imports astor.

The text is what `ruff format` would leave alone at 88 columns, and the same on every supported Python.  astor gives
the operators and how tightly they bind; its own printer is not used, because its text depends on the Python version
and on nobody's formatter.
"""

from __future__ import annotations

import re
import warnings

import gast

from tangentx.records import Derivative, Emitted
from tangentx.syntax.comments import comment
from tangentx.syntax.flat import Printer
from tangentx.syntax.statements import StatementPrinter

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # astor touches the deprecated ast.Num on import
    from astor.op_util import precedence_data, symbol_data

_BINDING = {kind.__name__: level for kind, level in precedence_data.items() if kind is not None}
_SYMBOLS = {kind.__name__: symbol for kind, symbol in symbol_data.items() if kind is not None}
# astor's names that are no classes of ast are left out of its table under their names.
_BINDING["PowRHS"] = _BINDING["USub"] - 1

PRINTER = Printer(_BINDING, _SYMBOLS)
STATEMENTS = StatementPrinter(PRINTER)

# A comment in one of the first two lines of a file can choose its encoding; no name of a user's may do that.
_CODING = re.compile(r"coding([=:])")


def expression(node: gast.AST) -> str:
    """The text of an expression on one line.

    >>> expression(gast.parse("a[i+1:, ::2]**-b", mode="eval").body)
    'a[i + 1 :, ::2] ** -b'
    """
    return PRINTER.text(node)


def statements(body: list[gast.AST] | tuple[gast.AST, ...]) -> str:
    """The text of some statements, one or more lines each, as they stand in a module."""
    return "".join(line + "\n" for line in STATEMENTS.suite(body, 0))


def render(derivative: Derivative) -> Emitted:
    """The module of a derivative as text: header, imports, functions."""
    header = [_CODING.sub(r"coding \1", comment(line)) for line in derivative.header]
    blocks = [[*header, *derivative.imports]] if header or derivative.imports else []
    blocks += [STATEMENTS.suite([function], 0) for function in derivative.functions]
    text = "\n\n\n".join("\n".join(lines) for lines in blocks)
    return Emitted(text + "\n", derivative.entry)
