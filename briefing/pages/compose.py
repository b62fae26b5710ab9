"""Compose a briefing and its figures as one HTML document, with every file the document names."""

from __future__ import annotations

from collections.abc import Callable

from briefing.figures.figure import Drawings
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.key_figures.figure import KEY_FIGURES_FILE
from briefing.model.key_figures.since import figures_before
from briefing.model.markings import marking_colour
from briefing.model.paper import PAPERS, Paper, PaperSize
from briefing.model.parts.page_parts import PARTS, PartName, front_count, page_order
from briefing.model.parts.placed_images import place_images
from briefing.model.parts.sections import Section
from briefing.model.sourcing import Sourcing
from briefing.pages.attached.attachments import copy_attachment, data_attachments
from briefing.pages.desk.notices import notices_of
from briefing.pages.document import Attachment, Document, DocumentInput
from briefing.pages.front.basis import basis_line
from briefing.pages.front.key_figures import key_figure_band
from briefing.pages.front.margin import plan_margin
from briefing.pages.front.yardstick import yardstick_steps
from briefing.pages.languages.abbreviations import expand_abbreviations
from briefing.pages.languages.stated import StatedLanguages
from briefing.pages.parts.annexes import figure_annexes, pair_annexes, unbroken_parts
from briefing.pages.parts.charts import ChartPart, ChartWriter
from briefing.pages.parts.evidence import EvidenceSource, EvidenceWriter, evidence_note
from briefing.pages.parts.figure_numbers import number_figures
from briefing.pages.parts.images import ImagePart, ImageWriter, image_urls
from briefing.pages.parts.item_marks import ItemMarks
from briefing.pages.parts.open_problems import list_problems
from briefing.pages.parts.quotation_links import QuotationLinks
from briefing.pages.parts.section_tables import TablePart, TableWriter
from briefing.pages.references import References
from briefing.pages.rows import ActorRow, ReactionRow, RowWriter, TimelineRow, column_widths, contact_html
from briefing.pages.source_list import format_sources
from briefing.pages.style import house_style
from briefing.pages.tables.reactions_annex import count_by_stance, reactions_annex, tally
from briefing.part_names import (
    assessment_note,
    exercise_notice,
    history_heading,
    labelled_title,
    next_update_text,
    running_title,
    sourcing_note,
)
from briefing.resources import PRINT, TEMPLATES
from briefing.templating import Markup, fill_template
from briefing.text.markdown import plain

MOST_REACTIONS = 200
"""So many are printed where they are read, a dozen pages; more become an annex, which is laid out in parts."""

DRAFT_BACKGROUND = "draft.svg"


def compose_document(briefing: Briefing, drawings: Drawings, paper: Paper, given: DocumentInput) -> Document:
    """Return a briefing as an HTML document.

    Raises FigureError (`template`) where a template cannot be filled, ContentError (`not-a-style`) for its CSL style.
    """
    composer = _Composer(briefing, drawings, given, PAPERS[paper].narrowed(given.house.measure))
    values = composer.values()
    annex, reactions, statement = None, composer.reactions, given.statement
    if len(reactions) > MOST_REACTIONS and not given.images and not given.draft:
        annex = reactions_annex(values, reactions, composer.translator, given.house.templates)
        counted = count_by_stance(reactions, briefing.stances, composer.translator)
        values |= {"reactions": [], "reactions_count": counted}
    html = expand_abbreviations(fill_template("briefing.html.j2", composer.translator, given.house.templates, **values))
    files = {PRINT: house_style(given.house), **given.house.files()}
    files |= {composer.image_urls[name]: content for name, content in given.images.items()}
    if statement:
        from briefing.pages.colophon import QR_CODE_FILE, draw_qr_code  # as below

        files[QR_CODE_FILE] = draw_qr_code(statement)
    if given.draft:
        files[DRAFT_BACKGROUND] = (TEMPLATES / DRAFT_BACKGROUND).read_bytes()
    attachments = [copy_attachment(name, content, composer.translator) for name, content in given.attached.items()]
    files |= {f"{figure.name}.svg": figure.svg for figure in drawings.figures}
    attachments += composer.data_attachments()
    modified = statement.published if statement else briefing.as_of
    crowded, notices = tuple(composer.tables.crowded), notices_of(values, composer.translator)
    return Document(html, files, modified, tuple(attachments), annex, crowded, given.house, notices)


class _Composer:
    """Works out what the templates of one document print, in the order of the page: references are numbered on the way."""

    def __init__(self, briefing: Briefing, drawings: Drawings, given: DocumentInput, paper: PaperSize) -> None:
        self._briefing, self._drawings, self._given, self._paper = briefing, drawings, given, paper
        self.translator = get_translator(briefing.language, briefing.timezone)
        self._references = References(briefing.sources, self.translator)
        self.image_urls = image_urls(given.images)
        sourcing = given.sourcing or Sourcing()
        tones = {one.stance: one.tone for one in briefing.stances}
        self._languages = languages = StatedLanguages.of(briefing, given.csl_entries)
        self._quoted = QuotationLinks(given.evidence, briefing)
        self._rows = RowWriter(
            languages, self.translator, self._references, self.image_urls, paper, sourcing, tones, self._quoted
        )
        placed = place_images(briefing)
        self._margin = plan_margin(briefing, drawings, paper, given.house, published=given.statement is not None)
        self._numbers = number_figures(briefing, drawings, placed, map_in_margin=self._margin.map)
        self._charts = ChartWriter(briefing, drawings, self._rows, self._numbers)
        self._images = ImageWriter(briefing, placed, self.image_urls, self._rows, self._numbers)
        self.tables = TableWriter(briefing, given.tables, self._rows, self.translator, paper)
        changes = given.statement.changes if given.statement else ()
        marks = ItemMarks(
            {(one.part, one.position) for one in changes}, given.problem_spots, self._quoted.ids, self.translator
        )
        self._mark = marks.mark
        self.reactions: list[ReactionRow] = []
        self._actor_rows: list[ActorRow] = []
        self._timeline_rows: list[TimelineRow] = []

    def values(self) -> dict[str, object]:
        """Return every value that the templates name."""
        return {"paper": self._paper.css_name, "margin": self._margin, **self._head(), **self._parts(), **self._back()}

    def _head(self) -> dict[str, object]:
        """Return the values of the document's head and of the margins of its pages."""
        b, translator, statement = self._briefing, self.translator, self._given.statement
        as_of = translator.moment(b.as_of)
        dated = [" ".join([translator.gettext("Information as of"), as_of])]
        colophon = None
        if statement:
            # Imported here because only an edition has one: what it needs takes a hundredth of a build to import.
            from briefing.pages.colophon import make_colophon

            colophon = make_colophon(statement, translator, final=b.is_final)
        keywords = [b.id, b.marking, b.region.name if b.region else "", colophon.code if colophon else ""]
        return {
            "colophon": colophon,
            "item_mark": self._mark,
            "title": b.title,
            "labelled_title": labelled_title(b, translator),
            "exercise": exercise_notice(b.exercise, translator),
            "author": b.contact.name,
            "series": b.series or "",
            "marking": b.marking,
            "marking_colour": marking_colour(b.marking),
            "running_title": running_title(b),
            "dated": "\n".join(filter(None, [*dated, colophon.footer if colophon else "", self._given.house.footer])),
            "keywords": ", ".join(word for word in keywords if word),
            "description": plain(b.bottom_line, b.language),
            "as_of": as_of,
            "next_update": next_update_text(b, translator),
            "contact": contact_html(b.contact),
            "basis": basis_line(self._given.sourcing, len(b.sources), translator) if self._given.sourcing else "",
            "figure_numbers": self._numbers,
            "draft": self._given.draft,
            "house": self._given.house,
            "open_problems": list_problems(self._given.open_problems or (), translator),
        }

    def _parts(self) -> dict[str, object]:
        """Return the values of the parts, written in their order on the page: sources are numbered as they are cited."""
        order = page_order(self._briefing.parts)
        writers: dict[PartName, Callable[[], dict[str, object]]] = {
            "figures": self._figures,
            "bottom_line": lambda: {"bottom_line": self._rows.line(self._briefing.bottom_line)},
            "summary": self._summary,
            "assessment": self._assessment,
            "actors": self._actors,
            "reactions": self._reactions,
            "history": self._history,
            "timeline": self._timeline,
            "map": self._map,
            "sections": lambda: {"sections": [self._section(n, one) for n, one in enumerate(self._briefing.sections)]},
            "charts": lambda: {"charts": self._charts.in_section(None)},
            "gaps": lambda: {"gaps": [self._rows.line(gap) for gap in self._briefing.gaps]},
        }
        written: dict[str, object] = {}
        for part in (*order, *(part for part in PARTS if part not in order)):
            written |= writers[part]()
        widths = column_widths(self._actor_rows, self.reactions, self._timeline_rows, self._paper)
        front = front_count(order)
        return {**written, "widths": widths, "front_parts": order[:front], "other_parts": order[front:]}

    def _figures(self) -> dict[str, object]:
        b, given = self._briefing, self._given
        earlier = figures_before(given.statement, b.figures) if given.statement else given.earlier
        return {"band": key_figure_band(b.figures, earlier, self._rows, self.translator, self._margin.figures_width_mm)}

    def _summary(self) -> dict[str, object]:
        return {"points": [self._rows.line(point.text, own=point.own) for point in self._briefing.summary]}

    def _assessment(self) -> dict[str, object]:
        return {
            "judgements": [self._rows.judgement(judgement) for judgement in self._briefing.assessment],
            "assessment_note": assessment_note(self._briefing.yardstick, self.translator),
            "yardstick": yardstick_steps(self._briefing, self.translator),
        }

    def _actors(self) -> dict[str, object]:
        self._actor_rows += map(self._rows.actor, self._briefing.actors)
        return {"actors": self._actor_rows}

    def _timeline(self) -> dict[str, object]:
        self._timeline_rows += map(self._rows.timeline_entry, self._briefing.timeline)
        return {"timeline": self._timeline_rows}

    def _reactions(self) -> dict[str, object]:
        silent = self._given.sourcing.silent_bodies if self._given.sourcing else ()
        self.reactions += [self._rows.reaction(reaction) for reaction in self._briefing.reactions]
        self.reactions += [
            self._rows.no_reaction(body, self.translator.moment(self._briefing.as_of)) for body in silent
        ]
        line = tally(self.reactions, self._briefing.stances, self.translator)
        return {"reactions": self.reactions, "reactions_count": "", "tally": line}

    def _history(self) -> dict[str, object]:
        heading = history_heading(self._briefing, self.translator)
        return {"history": self._drawings.history, "history_heading": heading}

    def _map(self) -> dict[str, object]:
        shown = self._briefing.map
        return {
            "locator": self._drawings.locator,
            "locator_is_wide": shown is not None and not shown.is_half_wide,
            "locator_caption": self._rows.line(shown.caption, own=shown.own) if shown else "",
        }

    def _section(
        self, number: int, section: Section
    ) -> tuple[str, list[Markup | ImagePart], list[TablePart], list[ChartPart]]:
        """Return the title, the text with the images, the tables and the charts of a section."""
        text, fitted = self._rows.block(section.text, self._images.is_listed, self._images.in_prose)
        self.tables.note_fit(number, fitted)
        parts = [*text, *self._images.after_text(number)]
        return section.title, parts, self.tables.in_section(number), self._charts.in_section(section.title)

    def _back(self) -> dict[str, object]:
        """Return the values of the annexes, and which parts stay on one page."""
        b, given = self._briefing, self._given
        names = sorted(self._given.attached)
        names += [one.name for one in self.data_attachments()]
        attached = self.translator.gettext("Attached to this file: {names}.", names=", ".join(names))
        return {
            "landscape": self.tables.landscape,
            "reference_key": self._references.key(),
            "single_source": len(b.sources) == 1,
            "table_annexes": self.tables.annexes,
            "annexes": pair_annexes(
                figure_annexes(self._drawings, self._numbers, self.translator, attached=given.attach_figures)
            ),
            "sources": self._sources(),
            "evidence": self._evidence(),
            "evidence_note": evidence_note(given.evidence, self.translator),
            "sourced": sourcing_note(self._given.sourcing, self.translator, with_figures=bool(b.figures))
            if self._given.sourcing
            else "",
            "quotation_key": self._rows.quotation_key(),
            "attached": attached if names else "",
            "unbroken": unbroken_parts(b),
        }

    def data_attachments(self) -> list[Attachment]:
        """Return the data behind the figures, and the key figures unless the briefing's own table of them is attached."""
        given = self._given
        if not given.attach_figures:
            return []
        key_figures = b"" if KEY_FIGURES_FILE in given.attached else given.key_figures
        return data_attachments(self._drawings, key_figures, self.translator)

    def _evidence(self) -> list[EvidenceSource]:
        writer = EvidenceWriter(self._briefing, self._quoted, self._languages, self.translator)
        return writer.sources(self._given.evidence, self._references.listed())

    def _sources(self) -> list[tuple[int, Markup, Markup]]:
        """Return the number, the text and the change bar of each source."""
        sources, given = self._briefing.sources, self._given
        formatted = format_sources(sources, given.csl_entries or {}, self._briefing.language, given.csl_style)
        withheld = {one.id: one for one in given.sourcing.withheld} if given.sourcing else {}
        rows = []
        for number, source in self._references.listed():
            stored = not given.sourcing or source.id in given.sourcing.stored
            text = self._rows.source(source, formatted[source.id], text_stored=stored, withheld=withheld.get(source.id))
            rows.append((number, text, self._mark("sources", sources.index(source))))
        return rows
