"""What a published edition prints of itself: its number and dates, what is new since the one before, its code and QR.

The only module that names segno.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from briefing.i18n import Words
from briefing.model.edition_statement import Change, EditionStatement

CODE = "code.svg"
SUBJECT = 52
"""The characters of a subject that are printed; enough to know it again."""
FRONT = 300
"""The characters of the box on page one: three of its lines."""

_SHORT = {"stance", "likelihood", "confidence", "side", "date", "grade", "published"}
"""Aspects whose two values are short enough to print beside each other."""


@dataclass(frozen=True)
class ChangedPart:
    """A part of the briefing and what has changed in it, in words."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Colophon:
    """The imprint in words; `since` is the heading of the box on page one and of the full list, empty for the first edition.

    `front` is what the box says, `material` and `small` are the full list.
    """

    edition: str
    dated: str
    footer: str
    published: str
    since: str
    front: str
    material: tuple[ChangedPart, ...]
    small: tuple[ChangedPart, ...]
    named: str
    code: str
    seal: str
    alt: str


def say_colophon(imprint: EditionStatement, words: Words) -> Colophon:
    """Put an imprint into the words of a language."""
    edition = words.say("edition", number=imprint.number)
    dated = words.moment(imprint.published)
    material = _parts((change for change in imprint.changes if change.material), words)
    small = _parts((change for change in imprint.changes if not change.material), words)
    kept = "" if imprint.changed == imprint.published else words.say("edition_changed", date=words.day(imprint.changed))
    return Colophon(
        edition=f"{edition} · {words.say('edition_final')}",
        dated=dated,
        footer=f"{edition} · {words.say('edition_final')} · {dated}",
        published=f"{words.say('edition_published', date=dated)}{f'; {kept}' if kept else ''}",
        since=words.say("since", number=imprint.since) if imprint.since else "",
        front=_front(material, small, words),
        material=material,
        small=small,
        named=f"{imprint.id}, {edition.lower()}",
        code=imprint.code,
        seal=imprint.source_digest,
        alt=words.say("code_alt", code=imprint.code),
    )


def draw_code(imprint: EditionStatement) -> bytes:
    """The QR code of an edition, as SVG: its id, number and the whole of its seal."""
    # Imported here because a draft has none, and it brings half of the network libraries with it.
    import segno

    text = f"briefing:{imprint.id}@{imprint.number}?sha256={imprint.source_digest}"
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue()


def _parts(changes: Iterable[Change], words: Words) -> tuple[ChangedPart, ...]:
    grouped = groupby(sorted(changes, key=lambda change: _order(change.part)), key=lambda change: change.part)
    return tuple(
        ChangedPart(words.say(_HEADINGS[part]), tuple(dict.fromkeys(_item(change, words) for change in together)))
        for part, together in grouped
    )


_HEADINGS = {
    "title": "change_title",
    "marking": "change_marking",
    "bottom_line": "bottom_line",
    "summary": "key_points",
    "assessment": "assessment",
    "actors": "actors",
    "reactions": "reactions",
    "timeline": "timeline",
    "sections": "change_sections",
    "gaps": "gaps",
    "figures": "change_figures",
    "sources": "sources",
    "as_of": "as_of",
    "next_update": "next_update",
    "region": "change_region",
    "yardstick": "change_yardstick",
    "language": "change_language",
    "series": "change_series",
    "contact": "contact",
}
"""The set phrase that heads each part, in the order in which they are told."""


def _order(part: str) -> int:
    return list(_HEADINGS).index(part)


def _item(change: Change, words: Words) -> str:
    subject = "" if change.subject == change.part else _short(change.subject)
    if change.aspect in _SHORT and change.before and change.after:
        known = words.stances if change.aspect == "stance" else {}
        before, after = (known.get(text, text) for text in (change.before, change.after))
        return words.say("change_from_to", subject=subject, before=before, after=after)
    if not subject and max(len(change.before), len(change.after)) <= SUBJECT:
        return words.say("change_to", after=change.after or words.say("change_nothing"))
    aspect = f"_{change.aspect}" if change.aspect and change.part != "figures" else ""
    how = words.say(f"change{aspect}" if aspect else f"change_{change.kind}")
    return words.say("change_how", subject=subject, how=how) if subject else how


def _short(text: str) -> str:
    """A text by its first sentence, or by its first words."""
    sentence = re.match(r"(.{8,}?)[.!?](?:\s|$)", text)
    text = sentence[1] if sentence else text
    if len(text) <= SUBJECT:
        return text
    return text[: SUBJECT - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _front(material: tuple[ChangedPart, ...], small: tuple[ChangedPart, ...], words: Words) -> str:
    """As many of the material changes as fit, each under its part, and the number of the others."""
    told: list[str] = []
    length, left = 0, sum(len(part.items) for part in material)
    if not material:
        return words.say("since_small") if small else words.say("since_nothing")
    for part in material:
        fitting = []
        for item in part.items:
            if length and length + len(item) > FRONT:
                break
            fitting.append(item)
            length += len(item) + 2
            left -= 1
        if fitting:
            told.append(words.say("change_part", part=part.heading, items="; ".join(fitting)))
            length += len(part.heading) + 2
    return " ".join([*told, *([words.say("since_more", count=left)] if left else [])])
