"""What is kept stays within its bounds, and what is asked for stays longest."""

from __future__ import annotations

from briefing.pages.kept import Shelf


def shelf(most: int) -> Shelf[str, str]:
    return Shelf(most, lambda key, value: len(key) + len(value))


def test_what_is_kept_is_found_again() -> None:
    some = shelf(100)
    assert some.get("a") is None
    some.keep("a", "first")
    some.keep("a", "second")
    assert some.get("a") == "first"


def test_what_is_not_asked_for_goes_first() -> None:
    some = shelf(12)
    for key in "abc":
        some.keep(key, "...")
    assert some.get("a") == "..."
    some.keep("d", "...")
    assert [key for key in "abcd" if some.get(key)] == ["a", "c", "d"]
    assert some.weight == 12


def test_all_can_be_let_go() -> None:
    some = shelf(12)
    some.keep("a", "...")
    some.clear()
    assert some.get("a") is None
    assert some.weight == 0


def test_what_is_too_heavy_is_not_kept() -> None:
    some = shelf(12)
    some.keep("a", "...")
    some.keep("b", "." * 12)
    assert some.get("b") is None
    assert some.get("a") == "..."
