"""Addresses that lead somewhere from paper."""

from __future__ import annotations

import pytest

from briefing.model.addresses import is_address, is_web_address

WEB = ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://EXAMPLE.ORG:8080/é", "https://[::1]/x"]
NONE = [
    "",
    "example.org",
    "https://",
    "https:/x",
    "//example.org",
    "/a",
    "#a",
    "javascript:1",
    "data:x",
    "file:///etc/passwd",
]
NONE += [
    "https://a b",
    "https://a\nb",
    "https://[::1",
    "https://a:b/",
    "https://a:99999/",
    'https://a"b',
    "https://a<b",
    "mailto:",
    "mailto:x",
]


@pytest.mark.parametrize("text", WEB)
def test_the_web_is_an_address(text: str) -> None:
    assert is_web_address(text)
    assert is_address(text)


def test_a_mailbox_is_an_address_but_not_of_the_web() -> None:
    assert is_address("mailto:duty@desk.example")
    assert not is_web_address("mailto:duty@desk.example")


@pytest.mark.parametrize("text", NONE)
def test_incomplete_addresses_are_refused(text: str) -> None:
    assert not is_address(text)
    assert not is_web_address(text)
