"""The long text of every error code, printed by `tangentx explain`.

Each entry is a code with its title, what it means and why, and, after `wrong:` and `right:`, a program that is
refused and one that is not.  A test holds the codes raised anywhere in tangentx against these.
"""

from tangentx.explanations import calls, iterators, syntax, values

TEXTS = syntax.TEXT + "\n" + iterators.TEXT + "\n" + calls.TEXT + "\n" + values.TEXT
