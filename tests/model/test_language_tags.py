from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from briefing.model.parts.language_tags import LanguageTag, language_meant
from briefing.problems import ContentError
from tests.briefs import BRIEF, load

READ = TypeAdapter(LanguageTag)


@pytest.mark.parametrize(
    ("written", "tag"),
    [("fr", "fr"), ("FR", "fr"), ("fr-ca", "fr-CA"), ("zh-hant-tw", "zh-Hant-TW"), ("sr-Latn", "sr-Latn"), ("tlh", "tlh"),
     ("ha", "ha"), ("dje", "dje"), ("taq", "taq"), ("es-419", "es-419"), ("no", "no"), ("ha-NE", "ha-NE")],
)  # fmt: skip
def test_a_tag_is_read_in_its_usual_letters(written: str, tag: str) -> None:
    assert READ.validate_python(written) == tag


@pytest.mark.parametrize(
    ("written", "meant"),
    [("klingon", "tlh (Klingon)"), ("English", "en (English)"), ("Français", "fr (French)"), ("fre", "fr (French)"),
     ("eng", "en (English)"), ("fr_FR", "fr-FR (French)"), ("jp", "ja (Japanese)"),
     ("gr", "el (Greek)"), ("cn", "zh (Chinese)"),
     ("iw", "he (Hebrew)"), ("Swahilli", "sw (Swahili)"), ("en-UK", "en (English)"), ("Farsi", "fa (Persian)"),
     ("French (Canada)", "fr (French)"), ("Spanisch", "es (Spanish)")],
)  # fmt: skip
def test_the_hint_has_the_tag_of_the_language_that_is_meant(written: str, meant: str) -> None:
    with pytest.raises(ValidationError, match="is not the tag of a language") as caught:
        READ.validate_python(written)
    assert caught.value.errors()[0]["ctx"]["hint"] == f"did you mean {meant}?"


@pytest.mark.parametrize("written", ["xx", "und", "mul", "", "x", "zh-Xxxx", "qqqq", "!"])
def test_what_is_no_language_is_refused_with_examples(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        READ.validate_python(written)
    assert caught.value.errors()[0]["type"] == "unknown-language"


@pytest.mark.parametrize(
    ("written", "tag"),
    [("fr", "fr"), ("French", "fr"), ("fre", "fr"), ("en-US", "en-US"), ("eng", "en"), ("español", "es"), ("ru_RU", "ru-RU"),
     ("n/a", ""), ("", ""), ("see notes", "")],
)  # fmt: skip
def test_what_reference_managers_write_is_understood_or_passed_over(written: str, tag: str) -> None:
    assert language_meant(written) == tag


WRONG = (
    BRIEF
    + """\
actors:
  - {name: Ali, lang: Arabisch, role: Mayor, side: town, status: There., own: true}
reactions:
  - body: Town
    date: 2023-07-26
    stance: warns
    quote: Non.
    lang: francais
    source: s para. 1
sources:
  - {id: s, publisher: P, title: T, lang: klingon}
"""
)


def test_all_wrong_tags_of_a_briefing_are_reported_where_they_are(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path / "x", WRONG)
    faults = [(p.code, p.place and p.place.line, p.hint) for p in caught.value.problems if p.code == "unknown-language"]
    assert faults == [
        ("unknown-language", 12, "did you mean ar (Arabic)?"),
        ("unknown-language", 18, "write it as fr"),
        ("unknown-language", 21, "did you mean tlh (Klingon)?"),
    ]


def test_tags_may_stand_in_a_table(tmp_path: Path) -> None:
    table = "name,lang,role,side,status,own\nÅse Øy,nb,Mayor,town,There.,true\nAli,,Mayor,town,There.,true\n"
    loaded = load(tmp_path / "x", BRIEF + "actors: actors.csv\n", actors_csv=table)
    assert [actor.lang for actor in loaded.briefing.actors] == ["nb", None]
    with pytest.raises(ContentError) as caught:
        load(tmp_path / "y", BRIEF + "actors: actors.csv\n", actors_csv=table.replace("nb", "Norsk"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place and problem.place.line) == ("unknown-language", 2)
