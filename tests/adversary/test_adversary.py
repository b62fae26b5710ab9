"""Altered quotations are stopped or named, faithful ones pass, and the page that says so is up to date."""

from __future__ import annotations

from tests.adversary.articles import REPORTED, TUNING
from tests.adversary.figures import ALTERED_FIGURES, FAITHFUL_FIGURES
from tests.adversary.operators import ALTERATIONS, FAITHFUL
from tests.adversary.report import BEGIN, END, PAGE, figure_outcomes, outcomes, report

NOT_ALWAYS = {"a negation cut off", "a negation cut off, with words after it"}
"""Operators that also make quotations of a whole clause that the negation does not turn."""


def test_every_altered_quotation_is_stopped_or_named() -> None:
    found = [*outcomes(REPORTED, ALTERATIONS), *outcomes(TUNING, ALTERATIONS)]
    assert len(found) > 900
    missed = [one for one in found if not one.named]
    assert [one.case for one in missed if one.operator not in NOT_ALWAYS] == []
    assert len(missed) <= 0.02 * len(found), "\n".join(one.case.words for one in missed)
    # What changes words is an error, whatever else is cited.
    others = ("brackets", "ellipsis", "cut off", "speakers")
    assert [one.case for one in found if not one.stopped and not any(word in one.operator for word in others)] == []


def test_no_faithful_quotation_is_questioned() -> None:
    found = [*outcomes(REPORTED, FAITHFUL), *outcomes(TUNING, FAITHFUL)]
    assert len(found) > 380
    assert [one.case for one in found if one.named] == []


def test_wrong_figures_are_named_and_right_ones_are_not() -> None:
    wrong, right = list(figure_outcomes(ALTERED_FIGURES)), list(figure_outcomes(FAITHFUL_FIGURES))
    assert len(wrong) + len(right) > 150
    missed = [one.case.block for one in wrong if not one.named]
    assert len(missed) <= 0.05 * len(wrong), "\n".join(missed)
    assert [one.case.block for one in right if one.named] == []


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
