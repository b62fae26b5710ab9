"""The part “Where it says so”: each quotation with the sentence that its source has it in, and where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.i18n import Translator, capitalize_first
from briefing.model.briefing import Briefing
from briefing.model.parts.evidence import Evidence, QuotationUse, Stretch
from briefing.model.parts.sources import Source
from briefing.pages.fonts import covered
from briefing.pages.languages.stated import StatedLanguages
from briefing.pages.parts.quotation_links import QuotationLinks, entry_id
from briefing.pages.references import format_ranges
from briefing.part_names import part_names, reaction_body
from briefing.templating import Markup, is_right_to_left
from briefing.text.languages.foreign import foreign_language
from briefing.text.unbroken import joined_amounts_html

_LONGEST_NAME = 40
"""So many characters of the name of an item fit the lines of a column."""


@dataclass(frozen=True)
class EvidencePassage:
    """What is printed of a source in one paragraph: its language as an attribute, and its words."""

    language: Markup
    words: Markup


@dataclass(frozen=True)
class EvidenceEntry:
    """One quotation as printed: its id, the words of the source, and the line that says where they are."""

    id: str
    passages: tuple[EvidencePassage, ...]
    where: Markup


@dataclass(frozen=True)
class EvidenceSource:
    """The entries of one source; `number` is that of the list of sources, 0 where a quotation cites none.

    `note` is what is true of all of its quotations, where none is shown in its sentence.
    """

    number: int
    name: str
    note: str
    entries: tuple[EvidenceEntry, ...]


class EvidenceWriter:
    """Writes the quotations of one briefing, source by source, when all else of the page is written."""

    def __init__(
        self, briefing: Briefing, links: QuotationLinks, languages: StatedLanguages, translator: Translator
    ) -> None:
        self._briefing, self._links, self._translator = briefing, links, translator
        self._languages = languages.sources
        self._names = part_names(translator)

    def sources(self, evidence: Sequence[Evidence], listed: Sequence[tuple[int, Source]]) -> list[EvidenceSource]:
        """Return the quotations of each source of the list, in the order of the source; then those without one."""
        colon = self._translator.gettext(":")
        headings = [(number, f"{one.publisher}{colon} {one.title}", one.id) for number, one in listed]
        found = []
        for number, name, source in (*headings, (0, self._translator.gettext("No source"), "")):
            own = [(n, one) for n, one in enumerate(evidence, start=1) if one.source == source]
            if not own:
                continue
            verdicts = {self._verdict(one) for _, one in own}
            note = verdicts.pop() if len(verdicts) == 1 else ""
            entries = [self._entry(n, one, note) for n, one in sorted(own, key=lambda pair: pair[1].place)]
            found.append(EvidenceSource(number, name, f"{capitalize_first(note)}." if note else "", tuple(entries)))
        return found

    def _entry(self, number: int, one: Evidence, note: str) -> EvidenceEntry:
        """Return an entry, which does not repeat the note of its source."""
        verdict = self._verdict(one)
        passages = one.passages if not verdict else ((self._quotation(one),),)
        written = tuple(self._passage(passage, one.source) for passage in passages)
        said = [self._paragraphs(one), "" if verdict == note else verdict]
        where = Markup("").join(Markup("{}. ").format(capitalize_first(part)) for part in said if part)
        return EvidenceEntry(entry_id(number), written, where + self._uses(one.uses))

    def _passage(self, passage: Sequence[Stretch], source: str) -> EvidencePassage:
        words = Markup("").join(self._stretch(one) for one in passage)
        text = "".join(one.words for one in passage)
        language = foreign_language(text, self._briefing.language, self._languages.get(source, ""))
        return EvidencePassage(Markup(' lang="{}"').format(language) if language else Markup(""), words)

    def _stretch(self, one: Stretch) -> Markup:
        words = Markup(joined_amounts_html(one.words))  # noqa: S704 - escaped by it
        if one.is_struck:
            label = self._translator.gettext("struck out: {words};", words=one.words)
            return Markup('<s aria-label="{}">{}</s>').format(label, words)
        if not one.is_quoted:
            return words
        # The marks around it are those of the sentence, which may run in the other direction.
        direction = Markup(' dir="rtl"') if is_right_to_left(one.words) else Markup("")
        return Markup('<span class="quoted"{}>{}</span>').format(direction, words)

    def _paragraphs(self, one: Evidence) -> str:
        translator = self._translator
        paragraphs = ""
        if one.paragraphs:
            paragraphs = translator.ngettext(
                "paragraph {ranges}", "paragraphs {ranges}", len(one.paragraphs), ranges=format_ranges(one.paragraphs)
            )
        return ", ".join(filter(None, (paragraphs, one.pages)))

    def _quotation(self, one: Evidence) -> Stretch:
        return Stretch(self._translator.gettext("“{quotation}”", quotation=one.words))

    def _verdict(self, one: Evidence) -> str:
        """Return what is said in place of a sentence; nothing where that is printed."""
        if one.passages and _is_printable(one.passages):
            return ""
        _ = self._translator.gettext
        if one.standing == "recorded" and one.checked:
            return _("text not shown here; verified word for word on {date}", date=self._translator.day(one.checked))
        said = {
            "shown": _("verified word for word; not shown, because no font has its letters"),
            "not shared": _("text not shown here; verified word for word"),
            "recorded": _("text not shown here; verified word for word"),
            "not verified": _("not verified: the text is not stored here"),
            "not found": _("not found in the text of this source") if one.source else _("not found in any stored text"),
            "uncited": _("no source is cited"),
        }[one.standing]
        return _("{verdict}; the desk allows this", verdict=said) if one.is_allowed else said

    def _uses(self, uses: Sequence[QuotationUse]) -> Markup:
        links = Markup(", ").join(self._use(use) for use in uses)
        before, after = self._translator.gettext("Quoted in {places}.", places="\n").split("\n")
        return Markup("{}{}{}").format(before, links, after)

    def _use(self, use: QuotationUse) -> Markup:
        name, place = self._use_name(use.path), self._links.place(use)
        return Markup('<a href="#{}">{}</a>').format(place, name) if place else Markup.escape(name)

    def _use_name(self, path: tuple[str | int, ...]) -> str:
        """Return what a reader calls the item that a value is in: `key point 2`, `reaction: Republic of Estrava`."""
        part = str({"figures": "key_figures"}.get(str(path[0]), path[0]))
        name = self._names.get(part, part)
        if len(path) < 2 or not isinstance(path[1], int):
            return name
        if title := self._item_name(part, path[1]):
            colon = self._translator.gettext(":")
            return f"{name}{colon} {_short(title)}"
        return f"{name} {path[1] + 1}"

    def _item_name(self, part: str, position: int) -> str:
        b = self._briefing
        if part == "reactions":
            return reaction_body(b.reactions[position], self._translator)
        if part == "timeline":
            return self._translator.short_when(b.timeline[position].when)
        names = {
            "key_figures": [one.label for one in b.figures],
            "actors": [one.name for one in b.actors],
            "sections": [one.title for one in b.sections],
        }
        return names[part][position] if part in names else ""


def evidence_note(evidence: Sequence[Evidence], translator: Translator) -> str:
    """Return the sentences that say how to read the part."""
    _ = translator.gettext
    sentences = [_("Each quotation of this briefing, with a link back to where it is used.")]
    if any(one.passages for one in evidence):
        sentences.append(
            _("The words quoted are bold and underlined in the sentence of the source; […] leaves words out.")
        )
    return " ".join(sentences)


def _is_printable(passages: Sequence[Sequence[Stretch]]) -> bool:
    letters = {ord(letter) for passage in passages for one in passage for letter in one.words}
    return letters <= covered()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rsplit(' ', 1)[0]}…"
