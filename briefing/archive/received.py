"""A PDF that someone received: which edition it is, whether it is untouched, and whether it still stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from briefing.archive.archive import Archive, StoredEdition
from briefing.problems import ArchiveError
from briefing.text.citations import SOURCE_ID

_CODE = re.compile(
    rf"({SOURCE_ID})@([1-9][0-9]{{0,5}})-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}".encode(), re.IGNORECASE
)


@dataclass(frozen=True)
class Received:
    """A file held against the archive.

    `claims` is the edition it says it is, empty where it says none; `edition` the one in the archive by that name.
    `untouched` says that the file is the archive's, to the byte.
    """

    claims: str
    edition: StoredEdition | None
    untouched: bool

    @property
    def stands(self) -> bool:
        """Whether it is the current edition, untouched."""
        return self.untouched and self.edition is not None and self.edition.status == "current"


def look_up(pdf: bytes, archive: Archive) -> Received:
    """Find the edition that a PDF is, by the code in its metadata, and compare the two. Raises ArchiveError if damaged."""
    claims = _claims(pdf)
    for briefing_id, number in claims:
        try:
            edition = archive.edition(briefing_id, number)
        except ArchiveError as error:
            if error.problems[0].code != "no-edition":
                raise
            continue
        return Received(edition.name, edition, pdf in (edition.pdf, edition.signed))
    return Received("{}@{}".format(*claims[0]) if claims else "", None, untouched=False)


def _claims(pdf: bytes) -> Sequence[tuple[str, int]]:
    """What a file says it is, the most often said first: metadata is never compressed in a file of ours."""
    found = [(match[1].decode().lower(), int(match[2])) for match in _CODE.finditer(pdf)]
    return sorted(dict.fromkeys(found), key=lambda claim: -found.count(claim))


def fingerprint(pdf: bytes) -> str:
    """The SHA-256 of a file, to be read out over the telephone."""
    return sha256(pdf).hexdigest()
