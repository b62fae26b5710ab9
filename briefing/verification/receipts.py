"""Write the receipts of a briefing, tell which are out of date, and verify an edition before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.build import check_loaded, load_from_workspace
from briefing.check.check_input import CheckInput, read_check_input
from briefing.check.receipts.make import make_receipt
from briefing.check.review import Review
from briefing.fingerprint import library_version
from briefing.load.folder import Loaded
from briefing.load.receipts import Receipt, write_receipt
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.sources.folder_lock import locked_folder
from briefing.verification.texts import TextAtHand, refuse_unknown, texts_at_hand
from briefing.workspace import BRIEFING_FILE, Workspace, display_name


@dataclass(frozen=True)
class WrittenReceipts:
    """The receipts that were written, by the id of the source; those whose text is not here; and what the check found."""

    receipts: Mapping[str, Receipt]
    without_text: tuple[str, ...]
    review: Review


def write_receipts(folder: Path, workspace: Workspace, day: date, files: Mapping[str, Path]) -> WrittenReceipts:
    """Check a briefing against the texts that it does not store, and write what was found into its receipts.

    `files` are texts that are not in the private store, by the id of the source. Raises a BriefingError, and writes nothing,
    where the briefing cannot be loaded or a text is not the one of its receipt.
    """
    with locked_folder(folder):
        loaded = load_from_workspace(folder, workspace)
        refuse_unknown(files, [source.id for source in loaded.briefing.sources])
        texts = texts_at_hand(loaded, folder, files)
        receipts = _new_receipts(loaded, texts, day)
        review = check_loaded(loaded, workspace, {id_: one.text for id_, one in texts.items()})
        for source in loaded.briefing.sources:
            if source.receipt and source.id in receipts:
                write_atomically(_path(folder, source.receipt), write_receipt(receipts[source.id]))
    return WrittenReceipts(receipts, tuple(id_ for id_ in loaded.receipts if id_ not in receipts), review)


def _path(folder: Path, name: str) -> Path:
    """Return the file of a receipt. Raises ContentError (`receipt-outside`) where it is not in the briefing's own folder."""
    path = folder / name
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        what = f'the receipt "{name}" is not in the folder of the briefing, and was not written'
        hint = "copy it there, beside where texts are stored"
        raise ContentError(Problem("receipt-outside", what, Place(display_name(folder / BRIEFING_FILE)), hint))
    return path


def outdated_receipts(loaded: Loaded, texts: Mapping[str, TextAtHand]) -> list[Problem]:
    """Return a warning for each receipt that does not list just what the briefing has now, though its text is here."""
    problems = []
    for source, new in _new_receipts(loaded, texts, date.min).items():
        old = loaded.receipts[source]
        if _content(old) == _content(new):
            continue
        missing = len(_content(new) - _content(old))
        state = (
            "lists what is no longer in the briefing"
            if not missing
            else f"does not have {missing} of its quotations and figures"
        )
        index = [one.id for one in loaded.briefing.sources].index(source)
        place = loaded.values.place(("sources", index, "receipt"))
        what = f"the receipt of {source} {state}"
        hint = "write it again with: briefing source receipt"
        problems.append(Problem("receipt-outdated", what, place, hint, Severity.WARNING))
    return problems


def _content(receipt: Receipt) -> set[tuple[object, ...]]:
    """Return what is listed, without places, which change with every line."""
    listed = (*receipt.quotations, *receipt.figures)
    return {(one.words, one.paragraphs, one.verdict, one.beside, one.findings) for one in listed}


def verify_again(loaded: Loaded, folder: Path, workspace: Workspace, files: Mapping[str, Path]) -> dict[str, str]:
    """Check a briefing against the texts it does not store, as far as they are here, before it is published.

    Returns the SHA-256 of each text that it has a receipt of. Raises ContentError with what is not as the texts have it.
    """
    texts = texts_at_hand(loaded, folder, files)
    if not texts:
        return {}
    review = check_loaded(loaded, workspace, {id_: one.text for id_, one in texts.items()})
    if review.errors:
        raise ContentError(review.problems)
    return {id_: one.sha256 for id_, one in texts.items() if id_ in loaded.receipts}


def _new_receipts(loaded: Loaded, texts: Mapping[str, TextAtHand], day: date) -> dict[str, Receipt]:
    withheld = {id_: one for id_, one in texts.items() if id_ in loaded.receipts}
    if not withheld:
        return {}
    given = _check_input(loaded, texts)
    program = f"briefing {library_version('briefing')}"
    return {id_: make_receipt(given, id_, one.sha256, day, program) for id_, one in withheld.items()}


def _check_input(loaded: Loaded, texts: Mapping[str, TextAtHand]) -> CheckInput:
    sources = {**loaded.texts, **{id_: one.text for id_, one in texts.items()}}
    return read_check_input(loaded.briefing, sources, tables=loaded.tables, receipts=loaded.receipts)
