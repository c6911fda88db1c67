"""The page's tables."""

from __future__ import annotations

from tests.benchmarks import peers
from tests.benchmarks.results import Row


def _table(heads: list[str], lines: list[list[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def _times(row: Row, *labels: str) -> list[str]:
    return [_number(row.seconds[c] / row.seconds["primal"]) if c in row.seconds else "-" for c in labels]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def shown(seconds: float) -> str:
    for unit, factor in (("us", 1e6), ("ms", 1e3)):
        if seconds * factor < 1000:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def emitted(rows: list[Row]) -> str:
    columns = ("hand", "prototype", "emitted", "call", "numba")
    return _table(
        ["workload", "size", "primal", *columns, "emitted / best by hand"],
        [
            [
                row.name,
                row.size,
                shown(row.seconds["primal"]),
                *_times(row, *columns),
                f"{row.emitted / row.by_hand:.2f}",
            ]
            for row in rows
        ],
    )


def compiled(rows: list[Row]) -> str:
    columns = ("hand numba", "prototype numba", "numba")
    return _table(
        ["workload", "hand", "prototype", "emitted", "emitted / best by hand", "hand, fast", "prototype, fast",
         "emitted, fast", "emitted / best, fast"],
        [
            [row.name, *_times(row, *columns), _ratio(row, ""), *_times(row, *(f"{c} fast" for c in columns)),
             _ratio(row, " fast")]
            for row in rows
        ],
    )  # fmt: skip


def _ratio(row: Row, suffix: str) -> str:
    ours, hand = row.compiled(suffix)
    return f"{ours / hand:.2f}" if f"numba{suffix}" in row.seconds else "-"


def written(rows: list[Row]) -> str:
    return _table(
        ["workload", "ours", *peers.LIBRARIES, "ahead by"],
        [
            [row.name, _ours(row), *_times(row, *peers.LIBRARIES), _ahead(row, peers.LIBRARIES)]
            for row in rows
        ],
    )


def _ahead(row: Row, labels) -> str:
    best = row.least(*labels)
    return _number(best / row.ours[0]) if best != float("inf") else "-"


def _ours(row: Row) -> str:
    seconds, way = row.ours
    return f"{_number(seconds / row.seconds['primal'])} {way}"


def rewritten(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        found = {name: row.rewritten(name) for name in peers.PEERS}
        best = min((v for v in found.values() if v), default=None)
        cells = [_number(v[0] / row.seconds["primal"]) if v else "-" for v in found.values()]
        ahead = _number(best[0] / row.ours[0]) if best else "-"
        lines.append([row.name, _ours(row), *cells, best[1] if best else "-", ahead])
    return _table(["workload", "ours", *peers.PEERS, "the best of them", "ahead by"], lines)


def by_kind(row: Row) -> dict[str, list[float]]:
    """Ratios at all sizes, for emitted code as it is and under Numba."""
    kinds = ("NumPy", "Numba")
    return {k: ratios for k in kinds if (ratios := [found[k] for _, found in row.scaling if k in found])}


def scaling(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        sizes = ", ".join(f"{n:,}".replace(",", " ") for n, _ in row.scaling)
        for kind, ratios in by_kind(row).items():
            found = [_number(v[kind]) if kind in v else "-" for _, v in row.scaling]
            lines.append([row.name, kind, f"{sizes} {row.unit}", *found, f"{max(ratios) / min(ratios):.2f}"])
    return _table(
        ["workload", "", "sizes", "first", "second", "third", "fourth", "largest / smallest"], lines
    )
