"""The names that a quotation is printed with: where they change, a record of who was quoted no longer holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from briefing.check.quotations import VerifiedQuotation
from briefing.load.located_values import ValuePath
from briefing.load.receipts import Receipt, digest_words
from briefing.model.briefing import Briefing

_WORD = re.compile(r"\w[\w’'-]*")
_WORDS_BEFORE, _WORDS_AFTER = 20, 12


def digest_beside(quotation: VerifiedQuotation, briefing: Briefing) -> str:
    """Return the digest of the names beside a quotation; empty where there are none.

    Those are the speaker of a reaction with capacity, body and country, and the name of an actor. In prose they are the words
    with a capital, and all of scripts without capitals, among the twenty before the quotation and the twelve after it.
    """
    names = [*_of_entry(quotation.text.path, briefing), *_near(quotation)]
    return digest_words(" ".join(names)) if names and not quotation.text.is_label else ""


def _of_entry(path: ValuePath, briefing: Briefing) -> list[str]:
    """Return the names of the entry that a text belongs to."""
    match path:
        case ("reactions", int(index), *_):
            one = briefing.reactions[index]
            return [name or "-" for name in (one.speaker, one.capacity, one.body, one.country)]
        case ("actors", int(index), *_):
            return [briefing.actors[index].name]
    return []


def _near(quotation: VerifiedQuotation) -> list[str]:
    block = next((one.text for one in quotation.text.blocks if quotation.words in one.text), "")
    before, _, after = block.partition(quotation.words)
    near = [*_WORD.findall(before)[-_WORDS_BEFORE:], *_WORD.findall(after)[:_WORDS_AFTER]]
    return [word for word in near if word[0].isalpha() and (word[0].isupper() or word[0].lower() == word[0].upper())]


def with_names_compared(
    quotation: VerifiedQuotation, receipts: Mapping[str, Receipt], briefing: Briefing
) -> VerifiedQuotation:
    """Return a quotation that a receipt has as verified only if it was checked with the names it is printed with now."""
    if quotation.verdict != "recorded" or quotation.record is None:
        return quotation
    receipt, beside = receipts[quotation.source], digest_beside(quotation, briefing)
    if record := receipt.quotation(quotation.words, quotation.record.paragraphs, beside):
        return replace(quotation, record=record)
    return replace(quotation, verdict="unrecorded", source="", record=None)
