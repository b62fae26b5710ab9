"""The gate: words that a source does not have are caught, words that it has pass, however they are set."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from briefing.check.check_input import read_check_input
from briefing.load.folder import load_briefing
from briefing.text.differences import find_nearest
from briefing.text.matching import SourceText, find_words
from briefing.text.quotation_marks import begins_quoted, find_quotations, without_attribution

ROOT = Path(__file__).parents[2]
REPORT = ROOT.parent / "shared" / "sources" / "cnn-2023-07-27.txt"

OWN = SourceText(
    """The harbour was shut at dawn on Monday, the port authority said in a statement read out on the radio.

“We shall not reopen the quays before the well-being of our crews – and of their families – is assured,” its
spokeswoman, Awa Konaté, told reporters. “Nobody has left… nobody will leave until then.”

The crews’ union called the closure “a deliberate, needless provocation” and asked for 1,500 pilots’ pay.

The minister, Jean Müller, answered that he was “deeply and sincerely sorry” for “each lost day’s wages.”
"""
)
OWN_QUOTATIONS = (
    ("We shall not reopen the quays before the well-being of our crews – and of their families – is assured", 2),
    ("Nobody has left… nobody will leave until then.", 2),
    ("a deliberate, needless provocation", 3),
    ("deeply and sincerely sorry", 4),
    ("each lost day’s wages", 4),
)


@dataclass(frozen=True)
class Quoted:
    """A quotation that is in its source, with the paragraphs it cites."""

    words: str
    within: frozenset[int]


def example_quotations() -> tuple[SourceText, list[Quoted]]:
    if not REPORT.exists():
        pytest.skip("the report that the worked example rests on is not here")
    text = SourceText(REPORT.read_text(encoding="utf-8"))
    loaded = load_briefing(ROOT / "assets" / "briefs" / "niger-2023", [], lambda: frozenset(range(0x3000)))
    quotations = read_check_input(loaded.briefing, {"cnn": text}).quotations
    assert {quotation.verdict for quotation in quotations} == {"verbatim"}
    return text, [Quoted(q.words, frozenset(n for c in q.citations for n in c.paragraphs)) for q in quotations]


def own_quotations() -> tuple[SourceText, list[Quoted]]:
    return OWN, [Quoted(words, frozenset({number})) for words, number in OWN_QUOTATIONS]


CASES = pytest.mark.parametrize("case", [example_quotations, own_quotations])


# ---- each quotation altered in one way at a time ----


def joined(words: list[str]) -> str:
    return " ".join(words)


def changed(words: list[str]) -> Iterator[str]:
    for n in range(len(words)):
        yield joined([*words[:n], "mutinous", *words[n + 1 :]])
        if len(words[n]) > 3 and words[n][1].isalpha():
            yield joined(
                [*words[:n], words[n][0] + ("x" if words[n][1] != "x" else "y") + words[n][2:], *words[n + 1 :]]
            )


def dropped(words: list[str]) -> Iterator[str]:
    # Without its first or last word a quotation is a shorter one, and as true; beside an ellipsis a word may go.
    for n in range(1, len(words) - 1):
        if "…" not in "".join(words[n - 1 : n + 2]):
            yield joined(words[:n] + words[n + 1 :])


def added(words: list[str]) -> Iterator[str]:
    for n in range(len(words) + 1):
        yield joined([*words[:n], "reportedly", *words[n:]])


def negated(words: list[str]) -> Iterator[str]:
    for n in range(len(words) + 1):
        yield joined([*words[:n], "not", *words[n:]])
        yield joined([*words[:n], "[not]", *words[n:]])


def swapped(words: list[str]) -> Iterator[str]:
    for n in range(len(words) - 1):
        if words[n] != words[n + 1]:
            yield joined([*words[:n], words[n + 1], words[n], *words[n + 2 :]])


def recased(words: list[str]) -> Iterator[str]:
    for n, word in enumerate(words):
        for other in (word[0].swapcase() + word[1:], word.upper()):
            if other != word:
                yield joined([*words[:n], other, *words[n + 1 :]])


def trimmed(words: list[str]) -> Iterator[str]:
    bare = re.sub(r"\W+$", "", words[-1])
    yield from (joined([*words[:-1], bare[:n]]) for n in range(1, len(bare)))


ALTERATIONS = (changed, dropped, added, negated, swapped, recased, trimmed)


def mutants(quotations: list[Quoted]) -> list[tuple[str, frozenset[int]]]:
    return [
        (mutant, quoted.within)
        for quoted in quotations
        for alter in ALTERATIONS
        for mutant in alter(quoted.words.split())
    ]


@CASES
def test_every_alteration_is_caught(case: object) -> None:
    text, quotations = case()  # type: ignore[operator]
    all_of_them = mutants(quotations)
    assert len(all_of_them) >= 200
    passed = [mutant for mutant, within in all_of_them if find_words(mutant, text, within)]
    assert passed == []


@CASES
def test_no_quotation_passes_in_another_speakers_paragraph(case: object) -> None:
    text, quotations = case()  # type: ignore[operator]
    moved = [(q.words, n) for q in quotations for n in range(1, len(text.paragraphs) + 1) if n not in q.within]
    assert len(moved) >= 15
    assert [(words, n) for words, n in moved if find_words(words, text, {n})] == []


# ---- each quotation set in another way ----


def set_otherwise(words: str) -> Iterator[str]:
    for old, new in (
        ("’", "'"),
        ("’", "‘"),
        ("’", "ʼ"),
        (" ", "\u00a0"),
        (" ", "\u202f"),
        (" ", "  "),
        (" ", "\n      "),
        ("-", "\u2011"),
        ("-", "–"),
        ("–", "-"),
        ("–", "—"),
        ("…", "..."),
        ("…", " . . . "),
        ("…", " […] "),
        ("…", "[...]"),
        ("…", "(…)"),
        ("…", "…."),
    ):
        if old in words:
            yield words.replace(old, new)
    middle = len(words) // 2
    yield f"{words[:middle]}\u00ad{words[middle:]}"
    yield f"\u200b{words}\ufeff"
    yield unicodedata.normalize("NFD", words)
    yield f"“{words}”"[1:-1]
    yield f"… {words} …"
    parts = words.split()
    for n in range(1, len(parts) - 1):
        yield joined([*parts[:n], "[…]", *parts[n + 1 :]])
    if len(parts) > 2 and "…" not in words:
        yield joined([parts[0], "…", parts[-1]])
        yield joined([parts[0], "...", *parts[2:]])
    yield joined([parts[0], "[of theirs]", *parts[1:]])
    yield joined([*parts, "[sic]"])
    if parts[0][0].isalpha():
        yield f"[{words[0].swapcase()}]{words[1:]}"


@CASES
def test_no_faithful_variant_is_refused(case: object) -> None:
    text, quotations = case()  # type: ignore[operator]
    variants = [(variant, q.within) for q in quotations for variant in dict.fromkeys(set_otherwise(q.words))]
    assert len(variants) >= 60
    assert [variant for variant, within in variants if not find_words(variant, text, within)] == []


@pytest.mark.parametrize(
    ("quotation", "paragraphs"),
    [
        ("the closure “a deliberate, needless provocation”", (3,)),
        ("the closure ‘a deliberate, needless provocation’", (3,)),
        ("the closure « a deliberate, needless provocation »", (3,)),
        ("the closure „a deliberate, needless provocation“ and asked", (3,)),
        ("said in a statement … We shall not reopen", (1, 2)),
        ("is assured … Nobody has left", (2,)),
        ("1,500", (3,)),
        ("1,500 pilots’ pay", (3,)),
        ("Konaté", (2,)),
    ],
)
def test_words_are_found_in_these_paragraphs(quotation: str, paragraphs: tuple[int, ...]) -> None:
    found = find_words(quotation, OWN)
    assert found
    assert found.paragraphs == paragraphs


@pytest.mark.parametrize(
    "quotation",
    [
        "well",  # of well-being
        "being",
        "500 pilots",  # of 1,500
        "1",
        "pilot",
        "day",  # of day’s
        "s wages",
        "Konate",
        "the closure a deliberate",  # the marks inside are words of the source too
        "harbour was shut … deeply and sincerely",  # no neighbours
        "We shall [definitely not] reopen",
        "We shall not re[open]",
        "clos[ing] the harbour",
        "[The port authority said in a statement read out on the radio]",
        "…",
        "We shall [one two three four five six seven eight nine] not reopen",
        "We shall not reopen the quays, before",
        "deeply, and sincerely sorry",
        "deeply and sincerely sorry!",
        "1, 500 pilots",
        "\u202edeeply and sincerely sorry\u202c",  # prints backwards
        "deeply and [nоt] sincerely sorry",  # with a Cyrillic о
        "deeply and [hardly] sincerely sorry",
        "deeply and [refuses to be] sincerely sorry",
        "[one two three] deeply [four five six] and [seven eight nine] sincerely sorry",
    ],
)
def test_words_are_not_found(quotation: str) -> None:
    assert find_words(quotation, OWN) is None


def test_an_omission_over_two_paragraphs_needs_both_to_be_cited() -> None:
    words = "read out on the radio … We shall not reopen"
    assert find_words(words, OWN, {1, 2})
    assert not find_words(words, OWN, {1})
    assert not find_words(words, OWN, {2})


def test_a_source_with_brackets_of_its_own_can_be_quoted() -> None:
    source = SourceText("He said that they [the crews] would stay.")
    assert find_words("they [the crews] would stay", source)
    assert find_words("they [the crews] would not stay", source) is None


def test_a_number_is_one_word_with_the_marks_inside_it() -> None:
    source = SourceText("Since 2013, 500 men have 3.5 million.")
    assert find_words("Since 2013, 500 men", source)
    assert find_words("3.5 million", source)
    for other in ("2013,500 men", "Since 2013 , 500,000", "3 . 5 million", "3"):
        assert not find_words(other, source)


def test_scripts_without_spaces_are_quoted_sign_by_sign() -> None:
    source = SourceText("外交部发言人表示严重关切。")
    assert find_words("严重关切", source)
    assert not find_words("严重关注", source)


def test_what_an_ellipsis_omits_is_returned() -> None:
    found = find_words("We shall … reopen the quays", OWN)
    assert found
    assert found.left_out == ("not",)


@pytest.mark.parametrize(
    ("quotation", "paragraph", "passage", "differences"),
    [
        ("deeply and truly sorry", 4, "deeply and sincerely sorry", (("truly", "sincerely"),)),
        ("a deliberate and needless provocation", 3, "a deliberate, needless provocation", (("and", ","),)),
        ("We shall reopen the quays", 2, "We shall not reopen the quays", (("", "not"),)),
        ("we shall not reopen the quays", 2, "We shall not reopen the quays", (("we", "We"),)),
        ("each lost day’s wage", 4, "each lost day’s wages", (("wage", "wages"),)),
    ],
)
def test_the_nearest_passage_is_shown_with_what_differs(
    quotation: str, paragraph: int, passage: str, differences: tuple[tuple[str, str], ...]
) -> None:
    nearest = find_nearest(quotation, OWN)
    assert nearest
    assert (nearest.paragraph, nearest.passage, nearest.differences) == (paragraph, passage, differences)


def test_where_nothing_is_like_it_no_passage_is_shown() -> None:
    assert find_nearest("qzx kvw jjy pfq zzzz wwq", OWN) is None


# ---- where a text quotes ----


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("He is “sorry”, he says", ["sorry"]),
        ('He is "sorry", he says', ["sorry"]),
        ("He is ‘sorry’, he says", ["sorry"]),
        ("He is 'sorry', he says", ["sorry"]),
        ("Er ist „betrübt“, sagt er", ["betrübt"]),
        ("Er ist „betrübt”, sagt er", ["betrübt"]),
        ("Er ist ‚betrübt‘, sagt er", ["betrübt"]),
        ("Er ist »betrübt«, sagt er", ["betrübt"]),
        ("Il est «\u202fdésolé\u202f», dit-il", ["désolé"]),
        ("Han är ”ledsen”, säger han", ["ledsen"]),
        ("彼は「残念」と言った", ["残念"]),
        ("One “a” and “b”, then ‘c’", ["a", "b", "c"]),
        ("“He said ‘no’ twice”", ["He said ‘no’ twice"]),
        ("“He said “no” twice”", ["He said “no” twice"]),
        ("‘He said “no” twice’", ["He said “no” twice"]),
        ("« Il a dit “non” »", ["Il a dit “non”"]),
        ("the army’s chief and the soldiers’ pay, don't", []),
        ("‘the soldiers’ mutiny’", ["the soldiers’ mutiny"]),
        ("‘grass roots’ movement", ["grass roots"]),
        ("rock ’n’ roll of the ’90s and ‘80s, ’tis", []),
        ("in ‘Amman the ministers’ talks, ‘Aden, the ‘Alawi region and the caliphs ‘Ali and ‘Uthman", []),
        ("‘Ayn al-Hilwe and the city of ‘Aqaba are ‘calm’", ["calm"]),
        ("Toys ’R’ Us, Guns N’ Roses, will ‘o’ the wisp and R’n’B", []),
        ('a 12" gun, 5\'10" tall, 40′ 25″', []),
        ("“…”, “?” and “ ”", []),
        ("l’armée d'ici qu’« on » dit", ["on"]),
        ("(“so-called”)", ["so-called"]),
        ("—“so”—", ["so"]),
        ("A ``so'' and ``it’s’’ so", ["so", "it’s"]),
        ("Er ist ,,betrübt'', ,,sehr“", ["betrübt", "sehr"]),
        ("Il est <<désolé>>", ["désolé"]),
        ("One ´a´, `b´, `c', ′d′, ʼeʼ and ʻfʼ", ["a", "b", "c", "d", "e", "f"]),
        ("Two ´´a´´, ʺbʺ and ˮcˮ", ["a", "b", "c"]),
        ("Hawaiʻi, the Qurʼan, the Ba`ath, 40′′ and 3 << 5 >> 2; a ` alone", []),
    ],
)
def test_quotations_are_found_by_every_convention(text: str, quotations: list[str]) -> None:
    found, stray = find_quotations(text)
    assert [quotation.words for quotation in found] == quotations
    assert stray == []


@pytest.mark.parametrize(
    "text",
    ["He is “sorry, he says", "He is sorry”, he says", "« Il dit", "Er sagt „ja, so", 'a "b', "He is ‘sorry, he said"],
)
def test_a_mark_without_a_partner_is_reported(text: str) -> None:
    found, stray = find_quotations(text)
    assert (found, len(stray)) == ([], 1)
    assert text[stray[0].start] == stray[0].mark


def test_a_quotation_over_paragraphs_is_opened_at_each() -> None:
    first, second = "He said: “One thing.", "“And another.”"
    assert begins_quoted(second)
    found, stray = find_quotations(first, continues=True)
    assert ([quotation.words for quotation in found], stray) == (["One thing."], [])


@pytest.mark.parametrize("mark", "“„«»”\"'‘’‚")
def test_a_page_of_marks_is_looked_through_in_no_time(mark: str) -> None:
    for text in (mark * 20_000, f" {mark}a" * 7_000, f" {mark}as b" * 4_000 + "”"):
        find_quotations(text)


# ---- on texts that nobody wrote ----

ALPHABET = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
WORDS = st.sampled_from(ALPHABET.split())
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=3, max_size=25), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the machine may be busy
@given(PARAGRAPHS, st.data())
def test_any_stretch_of_any_text_is_found_and_one_with_a_foreign_word_is_not(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    text = SourceText("\n\n".join(map(joined, paragraphs)))
    number = data.draw(st.integers(0, len(paragraphs) - 1))
    words = paragraphs[number]
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    stretch = words[start:end]
    assert find_words(joined(stretch), text, {number + 1})
    at = data.draw(st.integers(0, len(stretch)))
    assert not find_words(joined([*stretch[:at], "sigma", *stretch[at:]]), text, {number + 1})


@given(PARAGRAPHS, st.data())
def test_a_stretch_is_found_only_where_it_is(paragraphs: list[list[str]], data: st.DataObject) -> None:
    text = SourceText("\n\n".join(map(joined, paragraphs)))
    quotation = data.draw(st.lists(WORDS, min_size=1, max_size=4))
    flat = list(itertools.chain(*paragraphs))
    occurs = any(flat[n : n + len(quotation)] == quotation for n in range(len(flat)))
    assert bool(find_words(joined(quotation), text)) == occurs


@given(st.text(max_size=200), st.text(max_size=400))
@example("", "\u00ad")
def test_no_text_breaks_the_gate(quotation: str, source: str) -> None:
    text = SourceText(source)
    found = find_words(quotation, text)
    if found:
        assert all(1 <= number <= len(text.paragraphs) for number in found.paragraphs)
    else:
        find_nearest(quotation, text)


@given(st.text(alphabet="ab ‘’“”«»„\"'…\n", max_size=60))
def test_no_marks_break_the_finding_of_quotations(text: str) -> None:
    found, stray = find_quotations(text)
    assume(found or stray)
    for quotation in found:
        assert 0 <= quotation.start < quotation.end <= len(text)
    assert all(text[one.start] == one.mark for one in stray)


@pytest.mark.parametrize(
    "line",
    [
        "— Ana Prell, mayor",
        "– Dr. Ana Prell",
        "—Solène de Kerbrat",
        "— Ministry of Defence",
        "― Col. Piet van Salmond, garrison",
    ],
)
def test_the_line_that_says_whose_a_block_quotation_is_is_left_out(line: str) -> None:
    assert without_attribution(f"We shall not leave. {line}") == "We shall not leave."


@pytest.mark.parametrize(
    "text", ["We left. — Nobody voted", "— We never said so.", "We shall — Nobody Voted", "It rained – in May"]
)
def test_what_may_be_said_after_a_dash_is_not_left_out(text: str) -> None:
    assert without_attribution(text) == text
