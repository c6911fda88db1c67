"""The table of primitives is made from the registry."""

from __future__ import annotations

from tangentx.templating.coverage import coverage_table


def test_the_table_counts_what_is_there() -> None:
    text = coverage_table()
    assert text.splitlines()[1].count("---") == 5
    assert "`tensordot`" in text and "- missing: " in text
    operators = next(line for line in text.splitlines() if line.startswith("| operators"))
    assert operators.split("|")[5].strip() == "0"
