"""Identify a PDF that someone received: which edition it is, whether it is unmodified, and whether it is current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.archive.archive import Archive, StoredEdition
from briefing.problems import ArchiveError
from briefing.text.citations import SOURCE_ID

_CODE = re.compile(
    rf"({SOURCE_ID})@([1-9][0-9]{{0,5}})-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}".encode(), re.IGNORECASE
)


@dataclass(frozen=True)
class ReceivedPdf:
    """A file compared with the archive.

    `claims` is the name of the edition that its metadata give, or empty; `edition` the one in the archive with that name.
    `unmodified` says that the file is byte for byte the archive's.
    """

    claims: str
    edition: StoredEdition | None
    unmodified: bool


def identify_pdf(pdf: bytes, archive: Archive) -> ReceivedPdf:
    """Find the edition of a PDF by the code in its metadata, and compare the two. Raises ArchiveError where it is damaged."""
    claims = list(_claims(pdf))
    for briefing_id, number in claims:
        try:
            edition = archive.edition(briefing_id, number)
        except ArchiveError as error:
            if error.problems[0].code != "no-edition":
                raise
            continue
        return ReceivedPdf(edition.name, edition, pdf in (edition.pdf, edition.signed))
    return ReceivedPdf("{}@{}".format(*claims[0]) if claims else "", None, unmodified=False)


def _claims(pdf: bytes) -> Iterator[tuple[str, int]]:
    """Yield the editions that a file says it is, the most frequent first; metadata of our files are never compressed."""
    found = [(match[1].decode().lower(), int(match[2])) for match in _CODE.finditer(pdf)]
    yield from sorted(dict.fromkeys(found), key=lambda claim: -found.count(claim))
