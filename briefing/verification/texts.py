"""The texts of sources that a briefing does not store: those of the private store, and those of files that someone names."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.load.folder import Loaded
from briefing.problems import ContentError, Place, Problem, UsageError, did_you_mean
from briefing.sources.private import PrivateStore, private_store_of
from briefing.text.matching import SourceText
from briefing.workspace import display_name


@dataclass(frozen=True)
class TextAtHand:
    """The text of a source that is not stored with the briefing; `file` it was read from, None for the private store."""

    text: SourceText
    sha256: str
    file: Path | None = None


def texts_at_hand(loaded: Loaded, folder: Path, files: Mapping[str, Path]) -> dict[str, TextAtHand]:
    """Return, by the id of the source, the texts of `files`, and of the private store those that the briefing has receipts of.

    The store is that of the workspace that the briefing's `folder` is in. Raises ContentError (`text-differs`) where a file
    has another text than the one that was checked, and what is wrong with files and private texts.
    """
    problems: list[Problem] = []
    found: dict[str, TextAtHand] = {}
    store = private_store_of(folder)
    for source in loaded.briefing.sources:
        try:
            if source.id in files:
                found[source.id] = _read_file(source.id, files[source.id], loaded)
            elif store and (text := _private_text(store, source.id, loaded)):
                found[source.id] = text
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return found


def _private_text(store: PrivateStore, source: str, loaded: Loaded) -> TextAtHand | None:
    receipt = loaded.receipts.get(source)
    text = store.read(source, receipt.sha256) if receipt else None
    return TextAtHand(text, receipt.sha256) if text and receipt else None


def _read_file(source: str, file: Path, loaded: Loaded) -> TextAtHand:
    # Imported here: reading files of any kind takes a tenth of a check to import, and few checks name a file.
    from briefing.sources.add import text_of
    from briefing.sources.extract import extract_file

    content = text_of(extract_file(file))
    text, sha256 = SourceText(content.decode()), hashlib.sha256(content).hexdigest()
    stated = {one.id: one.sha256 for one in loaded.briefing.sources}[source]
    known, paragraphs = stated, 0
    if receipt := loaded.receipts.get(source):
        known, paragraphs = receipt.sha256, receipt.paragraphs
    elif stored := loaded.texts.get(source):
        paragraphs = len(stored.paragraphs)
    if known and known != sha256:
        this, that = _describe(len(text.paragraphs), sha256), _describe(paragraphs, known)
        what = f"this is not the text of {source} that was checked: it has {this}, that one {that}"
        hint = "name the file that was added; a later version of the text is a source of its own"
        raise ContentError(Problem("text-differs", what, Place(display_name(file)), hint))
    return TextAtHand(text, sha256, file)


def _describe(paragraphs: int, sha256: str) -> str:
    return f"{paragraphs} paragraph{'' if paragraphs == 1 else 's'} (SHA-256 {sha256[:12]}…)"


def parse_text_options(options: Iterable[str]) -> dict[str, Path]:
    """Return the files of `--text ID=FILE` by the ids. Raises UsageError (`bad-option`) where one is not written so."""
    files: dict[str, Path] = {}
    problems = []
    for option in options:
        source, sign, name = option.partition("=")
        if not (source and sign and name):
            what = f'--text: "{option}" does not name a source and a file'
            problems.append(Problem("bad-option", what, hint="write it as --text cnn=report.txt"))
        elif source in files:
            what = f"--text: {source} is given two files"
            problems.append(Problem("bad-option", what, hint="name the one that was added"))
        else:
            files[source] = Path(name)
    if problems:
        raise UsageError(problems)
    return files


def refuse_unknown(files: Mapping[str, Path], known: Collection[str]) -> None:
    """Raise UsageError (`unknown-source`) where a file is given for a source that none of the briefings has."""
    problems = [
        Problem(
            "unknown-source",
            f'--text: there is no source "{source}"',
            hint=did_you_mean(source, known) or f"the sources are {', '.join(sorted(known)) or 'none'}",
        )
        for source in files
        if source not in known
    ]
    if problems:
        raise UsageError(problems)
