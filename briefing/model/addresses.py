"""Addresses that still lead somewhere from a printed page: of the web, and of mailboxes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether a text is the whole address of something on the web."""
    return _scheme(text) in ("http", "https")


def is_address(text: str) -> bool:
    """Whether a text is a whole address, of the web or of a mailbox."""
    return _scheme(text) in ("http", "https", "mailto")


def _scheme(text: str) -> str:
    """The scheme of a well-formed address that names a host or a mailbox, else nothing."""
    if not re.fullmatch(r"[^\s<>\"]+", text):
        return ""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is no number
        return parts.scheme if parts.hostname or (parts.scheme == "mailto" and "@" in parts.path) else ""
    except ValueError:
        return ""
