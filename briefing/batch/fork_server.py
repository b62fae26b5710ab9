"""The process that pool workers are forked from."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
from multiprocessing import forkserver, resource_tracker, spawn, util

MAX_TEMPORARY_PATH = 70
"""The longest path of the temporary folder, in bytes, in which the socket of the fork server has a valid address."""


def start_fork_server() -> None:
    """Start the process that workers are forked from, and the tracker of its resources, if they are not running.

    Both are a `python -c`, which would search the current folder first: a file there named like a module of ours would run.
    """
    if not shutil.which(
        os.fsdecode(spawn.get_executable())
    ):  # multiprocessing would only notice later, and print tracebacks
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        _make_socket_folder()
        resource_tracker.ensure_running()  # before signals are blocked for the server: it unblocks them
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _make_socket_folder() -> None:
    """Make the folder of the fork server's socket, in /tmp if the temporary folder's path is too long for a socket's address.

    The address of a socket may have 107 bytes (Linux) or 103 (macOS). Python 3.14 does the same.
    """
    before = tempfile.tempdir
    if len(os.fsencode(tempfile.gettempdir())) > MAX_TEMPORARY_PATH:
        tempfile.tempdir = "/tmp"  # noqa: S108
    try:
        util.get_temp_dir()
    finally:
        tempfile.tempdir = before
