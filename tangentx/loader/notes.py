"""Tells the user which of his lines an error inside a derivative is about: in a note (PEP 678), and in its place if
it is one of ours."""

from __future__ import annotations

import linecache
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tangentx.errors import TangentxError
from tangentx.loader.linemap import Origin, line_map
from tangentx.loader.module import TextLoader
from tangentx.records import Place


@dataclass(frozen=True, slots=True)
class Source:
    """Where the user's lines are.

    Parameters
    ----------
    file : the primal's file, to quote the line from; "" where there is none.
    shown : how the note calls that file ("examples/fit.py"); by default as `file`.
    first : the line where the primal begins, for what is raised in a line that is for none of its own.
    maps : the line maps of the derivatives that were differentiated, the outermost first.
    """

    file: str = ""
    shown: str = ""
    first: int = 1
    maps: tuple[Mapping[int, tuple[Origin, ...]], ...] = ()


def annotate(error: BaseException, text: str, primal: str, source: Source) -> None:
    """Add a note to an error that was raised in or below the derivative with this `text`.

    Parameters
    ----------
    primal : "examples.fit:loss".
    """
    line = _deepest_line(error, text)
    if line is None:
        return
    chain, shown = _chain(line_map(text), line, source.maps), source.shown or source.file
    own = next((n for other, n in reversed(chain) if other is None), source.first)
    if isinstance(error, TangentxError) and error.place is None and source.file:
        error.place, error.lines = Place(shown, own), tuple(linecache.getlines(source.file))
    note = f"in the derivative of {primal}"
    if chain:
        note += ", for " + _quoted(chain[-1], source.file, shown)
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def _chain(lines: Mapping[int, tuple[Origin, ...]], line: int, maps: tuple) -> tuple[Origin, ...]:
    """The user's lines that a line of the derivative is for: through the texts of those that were differentiated."""
    chain = lines.get(line, ())
    for inner in maps:
        own = next((n for other, n in reversed(chain) if other is None), None)
        chain = inner.get(own, ())
    return chain


def _quoted(origin: Origin, file: str, shown: str) -> str:
    """`examples/fit.py:8: return np.dot(x, w) - y`."""
    other, line = origin
    if other is not None:
        return f"{other}:{line}"
    statement = linecache.getline(file, line).strip() if file else ""
    place = f"{shown}:{line}" if shown else f"line {line}"
    return f"{place}: {statement}" if statement else place


def _deepest_line(error: BaseException, text: str) -> int | None:
    """The line of the derivative that was being run, the innermost one if it called itself."""
    lines = [line for frame, line in _frames(error.__traceback__) if _runs(frame, text)]
    return lines[-1] if lines else None


def _frames(traceback: types.TracebackType | None) -> Iterator[tuple[types.FrameType, int]]:
    while traceback is not None:
        if traceback.tb_lineno is not None:
            yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def _runs(frame: types.FrameType, text: str) -> bool:
    loader = frame.f_globals.get("__loader__")
    return (
        isinstance(loader, TextLoader) and loader.text == text and frame.f_code.co_filename == loader.filename
    )
