"""Front end: a Python callable becomes a `Function` in A-normal form.

Reading order: `parse` (which text is the code that runs), `language` (what is accepted), `anf` (statements),
`expressions` (operands, left to right), `desugar` (comprehensions), `show` (the result as Python text).
"""

from tangentx.frontend.anf import normalise

__all__ = ["normalise"]
