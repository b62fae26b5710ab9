"""The language of a sentence of a source, for screen readers."""

from __future__ import annotations

import pytest

from briefing.text.languages.foreign import foreign_language


@pytest.mark.parametrize(
    ("text", "document", "stated", "expected"),
    [
        ("The army is in the town and it has not left.", "fr", "", "en"),
        ("The army is in the town and it has not left.", "en-GB", "", ""),
        ("Le préfet est dans la ville et il ne part pas.", "en", "", "fr"),
        ("Le préfet est dans la ville et il ne part pas.", "fr-CA", "", ""),
        ("Wagner left.", "fr", "", ""),  # too short to tell
        ("Wagner left.", "fr", "en-GB", "en-GB"),
        ("لن نغادر المدينة مع BBC", "en", "", "ar"),
        ("ما شهر را ترک نمی‌کنیم، گفت", "en", "", "fa"),
        ("ما شهر را ترک", "en", "prs", "prs"),
        ("The army left the town of حلب and it is not in it.", "en", "ar", ""),
        ("我們不會離開", "fr", "", "zh"),
        ("Ми не підемо з міста", "en", "", "uk"),
        ("सेना शहर में है", "en", "ne", "ne"),
    ],
)
def test_the_language_is_told_where_it_is_another(text: str, document: str, stated: str, expected: str) -> None:
    assert foreign_language(text, document, stated) == expected
