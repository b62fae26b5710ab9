"""What a message says to do can be done: each command in a hint is accepted where it was printed, as it was printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from tests.archived import publish
from tests.briefs import BRIEF, write_brief
from tests.command import Command, Ended

PORT = (
    BRIEF.replace("One sentence.", "Two ships “wait outside” the port. [@press para. 9] [@wire]")
    + "sources:\n  - {id: press, publisher: Press, title: Report, text: press.txt}\n"
    + "  - {id: wire, publisher: Wire, title: Note}\n"
    + "region: {name: Sahel, focus: NER, countries: [NER]}\nhistory: {since: 1960, data: nothing}\n"
)
FOLDERS = ("briefs/harbour", "briefs/it's a port", "briefs/-x", "assets/briefs/two words")


def commands(ended: Ended) -> list[list[str]]:
    """The commands in the hints of a run, and after `then:`, as the shell would split them."""
    hints = re.findall(r"^hint: (.*)|(?:, then: )(briefing .*)", ended.err + ended.out, re.MULTILINE)
    found = [
        match for hint in hints for match in re.findall(r"(?:^|(?<=: ))(?:briefing|touch) [^;]*", hint[0] or hint[1])
    ]
    return [shlex.split(command) for command in found]


@pytest.fixture
def desk(command: Command) -> Command:
    """A workspace `desk` whose briefings have faults of many kinds, beside a folder outside; values for placeholders."""
    top = command.folder / "the desk"
    (command.folder / "briefing.toml").rename(command.folder / "coups.txt")
    for folder in FOLDERS:
        write_brief(top / folder, PORT, press_txt="They wait outside.\n")
    (top / "briefing.toml").touch()
    return command


def fill(command: Command, words: list[str]) -> list[str]:
    values = {"FILE": str(command.folder / "new.txt"), "NAME": "new-one", "TEXT": "Why", "DIR": "restored"}
    values["PATH"] = str(command.folder / "the desk" / FOLDERS[0])
    return [values.get(word, word) for word in words]


def assert_accepted(command: Command, printed: list[list[str]], at: str) -> None:
    """Run commands as pasted; a touched file is touched. Accepted: the command, its options and what they name."""
    assert printed
    for words in printed:
        if words[0] == "touch":
            (command.folder / at / words[1]).touch()
            continue
        assert "--in" not in words[:2]
        ended = command(*fill(command, words)[1:], at=at)
        assert ended.code in (0, 3), (words, ended.err)  # 3: another fault of the same briefing


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("at", ["the desk", "the desk/{}", "the desk/briefs", "."])
def test_remedies_of_a_briefing_name_it_wherever_they_are_printed(desk: Command, folder: str, at: str) -> None:
    at = at.format(folder)
    path = desk.folder / "the desk" / folder
    named = "." if at.endswith(folder) else str(path)
    (desk.folder / "new.txt").write_text("A new text.\n\nOf two paragraphs.\n")
    for words in (("check", named), ("build", named), ("source", "show", "wire", "--in", named)):
        ended = desk(*words, at=at)
        found = commands(ended)
        assert any(command[1] == "source" for command in found), ended.err
        assert ("--in" in " ".join(map(str, found))) is (named != ".")
        for command in found:
            if command[1:3] == ["source", "add"]:  # one of them says: remove its text: line, and store it with …
                write_brief(path, PORT.replace(", text: press.txt", ""))
            if command[1] == "data":
                continue
            filled = desk(*fill(desk, command)[1:], at=at)
            assert (filled.code, "error" in filled.err) == (0, False), (command, filled.err)
            if command[1:3] == ["source", "add"]:
                assert (path / "sources" / f"{command[command.index('--id') + 1]}.txt").is_file()


def test_a_dataset_is_imported_into_the_workspace_of_the_briefing(desk: Command) -> None:
    from tests.figures.data.files import published_example

    dataset = published_example(desk.folder)
    for at in ("the desk", ".", f"the desk/{FOLDERS[1]}"):
        ended = desk("build", str(desk.folder / "the desk" / FOLDERS[1]), at=at)
        (command,) = [words for words in commands(ended) if words[1] == "data"]
        imported = desk(*[str(dataset) if word == "FILE" else word for word in command[1:]], at=at)
        assert imported.code == 0, imported.err
        assert list((desk.folder / "the desk" / "data").glob("powell-thyne-*.txt"))
        assert not (desk.folder / "data").exists()


@pytest.mark.parametrize("at", ["the desk", f"the desk/{FOLDERS[0]}", "."])
def test_remedies_of_an_archive_name_it_wherever_they_are_printed(desk: Command, at: str) -> None:
    archive = open_archive(desk.folder / "the 'old' archive")
    publish(archive, "It began.", "x")
    settings = '[mail]\nhost = "127.0.0.1"\nsecurity = "none"\nfrom = "Desk <desk@desk.example>"\n'
    (desk.folder / "the desk" / "briefing.toml").write_text(settings)
    given = ("--archive", str(archive.root))
    faults = [("editions", "show", "y", *given), ("editions", "verify", "y", *given)]
    if at != ".":  # where there are no settings for mail
        faults.append(("send", "x@1", "--notice", "withdrawal", f"--archive={archive.root}"))
    for words in faults:
        found = commands(desk(*words, at=at))
        assert found
        for command in found:
            ended = desk(*fill(desk, command)[1:], at=at)
            assert ended.code == 0, (command, ended.err)


@pytest.mark.parametrize("at", ["the desk", "."])
def test_every_other_remedy_is_accepted(desk: Command, at: str) -> None:
    top = desk.folder / "the desk"
    (top / "empty").mkdir()
    (desk.folder / "alone").mkdir()
    faults = [
        ("new", "again"),
        ("build", str(desk.folder / "alone")),
        ("source", "add", "coups.txt", "--in", str(top / "empty")),
        ("editions", "list"),
        ("publish", str(desk.folder / "alone"), "--yes"),
    ]
    accepted = 0
    for number, words in enumerate(faults):
        found = [[word.replace("NAME", f"new-{number}") for word in one] for one in commands(desk(*words, at=at))]
        if found:
            assert_accepted(desk, found, at)
        accepted += len(found)
    assert accepted >= 3
    assert_accepted(desk, commands(desk("build", at="alone")), "alone")


def test_no_place_in_a_message_is_relative_to_another_folder_than_the_current_one(desk: Command) -> None:
    top = desk.folder / "the desk"
    draft = BRIEF.replace("own: true", "own: false")
    folder = write_brief(top / "briefs" / "port", draft)
    for at in ("the desk", "the desk/briefs/port", "."):
        for words in (("check", str(folder)), ("build", str(folder), "--draft"), ("build", str(folder))):
            printed = desk(*words, at=at)
            for name in re.findall(
                r"^(\S[^\n]*?)(?::\d+)*: (?:error|warning)\[", printed.err + printed.out, re.MULTILINE
            ):
                assert (desk.folder / at / name).exists(), (at, name)
    assert_places_of_other_files(desk, folder)
    (top / "briefs" / "port" / "briefing.yaml").write_text(BRIEF.replace("next_update: 2099", "next_update: 2024"))
    assert desk("build", "port", at="the desk").code == 0
    # The warnings of a build that is not repeated are those of the record, printed for where it is called now.
    for at in ("the desk", "the desk/briefs/port", "the desk/briefs", "."):
        again = desk("build", str(folder), at=at)
        (name,) = re.findall(r"^(\S.*?)(?::\d+)*: warning\[next-update-past\]", again.err, re.MULTILINE)
        assert "unchanged" in again.out
        assert (desk.folder / at / Path(name)).samefile(folder / "briefing.yaml")


def assert_places_of_other_files(desk: Command, folder: Path) -> None:
    """Faults in a bibliography, a style and a table, beside the briefing or in the assets, are found by their places."""
    sources = "sources:\n  - {id: a, publisher: A, title: B}\n"
    named = {
        "refs.bib": ("bibliography: refs.bib\n", "@misc{a title={Z}}\n"),
        "our.csl": (f"style: our.csl\n{sources}", "<style>"),
        "when.csv": ("timeline: when.csv\n", "when,what\nyesterday,It rained\n"),
    }
    for parent in (folder, desk.folder / "the desk" / "assets"):
        for name, (key, content) in named.items():
            cited = BRIEF.replace("One sentence.", "One sentence. [@a]") if "timeline" not in key else BRIEF
            write_brief(folder, cited + key)
            (parent / name).write_text(content)
            for at in ("the desk", "the desk/briefs/port", "."):
                ended = desk("build", str(folder), "--force", at=at)
                found = re.findall(r"^(\S.*?)(?::\d+)*: (?:error|warning)\[", ended.err, re.MULTILINE)
                places = [desk.folder / at / place for place in found]
                assert any(place.exists() and place.samefile(parent / name) for place in places), ended.err
            (parent / name).unlink()
    write_brief(folder)
