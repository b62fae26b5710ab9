"""`python -m briefing`: the same as the command `briefing`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the current folder: no file there is a module of this program or its libraries
    from briefing.cli import main

    main()
