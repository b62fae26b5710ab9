"""Look-alikes: letters of other scripts, full-width forms and accents are read as plain Latin letters, other texts are not."""

from __future__ import annotations

import pytest

from briefing.text.lookalikes import look_alike


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prеss", "press"),
        ("РRЕЅЅ", "press"),
        ("ｐｒｅｓｓ", "press"),
        ("ᴘʀᴇꜱꜱ", "press"),
        ("Équipe", "equipe"),
        ("ΟΡЅ", "ops"),
        ("ꓓꓰꓢꓗ", "desk"),
        ("ᎠᎬᏚᏦ", "desk"),
        ("Straße", "strasse"),
        ("用户", "用户"),
    ],
)
def test_what_a_text_looks_like(text: str, expected: str) -> None:
    assert look_alike(text) == expected


def test_ascii_is_only_made_small() -> None:
    ascii_text = "".join(map(chr, range(128)))
    assert look_alike(ascii_text) == ascii_text.lower()
