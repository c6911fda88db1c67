"""From the lines of a derivative back to the user's lines, read from the comments in its text.

    r = np.dot(x, w) - y  # L12 > L8                 line 12, which called line 8
    # adjoint of L15: r = r * 0.5                    for the lines below, as far as they belong together
    y = g(x)  # L12 > other.py:L8                    a callee in another file

The text is all there is to the map, so it survives editing, formatting and copying.
"""

from __future__ import annotations

import io
import re
import tokenize

Origin = tuple[str | None, int]  # (file or None for the primal's own, line)

_STEP = r"(?:[^\s:>]+:)?L\d+"
_CHAIN = rf"{_STEP}(?: > {_STEP})*"
_TAG = re.compile(rf"#\s*({_CHAIN})(?=$|[\s,;:])")
_HEADING = re.compile(rf"#\s*[\w -]+ of ({_CHAIN}):")
_BLANK = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)


def line_map(text: str) -> dict[int, tuple[Origin, ...]]:
    """{line of the derivative: the user's lines it is for, outermost call first}.

    >>> line_map("r = f(x)  # L12 > L8\\n")
    {1: ((None, 12), (None, 8))}
    """
    found: dict[int, tuple[Origin, ...]] = {}
    held = _Held()
    start: int | None = None  # where the statement being read began
    for token in _tokens(text):
        if token.type == tokenize.COMMENT and start is None:
            held.comment(token)
        elif token.type == tokenize.NL and start is None and not token.line.strip():
            held.drop()
        elif token.type not in _BLANK and start is None and token.type != tokenize.ENDMARKER:
            start = token.start[0]
            held.statement(token)
        if start is not None and token.type == tokenize.COMMENT:
            tag = _TAG.match(token.string)
            if tag is not None:
                found.update(dict.fromkeys(range(start, token.start[0] + 1), origins(tag[1])))
        if start is not None and token.type == tokenize.NEWLINE:
            for line in range(start, token.start[0] + 1):
                if held.chain is not None:
                    found.setdefault(line, held.chain)
            start = None
    return found


class _Held:
    """The heading that holds for the lines being read."""

    def __init__(self) -> None:
        self.chain: tuple[Origin, ...] | None = None
        self.column = 0

    def comment(self, token: tokenize.TokenInfo) -> None:
        """Another comment on its own line ends a heading, and may begin one."""
        heading = _HEADING.match(token.string)
        self.chain = None if heading is None else origins(heading[1])
        self.column = token.start[1]

    def statement(self, token: tokenize.TokenInfo) -> None:
        """A statement further left belongs to another suite."""
        if token.start[1] < self.column:
            self.drop()

    def drop(self) -> None:
        self.chain = None


def origins(chain: str) -> tuple[Origin, ...]:
    """The lines named by `L12 > other.py:L8 > L7`, whose last two are in one file."""
    steps: list[Origin] = []
    current = None
    for step in chain.split(" > "):
        file, _, line = step.rpartition("L")
        current = file.removesuffix(":") or current
        steps.append((current, int(line)))
    return tuple(steps)


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    """The tokens of a text, as far as it can be read: a map of half a file is better than none."""
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            tokens.append(token)
    except (tokenize.TokenError, SyntaxError):
        pass
    return tokens
