"""Tells the user which of his lines an error inside a derivative is about: in a note (PEP 678), and in its place if
it is one of ours."""

from __future__ import annotations

import linecache
import types
from collections.abc import Iterator

from tangentx.errors import TangentxError
from tangentx.loader.linemap import Origin, line_map
from tangentx.loader.module import TextLoader
from tangentx.records import Place


def annotate(error: BaseException, text: str, primal: str, *, file: str = "", shown: str = "") -> None:
    """Add a note to an error that was raised in or below the derivative with this `text`.

    Parameters
    ----------
    primal : "examples.fit:loss".
    file : the primal's file, to quote the line from.
    shown : how the note calls that file ("examples/fit.py"); by default as `file`.
    """
    line = _deepest_line(error, text)
    if line is None:
        return
    chain = line_map(text).get(line, ())
    own = next((n for other, n in reversed(chain) if other is None), None)
    if isinstance(error, TangentxError) and error.place is None and file and own is not None:
        error.place, error.lines = Place(shown or file, own), tuple(linecache.getlines(file))
    note = f"in the derivative of {primal}"
    if chain:
        note += ", for " + _quoted(chain[-1], file, shown or file)
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


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
