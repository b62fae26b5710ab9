"""Addresses that can be followed from a printed page: of the web, and of mailboxes."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_LOGIN = re.compile(r"://[^\s/?#<>\"]+@([^\s/?#@<>\"]+)")
_PARAMETER = re.compile(r"[?&;#]([^\s?&;#=]+)=(?=[^\s&;#])")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TELLING_KEYS = """
    token authtoken accesstoken sharetoken key apikey authkey accesskey sharekey resourcekey sig signature password passwd pwd
    pw pass passcode passphrase secret session sessionid sid jsessionid phpsessid auth authorization credential credentials jwt
"""
_SECRETS = frozenset(_TELLING_KEYS.split())


def is_web_address(text: str) -> bool:
    """Tell whether a text is a complete web address."""
    return _scheme(text) in ("http", "https")


def is_address(text: str) -> bool:
    """Tell whether a text is a complete address, of the web or of a mailbox."""
    return _scheme(text) in ("http", "https", "mailto")


def login_host(text: str) -> str:
    """Return the host of the first address in a text that has a user or a password before it; empty where none has."""
    found = _LOGIN.search(text) or _LOGIN.search(unquote(text))
    return found[1] if found else ""


def secret_keys(address: str) -> list[str]:
    """Return the keys of an address whose names say that their values are secret, as `token` in `?token=…`; each once."""
    written = [*_PARAMETER.findall(address), *_PARAMETER.findall(unquote(address))]
    return [key for key in dict.fromkeys(map(unquote, written)) if _names_secret(key)]


def _names_secret(key: str) -> bool:
    words = {word.lower() for word in _WORD.findall(key)}
    return bool(words & _SECRETS) or key.lower() in _SECRETS or key.lower().startswith(("x-amz-", "x-goog-"))


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
