"""Settings are read into types, every fault has its line, and no file is too much for that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.problems import UsageError
from briefing.settings import Settings, read_settings
from briefing.workspace import Workspace, create_workspace, require_workspace


def refused(folder: Path, text: str) -> list[str]:
    (folder / "briefing.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        read_settings(Workspace(folder))
    return [f"{problem.place.line if problem.place else 0} {problem.what}" for problem in caught.value.problems]


def test_omitted_settings_have_their_defaults(tmp_path: Path) -> None:
    assert read_settings(Workspace(tmp_path)) == Settings()
    (tmp_path / "briefing.toml").write_text("[cluster]\nwait = 5\n[other]\nx = 1\n")
    assert read_settings(Workspace(tmp_path)).cluster.wait == 5


def test_a_file_that_is_linked_to_is_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("[archive]\npath = '../shelf'\n")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "briefing.toml").symlink_to("../elsewhere.toml")
    assert read_settings(Workspace(tmp_path / "desk")).archive.path == "../shelf"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a = " + "[" * 90_000, "0 cannot be read: its values are nested too deeply"),
        ("a = " + "9" * 5_000, "1 a number has too many digits"),
        ("\n" + ".".join(["a"] * 50_000) + " = 1", "2 a key has more than 20 parts"),
        ("[" + ".".join(["a"] * 50) + "]", "1 a key has more than 20 parts"),
        ("x = {" + ".".join(["a"] * 50) + " = 1}", "1 a key has more than 20 parts"),
        ("#" * 300_000, "0 cannot be read: has more than 200,000 bytes"),
        ('[archive]\npath = "a\\u0000b"', '2 "path" contains control characters'),
        ('[marking]\nmarkings = ["A", "\\u001b[2J"]', '2 "markings" contains control characters'),
        ("[cluster]\n\nwait = -1", '3 "wait" is too small: input should be greater than or equal to 0'),
    ],
    ids=["deep", "digits", "dotted", "dotted table", "dotted inside", "large", "NUL", "escape code", "negative"],
)
def test_a_fault_is_told_in_one_line(text: str, what: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text) == [what]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("[mail", (1, 0), "the name of the table is not closed"),
        ("[mail]\nhost = ", (2, 0), "this is not a value"),
        ('\n\n[mail]\nhost = "mail', (4, 0), "this text has no quotation mark at its end"),
        ('[mail]\nhost = "mail\nport = 25\n', (2, 13), "this text has no quotation mark at the end of its line"),
        ("[mail]\nhost = '1'\nhost = '2'\n", (3, 11), "this key is here twice"),
        ("[mail]\n[sign]\n[mail]\n", (3, 6), "this table is here twice"),
        ("[mail]\nhost = \u201cmail.example\u201d\n", (2, 8), "this is not a value"),
        ("[mail]\nfrom = Desk <desk@ministry.example>\n", (2, 8), "this is not a value"),
        ("[mail]\nport = 0123\n", (2, 9), "there is more after the value"),
        ("[mail]\nhost\n", (2, 5), "this key has no value"),
        ('[marking]\nmarkings = ["A",\n\n', (2, 0), "this is not a value"),
        ("[archive]\npath = '''abc\n\n\n", (2, 0), "this text has no quotation marks at its end"),
        ("Postal address\n", (1, 8), "this key has no value"),
    ],
)
def test_a_fault_of_syntax_has_its_line_and_a_remedy(
    text: str, where: tuple[int, int], what: str, tmp_path: Path
) -> None:
    (tmp_path / "briefing.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_settings(Workspace(tmp_path))
    (problem,) = caught.value.problems
    assert problem.place
    assert ((problem.place.line, problem.place.column), problem.what) == (where, what)
    assert problem.hint


@pytest.mark.parametrize("kind", ["folder", "dangling link", "ring of links", "pipe"])
def test_what_is_no_file_is_not_taken_for_settings(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "briefing.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere.toml" if kind == "dangling link" else "briefing.toml")
    monkeypatch.chdir(tmp_path)
    for act in (
        lambda: read_settings(Workspace(tmp_path)),
        lambda: require_workspace(tmp_path),
        lambda: create_workspace(tmp_path),
    ):
        with pytest.raises(UsageError) as caught:
            act()
        (problem,) = caught.value.problems
        assert (problem.code, str(problem.place), bool(problem.hint)) == ("bad-settings", "briefing.toml", True)
    assert os.path.lexists(path)
    assert not path.is_file()


def test_points_in_values_and_comments_are_not_those_of_keys(tmp_path: Path) -> None:
    text = f"# {'.' * 60} = \n[sign]\ntimestamp = 'https://{'a.' * 40}example/'\nreason = 'a{'.' * 40}'\n"
    (tmp_path / "briefing.toml").write_text(text)
    assert read_settings(Workspace(tmp_path)).sign.timestamp.endswith("example/")


def test_of_very_many_faults_the_first_are_told(tmp_path: Path) -> None:
    found = refused(tmp_path, "[mail]\n" + "".join(f"a{number} = 1\n" for number in range(9_000)))
    assert len(found) == 51
    assert found[0].startswith("2 ")
    assert found[-1] == "0 there are 8,950 more problems than these"
