"""The rule on tables of sections: a row of totals that a file has is the sum of the rows above it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.model.parts.table_data import TableCell, add_up, is_share, is_total


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


def _sum(cells: list[TableCell]) -> TableCell | None:
    if any(cell.number is None or is_share(cell) for cell in cells) or len({cell.unit for cell in cells}) > 1:
        return None
    return add_up(cells)
