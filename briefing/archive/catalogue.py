"""Write a catalogue of the archive for a reading room: static pages that need no server and no network.

index.html            every briefing, with a search box
ID/index.html         its editions, with what changed, digests and downloads
ID/ID-edition-N.pdf   each edition as it was distributed
site.css  search.js

It contains only what its readers may see. Of an edition that is left out, it reveals nothing except that a later edition may
have superseded one that is shown; files of such an edition from an earlier catalogue in the same folder are removed first.
Of one that is withdrawn, it repeats nothing but number, marking, dates and reason: no title, no changes, no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.summary import ReportCount
from briefing.atomic import open_regular_file
from briefing.comparison.lines import change_groups
from briefing.i18n import SOURCE_LANGUAGE, Translator, get_translator
from briefing.problems import ArchiveError, Place, Problem, UsageError
from briefing.resources import TEMPLATES
from briefing.templating import fill_template

WriteFile = Callable[[Path, bytes], None]
GENERATOR = "briefing editions site"
"""The program that pages of the catalogue name as their generator, by which they are recognised as ours."""


@dataclass(frozen=True)
class Audience:
    """The readers of a catalogue: `may_read` says whether they may read a marking, `up_to` names the highest in words."""

    up_to: str
    may_read: Callable[[str], bool]


@dataclass(frozen=True)
class CatalogueResult:
    """How many editions a catalogue shows, how many its readers may not see, and the errors that prevented showing others."""

    editions: int
    left_out: int
    errors: tuple[ArchiveError, ...]


def write_site(
    archive: Archive, folder: Path, audience: Audience, write: WriteFile, report: ReportCount
) -> CatalogueResult:
    """Write the catalogue for an audience into a folder: a new or empty one, or one that contains a catalogue.

    `write` writes one file, `report` is called with the number of briefings done, and of how many. An edition that is not
    as it was stored is left out. Raises UsageError (`not-empty`).
    """
    _check_folder(folder)
    archive = archive.for_many()
    shown: list[list[StoredEdition]] = []
    ids, left_out, errors = archive.ids(), 0, list[ArchiveError]()
    # Empty, and before all else, so that a run that is interrupted is recognised as ours and reveals nothing.
    write(folder / "index.html", _front_page([], audience))
    _remove_other_briefings(folder, set(ids))
    for number, briefing_id in enumerate(ids, 1):
        report(number, len(ids))
        editions, unreadable = archive.readable_editions(briefing_id)
        allowed = [edition for edition in editions if audience.may_read(edition.marking)]
        left_out += len(editions) - len(allowed)
        pdfs, damaged = _distributed_pdfs(allowed)
        errors += [*unreadable, *damaged]
        withdrawn = {edition.number for edition in editions if edition.notice}
        listed = [edition for edition in allowed if edition.number in pdfs.keys() | withdrawn]
        _remove_pages(folder / briefing_id, {_pdf_name(edition) for edition in listed if edition.number in pdfs})
        if listed:
            for name, content in _briefing_files(listed, pdfs, withdrawn):
                write(folder / briefing_id / name, content)
            shown.append(listed)
    for name in ("site.css", "search.js"):
        write(folder / name, (TEMPLATES / "site" / name).read_bytes())
    write(folder / "index.html", _front_page(shown, audience))
    return CatalogueResult(sum(map(len, shown)), left_out, tuple(errors))


def _distributed_pdfs(editions: list[StoredEdition]) -> tuple[dict[int, bytes], list[ArchiveError]]:
    """Return the PDFs as they were distributed, by number, without those withdrawn, and the errors that prevented others."""
    pdfs: dict[int, bytes] = {}
    errors: list[ArchiveError] = []
    for edition in (one for one in editions if not one.notice):
        try:
            pdfs[edition.number] = edition.signed or edition.pdf
        except ArchiveError as error:
            errors.append(error)
    return pdfs, errors


def _check_folder(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not _is_ours(folder / "index.html") or any(path.is_symlink() for path in folder.iterdir()):
        what, hint = "the folder contains something other than a catalogue", "name a folder that is new or empty"
        raise UsageError(Problem("not-empty", what, Place(str(folder)), hint))


def _is_ours(page: Path) -> bool:
    if not page.is_file():
        return False
    with suppress(OSError), open_regular_file(page) as file:
        return f'name="generator" content="{GENERATOR}"'.encode() in file.read(1000)
    return False


def _remove_other_briefings(folder: Path, ids: set[str]) -> None:
    """Remove the pages of briefings that are no longer in the archive."""
    for inner in folder.iterdir():
        if inner.is_dir() and not inner.is_symlink() and inner.name not in ids and _is_ours(inner / "index.html"):
            _remove_pages(inner, set())


def _remove_pages(folder: Path, current: set[str]) -> None:
    """Remove what an earlier catalogue wrote for a briefing, except for `current` files; leave what is not ours."""
    if not folder.is_dir():
        return
    pdf = re.compile(rf"{re.escape(folder.name)}-edition-[1-9]\d*\.pdf")
    for path in sorted(folder.iterdir()):
        is_page = path.name == "index.html" and _is_ours(path)
        if path.name not in current and (is_page or pdf.fullmatch(path.name)):
            path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _pdf_name(edition: StoredEdition) -> str:
    return f"{edition.id}-edition-{edition.number}.pdf"


def _front_page(briefings: list[list[StoredEdition]], audience: Audience) -> bytes:
    """Return the list of briefings, in their language where they have one in common, else in English."""
    languages = {editions[-1].manifest.phrases.split("-")[0] for editions in briefings}
    translator = get_translator(languages.pop() if len(languages) == 1 else SOURCE_LANGUAGE)
    rows = [_briefing_row(editions, translator) for editions in briefings]
    rows.sort(key=lambda row: (row["datetime"], row["id"]), reverse=True)
    count = sum(map(len, briefings))
    page = fill_template(
        "site/index.html.j2", translator, briefings=rows, count=count, up_to=audience.up_to, maker=GENERATOR
    )
    return page.encode()


def _briefing_row(editions: list[StoredEdition], translator: Translator) -> dict[str, str]:
    """Return a briefing as the front page lists it: by its current edition, or the newest, if possible one not withdrawn."""
    valid = [edition for edition in editions if not edition.notice]
    shown = next((edition for edition in editions if edition.status == "current"), (valid or editions)[-1])
    texts = [shown.id, *(edition.title for edition in valid), shown.marking, shown.manifest.series if valid else ""]
    return {
        "id": shown.id,
        "title": _title(shown),
        "marking": shown.marking,
        "language": shown.manifest.language,
        "editions": str(len(editions)),
        "published": translator.day(shown.published),
        "datetime": f"{shown.published:%Y-%m-%dT%H:%MZ}",
        "status_name": _status_names(translator)[shown.status],
        "words": " ".join(re.findall(r"[\w-]+", " ".join(texts).casefold())),
    }


def _title(edition: StoredEdition) -> str:
    return edition.id if edition.notice else edition.title


def _briefing_files(
    editions: list[StoredEdition], pdfs: Mapping[int, bytes], withdrawn: set[int]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a briefing by name; `withdrawn` are numbers of editions, also of those that are not shown."""
    for edition in editions:
        if edition.number in pdfs:
            yield _pdf_name(edition), pdfs[edition.number]
    newest = next((edition for edition in reversed(editions) if not edition.notice), editions[-1])
    translator = get_translator(newest.manifest.phrases)
    page = fill_template(
        "site/briefing.html.j2",
        translator,
        id=newest.id,
        title=_title(newest),
        marking=" · ".join(dict.fromkeys(edition.marking for edition in reversed(editions))),
        editions=[_edition_row(edition, pdfs, withdrawn, translator) for edition in reversed(editions)],
        maker=GENERATOR,
    )
    yield "index.html", page.encode()


def _edition_row(
    edition: StoredEdition, pdfs: Mapping[int, bytes], withdrawn: set[int], translator: Translator
) -> dict[str, object]:
    """Return an edition as the page of its briefing lists it."""
    manifest, pdf = edition.manifest, pdfs.get(edition.number, b"")
    # Changes quote what was removed, also from the edition before.
    quotes_withdrawn = not withdrawn.isdisjoint((edition.number, edition.number - 1))
    return {
        "number": edition.number,
        "published": translator.moment(manifest.published),
        "datetime": f"{manifest.published:%Y-%m-%dT%H:%MZ}",
        "status": edition.status,
        "status_name": _status_names(translator)[edition.status],
        "notice": _notice(edition, pdfs, translator),
        "marking": edition.marking,
        "pages": manifest.pages,
        "note": manifest.note if pdf else "",
        "file": _pdf_name(edition) if pdf else "",
        "size": translator.number(round(len(pdf) / 1000)),
        "digest": sha256(pdf).hexdigest() if pdf else "",
        "signed": bool(manifest.signed),
        "changes": () if quotes_withdrawn else change_groups(edition.changes, translator),
    }


def _status_names(translator: Translator) -> dict[str, str]:
    return {
        "current": translator.pgettext("edition", "current"),
        "superseded": translator.pgettext("edition", "superseded"),
        "withdrawn": translator.pgettext("edition", "withdrawn"),
    }


def _notice(edition: StoredEdition, shown: Mapping[int, bytes], translator: Translator) -> str:
    """Return when and why an edition was withdrawn, and the edition that replaces it; empty where it was not."""
    notice, _ = edition.notice, translator.gettext
    if not notice:
        return ""
    date, reason = f"{notice.withdrawn:%Y-%m-%d}", notice.reason.rstrip(".")
    sentences = [_("Withdrawn on {date}: {reason}.", date=date, reason=reason)]
    if notice.replaced_by in shown:
        sentences.append(_("It is replaced by edition {number}.", number=notice.replaced_by))
    elif notice.replaced_by:
        sentences.append(_("It is replaced by one that is not in this catalogue."))
    return " ".join(sentences)
