"""What a run finds, and the file it is kept in: the page is made from that."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("results.json")


@dataclass
class Row:
    """A workload: seconds by entry, and why an entry is missing.

    scaling : for each size, the gradient's time over the primal's, for emitted code as it is and under Numba.
    """

    name: str
    size: str
    loop: bool
    seconds: dict[str, float]
    notes: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    scaling: list[tuple[int, dict[str, float]]] = field(default_factory=list)

    @property
    def emitted(self) -> float:
        return self.seconds.get("emitted", self.seconds["call"])

    @property
    def by_hand(self) -> float:
        return self.least("hand", "prototype")

    def least(self, *labels: str) -> float:
        return min((self.seconds[k] for k in labels if k in self.seconds), default=float("inf"))

    def compiled(self, suffix: str = "") -> tuple[float, float]:
        """Under Numba: emitted code, and the better of what is written by hand."""
        return self.least(f"numba{suffix}"), self.least(f"hand numba{suffix}", f"prototype numba{suffix}")

    @property
    def ours(self) -> tuple[float, str]:
        """The better of NumPy and Numba."""
        return min((self.emitted, "NumPy"), (self.least("numba"), "Numba"))

    def written(self, peer: str) -> float | None:
        return self.seconds.get(peer)

    def rewritten(self, peer: str) -> tuple[float, str] | None:
        """A library's best, in whatever way."""
        found = [(v, k) for k, v in self.seconds.items() if k.partition(" ")[0] == peer]
        return min(found, default=None)


@dataclass
class Results:
    origin: str
    machine: str
    versions: str
    rows: list[Row]

    def save(self) -> None:
        plain = json.loads(json.dumps(asdict(self)), parse_float=lambda text: float(f"{float(text):.4g}"))
        FILE.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def load() -> Results:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return Results(**{**found, "rows": [Row(**row) for row in found["rows"]]})
