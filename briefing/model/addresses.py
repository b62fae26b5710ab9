"""Addresses that can be followed from a printed page: of the web, and of mailboxes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Tell whether a text is a complete web address."""
    return _scheme(text) in ("http", "https")


def is_address(text: str) -> bool:
    """Tell whether a text is a complete address, of the web or of a mailbox."""
    return _scheme(text) in ("http", "https", "mailto")


def _scheme(text: str) -> str:
    """Return the scheme of a well-formed address with a host or a mailbox, else an empty text."""
    if not re.fullmatch(r"[^\s<>\"]+", text):
        return ""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises ValueError where it is no number
        return parts.scheme if parts.hostname or (parts.scheme == "mailto" and "@" in parts.path) else ""
    except ValueError:
        return ""
