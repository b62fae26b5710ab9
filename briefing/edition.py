"""An edition: a finished briefing, as it is written, archived and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.model.briefing import Briefing
from briefing.model.sourcing import WithheldSource
from briefing.pages.document import Document, Pdf
from briefing.problems import Problem


@dataclass(frozen=True)
class Edition:
    """A briefing with its document, its PDF, every file it was made from, and the warnings of its check.

    `read` maps each file on disk to its bytes; `missing` are the files that were looked for and not found, and would have
    been read. `allowed` are the problems that the desk allows, each with its reason. `data` are the data behind its figures,
    as CSV by file name; `withheld` are the sources whose texts were checked and are not stored.
    """

    briefing: Briefing
    document: Document
    pdf: Pdf
    read: Mapping[Path, bytes]
    missing: frozenset[Path]
    warnings: tuple[Problem, ...]
    allowed: tuple[tuple[Problem, str], ...] = ()
    data: Mapping[str, bytes] = field(default_factory=dict)
    withheld: tuple[WithheldSource, ...] = ()
