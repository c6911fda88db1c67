"""Everything that can go wrong, one class per kind, each with a code, a place, a reason and a way out.

The text of an error is made here and nowhere else (`TangentxError.__str__`), the same in Python and on the command
line.  Ranges of codes: TX1 source, TX2 syntax, TX3 calls and rules, TX4 types, shapes, activity, TX5 run time,
TX6 cache and edits, TX7 verify, TX80 pickling and workers, TX85 backends, TX9 a defect of tangentx.
"""

from __future__ import annotations

import linecache
from collections.abc import Sequence

from tangentx.records import Place


class TangentxError(Exception):
    """Base class of every error that tangentx raises on purpose.

    Parameters
    ----------
    message : what is wrong, in the user's words.
    code : "TX301".
    place : where in the user's source, or None.
    lines : the lines of the user's source file (`Function.lines`), to show the line with its caret.
    label : what stands beside the caret ("needs a derivative").
    why : the chain of reasons, one line each.
    help : what to write instead, one line each.
    """

    code = "TX900"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        place: Place | None = None,
        lines: Sequence[str] = (),
        label: str = "",
        why: Sequence[str] = (),
        help: Sequence[str] = (),
    ):
        self.message, self.place, self.label = message, place, label
        self.code = code or type(self).code
        self.lines, self.why, self.help = tuple(lines), tuple(why), tuple(help)
        super().__init__(message)

    def located(self, place: Place, lines: Sequence[str]) -> TangentxError:
        """The same error with this place, if it has none of its own."""
        if self.place is not None:
            return self
        details = {"label": self.label, "why": self.why, "help": self.help}
        return type(self)(self.message, code=self.code, place=place, lines=lines, **details)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.why + self.help

    def __str__(self) -> str:
        parts = [f"error[{self.code}]: {self.message}"]
        if self.place is not None:
            parts += _excerpt(self.place, self.lines, self.label)
        tail = [("why ", text) for text in (*_calls(self.place), *self.why)]
        tail += [("help", text) for text in self.help]
        tail.append(("more", f"tangentx explain {self.code}"))
        return "\n".join(parts + [f"   = {kind}: {text}" for kind, text in tail])


class SourceUnavailableError(TangentxError, OSError):
    """TX1: the source text of a function cannot be had, or is not the text of the code that runs."""

    code = "TX102"


class UnsupportedSyntaxError(TangentxError, SyntaxError):
    """TX2: a construct that tangentx does not differentiate.  Python draws file, line and caret by itself."""

    code = "TX201"

    def __init__(self, message: str, **details):
        super().__init__(message, **details)
        self.msg = message
        if self.place is not None:
            self.filename, self.lineno, self.offset = self.place.file, self.place.line, self.place.col + 1
            self.end_lineno = self.place.end_line
            self.end_offset = None if self.place.end_col is None else self.place.end_col + 1
            if 0 < self.place.line <= len(self.lines):
                self.text = self.lines[self.place.line - 1]


class MissingRuleError(TangentxError, NotImplementedError):
    """TX3: a call on the path of the derivative has neither a rule nor Python source."""

    code = "TX301"


class NotDifferentiableError(TangentxError, TypeError):
    """TX4: the question makes no sense for these types, shapes or arguments."""

    code = "TX401"


class AliasingError(TangentxError, ValueError):
    """TX5: memory that is written overlaps in a way which cannot be reversed correctly."""

    code = "TX501"


class TemplateError(TangentxError, ValueError):
    """TX31x: a rule file is wrong; refused when it is read."""

    code = "TX310"


class BackendError(TangentxError, NotImplementedError):
    """TX85: emitted code that a backend cannot compile; it runs as plain NumPy."""

    code = "TX851"


class TangentxWarning(UserWarning):
    """Something that is right but probably not what was meant (a derivative that is provably zero...)."""


def _calls(place: Place | None) -> list[str]:
    """The calls that led to a place in a function that is called, outermost first."""
    via = () if place is None else dict.fromkeys((call.file, call.line) for call in place.via)
    return [
        f"called at {file}:{line}: {linecache.getline(file, line).strip()}".rstrip(": ") for file, line in via
    ]


def _excerpt(place: Place, lines: Sequence[str], label: str) -> list[str]:
    """The place and its source line with a caret, in rustc's manner."""
    width = len(str(place.line))
    pad = " " * width
    shown = [f"{pad}--> {place.file}:{place.line}:{place.col + 1}"]
    if 0 < place.line <= len(lines):
        text = lines[place.line - 1].rstrip("\n")
        same_line = place.end_line in (None, place.line)
        end = place.end_col if same_line and place.end_col is not None else len(text)
        carets = "^" * max(1, end - place.col)
        shown += [
            f"{pad} |",
            f"{place.line} | {text}",
            f"{pad} | {' ' * place.col}{carets} {label}".rstrip(),
            f"{pad} |",
        ]
    return shown
