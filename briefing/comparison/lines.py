"""Word the changes between two editions, one line each: the verb, what it is about, and the words before and after.

The page, the terminal, the comparison and the mail take their lists from here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.comparison.word_changes import Run, compare_words
from briefing.i18n import Translator
from briefing.model.edition_statement import Change
from briefing.model.field_types import LIKELIHOODS
from briefing.model.markings import MARKINGS
from briefing.model.parts.next_update import NONE_PLANNED
from briefing.part_names import (
    change_names,
    confidence_names,
    likelihood_names,
    part_headings,
    part_names,
    stance_names,
)
from briefing.text.sentences import sentence_ends, split_sentences

TERMS = tuple(dict.fromkeys((*MARKINGS, *(term for terms in LIKELIHOODS.values() for term in terms))))
"""Terms of likelihood and names of markings: each is one word in a comparison."""
LONGEST_WHOLE = 300
"""A text that is new or was removed is given up to the end of the sentence in which it has so many characters."""

_VALUES = frozenset(
    {"stance", "likelihood", "confidence", "side", "date", "grade", "published", "retrieved", "source", "text", "url"}
    | {"country", "unit", "as_of"}
)
_PROSE_PARTS = frozenset({"summary", "assessment", "timeline", "gaps"})
"""Parts whose items have no name but their own words."""
_OWN_VALUE_PARTS = frozenset({"key_figures"})
"""Parts whose items are one value under a name."""
_VALUE_PARTS = frozenset({"marking", "exercise", "as_of", "next_update", "timezone", "yardstick", "language"})
"""Aspects and parts that are one value, which is not compared word by word."""


@dataclass(frozen=True)
class ChangeLine:
    """One change in one language: `lead` is the verb and what it is about, `runs` the words that are the same or are not.

    `colon` is as the language sets it.
    """

    lead: str
    runs: tuple[Run, ...]
    colon: str = ":"

    def __str__(self) -> str:
        """Return the change as one line of plain text."""
        return f"{self.lead}{self.colon} {runs_text(self.runs)}" if self.runs else self.lead


@dataclass(frozen=True)
class ChangeGroup:
    """Changes of one weight, in the order of the page; the heading of those of substance is empty."""

    heading: str
    lines: tuple[ChangeLine, ...]


def change_groups(changes: Iterable[Change], translator: Translator) -> tuple[ChangeGroup, ...]:
    """Return the changes of substance, the rewordings and the smaller ones, each where there are any."""
    _ = translator.gettext
    listed = list(changes)
    groups = (
        ("", [change for change in listed if is_substance(change)]),
        (
            _("Reworded, with the same figures, dates, names and negations"),
            [change for change in listed if change.material and not is_substance(change)],
        ),
        (_("Smaller changes"), [change for change in listed if not change.material]),
    )
    return tuple(ChangeGroup(heading, _lines(members, translator)) for heading, members in groups if members)


def change_list(changes: Iterable[Change], translator: Translator) -> tuple[str, ...]:
    """Return changes as lines of plain text: those of substance, then the rewordings and the smaller ones."""
    return tuple(str(line) for group in change_groups(changes, translator) for line in group.lines)


def change_report(changes: Iterable[Change], translator: Translator) -> tuple[str, ...]:
    """Return changes as lines of plain text under the headings of their groups."""
    return tuple(
        line
        for group in change_groups(changes, translator)
        for line in (*([f"{group.heading}:"] if group.heading else []), *map(str, group.lines))
    )


def is_substance(change: Change) -> bool:
    """Tell whether a change is of substance: material, and not only of wording."""
    return change.material and change.kind != "reworded"


def _lines(changes: Sequence[Change], translator: Translator) -> tuple[ChangeLine, ...]:
    order = list(part_headings(translator))
    in_order = sorted(changes, key=lambda change: order.index(change.part))
    return tuple(dict.fromkeys(change_line(change, translator) for change in in_order))


def change_line(change: Change, translator: Translator) -> ChangeLine:
    """Return one change as a line in the translator's language."""
    verbs, names = _verbs(translator), change_names(translator)
    before, after = _value(change, change.before, translator), _value(change, change.after, translator)
    parts = [part_names(translator).get(change.part, change.part)]
    is_own_text = change.subject in (change.part, change.before, change.after)
    if change.part == "figures":  # the row itself follows, whole
        parts += [change.aspect, *([] if before or after else [change.subject])]
    elif change.subject and not is_own_text:
        subject = _shown(change, change.subject).rstrip(".")
        parts.append(translator.gettext("“{quotation}”", quotation=subject) if change.part in _PROSE_PARTS else subject)
    if change.aspect and change.part != "figures":
        parts.append(names.get(change.aspect, change.aspect))
    lead = translator.gettext("{verb} {what}", verb=verbs[change.kind], what=", ".join(filter(None, parts)))
    return ChangeLine(lead, tuple(_runs(change, before, after)), translator.gettext(":"))


def _verbs(translator: Translator) -> dict[str, str]:
    pgettext = translator.pgettext
    return {
        "added": pgettext("verb of a change", "Added"),
        "removed": pgettext("verb of a change", "Removed"),
        "changed": pgettext("verb of a change", "Changed"),
        "reworded": pgettext("verb of a change", "Reworded"),
        "moved": pgettext("verb of a change", "Moved"),
    }


def _value(change: Change, text: str, translator: Translator) -> str:
    """Return the text of a change as it is printed: fixed values have a name in each language."""
    if change.aspect == "stance":
        return stance_names(translator).get(text, text)
    if change.part == "next_update" and text == NONE_PLANNED:
        return translator.gettext("none planned")
    if change.aspect == "likelihood":
        return likelihood_names(translator).get(text.casefold(), text)
    return confidence_names(translator).get(text, text) if change.aspect == "confidence" else text


def _runs(change: Change, before: str, after: str) -> Iterator[Run]:
    if change.aspect == "own" or change.part == "exercise" or not (before or after):
        return  # the verb says it
    if change.kind == "moved" or before == after:
        yield Run("same", _shown(change, after))
    elif not before or not after:
        yield Run("same", _shown(change, after or before))
    elif (
        change.aspect in _VALUES
        or (change.part == "assessment" and not change.aspect)
        or change.part in _VALUE_PARTS
        or (not change.aspect and change.part in _OWN_VALUE_PARTS)
    ):
        yield from (Run("struck", before, is_value=True), Run("added", after, is_value=True))
    else:
        yield from _in_sentences(compare_words(before, after, TERMS))


def _shown(change: Change, text: str) -> str:
    """Return a text as its change gives it: a judgement whole, for what is left out of it may be what it depends on."""
    return text if change.part == "assessment" else _first_sentences(text)


def _first_sentences(text: str) -> str:
    """Return a text, or of a long one its first sentences; it is never cut within a sentence."""
    shown = ""
    for sentence in split_sentences(text):
        if len(shown) > LONGEST_WHOLE:
            return f"{shown.rstrip()} …"
        shown += sentence
    return shown


def _in_sentences(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs of a comparison, without the sentences in which nothing has changed."""
    for position, run in enumerate(runs):
        text = run.text
        ends = list(sentence_ends(text)) if run.kind == "same" else []
        # The last sentence goes on with the change after it, the first one began with the change before it.
        head = 0 if position == 0 else ends[0] if ends else len(text)
        tail = len(text) if position == len(runs) - 1 else ends[-1] if ends else 0
        if run.kind == "same" and head < tail:
            left_out = "… " if len(text[head:tail].strip()) > 1 else text[head:tail]
            text = f"{text[:head]}{left_out}{text[tail:]}"
        yield Run(run.kind, text.rstrip() if position == len(runs) - 1 and run.kind == "same" else text, run.is_value)


def runs_text(runs: Sequence[Run]) -> str:
    """Return words with their changes as plain text: `36,187 → 38,044`, `[took it → seized it]`, `[-old-]`, `{+new+}`."""
    if [run.kind for run in runs] == ["struck", "added"]:
        return " → ".join(run.text.strip() for run in runs)
    pieces: list[str] = []
    following = [*(run for _, run in pairwise(runs)), None]
    skip = False
    for run, after in zip(runs, following, strict=True):
        if skip:
            skip = False
        elif run.kind == "struck" and after and after.kind == "added":
            pieces.append(_replacement(run, after))
            skip = True
        else:
            pieces.append(_marked(run))
    return "".join(pieces).strip()


def _marked(run: Run) -> str:
    inside = run.text.strip()
    if run.kind == "same" or not inside:
        return "" if run.kind == "struck" else run.text
    start = run.text.index(inside)
    marked = f"[-{inside}-]" if run.kind == "struck" else f"{{+{inside}+}}"
    return f"{run.text[:start]}{marked}{run.text[start + len(inside) :]}"


def _replacement(old: Run, new: Run) -> str:
    arrow = f"{old.text.strip()} → {new.text.strip()}"
    is_single = old.is_value and new.is_value
    space = new.text[len(new.text.rstrip()) :]
    return f"{arrow if is_single else f'[{arrow}]'}{space}"
