"""The archive can be published as a catalogue, which reveals nothing that its audience may not see."""

from __future__ import annotations

import itertools
import re
import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, Notice, open_archive
from briefing.archive.catalogue import Audience, CatalogueResult, write_site
from briefing.archive.ocfl.layout import object_path
from briefing.atomic import write_atomically
from briefing.problems import UsageError
from tests.archived import publish, two_briefings

archive = pytest.fixture(two_briefings)

LATER = datetime(2025, 1, 1, tzinfo=UTC)
EVERYTHING = Audience("TLP:RED", lambda marking: True)
THE_PUBLIC = Audience("TLP:CLEAR", lambda marking: marking == "TLP:CLEAR")


class Outline(HTMLParser):
    """The structure of a page, as a screen reader uses it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def catalogue(archive: Archive, folder: Path, audience: Audience = EVERYTHING) -> CatalogueResult:
    return write_site(archive, folder, audience, write_atomically, lambda done, of: None)


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def site(archive: Archive, tmp_path: Path) -> Path:
    archive.withdraw("x", Notice(1, LATER, "Wrong <figures>", "desk", 2))
    folder = tmp_path / "room"
    assert catalogue(archive, folder) == CatalogueResult(3, 0, ())
    return folder


def test_the_catalogue_lists_every_edition_and_all_links_work(site: Path) -> None:
    for page in site.rglob("*.html"):
        outline = Outline(page.read_text())
        named = [
            tag.get("href") or tag.get("src") for tag in outline.all("a") + outline.all("link") + outline.all("script")
        ]
        for name in named:
            assert name
            assert not re.match(r"\w+:|/", name), "a page of the catalogue needs nothing from outside"
            assert (page.parent / name).is_file()
    assert sorted(path.name for path in site.rglob("*.pdf")) == ["x-edition-2.pdf", "y-edition-1.pdf"]
    assert [row["data-words"] for row in Outline((site / "index.html").read_text()).all("tr") if "data-words" in row]


def test_the_catalogue_is_accessible(site: Path) -> None:
    for page in site.rglob("*.html"):
        outline = Outline(page.read_text())
        assert outline.all("html")[0]["lang"]
        assert outline.all("title")
        assert len(outline.all("h1")) == 1
        levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert len(outline.all("main")) == 1
        labels = {label["for"] for label in outline.all("label")}
        assert {field["id"] for field in outline.all("input")} <= labels
        assert all(cell.get("scope") for cell in outline.all("th"))


def test_the_catalogue_shows_withdrawals_and_changes(site: Path) -> None:
    html = (site / "x" / "index.html").read_text()
    assert "Withdrawn on 2025-01-01: Wrong &lt;figures&gt;. It is replaced by edition 2." in html
    assert "<b>bold</b>" not in html


def test_the_catalogue_repeats_nothing_that_was_withdrawn(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    for words, title in (("opening words", "Albatross"), ("second words", "Petrel"), ("third words", "Petrel")):
        publish(archive, words, title=title)
    publish(archive, "alone", "y", title="Gannet")
    folder = tmp_path / "room"
    catalogue(archive, folder)
    page = (folder / "x" / "index.html").read_text()
    assert all(words in page for words in ("opening", "Albatross", "third"))
    for briefing_id in ("x", "y"):
        archive.withdraw(briefing_id, Notice(1, LATER, "It was forged", "desk", None))
    assert catalogue(archive, folder) == CatalogueResult(4, 0, ())
    assert not [name for name in files_in(folder) if name.endswith("edition-1.pdf")]
    pages = {name: (folder / name).read_text() for name in files_in(folder) if name.endswith(".html")}
    assert not [(name, word) for name in pages for word in ("opening", "Albatross", "Gannet") if word in pages[name]]
    assert all("Withdrawn on 2025-01-01: It was forged." in pages[f"{briefing_id}/index.html"] for briefing_id in "xy")
    assert "<h1>Petrel</h1>" in pages["x/index.html"]
    assert "[+third]</ins>" in pages["x/index.html"]
    assert "<h1>y</h1>" in pages["y/index.html"]


def test_the_catalogue_is_in_the_language_of_its_briefings(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "un mot", language="fr")
    publish(archive, "deux mots", language="fr")
    folder = tmp_path / "room"
    catalogue(archive, folder)
    front, page = ((folder / name).read_text() for name in ("index.html", "x/index.html"))
    assert '<html lang="fr">' in front
    assert "Catalogue des notes" in front
    assert "Édition 2" in page
    assert "remplacée" in page
    assert "<li>Modification – l’essentiel\u00a0: auparavant <del>un mot</del>, désormais <ins>deux mots</ins>" in page
    publish(archive, "one word", "y")
    catalogue(archive, folder)
    assert '<html lang="en">' in (folder / "index.html").read_text()


def test_a_catalogue_reveals_nothing_its_audience_may_not_see(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "open words", marking="TLP:CLEAR")
    publish(archive, "secret words", marking="TLP:RED", title="Nightjar")
    publish(archive, "secret words too", "hidden", title="Nightjar")
    archive.withdraw("x", Notice(1, LATER, "See the next", "desk", 2))
    folder = tmp_path / "room"
    assert catalogue(archive, folder, THE_PUBLIC) == CatalogueResult(1, 2, ())
    assert files_in(folder) == ["index.html", "search.js", "site.css", "x/index.html"]
    for path in folder.rglob("*.*"):
        for word in (b"Nightjar", b"secret", b'"hidden', b"TLP:RED", b"edition-2", b"edition 2"):
            assert word not in path.read_bytes()
    assert "It is replaced by one that is not in this catalogue." in (folder / "x" / "index.html").read_text()
    assert "up to TLP:CLEAR" in (folder / "index.html").read_text()


def test_a_public_catalogue_removes_what_an_earlier_one_showed(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "open words", marking="TLP:CLEAR")
    publish(archive, "secret words", marking="TLP:RED")
    publish(archive, "secret words too", "hidden")
    publish(archive, "gone", "gone")
    folder = tmp_path / "room"
    catalogue(archive, folder)
    (folder / "hidden" / "notes.txt").write_text("the desk's own")
    (folder / "plans").mkdir()
    (folder / "plans" / "index.html").write_text("the desk's own")
    shutil.rmtree(archive.root / object_path("briefing:gone"))
    catalogue(archive, folder, THE_PUBLIC)
    ours = ["index.html", "search.js", "site.css", "x/index.html", "x/x-edition-1.pdf"]
    assert files_in(folder) == sorted([*ours, "hidden/notes.txt", "plans/index.html"])


def test_a_catalogue_does_not_overwrite_other_files(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "room"
    folder.mkdir()
    (folder / "index.html").write_text("<p>my pages</p>")
    with pytest.raises(UsageError, match="not-empty"):
        catalogue(archive, folder)
    assert files_in(folder) == ["index.html"]
    (folder / "index.html").unlink()
    catalogue(archive, folder)
    assert catalogue(archive, folder) == CatalogueResult(3, 0, ())


def test_an_interrupted_catalogue_reveals_nothing_and_can_be_made_again(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "room"
    catalogue(archive, folder)

    def broken_off(path: Path, content: bytes) -> None:
        if path.suffix == ".pdf":
            raise KeyboardInterrupt
        write_atomically(path, content)

    with pytest.raises(KeyboardInterrupt):
        write_site(archive, folder, EVERYTHING, broken_off, lambda done, of: None)
    assert "Title" not in (folder / "index.html").read_text()
    assert catalogue(archive, folder).editions == 3


def test_a_damaged_edition_is_left_out_of_the_catalogue_and_reported(archive: Archive, tmp_path: Path) -> None:
    (archive.edition("x", 2).folder / "v2" / "content" / "x.pdf").write_bytes(b"%PDF-forged")
    made = catalogue(archive, tmp_path / "room")
    assert (made.editions, made.left_out) == (2, 0)
    assert [error.problems[0].code for error in made.errors] == ["archive-damaged"]
    assert "x/x-edition-2.pdf" not in files_in(tmp_path / "room")
