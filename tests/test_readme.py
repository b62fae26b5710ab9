"""The README stays true: what it shows is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
import yaml

from briefing.check.claims import STATEMENTS, read_claims
from briefing.cli import command_line, main
from briefing.load.folder import TABLES, load_briefing
from briefing.model.briefing import Briefing
from briefing.model.field_types import LANGUAGES
from briefing.model.markings import MARKINGS
from briefing.pages.fonts import covered
from briefing.problems import ExitCode
from briefing.resources import OPTIONAL_FONTS
from briefing.skeletons.compose import compose_skeleton
from briefing.skeletons.kinds import KINDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def table(heading: str) -> list[list[str]]:
    lines = README[README.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["briefing", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def test_the_whole_briefing_it_shows_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = fenced("yaml")
    folder = tmp_path / "harbour-2024"
    folder.mkdir()
    (folder / "briefing.yaml").write_text(shown, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["build", "harbour-2024"], monkeypatch) == ExitCode.DONE
    assert (tmp_path / "out" / "harbour-2024.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert capsys.readouterr().out.startswith("out/harbour-2024.pdf: ")


def test_the_error_it_shows_is_the_one_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = next(block for block in fenced("") if "error[" in block)
    (example,) = fenced("yaml")
    written = example.replace("stance: concerned", "stance: worried")
    (tmp_path / "briefing.yaml").write_text(written, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["build"], monkeypatch) == ExitCode.CONTENT
    printed = capsys.readouterr().err
    assert re.sub(r":\d+:\d+:", ":", shown) == re.sub(r":\d+:\d+:", ":", printed)
    line = written.splitlines().index("    stance: worried") + 1
    assert f"briefing.yaml:{line}:13: " in printed


def test_every_key_is_explained_and_no_other() -> None:
    shown = {name for row in table("| key |") for name in re.findall(r"`(\w+)`", row[0])}
    assert shown == set(Briefing.model_fields)


def test_it_names_every_marking() -> None:
    (row,) = [row for row in table("| key |") if row[0] == "`marking`"]
    assert tuple(re.findall(r"`([^`]+)`", row[1])) == MARKINGS


def test_the_exit_codes_are_those_there_are() -> None:
    assert [int(row[0]) for row in table("| exit code |")] == sorted(ExitCode)


def test_it_lists_every_command_with_every_option_it_names() -> None:
    command = typer.main.get_command(command_line())
    shown = {row[0].strip("`").split()[1]: row[0] for row in table("| command |")}
    assert set(shown) == set(command.commands)  # type: ignore[attr-defined]
    for name, row in shown.items():
        known = {flag for parameter in command.commands[name].params for flag in parameter.opts}  # type: ignore[attr-defined]
        assert set(re.findall(r"--[a-z-]+", row)) <= known, name


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(((?!harbour)[^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_skeletons_explain_only_keys_there_are() -> None:
    values = dict.fromkeys(("id", "today", "as_of", "next_update"), "x")
    keys = {key for kind in KINDS for key in yaml.safe_load(compose_skeleton(kind, values))}
    assert keys <= set(Briefing.model_fields)
    assert set(TABLES) <= set(Briefing.model_fields)


def test_the_worked_example_is_where_it_says(tmp_path: Path) -> None:
    loaded = load_briefing(ROOT / "assets" / "briefs" / "niger-2023", [], frozenset)
    assert loaded.briefing.id == "niger-2023"


def test_the_page_on_the_layout_names_every_folder() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "briefing"
    folders = {path.parent.relative_to(package).as_posix() for path in package.rglob("*.py")} - {".", "check/rules"}
    named = {name.removeprefix("briefing/").strip("/").rsplit("/")[-1] for name in re.findall(r"`([\w/]+)/`", page)}
    assert {name.rsplit("/")[-1] for name in folders} <= named


def test_it_promises_the_languages_that_there_are() -> None:
    (row,) = (row for row in table("| key |") if row[0] == "`language`")
    named = re.findall(r"`([a-zA-Z-]+)`", row[1])
    assert {tag.split("-")[0] for tag in named} == set(LANGUAGES)


def test_it_promises_the_letters_that_can_be_printed() -> None:
    points = covered()
    for letters in ("àœßğşțżžʼ", "ẹọɓɗƙəạếữ", "αβγώἀ", "жщқӯЂѣє", "ابجپگے", "אבגםּ", "ქართლ", "հայեր"):
        assert {ord(letter) for letter in letters} <= points, letters
    for other in ("ሀ", "မ", "ආ"):
        assert ord(other) not in points, f"{other} can be printed: say so"
    for font in OPTIONAL_FONTS:
        assert not font.extra or font.extra in README
        assert all(script in README for script in font.scripts if script != "Bopomofo"), font.scripts


def test_it_names_the_statements_that_need_a_source_and_no_others() -> None:
    names = {"key figure", "key point", "judgement", "actor", "reaction", "entry", "map"}
    assert set(STATEMENTS) == names
    sentence = re.search(r"Each (.+?) needs a source", " ".join(README.split()))
    assert sentence
    assert all(name in sentence[1] for name in names)


def test_a_judgement_may_be_the_desks_own_and_cite_a_source() -> None:
    example = load_briefing(ROOT / "assets" / "briefs" / "niger-2023", [], covered).briefing
    both = [claim for claim in read_claims(example) if claim.own and claim.citations]
    assert both, "the worked example has judgements on sources: `own: true` is not only in place of one"
