"""Make assets/data/coups.csv from the datasets as their coders publish them: every event of every country.

    python tools/make_coups.py powell_thyne_v2023.09.08.txt cline_v2.1.2.csv

The first is the one that charts are drawn from; where the others differ is in the chart's notes.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from briefing.figures.data.datasets import BUNDLED, read_dataset


def main(files: list[Path]) -> None:
    """Read the published files and write the events of all of them, in this order."""
    with (BUNDLED / "coups.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("date", "iso3", "outcome", "coder", "version"))
        for table in map(read_dataset, files):
            writer.writerows((e.date, e.iso3, e.outcome.value, table.coder, table.version) for e in table.events)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
