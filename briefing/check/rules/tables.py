"""The rule on tables of sections, that a row of totals is the sum of the rows above it, and what is said of many cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.load.located_values import ValuePath
from briefing.model.parts.table_data import ROWS, TableCell, add_up, is_share, is_total

MOST_FINDINGS = 5
"""So many cells of a table are named one by one."""


def wrong_total(given: CheckInput) -> Iterator[Finding]:
    """Find rows of totals, the last of their tables, whose numbers are not those that the rows above add up to."""
    for table in given.tables:
        last = len(table.rows) - 1
        # With totals of parts among the rows nothing is known of what the last row adds up.
        if (
            last < 2
            or not is_total(table.rows[last][0].text)
            or any(is_total(row[0].text) for row in table.rows[:last])
        ):
            continue
        for column in sorted(table.numeric - table.ungrouped):
            above = [row[column] for row in table.rows[:last]]
            stated, total = table.rows[last][column], _sum(above)
            if total is not None and stated.number is not None and total.number != stated.number:
                what = (
                    f'the row "{shorten(table.rows[last][0].text, 40)}" has {stated.text} for “{table.headings[column]}”; '
                    f"the rows above add up to {total.number:,}"
                )
                hint = "correct the row that is wrong, or allow it with the reason why they differ"
                yield Finding((*table.path, last, table.headings[column]), what, hint, stated.text)


def fold_cells(find: Callable[[CheckInput], Iterable[Finding]]) -> Callable[[CheckInput], Iterator[Finding]]:
    """Return a rule that reports of each table the first findings in its cells, and how many more there are."""

    def folded(given: CheckInput) -> Iterator[Finding]:
        counts: Counter[ValuePath] = Counter()
        last: dict[ValuePath, Finding] = {}
        for finding in find(given):
            table = finding.path[: finding.path.index(ROWS)] if ROWS in finding.path else ()
            counts[table] += 1
            if not table or counts[table] < MOST_FINDINGS:
                yield finding
            else:
                last.setdefault(table, finding)
        for table, finding in last.items():
            more = counts[table] - MOST_FINDINGS
            also = f"; the same is found in {more:,} more cell{'s' if more > 1 else ''} of this table"
            yield replace(finding, what=f"{finding.what}{also}") if more else finding

    return folded


def _sum(cells: list[TableCell]) -> TableCell | None:
    if any(cell.number is None or is_share(cell) for cell in cells) or len({cell.unit for cell in cells}) > 1:
        return None
    return add_up(cells)
