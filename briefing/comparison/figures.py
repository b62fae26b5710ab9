"""Compare the figures of two editions: the rows of their charts' CSV files."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from briefing.model.edition_statement import Change, Kind
from briefing.model.key_figures.figure import KEY_FIGURES_FILE

MAP_FILE = "locator.csv"
MAX_ROWS = 40
"""Where more rows of figures than this have changed, only their number is given."""


def compare_data(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Change]:
    """Return the rows of figures that are new, removed or corrected, and the figures that are, by the names of their files."""
    changes: list[Change] = []
    # The key figures are compared as parts of the briefing.
    for name in sorted((before.keys() | after.keys()) - {KEY_FIGURES_FILE}):
        if name not in before or name not in after:
            changes.append(Change("figures", name, "added" if name in after else "removed", "", "", "", True))
            continue
        old, new = _rows(before[name], name), _rows(after[name], name)
        removed, added = list((old - new).elements()), list((new - old).elements())
        if len(removed) + len(added) > MAX_ROWS:
            changes.append(Change("figures", name, "changed", f"{len(removed) + len(added)} rows", "", "", True))
            continue
        length = _key_length([*old.elements()], [*new.elements()])
        for row in added:
            # A row with the same first cells is the same one, corrected.
            earlier = next((other for other in removed if other[:length] == row[:length]), ())
            if earlier:
                removed.remove(earlier)
            kind: Kind = "changed" if earlier else "added"
            changes.append(Change("figures", name, kind, _text(row[:3]), _text(earlier), _text(row), True))
        changes += [Change("figures", name, "removed", _text(row[:3]), _text(row), "", True) for row in removed]
    return changes


def _text(row: Sequence[str]) -> str:
    """Return a row as a list; empty cells at its end are left out."""
    return ", ".join(row).rstrip(", ")


def _key_length(*tables: list[tuple[str, ...]]) -> int:
    """Return how many of its first cells name a row: one where no two rows share it, as in a chart's numbers; else two."""
    return 1 if all(len({row[0] for row in rows}) == len(rows) for rows in tables) else 2


def _rows(content: bytes, name: str) -> Counter[tuple[str, ...]]:
    read = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace")))
    if name == MAP_FILE:  # earlier versions of the program wrote 21910 as 21910.0
        return Counter(tuple(re.sub(r"(?<=\d)\.0$", "", cell) for cell in row) for row in read if row)
    return Counter(tuple(row) for row in read if row)
