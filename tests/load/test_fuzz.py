"""A thousand damaged bibliographies, tables and saved pages: each is read, or refused in a message, within seconds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from time import process_time

import pytest

from briefing.load.bibliography.csl import CslContent, EntryFault
from briefing.load.bibliography.library import read_bibliography
from briefing.load.csv_reader import read_csv
from briefing.load.folder import load_briefing
from briefing.load.located_values import LocatedValues
from briefing.model.briefing import Reaction
from briefing.pages.source_list import format_sources
from briefing.problems import ContentError
from briefing.sources.extract import extract_file
from tests.briefs import BRIEF, LATIN, write_brief
from tests.load import test_bibliography as library
from tests.sources.test_add import PAGE

INPUTS = 250
"""How many of each kind."""
MOST_SECONDS = 10

BIBTEX = (
    *(library.BIBTEX, library.ZOTERO, library.ZOTERO_BIBLATEX, library.MENDELEY, library.ENDNOTE, library.JABREF),
    library.PARTS,
)
JSON = tuple(
    json.dumps([*json.loads(library.JSON), entry], indent=1)
    for entry in (library.CROSSREF_API, library.DATACITE, library.PUBMED)
)
TABLES = (
    "body;speaker;date;stance;position;source\nUN;A. B;2023-07-27;condemns;It is shut.;a p. 1\nAU;;2023;neutral;No.;a\n",
    'Reactions\n\nBODY,Speaker,Stance,Quote\nUN,"A, ""B""",warns,"One\ntwo"\nAU,NA,neutral,#N/A\n',
    "sep=;\nbody\tspeaker\tstance\nUN\tA\twarns\n;;;\n",
)
PAGES = tuple(PAGE.replace("<head>", f"<head><meta charset={label}>") for label in ("utf-8", "latin1", "gbk", "utf-16"))

TOKENS = (
    *(
        "{",
        "}",
        '"',
        "\\",
        "@",
        "#",
        "$",
        "~",
        "%",
        "&",
        "=",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
    ),
    *(
        "\ufeff",
        "\ufffd",
        "\u2028",
        "\u0301",
        "😀",
        "\x00",
        "\x85",
        "null",
        "[[null]]",
        "[[]]",
        "1e999",
        "-0",
        "\\ud800",
    ),
    *(
        '"date-parts":[["2020","x"]]',
        '"id":3',
        '"id":null',
        '"author":"A, B"',
        "and others",
        "and and",
        "von",
        "\\url{",
    ),
    *(
        "\n@book{a,",
        "\n@string{a=",
        "\n@comment{",
        "crossref={a},",
        "<i>",
        "</i>",
        "&#146;",
        "&#xFFFFFF;",
        "<!--",
        "<script>",
    ),
    *("<meta charset=big5>", "sep=\t\n", "NA", "#REF!", "2023-02-30", "9" * 400, "x" * 3000, "{" * 500, "[" * 3000),
)


def damaged(text: str, random: Random) -> bytes:
    """Return a text with a few parts of it cut, repeated, moved or replaced, in an encoding that may not be the right one."""
    for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
        at = random.randint(0, len(text))
        end = min(len(text), at + random.choice((0, 1, 1, 3, 20, 200)))
        put = random.choice((random.choice(TOKENS), text[at:end] * random.choice((0, 2, 30)), ""))
        text = text[:at] + put + text[end:]
    encoding = random.choice(("utf-8",) * 8 + ("utf-8-sig", "cp1252", "utf-16", "gbk"))
    content = bytearray(text.encode(encoding, "replace"))
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        if content:
            content[random.randrange(len(content))] = random.randrange(256)
    return bytes(content)


def read_library(name: str, content: bytes, folder: Path) -> None:
    """Read every entry of a library, cite some in a briefing, and format what can be formatted."""
    contents: dict[str, CslContent] = {}
    with suppress(ContentError):
        for source, entry in read_bibliography(name, content).entries.items():
            with suppress(EntryFault):
                contents[source] = {"id": source, **entry.read([])}
    cited = "; ".join(f"@{source}" for source in list(contents)[:3] or ["a"])
    brief = BRIEF.replace("One sentence.", f'"One. [{cited}]"') + f"bibliography: {name}\n"
    (write_brief(folder, brief) / name).write_bytes(content)
    with suppress(ContentError):
        loaded = load_briefing(folder, [], lambda: LATIN)
        format_sources(loaded.briefing.sources, loaded.items, "en-GB")


def read_table(content: bytes, folder: Path) -> None:
    """Read a table alone, and as that of a briefing."""
    with suppress(ContentError):
        LocatedValues({}).with_table("rows", read_csv("r.csv", content, Reaction.model_fields)[0])
    (write_brief(folder, BRIEF + "reactions: r.csv\n") / "r.csv").write_bytes(content)
    with suppress(ContentError):
        load_briefing(folder, [], lambda: LATIN)


def read_page(content: bytes, folder: Path) -> None:
    """Extract the text of a saved page; what is taken has no control characters."""
    path = folder / "a.html"
    path.write_bytes(content)
    with suppress(ContentError):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\ufffd]", "".join(extract_file(path).paragraphs))


KINDS: dict[str, tuple[tuple[str, ...], Callable[[bytes, Path], None]]] = {
    "bib": (BIBTEX, lambda content, folder: read_library("z.bib", content, folder)),
    "json": (JSON, lambda content, folder: read_library("z.json", content, folder)),
    "csv": (TABLES, read_table),
    "html": (PAGES, read_page),
}


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_inputs_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    samples, read = KINDS[kind]
    slow = []
    for seed in range(INPUTS):
        random = Random(f"{kind} {seed}")
        content = damaged(random.choice(samples), random)
        began = process_time()
        try:
            read(content, tmp_path)
        except Exception as error:
            raise AssertionError(f"{kind} {seed}: {content[:2000]!r}") from error
        if process_time() - began > MOST_SECONDS:
            slow.append(seed)
    assert not slow
