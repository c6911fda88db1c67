"""Trees and their text, with no opinion about derivatives.

`nodes` makes, copies and compares gast trees, `source` prints them, `verify` checks a finished derivative.
"""
