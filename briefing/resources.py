"""Where the shipped files lie: in a checkout beside the package, in an installed wheel inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


TEMPLATES = _shipped("templates")
ASSETS = _shipped("assets")

PRINT = "print.css"
"""The style sheet of the printed page, in `TEMPLATES`."""
