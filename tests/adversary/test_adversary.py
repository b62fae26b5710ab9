"""Altered quotations are stopped or named, faithful ones pass, and the page that says so is up to date."""

from __future__ import annotations

from tests.adversary.articles import TUNING
from tests.adversary.figures import ALTERED_FIGURES, FAITHFUL_FIGURES
from tests.adversary.invented import INVENTED_ALTERATIONS, INVENTED_FAITHFUL
from tests.adversary.operators import ALTERATIONS, FAITHFUL
from tests.adversary.report import (
    BEGIN,
    END,
    PAGE,
    figure_outcomes,
    invented_outcomes,
    outcomes,
    report,
    speaker_outcomes,
)
from tests.adversary.report_articles import REPORTED
from tests.adversary.speakers import OTHER_SPEAKERS, SAME_SPEAKERS
from tests.adversary.spoken import SPOKEN
from tests.adversary.spoken_report import SPOKEN_REPORTED

TURNED = ("reversal", "behind an ellipsis", "cut off", "speakers")
"""Operators that change no word, or one that is read as the editor's."""


def test_every_altered_word_is_stopped_and_turned_meanings_are_named() -> None:
    found = [*outcomes((*REPORTED, *TUNING), ALTERATIONS), *invented_outcomes(REPORTED, INVENTED_ALTERATIONS)]
    assert len(found) > 1700
    turned = [one for one in found if any(word in one.operator for word in TURNED)]
    missed = [one for one in turned if not one.named]
    assert len(missed) <= 0.02 * len(turned), "\n".join(one.case.words for one in missed)
    # What changes words is an error, whatever else is cited; an explanation in brackets is at least named.
    others = [one for one in found if one not in turned]
    assert [one.case for one in others if not one.named] == []
    assert [one.case for one in others if not one.stopped and "brackets" not in one.operator] == []


def test_no_faithful_quotation_is_stopped_or_questioned() -> None:
    found = [*outcomes((*REPORTED, *TUNING), FAITHFUL), *invented_outcomes(REPORTED, INVENTED_FAITHFUL)]
    assert len(found) > 1000
    assert [one.case for one in found if one.named] == []


def test_wrong_figures_are_named_and_right_ones_are_not() -> None:
    wrong = list(figure_outcomes((*REPORTED, *TUNING), ALTERED_FIGURES))
    right = list(figure_outcomes((*REPORTED, *TUNING), FAITHFUL_FIGURES))
    assert len(wrong) + len(right) > 400
    missed = [one.case.block for one in wrong if not one.named and one.operator != "another title"]
    assert len(missed) <= 0.05 * len(wrong), "\n".join(missed)
    assert [one.case.block for one in right if one.named] == []


def test_wrong_speakers_are_stopped_and_right_ones_are_not() -> None:
    articles = (*SPOKEN_REPORTED, *SPOKEN)
    wrong = list(speaker_outcomes(articles, OTHER_SPEAKERS))
    right = list(speaker_outcomes(articles, SAME_SPEAKERS))
    assert [one.case.block for one in right if one.named] == []
    people = [one for one in wrong if "body" not in one.operator]
    assert len(people) > 1800
    assert len(right) > 1100
    missed = [one.case.block for one in people if not one.stopped]
    assert len(missed) <= 0.2 * len(people), "\n".join(missed)


def test_altered_and_faithful_quotations_are_told_from_each_other_in_one_briefing() -> None:
    """What is said of one case is not counted for its neighbours."""
    mixed = {"as it is": FAITHFUL["as it is"], "dropped": ALTERATIONS["a word dropped"]}
    found = list(outcomes(REPORTED[:1], mixed))
    assert {(one.operator, one.stopped) for one in found} == {("as it is", False), ("dropped", True)}


def test_the_page_reports_what_the_check_finds() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0].strip() == report().strip(), "run ./run adversary --write"


def test_the_articles_of_the_report_are_not_those_of_the_tuning() -> None:
    assert not {one.name for one in REPORTED} & {one.name for one in TUNING}
    for article in (*REPORTED, *TUNING):
        paragraphs = article.text.strip().split("\n\n")
        for words, number in article.quotations:
            assert words.split()[1] in paragraphs[number - 1]
