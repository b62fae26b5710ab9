"""Read whom a briefing names as the speaker of each of its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.check.check_input import CheckInput
from briefing.check.quotations import VerifiedQuotation
from briefing.model.briefing import Briefing, Reaction
from briefing.text.speech.names import may_be_same, name_tokens
from briefing.text.speech.names_found import names_in
from briefing.text.speech.phrases import Speaker
from briefing.text.speech.speakers import attribute_quotations


@dataclass(frozen=True)
class ClaimedSpeaker:
    """Whom a briefing names: the person (if any), the body and the office, the office alone, and the country.

    `shown` is how a message names them; `all_words` are those that the briefing has for them anywhere. `is_person`: it is said
    that the name is a person's.
    """

    person: str | None
    body: str
    office: str
    country: str | None
    shown: str
    all_words: str
    is_person: bool = False


def claimed_speakers(given: CheckInput) -> Iterator[tuple[VerifiedQuotation, ClaimedSpeaker]]:
    """Yield each quotation that is in its source with the speaker that the briefing names for it, if it names one."""
    spoken: dict[tuple[object, ...], list[tuple[str, Speaker]]] = {}
    for quotation in given.quotations:
        text = quotation.text
        if quotation.found is None or text.is_label:
            continue
        if text.path[0] == "reactions" and text.is_speech and isinstance(text.path[1], int):
            yield quotation, _of_reaction(given.briefing, given.briefing.reactions[text.path[1]])
            continue
        if text.path not in spoken:
            blocks = [block.text for block in text.blocks]
            attributed = attribute_quotations(blocks, given.briefing.language[:2])
            spoken[text.path] = [(one.words, one.speaker) for one in attributed if one.speaker]
        speakers = {id(speaker): speaker for words, speaker in spoken[text.path] if words == quotation.words}
        if len(speakers) == 1:
            yield quotation, _of_prose(given.briefing, *speakers.values())


def _of_reaction(briefing: Briefing, reaction: Reaction) -> ClaimedSpeaker:
    speaker = reaction.speaker or ""
    person = _person_in(speaker)
    office = " ".join(filter(None, (None if person else speaker, reaction.capacity)))
    words = " ".join(filter(None, (speaker, reaction.capacity, reaction.body)))
    country = reaction.country
    all_words = f"{words} {_else_said(briefing, person)}"
    body, shown = f"{reaction.body} {office}".strip(), speaker or reaction.body
    return ClaimedSpeaker(person, body, office, country, shown, all_words, len(name_tokens(person or "")) > 1)


def _person_in(speaker: str) -> str | None:
    """Return the name of a person in the words after `speaker:`."""
    found = [one[0].strip() for one in names_in(speaker)]
    full = [name for name in found if len(name_tokens(name)) > 1]
    return (full or found)[-1] if found else None


def _of_prose(briefing: Briefing, speaker: Speaker) -> ClaimedSpeaker:
    # A name that may be that of a body is compared as such.
    person = speaker.name if speaker.kind in ("person", "unknown", "role") else None
    body = " ".join(filter(None, (speaker.capacity, "" if person else speaker.words)))
    shown = person or re.sub(r"^(?:The|An?|Le|La|Les)\s", lambda found: found[0].lower(), speaker.words)
    words = " ".join(filter(None, (speaker.words, speaker.capacity, person)))
    office = speaker.capacity or ""
    return ClaimedSpeaker(
        person, body, office, None, shown, f"{words} {_else_said(briefing, person)}", speaker.kind == "person"
    )


def _else_said(briefing: Briefing, person: str | None) -> str:
    """Return what the briefing says elsewhere of a person: office, side, body and country."""
    if not person:
        return ""
    tokens = name_tokens(person)
    said: list[str | None] = []
    for actor in briefing.actors:
        if may_be_same(tokens, name_tokens(actor.name)):
            said += [actor.name, actor.role, actor.affiliation, actor.side]
    for reaction in briefing.reactions:
        if reaction.speaker and may_be_same(tokens, name_tokens(reaction.speaker)):
            said += [reaction.speaker, reaction.capacity, reaction.body]
    return " ".join(filter(None, said))
