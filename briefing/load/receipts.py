"""Receipts of source texts that may not be stored: which text was checked, when, and with what result, without its words.

A receipt is a JSON file beside where texts are stored, `sources/ID.receipt.json`. It has digests alone, so that nothing of the
text can be read from it; the words that a briefing quotes are printed in the briefing. It is the desk's own record of a check.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import LocatedValues
from briefing.problems import Problem
from briefing.text.matching import SAME_SHAPE, normalize

VERSION = 1
MAX_RECEIPT_BYTES = 5_000_000
_VERSION_KEY, _DIGEST_KEY = "receipt_version", "receipt_sha256"
_AGAIN = "add the text again with: briefing source add FILE --id ID --withhold"

_Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Line = Annotated[str, Field(max_length=300)]
_Number = Annotated[int, Field(ge=1, le=10_000_000)]
Verdict = Literal["found", "not found"]


@dataclass(frozen=True)
class CheckedWords:
    """A quotation or a figure as it was checked: its place, the digest of its words, the paragraphs cited, and the verdict.

    `beside` is the digest of the names that a quotation is printed with, empty where there are none; `findings` are the codes
    of what the rules found besides in one that is word for word in the text.
    """

    place: _Line
    words: _Digest
    paragraphs: tuple[_Number, ...]
    verdict: Verdict
    beside: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    findings: tuple[Annotated[str, Field(pattern="^[a-z-]{1,60}$")], ...] = ()


CheckedKey: TypeAlias = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Receipt:
    """What a check against a text has found: the source, the SHA-256 of its text, and how many paragraphs that has.

    `checked` is the day (UTC) of the check of everything that is listed, `program` the version that made it.
    """

    source: _Line
    sha256: _Digest
    paragraphs: _Number
    checked: date
    program: _Line
    quotations: tuple[CheckedWords, ...] = ()
    figures: tuple[CheckedWords, ...] = ()

    @cached_property
    def _quotations(self) -> dict[CheckedKey, list[CheckedWords]]:
        return _by_key(self.quotations)

    @cached_property
    def _figures(self) -> dict[CheckedKey, list[CheckedWords]]:
        return _by_key(self.figures)

    def quotation(self, words: str, paragraphs: Collection[int], beside: str | None = None) -> CheckedWords | None:
        """Return what is recorded of a quotation that cites some paragraphs; None where it was not checked so.

        With `beside`, where it was not checked with the names of that digest either.
        """
        listed = self._quotations.get((digest_words(words), tuple(sorted(paragraphs))), [])
        return next((one for one in listed if beside in (None, one.beside)), None)

    def figure(self, words: str, paragraphs: Collection[int]) -> CheckedWords | None:
        """Return what is recorded of a figure, with the words around it, that cites some paragraphs."""
        return next(iter(self._figures.get((digest_words(words), tuple(sorted(paragraphs))), ())), None)


def _by_key(listed: Iterable[CheckedWords]) -> dict[CheckedKey, list[CheckedWords]]:
    found: dict[CheckedKey, list[CheckedWords]] = {}
    for one in listed:
        found.setdefault((one.words, one.paragraphs), []).append(one)
    return found


_RECEIPT = TypeAdapter(Receipt)


def digest_words(words: str) -> str:
    """Return the SHA-256 of some words, in which white space and the shape of marks and dashes make no difference."""
    return sha256(" ".join(normalize(words).translate(SAME_SHAPE).split()).encode()).hexdigest()


def write_receipt(receipt: Receipt) -> bytes:
    """Return a receipt as JSON, a line for each quotation and figure, with a digest by which changes to it are noticed.

    The same receipt gives the same bytes.
    """
    values = {_VERSION_KEY: VERSION, **_RECEIPT.dump_python(receipt, mode="json")}
    lines = [f"{json.dumps(key)}: {_json_value(value)}" for key, value in values.items()]
    return "{{\n{}\n}}\n".format(",\n".join([*lines, f'"{_DIGEST_KEY}": "{_digest(values)}"'])).encode()


def _json_value(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n  {}\n]".format(",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value))
    return json.dumps(value, ensure_ascii=False)


def _digest(values: Mapping[str, object]) -> str:
    """Return the SHA-256 of the values of a receipt, however its lines are set."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def parse_receipt(content: bytes) -> Receipt:
    """Return the receipt in a JSON file. Raises FileProblem (`receipt-damaged`, `receipt-newer`)."""
    damaged = FileProblem("receipt-damaged", "the receipt is damaged: it cannot be read", _AGAIN)
    try:
        values = json.loads(content)
        version = values.pop(_VERSION_KEY)
        if isinstance(version, int) and version > VERSION:
            what = f"the receipt has version {version}, and this program reads version {VERSION}"
            raise FileProblem("receipt-newer", what, "use the version of briefing that wrote it, or a later one")
        stated = values.pop(_DIGEST_KEY)
        found = _digest({_VERSION_KEY: version, **values})
        receipt = _RECEIPT.validate_json(json.dumps(values), strict=True)
    except (ValidationError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise damaged from error
    if found != stated:
        what = "the receipt has been changed since it was written: its own SHA-256 differs"
        raise FileProblem("receipt-damaged", what, f"restore it, or {_AGAIN}")
    return receipt


def read_receipts(values: LocatedValues, files: FolderReader) -> tuple[dict[str, Receipt], list[Problem]]:
    """Return the receipts of a briefing's sources by id, and the problems with those that cannot be used.

    The codes are receipt-missing, -outside, -too-large, -link, -damaged, -newer, -of-another and -and-text.
    """
    receipts: dict[str, Receipt] = {}
    problems: list[Problem] = []
    for index, row in values.rows("sources"):
        source, name = row.get("id"), row.get("receipt")
        if not (isinstance(source, str) and isinstance(name, str)):
            continue
        try:
            if row.get("text"):
                what = "the text is stored, and a receipt of a text that is not"
                raise FileProblem("receipt-and-text", what, "delete the line with text:, or the one with receipt:")
            receipt = _read_receipt(name, files)
            _check_subject(receipt, source, row.get("sha256"))
            receipts[source] = receipt
        except FileProblem as error:
            what = f"the source {source}: {error.what}"
            problems.append(Problem(error.code, what, values.place(("sources", index, "receipt")), error.hint))
    return receipts, problems


def _read_receipt(name: str, files: FolderReader) -> Receipt:
    try:
        content = files.read(name, "receipt", MAX_RECEIPT_BYTES)
    except FileProblem as error:
        code = {"file-outside": "receipt-outside", "file-too-large": "receipt-too-large"}.get(error.code, error.code)
        raise FileProblem(code, error.what, error.hint) from error
    if any((root / name).is_symlink() for root in files.roots):
        raise FileProblem("receipt-link", f'"{name}" is a link', "put the receipt itself in its place")
    return parse_receipt(content)


def _check_subject(receipt: Receipt, source: str, digest: object) -> None:
    """Raise FileProblem (`receipt-of-another`) where a receipt is of another source, or of another text of this one."""
    if receipt.source != source:
        what = f"the receipt is that of {receipt.source}"
        raise FileProblem("receipt-of-another", what, "name its own receipt, or delete the line")
    if digest and digest != receipt.sha256:
        what = f"the receipt is of another text: its SHA-256 is {receipt.sha256[:12]}…, that of the source {str(digest)[:12]}…"
        raise FileProblem(
            "receipt-of-another", what, "restore the receipt or the line with sha256:, whichever was changed"
        )
