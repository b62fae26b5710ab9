"""The machine and the versions that figures were taken on: enough to judge them by, nothing that says whose it is."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("weasyprint", "pydyf", "matplotlib", "numpy", "pydantic", "jinja2", "fonttools", "page-validation")


@dataclass(frozen=True)
class Machine:
    """Cores, processor, memory in GiB, the system, and the versions of what was measured, by name.

    `load` is how many processes wanted a core when it began, on the average of a minute.
    """

    cores: int
    processor: str
    memory_gib: float
    system: str
    versions: Mapping[str, str]
    load: float


def this_machine(peers: Mapping[str, str], load: float = 0.0) -> Machine:
    """This machine, with the versions of our libraries and those of `peers`."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    ours = {"briefing": _version("briefing"), "Python": platform.python_version()}
    return Machine(
        _cores(),
        _processor(),
        memory,
        _system(),
        ours | {name: _version(name) for name in LIBRARIES} | dict(peers),
        load,
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not here"
