"""From a folder to the next edition in the archive: checked, compared with the last one, set, and stored whole.

The right to publish is held from the comparison to the end, so that the number that is printed is the number it gets.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build import Drawn, Say, draw_briefing, print_briefing
from briefing.content.model import Contact
from briefing.editions.archive import Archive, Publishing, StoredEdition
from briefing.editions.changes import compare_editions
from briefing.editions.contents import BRIEF, DATA, Making, edition_files, name_sources, seal_of
from briefing.editions.inventory import User, digest_of
from briefing.imprint import Imprint
from briefing.inputs import LIBRARIES, library_version, tool_digest
from briefing.problems import ArchiveError, Problem, Severity
from briefing.shipped import ASSETS, TEMPLATES
from briefing.workspace import Workspace

if TYPE_CHECKING:
    from briefing.pages.compose import Paper

Sign = Callable[[bytes], bytes]
"""A PDF with a signature added to it."""

HOUSE = ("briefing.html.j2", "parts/*", "print.css", "locale/*.toml")
"""The templates that a printed page is made of."""

SYSTEM_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango-1.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "harfbuzz", "hb_version_string"),
}


@dataclass(frozen=True)
class Order:
    """What is asked for: `note` says why the edition is published, `minor` that it changes nothing that matters."""

    folder: Path
    workspace: Workspace
    paper: Paper
    note: str = ""
    minor: bool = False
    sign: Sign | None = None


@dataclass(frozen=True)
class Published:
    """The edition that is now the newest; `fresh` where nothing had changed and none was added."""

    edition: StoredEdition
    warnings: tuple[Problem, ...] = ()
    fresh: bool = False


def publish_briefing(order: Order, archive: Archive, now: datetime, say: Say) -> Published:
    """Publish the next edition of a folder's briefing at `now` (UTC), unless nothing has changed since the last.

    Raises a BriefingError, and publishes nothing, where it cannot.
    """
    published = now.replace(microsecond=0)
    drawn = draw_briefing(order.folder, order.workspace, order.workspace.out, order.paper, say)
    source = name_sources(drawn.loaded.read, source_roots(order.folder, order.workspace))
    briefing = drawn.loaded.briefing
    options = {"paper": str(order.paper)}
    say("waiting for other desks")
    with archive.publishing(briefing.id) as publishing:
        last = publishing.last
        if last and _is_same(last, source, options):
            return Published(last, fresh=True)
        say("comparing")
        imprint = _imprint(
            order, drawn, publishing, published, seal_of(briefing.id, publishing.number, published, source)
        )
        edition = print_briefing(drawn, order.paper, say, imprint)
        if order.sign:
            say("signing")
        signed = order.sign(edition.pdf.content) if order.sign else None
        say("storing")
        files = edition_files(edition, imprint, made_now(options), source, order.note, signed)
        message = f"Edition {imprint.number}{f': {order.note}' if order.note else ''}"
        stored = publishing.put_edition(files, published, message, _user(briefing.contact))
    return Published(stored, (*edition.warnings, *_doubts(order, imprint)))


def source_roots(folder: Path, workspace: Workspace) -> list[Path]:
    """Where a briefing's files may lie, in the order they are looked for."""
    return [folder, workspace.assets, workspace.root]


def _is_same(last: StoredEdition, source: Mapping[str, bytes], options: Mapping[str, str]) -> bool:
    kept = {name.removeprefix(BRIEF): last.state[name] for name in last.names(BRIEF)}
    return kept == {name: digest_of(content) for name, content in source.items()} and last.manifest.options == options


def _imprint(order: Order, drawn: Drawn, publishing: Publishing, published: datetime, seal: str) -> Imprint:
    briefing, last = drawn.loaded.briefing, publishing.last
    changed = last.manifest.changed if last and order.minor else published
    if not last:
        return Imprint(briefing.id, 1, published, changed, order.minor, None, (), seal)
    data = {name.removeprefix(DATA): last.read(name) for name in last.names(DATA)}
    drawings = (drawn.drawings.history, drawn.drawings.locator)
    now = {f"{figure.name}.csv": figure.csv for figure in drawings if figure}
    try:
        changes = compare_editions(last.briefing, briefing, data, now)
    except ArchiveError as error:
        if error.problems[0].code != "edition-too-old":
            raise
        # Of an edition in a form that is no longer read, no more can be said than that it went before.
        return Imprint(briefing.id, publishing.number, published, changed, order.minor, None, (), seal)
    return Imprint(briefing.id, publishing.number, published, changed, order.minor, last.number, changes, seal)


def _doubts(order: Order, imprint: Imprint) -> list[Problem]:
    material = [change for change in imprint.changes if change.material]
    if not (order.minor and material):
        return []
    what = f"published as minor, though {len(material)} of its changes look material, {_named(material[0].subject)} among them"
    hint = "if they are, publish once more without --minor"
    return [Problem("minor-edition", what, None, hint, Severity.WARNING)]


def _named(subject: str) -> str:
    return f'"{subject[:60]}"'


def _user(contact: Contact) -> User:
    address = f"mailto:{contact.email}" if contact.email else f"tel:{(contact.phone or '').replace(' ', '-')}"
    return User(contact.name, address)


def made_now(options: dict[str, str]) -> Making:
    """What an edition made here and now is made with."""
    libraries = {name: library_version(name) for name in LIBRARIES}
    return Making(
        made_with={
            "briefing": version("briefing"),
            "briefing program": tool_digest(),
            "python": platform.python_version(),
            **{name: found for name, found in libraries.items() if not name.startswith("fontpkg")},
            **{name: _system_version(*known) for name, known in SYSTEM_LIBRARIES.items()},
        },
        fonts={name: found for name, found in libraries.items() if name.startswith("fontpkg")},
        options=options,
        house=house_files(),
    )


def house_files() -> dict[str, bytes]:
    """The templates, styles and data that every page is set with, by name."""
    templates = {path for pattern in HOUSE for path in TEMPLATES.glob(pattern)}
    files = {f"templates/{path.relative_to(TEMPLATES).as_posix()}": path for path in templates}
    files |= {f"data/{path.name}": path for path in (ASSETS / "data").glob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(files.items())}


def _system_version(soname: str, name: str, function: str) -> str:
    """The version of a library of the system, which WeasyPrint calls; "unknown" where it does not say."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(soname if platform.system() == "Linux" else ctypes.util.find_library(name) or soname)
        say = getattr(library, function)
        say.restype = ctypes.c_char_p
        return str(say().decode())
    return "unknown"
