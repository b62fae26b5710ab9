"""The process that pool workers are forked from."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver, resource_tracker, spawn, util
from pathlib import Path

MAX_TEMPORARY_PATH = 70
"""The longest path of the temporary folder, in bytes, in which the socket of the fork server has a valid address."""

RESTART_S = 2.0
"""How long it is tried to start a worker while the fork server is being replaced."""

_inherited_flags = util._args_from_interpreter_flags  # type: ignore[attr-defined]


def _isolated_flags() -> list[str]:
    """Return the flags for every Python process that `multiprocessing` starts: also `-P`.

    Such a process is a `python -c`, which would search the current folder first: a file there named like a module would run.
    In the environment, `PYTHONSAFEPATH` would not do: Python ignores it where it was called with `-E`.
    """
    return [*_inherited_flags(), "-P"]


# For each start: `multiprocessing` itself starts a process again that has ended.
util._args_from_interpreter_flags = _isolated_flags  # type: ignore[attr-defined]


def start_executor(initialize: Callable[[Path | None], None], folder: Path | None) -> ProcessPoolExecutor:
    """Start one worker process behind an executor, and have it call `initialize` with the folder it works in.

    A fork server that was killed a moment ago still counts as running, and refuses the connection; it is replaced as soon
    as the system reports its end. Raises OSError or EOFError where no process can be started.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["briefing.batch.preload"])
    deadline_s = time.monotonic() + RESTART_S
    while True:
        _start_fork_server()
        executor = ProcessPoolExecutor(1, context, initialize, (folder,))
        try:
            executor.submit(os.getpid)
        except (ConnectionError, EOFError):
            executor.shutdown(wait=False)
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.02)
        else:
            # Only the worker may write results: the executor would wait forever for the rest of one that was cut when the
            # worker was killed, as long as somebody could still write it.
            executor._result_queue._writer.close()  # type: ignore[attr-defined]
            return executor


def _start_fork_server() -> None:
    """Start the process that workers are forked from, and the tracker of its resources, if they are not running."""
    # multiprocessing would only notice later, and print tracebacks.
    if not shutil.which(os.fsdecode(spawn.get_executable())):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    _make_socket_folder()
    resource_tracker.ensure_running()  # before signals are blocked for the server: it unblocks them
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    forkserver.ensure_running()


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
