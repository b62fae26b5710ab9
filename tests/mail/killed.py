"""A sender that is killed: run as a program by `test_killed.py`.

    python -m tests.mail.killed LEDGER PORT NUMBER AFTER

sends to NUMBER recipients through the server at PORT, and kills itself after AFTER seconds, counted from the end of its
imports; 0 means never.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from tests.mail.sending import mail_server, people, send

PER_MINUTE = 6000
"""The rate keeps a fast machine from finishing the list before it has been killed often enough."""


def main() -> None:
    ledger, port, number, after = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    if after:
        timer = threading.Timer(after, lambda: os.kill(os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    send(ledger, people(number), mail_server(port, per_minute=PER_MINUTE))


if __name__ == "__main__":
    main()
