"""Publish to one object, as one of several desks at once: run as a program by `test_race.py`.

    python -m tests.faults.writers ROOT NAME EDITIONS

Prints the number of each edition published.
"""

from __future__ import annotations

import sys
from pathlib import Path

from briefing.archive.archive import open_archive
from tests.archived import publish

if __name__ == "__main__":
    for turn in range(int(sys.argv[3])):
        print(publish(open_archive(Path(sys.argv[1])), f"{sys.argv[2]} {turn}", sources=[]).number)
