"""The elements of a briefing as a page prints them: lines of prose, rows of tables and sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TypeVar

from briefing.i18n import Translator, capitalize_first
from briefing.model.briefing import Actor, Contact, Judgement, Reaction, TimelineEntry
from briefing.model.paper import PaperSize
from briefing.model.parts.sources import Source
from briefing.model.sourcing import Sourcing, WithheldSource
from briefing.pages.fonts import covered
from briefing.pages.languages.stated import StatedLanguages
from briefing.pages.parts.quotation_links import QuotationLinks
from briefing.pages.parts.quotation_notes import QuotationNotes
from briefing.pages.references import References
from briefing.pages.tables.columns import FittedTable, fit_table, widen
from briefing.pages.tables.row_breaks import tall_mark
from briefing.part_names import confidence_names, likelihood_names, reaction_body, stance_names, withheld_note
from briefing.templating import Markup
from briefing.text.citations import Citation
from briefing.text.markdown import Cite, Image, block_parts, line_html
from briefing.text.markdown_tables import TableForm
from briefing.text.markup.quoted import MarkQuotation
from briefing.text.unbroken import joined_amounts_html, unbroken_html

Part = TypeVar("Part")

STANCE_FRAME = "i"
"""About as wide as the frame of a stance, beside the smaller type in it."""


@dataclass(frozen=True)
class JudgementRow:
    """A judgement as printed; `tall` is the attribute of a row that may be split between two pages, here and below."""

    text: Markup
    basis: Markup
    likelihood: str
    confidence: str
    tall: Markup


@dataclass(frozen=True)
class ActorRow:
    """An actor as printed; `subline` is the small line under the name."""

    name: Markup
    subline: Markup
    side: Markup
    status: Markup
    note: Markup
    tall: Markup


@dataclass(frozen=True)
class ReactionRow:
    """A reaction as printed; `subline` is the small line under the body's name, `tone` the CSS class of the stance."""

    body: Markup
    subline: Markup
    when: Markup
    stance: str
    tone: str
    quote: Markup
    original: Markup
    position: Markup
    tall: Markup


@dataclass(frozen=True)
class TimelineRow:
    """An entry of the timeline as printed."""

    when: Markup
    what: Markup
    tall: Markup


class RowWriter:
    """Writes the elements of one briefing as rows and lines.

    `images` are the URLs inside the document of the images that its prose shows, by the names it gives them. Sources are
    numbered as they are cited, so elements are to be written in the order of the page. `sourcing` says which texts are stored,
    and which quotations are not verified.
    """

    def __init__(
        self,
        languages: StatedLanguages,
        translator: Translator,
        references: References,
        images: Mapping[str, str],
        paper: PaperSize,
        sourcing: Sourcing,
        tones: Mapping[str, str],
        quoted: QuotationLinks,
    ) -> None:
        self._images, self._paper, self._stored = images, paper, sourcing.stored
        self._languages, self._language = languages, languages.document
        self._translator, self._references = translator, references
        self._stances, self._confidence = stance_names(translator), confidence_names(translator)
        self._likelihood = likelihood_names(translator)
        self._notes = QuotationNotes(sourcing.doubtful, translator)
        self._tones, self._quoted = tones, quoted

    def line(self, text: str | None, citations: Sequence[Citation] = (), *, own: bool = False) -> Markup:
        """Return a line of prose, then its citations; `own` marks it as the desk's own judgement."""
        html = Markup("")
        if text:
            # line_html escapes whatever is not its own markup.
            html = Markup(line_html(text, self._language, self._cite_in(text), *self._marks(text)))  # noqa: S704
            html += self._references.cite(citations, self._quoted.at(text, None) if citations else None)
        return html + self.own_mark(own=own)

    def _cite_in(self, text: str) -> Cite:
        """Return what writes the references of a text, from its first one on."""
        numbers = count()
        return lambda citations: self._references.cite(citations, self._quoted.at(text, next(numbers)))

    def _marks(self, text: str) -> Sequence[MarkQuotation]:
        return (partial(self._notes.mark, text),) if self._notes.has(text) else ()

    def quotation_key(self) -> str:
        """Return what explains the marks of quotations that are not verified, once all is written; empty without any."""
        return self._notes.key()

    def cite(self, citations: Sequence[Citation]) -> Markup:
        """Return the reference of some citations alone."""
        return self._references.cite(citations)

    def own_mark(self, *, own: bool) -> Markup:
        """Return the words that mark the desk's own judgement; nothing where it is none."""
        if not own:
            return Markup("")
        return Markup(' <span class="own">({})</span>').format(self._translator.gettext("the desk’s own judgement"))

    def source_line(self, publishers: Sequence[str], citations: Sequence[Citation], *, own: bool) -> Markup:
        """Return who published the numbers of a chart, with the references to them; or that they are the desk's own."""
        if not citations:
            return Markup.escape(self._translator.gettext("Source: the desk’s own numbers."))
        names = self._translator.gettext("Source: {publishers}", publishers=self._translator.listing(publishers))
        return Markup.escape(names) + self.line(None, own=own) + self._references.cite(citations)

    def block(
        self, text: str, is_part: Callable[[Image], bool], write: Callable[[Image], Part]
    ) -> tuple[list[Markup | Part], list[FittedTable]]:
        """Return prose that may have several paragraphs, lists, tables and images, and the forms of its tables.

        An image for which `is_part` is true is what `write` makes of it, between the prose before and after it.
        """
        fitted: list[FittedTable] = []

        def lay_out(table: Sequence[Sequence[str]], depth: int) -> TableForm:
            fitted.append(fit_table(table, self._paper, depth))
            return fitted[-1].form

        cite, marks = self._cite_in(text), self._marks(text)
        parts = block_parts(text, self._language, cite, self._image, lay_out, is_part, *marks)
        # Markup, because what block_parts gives as HTML is escaped by it.
        return [write(part) if isinstance(part, Image) else Markup(part) for part in parts], fitted  # noqa: S704

    def _image(self, image: Image) -> str:
        return Markup('<img src="{}" alt="{}">').format(self._images[image.name], image.alt)

    def judgement(self, judgement: Judgement) -> JudgementRow:
        """Return a row of the assessment."""
        confidence = self._confidence[judgement.confidence] if judgement.confidence else ""
        text, basis = self.line(judgement.judgement), self.line(judgement.basis)
        tall = tall_mark((75, (text, basis)))
        written = judgement.likelihood or ""
        return JudgementRow(text, basis, self._likelihood.get(written.casefold(), written), confidence, tall)

    def actor(self, actor: Actor) -> ActorRow:
        """Return a row of the table of actors; their source is cited with the note where there is one."""
        subline = " · ".join(part for part in (actor.role, actor.affiliation) if part)
        status = self.line(actor.status, () if actor.note else actor.source, own=actor.own)
        note = self.line(actor.note, actor.source)
        tall = tall_mark((34, (actor.name, subline)), (14, (actor.side,)), (55, (status, note)))
        name = self._languages.mark(_unbroken(actor.name), actor.lang)
        return ActorRow(name, _unbroken(subline), _unbroken(actor.side), status, note, tall)

    def timeline_entry(self, entry: TimelineEntry) -> TimelineRow:
        """Return a row of the timeline."""
        what = self.line(entry.what, entry.source, own=entry.own)
        return TimelineRow(_unbroken(self._translator.short_when(entry.when)), what, tall_mark((88, (what,))))

    def reaction(self, reaction: Reaction) -> ReactionRow:
        """Return a row of the table of reactions; the source is cited with the quotation where there is one."""
        translator = self._translator
        body, quote, original = reaction_body(reaction, translator), Markup(""), Markup("")
        if reaction.quote:
            # Translators: the quotation marks of the language.
            quote = Markup(joined_amounts_html(translator.gettext("“{quotation}”", quotation=reaction.quote)))  # noqa: S704
            quote = self._languages.mark_words(quote, reaction, translated=bool(reaction.original))
            said = reaction.original or reaction.quote
            quote += self._notes.mark_whole(said) + self._references.cite(reaction.source, self._quoted.at(said, None))
        if reaction.original:
            original = self._original(reaction.original, reaction)
        subline = ", ".join(part for part in (reaction.speaker, reaction.capacity) if part)
        position = self.line(reaction.position, () if reaction.quote else reaction.source, own=reaction.own)
        return ReactionRow(
            body=_unbroken(body),
            subline=_unbroken(subline),
            when=_unbroken(translator.short_when(reaction.date) if reaction.date else translator.gettext("not dated")),
            stance=self._stances.get(reaction.stance, reaction.stance),
            tone=f"tone-{self._tones.get(reaction.stance, reaction.stance)}",
            quote=quote,
            original=original,
            position=position,
            tall=tall_mark((33, (body, subline)), (48, (quote, original, position))),
        )

    def _original(self, original: str, reaction: Reaction) -> Markup:
        """Return the words of a translated quotation; where no font has them, that they were compared with the source."""
        _ = self._translator.gettext
        if {ord(character) for character in original} <= covered():
            words = self._languages.mark_words(Markup.escape(original), reaction, translated=False)
            return Markup(_("In the original: “{quotation}”", quotation=words))  # noqa: S704 - escaped above
        if any(citation.source in self._stored for citation in reaction.source):
            return Markup.escape(
                _("The original is checked against the source, but not printed: no font has its letters.")
            )
        return Markup.escape(_("The original is not printed: no font has its letters."))

    def no_reaction(self, body: str, as_of: str) -> ReactionRow:
        """Return the row of a body that readers look for and that has made no statement."""
        translator = self._translator
        position = Markup.escape(translator.gettext("No statement found as of {as_of}.", as_of=as_of))
        silent, none = translator.gettext("silent"), Markup("")
        return ReactionRow(_unbroken(body), none, Markup("–"), silent, "tone-silent", none, none, position, none)

    def source(
        self, source: Source, formatted: Markup, *, text_stored: bool, withheld: WithheldSource | None = None
    ) -> Markup:
        """Return a source as the citation style formats it, then its grade, and a note where its text is not stored."""
        translator = self._translator
        grade = f"{source.reliability or ''}{source.credibility or ''}"
        notes = [translator.gettext("grade {grade}", grade=grade)] if grade else []
        if withheld:
            notes.append(withheld_note(withheld, translator))
        elif not text_stored:
            notes.append(translator.gettext("text not stored"))
        formatted = self._languages.mark_title(formatted, source)
        return formatted + (Markup(" {}.").format(capitalize_first("; ".join(notes))) if notes else "")


def contact_html(contact: Contact) -> Markup:
    """Return the lines of a contact: name, address of mail as a link, telephone."""
    mail = Markup('<a href="mailto:{0}">{0}</a>').format(contact.email) if contact.email else None
    return Markup("<br>").join(part for part in (contact.name, mail, contact.phone) if part)


def _unbroken(text: str) -> Markup:
    """Return a text of a narrow column, its numbers and dates each on one line."""
    return Markup(unbroken_html(text))  # noqa: S704 - escaped by it


def column_widths(
    actors: Sequence[ActorRow], reactions: Sequence[ReactionRow], timeline: Sequence[TimelineRow], paper: PaperSize
) -> dict[str, list[Markup]]:
    """Return the widths of the narrow columns of each table, where they need others than those of the style sheet."""
    who = [text for actor in actors for text in (actor.name, actor.subline)]
    bodies = [text for reaction in reactions for text in (reaction.body, reaction.subline)]
    stances = [f"{reaction.stance}{STANCE_FRAME}" for reaction in reactions]
    return {
        "actors": widen((33, 12), (who, [actor.side for actor in actors]), paper),
        "reactions": widen((31, 10, 11), (bodies, [reaction.when for reaction in reactions], stances), paper),
        "timeline": widen((20,), ([entry.when for entry in timeline],), paper),
    }
