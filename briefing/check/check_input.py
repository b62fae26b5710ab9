"""What the editorial rules are given, and what they return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from briefing.check.claims import CheckedText, Claim, read_claims, read_texts
from briefing.check.quotations import VerifiedQuotation, verify_quotations
from briefing.check.receipts.beside import with_names_compared
from briefing.check.table_texts import table_claims, table_texts
from briefing.i18n import SOURCE_LANGUAGE, get_translator
from briefing.load.located_values import ValuePath
from briefing.load.receipts import Receipt
from briefing.model.briefing import Briefing
from briefing.model.parts.table_data import TableData
from briefing.text.citations import Citation
from briefing.text.matching import SourceText

ImageSizes: TypeAlias = Mapping[str, tuple[int, int]]
NO_IMAGES: ImageSizes = {}
Receipts: TypeAlias = Mapping[str, Receipt]
NO_RECEIPTS: Receipts = {}

UNVERIFIED_HINT = "verify it, where the text is, with: briefing source receipt"
"""What to do about words that were not checked against a text that is not stored."""


def checked_day(receipt: Receipt) -> str:
    """Return the day of a receipt for a message."""
    return get_translator(SOURCE_LANGUAGE).day(receipt.checked)


@dataclass(frozen=True)
class CoupData:
    """The dataset of a coup chart: its name, its last day, and the countries of the chart that it does and does not cover."""

    name: str
    ends: date
    covered: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckInput:
    """A briefing as the rules look at it: its texts and claims, the stored source texts by id, and its verified quotations.

    `coup_data` is what is known of the coup data, where the briefing has its chart. `image_sizes` are the width and the
    height in pixels of the images, by the names that the briefing gives them; `tables` have the rows of those of sections.
    `receipts` are those of the sources whose texts are not among `sources`.
    """

    briefing: Briefing
    texts: tuple[CheckedText, ...]
    claims: tuple[Claim, ...]
    sources: Mapping[str, SourceText]
    quotations: tuple[VerifiedQuotation, ...]
    coup_data: CoupData | None = None
    image_sizes: ImageSizes = field(default_factory=dict)
    tables: Sequence[TableData] = ()
    receipts: Receipts = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What a rule has found: in which value, what is wrong, what to do; `words` are the words of the value it is about.

    Where two places contradict each other, `other` and `other_words` are the second one, which takes the place of `{other}`.
    """

    path: ValuePath
    what: str
    hint: str
    words: str = ""
    other: ValuePath | None = None
    other_words: str = ""


def read_check_input(
    briefing: Briefing,
    sources: Mapping[str, SourceText],
    coup_data: CoupData | None = None,
    image_sizes: ImageSizes = NO_IMAGES,
    tables: Sequence[TableData] = (),
    receipts: Receipts = NO_RECEIPTS,
) -> CheckInput:
    """Return what the rules need of a briefing, its quotations verified."""
    texts = (*read_texts(briefing), *table_texts(briefing, tables))
    any_source = tuple(Citation(source.id) for source in briefing.sources)
    # A text at hand says more than what is recorded of it.
    receipts = {id_: receipt for id_, receipt in receipts.items() if id_ not in sources}
    verified = verify_quotations(texts, sources, any_source, receipts)
    quotations = tuple(with_names_compared(one, receipts, briefing) for one in verified)
    claims = (*read_claims(briefing), *table_claims(briefing))
    return CheckInput(briefing, texts, claims, sources, quotations, coup_data, image_sizes, tables, receipts)


_MOST_SPACE = 4


def shorten(text: str, most: int = 90) -> str:
    """Return a text for a message: on one line, and of no more characters than `most`."""
    # The rest is not looked at: of one long text there may be thousands of findings.
    text = " ".join(text[: most * _MOST_SPACE].split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
