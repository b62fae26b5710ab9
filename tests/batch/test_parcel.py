"""What is taken along to a cluster is what a briefing may read, and it is laid out there as it was here."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.batch import parcel
from briefing.batch.builder import at_home
from briefing.batch.parcel import OUTSIDE, Parcel, Store, pack_folder, pack_workspace
from briefing.batch.pool import attempt
from briefing.build import render_briefing
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.fingerprint import digest
from briefing.problems import ContentError
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace with a briefing, a shared text and some data."""
    top = tmp_path / "desk"
    write_brief(top / "briefs" / "x", BRIEF, note_txt="A note.", deep_txt="Deep.")
    for name, text in (
        ("assets/shared.txt", "Shared."),
        ("data/own.csv", "1,2"),
        ("briefing.toml", ""),
        ("secret", "!"),
    ):
        path = top / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return top


def below(top: Path, packed: Parcel) -> dict[str, bytes | None]:
    """What is in a parcel by its name below a folder; None for what leads outside."""
    return {
        Path(path).relative_to(top).as_posix(): None if known == OUTSIDE else packed.contents[known]
        for path, known in packed.files.items()
    }


def test_a_folder_is_taken_whole_but_for_what_no_briefing_reads(desk: Path) -> None:
    folder = desk / "briefs" / "x"
    for name in ("maps/a.txt", ".git/config", "out/x.pdf"):
        path = folder / name
        path.parent.mkdir()
        path.write_text(name)
    packed = pack_folder(folder, Workspace(desk), folder / "out")
    assert below(folder, packed) == {
        "briefing.yaml": BRIEF.encode(),
        "note.txt": b"A note.",
        "deep.txt": b"Deep.",
        "maps/a.txt": b"maps/a.txt",
    }


def test_of_a_workspace_goes_what_its_briefs_share(desk: Path) -> None:
    packed = pack_workspace(Workspace(desk))
    assert below(desk, packed) == {"assets/shared.txt": b"Shared.", "data/own.csv": b"1,2", "briefing.toml": b""}


def test_links_are_followed_inside_and_remembered_outside(desk: Path) -> None:
    folder = desk / "briefs" / "x"
    (folder / "inside.txt").symlink_to(desk / "assets" / "shared.txt")
    (folder / "outside.txt").symlink_to(desk / "secret")
    (folder / "ring").symlink_to(folder)
    (folder / "away").symlink_to(desk / "data")
    found = below(folder, pack_folder(folder, Workspace(desk), desk / "out"))
    assert found["inside.txt"] == b"Shared."
    assert found["outside.txt"] is None
    assert found["away"] is None
    assert not [name for name in found if name.startswith(("ring", "away/"))]


def test_too_much_is_refused(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MAX_BYTES", 10)
    with pytest.raises(ContentError) as caught:
        pack_folder(desk / "briefs" / "x", Workspace(desk), desk / "out")
    assert caught.value.problems[0].code == "too-much"


def test_what_is_built_where_it_is_laid_out_is_what_is_built_here(desk: Path, tmp_path: Path) -> None:
    folder = write_brief(
        desk / "briefs" / "y", BRIEF.replace("gaps:", "sections: [{title: A, text: '![A](b.png)'}]\ngaps:")
    )
    (folder / "b.png").symlink_to(desk / "secret")
    (tmp_path / "store").mkdir()
    store = Store(tmp_path / "store")
    for name in ("x", "y"):
        order = BuildRequest(desk / "briefs" / name, Workspace(desk), desk / "out", "a4")
        parcels = [pack_workspace(order.workspace), pack_folder(order.folder, order.workspace, order.out)]
        files = {path: known for one in parcels for path, known in one.files.items()}
        contents = {known: content for one in parcels for known, content in one.contents.items()}
        with store.laid_out(files, contents) as mirror:
            there = BuildRequest(
                Path(f"{mirror}{order.folder}"), Workspace(Path(f"{mirror}{desk}")), tmp_path / "figures", "a4"
            )
            made = at_home(attempt(there), mirror)
        here = attempt(order)
        if isinstance(here, RenderedBriefing):
            assert isinstance(made, RenderedBriefing)
            assert made.content == render_briefing(order, lambda _: None).content
            assert (made.read, made.missing, made.warnings) == (here.read, here.missing, here.warnings)
            assert all(files[path] == known for path, known in made.read.items())
        else:
            assert str(made) == str(here)
            assert "[file-outside]" in str(made)
        assert not mirror.exists()


def test_a_store_keeps_each_content_once_and_begins_anew_when_full(tmp_path: Path) -> None:
    store = Store(tmp_path, most=10)
    contents = {digest(text): text for text in (b"12345678", b"abcdefgh", b"ABCDEFGH")}
    one, two, three = contents
    with store.laid_out({"/a": one, "/b/c": one, "/d": two}, contents) as first:
        assert ((first / "a").stat().st_ino, (first / "a").stat().st_nlink) == ((first / "b/c").stat().st_ino, 3)
        with store.laid_out({"/a": three}, contents) as second:
            assert (second / "a").read_bytes() == contents[three]
            assert not (tmp_path / one).exists()
            assert (first / "a").read_bytes() == contents[one]
        with store.laid_out({"/a": three}, {}) as again:
            assert (again / "a").read_bytes() == contents[three]
    assert [path.name for path in tmp_path.iterdir()] == [three]


def test_a_content_that_is_not_what_its_digest_says_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="another digest"),
        Store(tmp_path).laid_out({"/a": digest(b"a")}, {digest(b"a"): b"b"}),
    ):
        pass
    assert not list(tmp_path.iterdir())


def test_nothing_of_a_parcel_is_in_its_repr() -> None:
    assert repr(Parcel({"/path": "known"}, {"known": b"content"})) == "Parcel()"
