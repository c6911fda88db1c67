"""The page's plots, as SVG written by hand: no library is needed to make or to read them."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.results import Row
from tests.benchmarks.tables import by_kind

COLOURS = {
    "autograd": "#e69f00", "jax": "#009e73", "torch": "#d55e00", "mygrad": "#cc79a7", "pytensor": "#56b4e9",
    "casadi": "#8c6d31", "enzyme-ad": "#999999", "sympy": "#999999",
}  # fmt: skip
OURS, INK, GRID = "#0044cc", "#333333", "#dddddd"


def write(rows: list[Row], folder: Path) -> None:
    for name, text in (("overview", overview(rows)), ("scaling", scaling(rows))):
        (folder / f"benchmarks-{name}.svg").write_text(text, encoding="utf-8")


def overview(rows: list[Row]) -> str:
    """A line a workload, a mark an entry, on a logarithmic axis."""
    left, top, step, width = 210, 56, 22, 560
    ratios = [t / row.seconds["primal"] for row in rows for t in row.seconds.values()]
    low, high = math.floor(math.log10(min(ratios))), math.ceil(math.log10(max(ratios)))

    def x(ratio: float) -> float:
        return left + width * (math.log10(ratio) - low) / (high - low)

    bottom = top + step * len(rows)
    marks = [
        _line(x(10.0**k), top - 6, x(10.0**k), bottom, INK if k == 0 else GRID) for k in range(low, high + 1)
    ]
    marks += [_text(x(10.0**k), bottom + 14, f"{10.0**k:g}", "middle") for k in range(low, high + 1)]
    for i, row in enumerate(rows):
        y, primal = top + step * (i + 0.5), row.seconds["primal"]
        marks += [_text(left - 8, y + 4, row.name, "end"), _line(left, y, left + width, y, GRID)]
        for peer in peers.PEERS:
            if (best := row.rewritten(peer)) is not None:
                marks.append(_circle(x(best[0] / primal), y, 3.5, COLOURS[peer], hollow=" " in best[1]))
        marks.append(_line(x(row.by_hand / primal), y - 7, x(row.by_hand / primal), y + 7, INK, 2))
        marks.append(_circle(x(row.emitted / primal), y, 5, OURS))
        if "numba" in row.seconds:
            marks.append(_diamond(x(row.seconds["numba"] / primal), y, 6, OURS))
    return _svg(left + width + 20, bottom + 24, [*_legend(left), *marks])


def _legend(left: int) -> list[str]:
    marks = [
        _text(left, 12, "gradient over primal: the best of each library, hollow where the code was rewritten"),
        _circle(left + 5, 26, 5, OURS), _text(left + 14, 30, "emitted"),
        _diamond(left + 75, 26, 6, OURS), _text(left + 85, 30, "Numba"),
        _line(left + 138, 19, left + 138, 33, INK, 2), _text(left + 144, 30, "by hand"),
    ]  # fmt: skip
    at = left + 205
    for name, colour in COLOURS.items():
        if name != "sympy":
            label = "others" if name == "enzyme-ad" else name
            marks += [_circle(at, 26, 3.5, colour), _text(at + 7, 30, label)]
            at += 18 + 6.6 * len(label)
    return marks


def scaling(rows: list[Row]) -> str:
    """A small plot a workload that has sizes."""
    rows = [row for row in rows if row.scaling]
    across, wide, high, gap = 5, 160, 84, 20
    marks = [
        _text(10, 12, "gradient over primal by size, both axes logarithmic, from 0.1 to 100; the dotted line is 1"),
        _line(520, 8, 540, 8, OURS, 2), _text(546, 12, "NumPy"),
        _line(600, 8, 620, 8, COLOURS["jax"], 2), _text(626, 12, "Numba, over the compiled primal"),
    ]  # fmt: skip
    for i, row in enumerate(rows):
        left, top = 10 + (wide + gap) * (i % across), 34 + (high + gap + 14) * (i // across)
        marks += _panel(row, left, top, wide, high)
    lines = (len(rows) + across - 1) // across
    return _svg(20 + (wide + gap) * across, 34 + (high + gap + 14) * lines, marks)


def _panel(row: Row, left: float, top: float, wide: float, high: float) -> list[str]:
    low, up = -1.0, 2.0  # decades

    def place(n: float, ratio: float) -> tuple[float, float]:
        first, last = row.scaling[0][0], row.scaling[-1][0]
        share = min(max((math.log10(ratio) - low) / (up - low), 0.0), 1.0)
        return left + wide * math.log(n / first) / math.log(last / first), top + high * (1.0 - share)

    one = place(row.scaling[0][0], 1.0)[1]
    marks = [
        f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="none" stroke="{GRID}"/>',
        f'<path d="M{left} {one:.1f}h{wide}" stroke="{INK}" stroke-dasharray="2 3"/>',
        _text(left, top - 4, row.name),
        _text(left, top + high + 12, f"{row.scaling[0][0]:,}".replace(",", " ")),
        _text(left + wide, top + high + 12, f"{row.scaling[-1][0]:,} {row.unit}".replace(",", " "), "end"),
    ]
    for kind, colour in (("NumPy", OURS), ("Numba", COLOURS["jax"])):
        if kind in by_kind(row):
            points = [place(n, found[kind]) for n, found in row.scaling if kind in found]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    return marks


def _svg(width: float, height: float, marks: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="sans-serif" '
        f'font-size="11" fill="{INK}"><rect width="100%" height="100%" fill="white"/>'
    )
    return "\n".join([head, *marks, "</svg>", ""])


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1) -> str:
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def _circle(x: float, y: float, radius: float, colour: str, hollow: bool = False) -> str:
    paint = f'fill="white" stroke="{colour}" stroke-width="1.5"' if hollow else f'fill="{colour}"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" {paint}/>'


def _diamond(x: float, y: float, size: float, colour: str) -> str:
    return (
        f'<path d="M{x:.1f} {y - size:.1f}l{size} {size}l-{size} {size}l-{size} -{size}z" fill="{colour}"/>'
    )
