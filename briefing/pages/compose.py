"""A briefing and its figures become one HTML page, with every file the page names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.figures.figure import Drawings, Figure, Table
from briefing.i18n import Translator, capitalize_first, get_translator
from briefing.model.briefing import Actor, Briefing, Judgement, Reaction, Source
from briefing.model.edition_statement import EditionStatement
from briefing.model.markings import marking_colour
from briefing.model.paper import PAPERS, Paper
from briefing.model.sourcing import Sourcing
from briefing.pages.colophon import QR_CODE_FILE, draw_qr_code, make_colophon
from briefing.pages.document import Annex, Attachment, Document
from briefing.pages.references import References
from briefing.pages.source_list import set_sources
from briefing.pages.style import house_style
from briefing.part_names import confidence_names, stance_names
from briefing.problems import Problem
from briefing.resources import PRINT, TEMPLATES
from briefing.templating import Markup, fill_template
from briefing.text.citations import Citation
from briefing.text.markdown import Image, block_html, line_html, plain

KEPT_LINES = 24
"""A part of at most so many lines stays on one page; a longer one may go on over the next, or it would leave a page empty."""

TALL = 2000
"""A cell of more characters may be too tall for a page: only its row may be split."""

RUNNING_LENGTH = 90
"""The most characters that stand in one line at the head of a page."""

DRAFT = "draft.svg"
MOST_REACTIONS = 200
"""So many stand where they are read, a dozen pages; more become an annex, which is laid out in parts."""

TYPES = {".yaml": "application/yaml", ".csv": "text/csv"}


@dataclass(frozen=True)
class JudgementRow:
    """A judgement as printed."""

    text: Markup
    basis: Markup
    likelihood: str
    confidence: str


@dataclass(frozen=True)
class ActorRow:
    """An actor as printed; `beneath` stands under the name."""

    name: str
    beneath: str
    side: str
    status: Markup
    note: Markup


@dataclass(frozen=True)
class ReactionRow:
    """A reaction as printed; `beneath` stands under the body's name, `tone` is the class of the stance."""

    body: str
    beneath: str
    when: str
    stance: str
    tone: str
    quote: Markup
    original: Markup
    position: Markup


@dataclass(frozen=True)
class Tally:
    """How many reactions there are, and how many of each stance, in words."""

    count: str
    stances: str


@dataclass(frozen=True)
class EntryRow:
    """An entry of the timeline as printed."""

    when: str
    what: Markup


@dataclass(frozen=True)
class SectionPart:
    """A section of free text as printed."""

    title: str
    text: Markup


@dataclass(frozen=True)
class SourceRow:
    """A source as listed."""

    number: int
    text: Markup
    bar: Markup


@dataclass(frozen=True)
class FigurePart:
    """A figure as printed."""

    heading: str
    number: str
    title: str
    file: str
    alt: str
    description: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Backing:
    """What stands behind a page: how it was sourced, the entries and the style its source list is set from.

    `open_problems` makes it a draft: DRAFT stands across every page, and they are listed on the last.
    """

    sourcing: Sourcing | None = None
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    style: tuple[str, bytes] | None = None
    open_problems: tuple[Problem, ...] | None = None


def compose_page(
    briefing: Briefing,
    written: Mapping[str, bytes],
    images: Mapping[str, bytes],
    drawings: Drawings,
    paper: Paper,
    imprint: EditionStatement | None = None,
    backing: Backing = Backing(),
) -> Document:
    """Set a briefing as a page; a draft has no imprint.

    `written` holds the files it was written in (attached to the PDF), `images` those its prose shows, by the names it
    gives them. Raises FigureError (`template`).
    """
    composer = _Composer(briefing, imprint, backing)
    translator = get_translator(briefing.language)
    values = composer.values(drawings, paper, sorted(written))
    annex = None
    if len(composer.reactions) > MOST_REACTIONS and not images and backing.open_problems is None:
        annex = _annex(values, composer.reactions, translator)
        values |= {"reactions": [], "tally": composer.tally()}
    html = fill_template("briefing.html.j2", translator, **values)
    files = {PRINT: house_style()} | {_image_url(name): content for name, content in images.items()}
    if imprint:
        files[QR_CODE_FILE] = draw_qr_code(imprint)
    if backing.open_problems is not None:
        files[DRAFT] = (TEMPLATES / DRAFT).read_bytes()
    attachments = [_attached(name, content) for name, content in written.items()]
    for figure in _drawn(drawings):
        files[_file(figure)] = figure.svg
        attachments.append(Attachment(_data(figure), figure.csv, TYPES[".csv"], figure.table.caption, "Data"))
    return Document(html, files, imprint.published if imprint else briefing.as_of, tuple(attachments), annex)


def _annex(values: Mapping[str, object], reactions: Sequence[ReactionRow], translator: Translator) -> Annex:
    """The reactions as a table that closes the document and is laid out in parts."""
    between = "<!-- the rows -->"

    def around(part: str) -> tuple[str, str]:
        page = fill_template("long.html.j2", translator, **values, part=part, rows=Markup(between))  # noqa: S704
        before, _, after = page.partition(between)
        return before, after

    opening, closing = around("opening")
    row = "parts/reaction.html.j2"
    rows = tuple(
        fill_template(row, translator, **values, reaction=one, place=place) for place, one in enumerate(reactions)
    )
    return Annex(opening, around("continuing")[0], rows, closing, around("blank")[0])


def _image_url(name: str) -> str:
    return f"images/{name}"


def _drawn(drawings: Drawings) -> list[Figure]:
    """The figures there are, in the order they are printed."""
    return [figure for figure in (drawings.history, drawings.locator) if figure]


def _data(figure: Figure) -> str:
    return f"{figure.name}.csv"


def _file(figure: Figure) -> str:
    return f"{figure.name}.svg"


def _attached(name: str, content: bytes) -> Attachment:
    kind = TYPES[name[name.rfind(".") :]]
    return Attachment(name.replace("/", "-"), content, kind, f"The briefing as written: {name}", "Source")


class _Composer:
    """Turns the parts of one briefing into what its template shows, numbering references on the way.

    The values are made in the order they are printed, so that references count up as the reader goes.
    """

    def __init__(self, briefing: Briefing, imprint: EditionStatement | None, backing: Backing) -> None:
        self.reactions: list[ReactionRow] = []
        self._briefing = briefing
        self._backing = backing
        self._imprint = imprint
        self._changed = {(change.part, change.position) for change in imprint.changes} if imprint else set()
        self._translator = get_translator(briefing.language)
        self._references = References(briefing.sources, self._translator)
        self._listed = set_sources(briefing.sources, backing.items, briefing.language, backing.style)

    def values(self, drawings: Drawings, paper: Paper, written: Sequence[str]) -> dict[str, object]:
        """Everything the template names."""
        b, words = self._briefing, self._translator
        _ = words.gettext
        history, locator = drawings.history, drawings.locator
        yardsticks = {"phia": _("the PHIA probability yardstick"), "icd203": _("ICD 203")}
        heading = (
            words.gettext("Coups in {region}", region=b.region.name) if b.region else words.gettext("Coup history")
        )
        colophon = make_colophon(self._imprint, words) if self._imprint else None
        return {
            "colophon": colophon,
            "bar": self._bar,
            "tall": _tall,
            "paper": PAPERS[paper],
            "title": b.title,
            "author": b.contact.name,
            "series": b.series or "",
            "marking": b.marking,
            "marking_colour": marking_colour(b.marking),
            "running": _running(b),
            "dated": colophon.footer if colophon else " ".join([_("Information as of"), words.moment(b.as_of)]),
            "keywords": ", ".join(
                [b.id, b.marking, *([b.region.name] if b.region else []), *([colophon.code] if colophon else [])]
            ),
            "description": plain(b.bottom_line, b.language),
            "as_of": words.moment(b.as_of),
            "next_update": words.moment(b.next_update) if b.next_update else words.gettext("none planned"),
            "contact": self._contact(),
            "bottom_line": self._line(b.bottom_line),
            "points": [self._line(point.text) + self._own(point.own) for point in b.summary],
            "judgements": [self._judgement(judgement) for judgement in b.assessment],
            "assessment_note": words.gettext(
                "Likelihood is said in the terms of {yardstick}; confidence says how good the evidence is. "
                "Judgements are the desk’s own.",
                yardstick=yardsticks[b.yardstick],
            ),
            "actors": [self._actor(actor) for actor in b.actors],
            "reactions": self._reactions(),
            "tally": None,
            "history": _figure_part(history, heading, 1, words) if history else None,
            "locator": _figure_part(locator, words.gettext("Where it is"), 2 if history else 1, words)
            if locator
            else None,
            "timeline": [
                EntryRow(words.short_when(e.when), self._line(e.what, e.source) + self._own(e.own)) for e in b.timeline
            ],
            "sections": [SectionPart(section.title, self._block(section.text)) for section in b.sections],
            "gaps": [self._line(gap) for gap in b.gaps],
            "sources": [
                SourceRow(number, self._source(source), self._bar("sources", b.sources.index(source)))
                for number, source in self._references.listed()
            ],
            "sourced": self._sourced(),
            "draft": self._backing.open_problems is not None,
            "open_problems": self._backing.open_problems or (),
            "attached": words.gettext(
                "Attached to this file: {names}.", names=", ".join([*written, *map(_data, _drawn(drawings))])
            ),
            "annex": history.table if history else None,
            "kept": {
                "assessment": _kept(text for j in b.assessment for text in (j.judgement, j.basis or "")),
                "timeline": _kept(entry.what for entry in b.timeline),
                "gaps": _kept(b.gaps),
                "annex": _kept(history.table.caption for _ in history.table.rows) if history else "",
                "sources": _kept(f"{source.title} {source.url}" for source in b.sources),
            },
        }

    def _bar(self, part: str, position: int | None = None) -> Markup:
        """What marks an element that has a change bar in the margin: nothing, where it is as it was."""
        return Markup(' class="changed"') if (part, position) in self._changed else Markup("")

    def _line(self, text: str | None, citations: Sequence[Citation] = ()) -> Markup:
        if not text:
            return Markup("")
        # prose.line_html escapes whatever is not its own markup
        html = Markup(line_html(text, self._briefing.language, self._references.cite))  # noqa: S704
        return html + self._references.cite(citations)

    def _own(self, own: bool) -> Markup:
        """What tells the desk's own judgement from what a source says."""
        return (
            Markup(' <span class="own">({})</span>').format(self._translator.gettext("the desk’s own judgement"))
            if own
            else Markup("")
        )

    def _block(self, text: str) -> Markup:
        return Markup(block_html(text, self._briefing.language, self._references.cite, _shown))  # noqa: S704

    def _contact(self) -> Markup:
        contact = self._briefing.contact
        mail = Markup('<a href="mailto:{0}">{0}</a>').format(contact.email) if contact.email else None
        return Markup("<br>").join(part for part in (contact.name, mail, contact.phone) if part)

    def _judgement(self, judgement: Judgement) -> JudgementRow:
        confidence = confidence_names(self._translator)[judgement.confidence] if judgement.confidence else ""
        text, basis = self._line(judgement.judgement), self._line(judgement.basis)
        return JudgementRow(text, basis, judgement.likelihood or "", confidence)

    def _actor(self, actor: Actor) -> ActorRow:
        beneath = " · ".join(part for part in (actor.role, actor.affiliation) if part)
        cited_by_note = actor.source if actor.note else ()
        status = self._line(actor.status, () if actor.note else actor.source) + self._own(actor.own)
        return ActorRow(actor.name, beneath, actor.side, status, self._line(actor.note, cited_by_note))

    def _reaction(self, reaction: Reaction) -> ReactionRow:
        words = self._translator
        beneath = ", ".join(part for part in (reaction.speaker, reaction.capacity) if part)
        quote = Markup("")
        if reaction.quote:
            quote = Markup.escape(words.gettext("“{quotation}”", quotation=reaction.quote)) + self._references.cite(
                reaction.source
            )
        original = (
            words.gettext("In the original: “{quotation}”", quotation=reaction.original) if reaction.original else ""
        )
        position = self._line(reaction.position, () if reaction.quote else reaction.source) + self._own(reaction.own)
        when = words.short_when(reaction.date) if reaction.date else words.gettext("not dated")
        stance, tone = stance_names(words)[reaction.stance], f"tone-{reaction.stance}"
        return ReactionRow(reaction.body, beneath, when, stance, tone, quote, Markup.escape(original), position)

    def _reactions(self) -> list[ReactionRow]:
        self.reactions = [self._reaction(reaction) for reaction in self._briefing.reactions] + self._silent()
        return self.reactions

    def tally(self) -> Tally:
        """How many reactions there are, and of each stance, the most frequent first."""
        counted = Counter(reaction.stance for reaction in self.reactions)
        each = (f"{stance} {self._translator.number(count)}" for stance, count in counted.most_common())
        return Tally(self._translator.number(len(self.reactions)), ", ".join(each))

    def _silent(self) -> list[ReactionRow]:
        """A row for each body that readers look for and that has said nothing: never a gap they might overlook."""
        words, sourcing = self._translator, self._backing.sourcing
        said = Markup.escape(
            words.gettext("No statement found as of {as_of}.", as_of=words.moment(self._briefing.as_of))
        )
        stance, tone = words.gettext("silent"), "tone-silent"
        silent = sourcing.silent if sourcing else ()
        return [ReactionRow(body, "", "–", stance, tone, Markup(""), Markup(""), said) for body in silent]

    def _source(self, source: Source) -> Markup:
        """A source as the style sets it, with its grade, and whether its text is held."""
        words, sourcing = self._translator, self._backing.sourcing
        grade = f"{source.reliability or ''}{source.credibility or ''}"
        notes = [words.gettext("grade {grade}", grade=grade)] if grade else []
        if sourcing and source.id not in sourcing.held:
            notes.append(words.gettext("text not held"))
        note = "; ".join(notes)
        aside = Markup(" {}.").format(capitalize_first(note)) if note else Markup("")
        return self._listed[source.id] + aside

    def _sourced(self) -> str:
        sourcing = self._backing.sourcing
        return (
            self._translator.gettext(
                "How this was sourced. Statements: {statements} (with a source: {cited}; the desk’s own judgement: {own}). "
                "Quotations: {quotations} (verified word for word: {verified}).",
                **vars(sourcing),
            )
            if sourcing
            else ""
        )


def _tall(*texts: str) -> Markup:
    """What marks a cell that may be too tall for a page."""
    return Markup(' class="tall"') if sum(map(len, texts)) > TALL else Markup("")


def _running(briefing: Briefing) -> str:
    """The head of every page but the first: series and title, the title alone, or as many of its words as stand in a line."""
    title = briefing.title
    whole = f"{briefing.series} · {title}" if briefing.series else title
    if len(whole) <= RUNNING_LENGTH:
        return whole
    return title if len(title) <= RUNNING_LENGTH else f"{title[:RUNNING_LENGTH].rsplit(' ', 1)[0].rstrip(' :,;–')}…"


def _kept(texts: Iterable[str]) -> Markup:
    """What keeps a part on one page: nothing, where its texts make too many lines for that."""
    lines = sum(1 + len(text) // 90 for text in texts if text)
    return Markup(' class="kept"') if lines <= KEPT_LINES else Markup("")


def _shown(image: Image) -> str:
    return Markup('<img src="{}" alt="{}">').format(_image_url(image.name), image.alt)


def _figure_part(figure: Figure, heading: str, place: int, words: Translator) -> FigurePart:
    number = words.gettext("Figure {number}", number=place)
    return FigurePart(heading, number, figure.title, _file(figure), figure.alt, figure.description, figure.notes)


__all__ = ["Table", "compose_page"]
