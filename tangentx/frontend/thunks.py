"""An expression that the program keeps as it stands, as a function without parameters: what `raise` raises.

    raise Found(x[i] * y)           ->          lambda: Found(x[i] * y)

*Requires* the function that the expression stands in.  *Gives* one whose body is the expression in A-normal form, and
which sees the variables around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import gast

from tangentx.frontend import scopes
from tangentx.frontend.anf import Lowering
from tangentx.frontend.expressions import FreshNames
from tangentx.records import Function


def thunk(source: Function, node: gast.AST, variables: Iterable[str]) -> Function:
    """The expression as a function; `variables`: what it reads that is no global."""
    nothing = gast.arguments([], [], None, [], [], None, [])
    tree = gast.copy_location(gast.Lambda(nothing, node), node)
    function = replace(
        source, name="<expression>", parameters=(), doc=None, tree=tree, callable=None, generator=False
    )
    lowering = Lowering(
        source=function,
        fresh=FreshNames(scopes.identifiers(tree)),
        variables=frozenset(variables),
        mentioned=frozenset(),
        rebinds=False,
        shared=frozenset(),
    )
    return lowering.function(function)
