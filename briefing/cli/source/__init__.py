"""`briefing source`: add, list and show the source texts of a briefing, and list the claims that rest on a source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import FoldersArgument, JsonOption, TextOption, briefing_folder, find_folders
from briefing.cli.output import count, print_json, print_line, print_table, problem_object
from briefing.cli.remedies import complete_hints, completed_hints, options_for
from briefing.cli.source.receipts import add_withheld, print_notes, write_receipts_and_tell
from briefing.problems import (
    BriefingError,
    ExitCode,
    Place,
    Problem,
    Severity,
    UsageError,
    did_you_mean,
)
from briefing.workspace import BRIEFING_FILE, display_name, find_workspace, no_briefing_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.check.claims import Claim
    from briefing.load.folder import Loaded
    from briefing.sources.left_out import LeftOut
    from briefing.text.matching import SourceText

app = typer.Typer(help="Add, list and show the source texts of a briefing.", no_args_is_help=True)

FolderOption = Annotated[Path, typer.Option("--in", metavar="DIR", help="The folder of the briefing.")]
SourceArgument = Annotated[str, typer.Argument(metavar="ID", help="The id of the source.")]


@app.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .txt, .md, .html, .pdf, .docx or .eml file.")],
    folder: FolderOption = Path(),
    source: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The id by which it is cited, such as cnn.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote it.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published, such as 2023-07-27.")
    ] = None,
    retrieved: Annotated[str | None, typer.Option(metavar="DATE", help="When it was read on the web.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Its address on the web.")] = None,
    withhold: Annotated[
        bool,
        typer.Option("--withhold", help="Keep the text private, and store only a receipt with the briefing."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Store the text of a source. It is listed in briefing.yaml, where nothing else is changed.

    A text that may not be stored with the briefing, such as that of an agency, is added with --withhold: it goes to a private
    folder of the workspace, of which nothing is printed, published, exported or sent. The briefing gets a receipt, which says
    what was verified, when, and against which text.
    """
    from briefing.sources.add import add_source

    given = {"id": source, "publisher": publisher, "title": title, "author": author}
    given |= {"published": published, "retrieved": retrieved, "url": url}
    folder = briefing_folder(folder)
    details = {key: value for key, value in given.items() if value}
    with completed_hints(options_for(folder)):
        if withhold:
            add_withheld(folder, file, details, as_json)
            return
        added = add_source(folder, file, details)
    if as_json:
        shown = {"id": added.id, "text": str(added.path), "paragraphs": added.paragraphs, "sha256": added.sha256}
        print_json({**shown, "note": added.note or None, "left_out": [one.as_object() for one in added.left_out]})
        return
    print_line(f"{added.path}: {added.id}, {count(added.paragraphs, 'paragraph')}, sha256 {added.sha256[:12]}…")
    print_notes(file, added)


@app.command()
def receipt(folder: FolderOption = Path(), text: TextOption = None, as_json: JsonOption = False) -> None:
    """Compare a briefing with withheld texts again, and write the result to their receipts.

    Do this when quotations or figures have changed. The texts are those of the private folder of the workspace, or of --text.
    No word of theirs is written.
    """
    from briefing.verification.texts import parse_text_options

    folder = briefing_folder(folder)
    with completed_hints(options_for(folder)):
        written, problems = write_receipts_and_tell(folder, parse_text_options(text or ()), quiet=as_json)
        if not (written or problems):
            hint = "withhold a text with: briefing source add FILE --id ID --withhold"
            place = Place(display_name(folder / BRIEFING_FILE))
            raise UsageError(Problem("no-receipt", "no text of this briefing was withheld", place, hint))
    if as_json:
        print_json(written, indent=1)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(ExitCode.CONTENT)


@app.command("list")
def list_sources(folder: FolderOption = Path(), as_json: JsonOption = False) -> None:
    """List the sources of a briefing, and how many claims cite each."""
    from briefing.check.claims import read_claims

    loaded = _load(briefing_folder(folder))
    claims = list(read_claims(loaded.briefing))
    rows = [("id", "publisher", "published", "text", "cited by")]
    objects = []
    for source in loaded.briefing.sources:
        text = loaded.texts.get(source.id)
        receipt = loaded.receipts.get(source.id)
        paragraphs = len(text.paragraphs) if text else receipt.paragraphs if receipt else None
        stored = f"{count(paragraphs, 'paragraph')}{'' if text else ', withheld'}" if paragraphs else "not stored"
        citing = sum(any(citation.source == source.id for citation in claim.citations) for claim in claims)
        published = str(source.published or "")
        rows.append((source.id, source.publisher, published, stored, str(citing)))
        known = {"id": source.id, "publisher": source.publisher, "title": source.title, "published": published or None}
        withheld = {"sha256": receipt.sha256, "checked": receipt.checked.isoformat()} if receipt else None
        objects.append({**known, "paragraphs": paragraphs, "cited_by": citing, "withheld": withheld})
    if as_json:
        print_json(objects, indent=1)
    else:
        print_table(rows)


@app.command()
def show(
    source: SourceArgument,
    folder: FolderOption = Path(),
    paragraph: Annotated[int | None, typer.Option("--para", metavar="N", help="Show this paragraph alone.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the stored text of a source. Its paragraphs are numbered as citations count them.

    A text that was withheld is shown where the private store has it.

    What was left out when it was added, because readers of the file do not see it, is marked below the paragraph it stands in.
    """
    from briefing.sources.left_out import mark_passages, read_record

    folder = briefing_folder(folder)
    loaded = _load(folder)
    place = Place(display_name(folder / BRIEFING_FILE))
    ids = [listed.id for listed in loaded.briefing.sources]
    if source not in ids:
        hint = did_you_mean(source, ids) or f"the sources are {', '.join(ids)}"
        raise UsageError(Problem("unknown-source", f'"{source}" is not among the sources', place, hint))
    text = loaded.texts.get(source) or _private_text(loaded, source, folder)
    if text is None:
        withheld = source in loaded.receipts
        hint = f"store it with: briefing source add FILE --id {source}{' --withhold' if withheld else ''}"
        what = f"the text of {source} is {'withheld, and not on this machine' if withheld else 'not stored'}"
        problem = Problem("text-not-held", what, place, hint)
        raise UsageError(complete_hints([problem], options_for(folder)))
    last = len(text.paragraphs)
    if paragraph is not None and not 1 <= paragraph <= last:
        what = f"{source} has no paragraph {paragraph}; its last is {last}"
        raise UsageError(Problem("no-such-paragraph", what, place, f"choose one from 1 to {last}"))
    shown = [(number, words) for number, words in enumerate(text.paragraphs, 1) if paragraph in (None, number)]
    stored = next(listed.text for listed in loaded.briefing.sources if listed.id == source)
    passages = read_record(folder / stored) if stored else ()
    if as_json:
        print_json([_paragraph_object(number, words, passages) for number, words in shown], indent=1)
        return
    width = len(str(last))
    lines = [("", mark) for mark in mark_passages(passages, 0)] if paragraph in (None, 1) else []
    for number, words in shown:
        lines += [(str(number), words), *(("", mark) for mark in mark_passages(passages, number))]
    if paragraph is None:
        lines += [("", mark) for mark in mark_passages(passages, None)]
    for label, words in lines:
        print_line(f"{label:>{width}}  {words}")


def _paragraph_object(number: int, words: str, passages: Sequence[LeftOut]) -> dict[str, object]:
    left_out = [passage.as_object() for passage in passages if passage.paragraph == number]
    return {"number": number, "text": words} | ({"left_out": left_out} if left_out else {})


@app.command()
def impact(source: SourceArgument, paths: FoldersArgument = None, as_json: JsonOption = False) -> None:
    """List every claim that rests on a source. Use it when a source is withdrawn."""
    from briefing.check.claims import read_claims

    known: set[str] = set()
    found: list[dict[str, object]] = []
    problems: list[Problem] = []
    for folder in find_folders(paths or []):
        try:
            loaded = _load(folder)
        except BriefingError as error:
            # It may cite the source too, so it must not look like one that does not.
            problems += error.problems
            if not as_json:
                print_line(error)
            continue
        known |= {listed.id for listed in loaded.briefing.sources}
        for claim in read_claims(loaded.briefing):
            if any(citation.source == source for citation in claim.citations):
                place = loaded.values.place(claim.path)
                where = {"file": place.file, "line": place.line or None} if place else {"file": None, "line": None}
                found.append({**where, "kind": claim.kind, "claim": claim.words})
                if not as_json:
                    print_line(f"{place}: {_describe(claim, source)}")
    if as_json and (source in known or problems):
        print_json({"claims": found, "problems": [problem_object(problem) for problem in problems]}, indent=1)
    if problems:
        raise typer.Exit(ExitCode.CONTENT)
    if source not in known:
        hint = did_you_mean(source, known) or f"the sources here are {', '.join(sorted(known)) or 'none'}"
        raise UsageError(Problem("unknown-source", f'no briefing here has a source "{source}"', hint=hint))


def _describe(claim: Claim, source: str) -> str:
    """Return a claim in a line, with the paragraphs it cites of a source, and whether it rests on nothing else."""
    from briefing.check.check_input import shorten

    numbers = {number for citation in claim.citations if citation.source == source for number in citation.paragraphs}
    where = f"para. {', '.join(map(str, sorted(numbers)))}" if numbers else "whole"
    alone = "" if len({citation.source for citation in claim.citations}) > 1 else ", on nothing else"
    return f"{claim.kind}: {shorten(claim.words, 80)} ({where}{alone})"


def _private_text(loaded: Loaded, source: str, folder: Path) -> SourceText | None:
    """Return the text of a source that was withheld, where the private store has it."""
    from briefing.sources.private import private_store_of

    receipt = loaded.receipts.get(source)
    store = private_store_of(folder)
    return store.read(source, receipt.sha256) if store and receipt else None


def _load(folder: Path) -> Loaded:
    from briefing.build import load_from_workspace

    if not (folder / BRIEFING_FILE).is_file():
        raise UsageError(no_briefing_here(folder, find_workspace(folder)))
    return load_from_workspace(folder, find_workspace(folder))
