"""Addresses that lead somewhere from paper."""

from __future__ import annotations

import pytest

from briefing.model.addresses import is_address, is_web_address, login_host, secret_keys

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


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://user:SECRETPW@a.example/x?token=1", "a.example"),
        ("https://user@a.example", "a.example"),
        ("ftp://:pw@files.example:21/", "files.example:21"),
        ("https://web.archive.example/2023/https://u:p@b.example/x", "b.example"),
        ("https://r.example/?to=https%3A%2F%2Fu:p%40c.example%2Fx", "c.example"),
        ("https://пользователь:пароль@новости.example/", "новости.example"),
        ("https://a.example/@desk/1", ""),
        ("https://a.example?mail=desk@b.example", ""),
        ("https://a.example/photos/7@N04#x@y", ""),
        ("desk@a.example", ""),
        ("mailto:desk@a.example", ""),
    ],
)
def test_the_host_of_an_address_with_a_login_is_found(text: str, host: str) -> None:
    assert login_host(text) == host


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?token=x&id=4", ["token"]),
        ("?id=4&amp;access_token=x", ["access_token"]),
        ("?apiKey=x&API-KEY=y&sig=z", ["apiKey", "API-KEY", "sig"]),
        ("?X-Amz-Date=1&X-Amz-Signature=2", ["X-Amz-Date", "X-Amz-Signature"]),
        ("?Key-Pair-Id=1&Signature=2", ["Key-Pair-Id", "Signature"]),
        ("#id_token=x", ["id_token"]),
        (";jsessionid=12AB?page=2", ["jsessionid"]),
        ("?user%5Bpassword%5D=x", ["user[password]"]),
        ("?to=https%3A%2F%2Fb.example%2F%3Ftoken%3Dx", ["token"]),
        ("?sessionID=1&authToken=2", ["sessionID", "authToken"]),
        ("?usp=sharing&resourcekey=0-x", ["resourcekey"]),
        ("?user=a&pass=b&passcode=c&pw=d", ["pass", "passcode", "pw"]),
        ("?token=&keyword=coup&author=x&signal=1&monkey=2&design=3&passage=4&tokens_of_war", []),
        ("/token=abc/key", []),
    ],
)
def test_the_keys_of_secrets_are_found(query: str, keys: list[str]) -> None:
    assert secret_keys(f"https://a.example/x{query}") == keys
