"""`briefing source`: the texts a briefing rests on, stored, listed, shown, and traced to what rests on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.options import FoldersArgument, find_folders
from briefing.cli.output import print_line
from briefing.problems import BriefingError, ExitCode, Place, Problem, UsageError
from briefing.workspace import BRIEFING_FILE, find_workspace

if TYPE_CHECKING:
    from briefing.load.folder import Loaded

app = typer.Typer(help="Store, list and show the texts a briefing rests on.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option("--in", metavar="DIR", help="The folder of the briefing. [default: this one]")]


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="A .txt, .md, .html or .pdf file.")],
    folder: Folder = Path(),
    name: Annotated[str | None, typer.Option("--id", help="What citations call it, as in cnn.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    published: Annotated[str | None, typer.Option(help="When it was published, as in 2023-07-27.")] = None,
    retrieved: Annotated[str | None, typer.Option(help="When it was read on the web.")] = None,
    url: Annotated[str | None, typer.Option(help="Its address on the web.")] = None,
) -> None:
    """Store a source's text, and list it in briefing.yaml without touching anything else in there."""
    from briefing.sources.add import add_source

    given = {
        "id": name,
        "publisher": publisher,
        "title": title,
        "author": author,
        "published": published,
        "retrieved": retrieved,
        "url": url,
    }
    added = add_source(folder, file, {key: value for key, value in given.items() if value})
    print_line(f"{added.path}: {added.id}, {added.paragraphs} paragraphs, sha256 {added.sha256[:12]}…")


@app.command("list")
def list_sources(folder: Folder = Path()) -> None:
    """List the sources of a briefing, and how much rests on each."""
    from briefing.check.claims import read_claims

    loaded = _load(folder)
    claims = list(read_claims(loaded.briefing))
    rows: list[tuple[str, ...]] = [("id", "publisher", "published", "text", "cited by")]
    for source in loaded.briefing.sources:
        text = loaded.texts.get(source.id)
        held = f"{len(text.paragraphs)} paragraphs" if text else "not held"
        resting = sum(any(citation.source == source.id for citation in claim.citations) for claim in claims)
        rows.append((source.id, source.publisher, str(source.published or ""), held, str(resting)))
    for row in _columns(rows):
        print_line(row)


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of the source.")],
    folder: Folder = Path(),
    paragraph: Annotated[int | None, typer.Option("--para", metavar="N", help="This paragraph alone.")] = None,
) -> None:
    """Show the stored text of a source, its paragraphs numbered as citations count them."""
    loaded = _load(folder)
    _known(name, loaded, folder)
    text = loaded.texts.get(name)
    if text is None:
        hint = f"store it with: briefing source add FILE --id {name}"
        raise UsageError(Problem("text-not-held", f"the text of {name} is not held", Place(str(folder)), hint))
    last = len(text.paragraphs)
    if paragraph is not None and not 1 <= paragraph <= last:
        what = f"{name} has no paragraph {paragraph}; its last is {last}"
        raise UsageError(Problem("no-such-paragraph", what, Place(str(folder)), f"choose one from 1 to {last}"))
    for number, words in enumerate(text.paragraphs, start=1):
        if paragraph in (None, number):
            print_line(f"{number:>{len(str(last))}}  {words}")


@app.command()
def impact(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of the source.")],
    paths: FoldersArgument = None,
) -> None:
    """Trace what rests on a source: every claim, reaction and judgement, so that a withdrawn one can be followed up."""
    from briefing.check.claims import read_claims
    from briefing.check.rules.finding import shown

    known, failed = False, False
    for folder in find_folders(paths or []):
        try:
            loaded = _load(folder)
        except BriefingError as error:
            # One that cannot be read may rest on the source too: it must not pass for one that does not.
            print_line(error)
            failed = True
            continue
        known = known or any(source.id == name for source in loaded.briefing.sources)
        for claim in read_claims(loaded.briefing):
            cited = [citation for citation in claim.citations if citation.source == name]
            if cited:
                alone = "" if len({citation.source for citation in claim.citations}) > 1 else ", on nothing else"
                paragraphs = sorted({number for citation in cited for number in citation.paragraphs})
                where = f" (para. {', '.join(map(str, paragraphs))}{alone})" if paragraphs else f" (whole{alone})"
                print_line(
                    f"{loaded.values.place(_written(claim.path, loaded))}: {claim.kind}: {shown(claim.words, 80)}{where}"
                )
    if failed:
        raise typer.Exit(ExitCode.CONTENT)
    if not known:
        hint = "see the ids with: briefing source list"
        raise UsageError(Problem("unknown-source", f'no briefing here has a source "{name}"', hint=hint))


def _written(path: tuple[Any, ...], loaded: Loaded) -> tuple[Any, ...]:
    while path and path not in loaded.values.spans:
        path = path[:-1]
    return path


def _known(name: str, loaded: Loaded, folder: Path) -> None:
    from briefing.problems import did_you_mean

    ids = [source.id for source in loaded.briefing.sources]
    if name not in ids:
        hint = did_you_mean(name, ids) or f"the sources are {', '.join(ids)}"
        raise UsageError(Problem("unknown-source", f'"{name}" is not among the sources', Place(str(folder)), hint))


def _load(folder: Path) -> Loaded:
    """Read a briefing without asking whether the fonts can set it."""
    from briefing.build import load_from_workspace

    if not (folder / BRIEFING_FILE).is_file():
        hint = "name its folder with --in, or go there"
        raise UsageError(Problem("no-briefing", f"there is no {BRIEFING_FILE} here", Place(str(folder)), hint))
    return load_from_workspace(folder, find_workspace(folder, Path.cwd()))
