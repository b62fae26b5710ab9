"""Memory that is free, given back to the machine."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back_memory() -> None:
    """Have the C library give back what is free: by itself it keeps scraps, and all that other threads once took."""
    # Other C libraries give back by themselves, or have no such call.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
