"""Count the file system calls of a process, and let one of them fail.

Steps are the calls that change files or wait for the disk; a write is two, because it may be interrupted half way.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

WRITING = ("open", "write", "half a write", "fsync", "mkdir")
"""Steps that a full disk refuses."""


def kill(step: str) -> None:
    """Die as in a power cut: nothing is caught, nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full(step: str) -> None:
    """Refuse as a full disk does."""
    if step in WRITING:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _File:
    """An open file whose writes are steps."""

    def __init__(self, file: Any, step: Callable[[str], None]) -> None:
        self._file, self._step = file, step

    def write(self, content: Any) -> int:
        self._step("write")
        half = len(content) // 2
        self._file.write(content[:half])
        self._file.flush()
        self._step("half a write")
        self._file.write(content[half:])
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def __enter__(self) -> _File:
        self._file.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._file.__exit__(*error)


@contextmanager
def failing(at: int, fail: Callable[[str], None]) -> Iterator[list[str]]:
    """Let the step with this number, from 0, and all after it fail; yield the list of steps taken so far."""
    steps: list[str] = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) > at:
            fail(name)

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted_call(*args: Any, **more: Any) -> Any:
            step(name)
            return call(*args, **more)

        return counted_call

    def opened(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if not set(mode) & set("wax+"):
            return before["io.open"](file, mode, *args, **more)
        step("open")
        return _File(before["io.open"](file, mode, *args, **more), step)

    names = ("fsync", "rename", "replace", "mkdir", "rmdir", "unlink", "chmod")
    before: dict[str, Any] = {name: getattr(os, name) for name in names} | {"io.open": io.open}
    try:
        for name in names:
            setattr(os, name, counted(name, before[name]))
        io.open = builtins.open = opened
        yield steps
    finally:
        for name in names:
            setattr(os, name, before[name])
        io.open = builtins.open = before["io.open"]
