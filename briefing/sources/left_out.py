"""What a file has that its readers do not see, and that is therefore no part of its stored text; the record of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ENDING = ".left-out.json"
MAX_WORDS = 300
"""The most characters of a passage that are recorded."""
MAX_BYTES = 2_000_000
_MOST = 2_000
"""The most passages that are recorded."""


@dataclass(frozen=True)
class LeftOut:
    """A passage that was left out, or stored with a reservation (`READ_BY_MACHINE`).

    `kind` says how it is hidden. `paragraph` is that of the stored text in which it stands, or after which; 0 before the
    first, None where it is not near the text, as in a menu. `page` is that of a PDF.
    """

    kind: str
    words: str
    page: int | None = None
    paragraph: int | None = None

    def as_object(self) -> dict[str, str | int | None]:
        """Return its values by name, as they are recorded and printed as JSON."""
        return {"kind": self.kind, "page": self.page, "paragraph": self.paragraph, "words": self.words}

    def describe(self, *, with_paragraph: bool = True) -> str:
        """Return it as a line: where it is, how it is hidden, and its words."""
        where = f"page {self.page}" if self.page else ""
        if with_paragraph and self.paragraph is not None:
            paragraph = f"paragraph {self.paragraph}" if self.paragraph else "before paragraph 1"
            where = f"{where}, {paragraph}" if where else paragraph
        return ": ".join(filter(None, (where, self.kind, f'"{self.words}"' if self.words else "")))


READ_BY_MACHINE = "read by OCR, not seen by this program"
"""How the text below the picture of a scan is marked: whether it is right cannot be told without reading the picture."""


def list_passages(passages: Sequence[LeftOut], most: int = 8) -> list[str]:
    """Return lines that tell what was left out of a text when it was added; the first `most` passages with their words."""
    marked = [one for one in passages if one.kind == READ_BY_MACHINE]
    others = sorted(
        (one for one in passages if one.kind != READ_BY_MACHINE), key=lambda one: (one.paragraph is None, one.paragraph)
    )
    lines = [f"page {', '.join(str(one.page) for one in marked)}: {READ_BY_MACHINE}"] if marked else []
    if others:
        lines.append(f"{len(others):,} passage{'s' * (len(others) != 1)} left out:")
        lines += [f"  {one.describe()}" for one in others[:most]]
    return [*lines, f"  and {len(others) - most:,} more"] if len(others) > most else lines


def mark_passages(passages: Iterable[LeftOut], paragraph: int | None) -> list[str]:
    """Return a line in brackets for each passage that was left out in a paragraph, or after it."""
    here = [one for one in passages if one.paragraph == paragraph]
    return [
        f"[{one.describe(with_paragraph=False)}]"
        if one.kind == READ_BY_MACHINE
        else f"[left out: {one.describe(with_paragraph=False)}]"
        for one in here
    ]


def shorten_words(text: str) -> str:
    """Return words on one line, cut where they are longer than is recorded."""
    words = " ".join(text.split())
    return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1].rstrip()}…"


def write_record(sha256: str, passages: Iterable[LeftOut]) -> bytes:
    """Return the record of what was left out of a text with this SHA-256, as JSON."""
    listed = [passage.as_object() for passage in [*passages][:_MOST]]
    return (json.dumps({"sha256": sha256, "left_out": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def record_path(text: Path) -> Path:
    """Return the path of the record beside a stored text."""
    return text.with_name(text.stem + ENDING)


def read_record(text: Path) -> tuple[LeftOut, ...]:
    """Return what was left out of a stored text when it was added; nothing where there is no record of this very text."""
    try:
        with record_path(text).open("rb") as file:
            read = json.loads(file.read(MAX_BYTES))
        if read["sha256"] != hashlib.sha256(text.read_bytes()).hexdigest():
            return ()
        return tuple(_read_passages(read["left_out"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


def _read_passages(rows: Iterable[Mapping[str, object]]) -> Iterator[LeftOut]:
    for row in rows:
        page, paragraph = row.get("page"), row.get("paragraph")
        yield LeftOut(
            str(row["kind"]),
            str(row["words"]),
            page if isinstance(page, int) else None,
            paragraph if isinstance(paragraph, int) else None,
        )
