"""Texts that may not be kept: withheld, checked, recorded in receipts without their words, and compared again by --text.

Texts, people and places are invented.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from briefing.load.receipts import MAX_RECEIPT_BYTES, parse_receipt
from tests.cli.test_what_leaves import everything_in, mentions
from tests.command import Command, Ended

MARKER = "Quillfeather"
"""A word that is in the withheld text alone."""

TEXT = f"""Workers at the reservoir of Tamsin were sent home on Monday, {MARKER} reported.

“We cannot promise that the wall will hold through the winter,” the engineer Odile Ferrand said. “It has held for 61 years.”

About 2,400 people live below the dam, {MARKER} added. « Personne ne sera oublié », a dit le préfet.

قال المتحدث: «لن نغادر القرية».
"""

BRIEF = """\
id: dam
title: The dam of Tamsin is watched   # an invented place
marking: TLP:CLEAR
as_of: 2024-05-02T18:00Z
next_update: 2099-05-03T08:00Z
contact: {name: Duty officer, email: duty@desk.example}
bottom_line: Workers were sent home on Monday. [@agency para. 1]
summary:
  - "Its engineer says that “the wall will hold”. It has stood for 61 years. [@agency para. 2]"
  - "Some 2,400 people live below it. [@agency para. 3]"
  - "The prefect: “Personne ne sera oublié”. [@agency para. 3]"
  - "Nobody goes: «لن نغادر القرية». [@agency para. 4]"
gaps: [How high the water stands.]
sources:
  - id: agency
    publisher: Tamsin Agency
    title: Workers leave the dam
"""
DATED = re.compile(r"\d{1,2}(?:er)? \w+ \d{4}")


class Desk:
    """A workspace with a briefing in `briefs/dam`, whose source has been added with --withhold."""

    def __init__(self, command: Command, brief: str = BRIEF) -> None:
        self.command, self.top = command, command.folder
        self.folder = self.top / "briefs" / "dam"
        self.folder.mkdir(parents=True)
        self.write(brief)
        (self.top / "report.txt").write_text(TEXT, encoding="utf-8")

    def withhold(self, *words: str) -> Ended:
        return self.command("source", "add", "report.txt", "--in", "dam", "--id", "agency", "--withhold", *words)

    def write(self, brief: str) -> None:
        (self.folder / "briefing.yaml").write_text(brief, encoding="utf-8")

    def replace(self, before: str, after: str) -> None:
        text = self.brief
        assert before in text
        self.write(text.replace(before, after))

    @property
    def brief(self) -> str:
        return (self.folder / "briefing.yaml").read_text(encoding="utf-8")

    @property
    def receipt(self) -> Path:
        return self.folder / "sources" / "agency.receipt.json"

    @property
    def private(self) -> Path:
        (found,) = (self.top / "private").glob("*.txt")
        return found

    def without_text(self) -> None:
        """Take the desk to a machine that has no private texts."""
        shutil.rmtree(self.top / "private")

    def check(self, *words: str) -> Ended:
        return self.command("check", "dam", *words)


@pytest.fixture
def desk(command: Command) -> Desk:
    desk = Desk(command)
    ended = desk.withhold()
    assert ended.code == 0, ended.err + ended.out
    return desk


# ---- where the text goes ----


def test_the_text_goes_to_a_store_of_the_workspace_that_only_its_owner_reads(desk: Desk) -> None:
    assert stat.S_IMODE((desk.top / "private").stat().st_mode) == 0o700
    assert stat.S_IMODE(desk.private.stat().st_mode) == 0o600
    assert MARKER in desk.private.read_text(encoding="utf-8")
    assert not [path for path in desk.folder.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()]
    entry = yaml.safe_load(desk.brief)["sources"][0]
    assert entry["receipt"] == "sources/agency.receipt.json"
    assert "text" not in entry
    assert len(entry["sha256"]) == 64


def test_the_store_is_that_of_the_briefing_wherever_the_command_is_called(command: Command, tmp_path: Path) -> None:
    desk = Desk(command)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "briefing.toml").touch()
    ended = command(
        "source", "add", "../report.txt", "--in", "../briefs/dam", "--id", "agency", "--withhold", at="elsewhere"
    )
    assert ended.code == 0, ended.err
    assert desk.private.parent == desk.top / "private"
    assert not (tmp_path / "elsewhere" / "private").exists()


def test_the_store_of_the_folder_one_stands_in_is_not_taken(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = tmp_path_factory.mktemp("alone") / "dam"
    shutil.copytree(desk.folder, alone)
    assert "compared with its text" in desk.check().out
    assert "against a text that is not stored here" in desk.command("check", str(alone)).out
    assert "not on this machine" in desk.command("source", "show", "agency", "--in", str(alone)).err
    assert desk.command("source", "receipt", "--in", str(alone)).code == 3
    (alone.parent / "briefing.toml").touch()
    assert "against a text that is not stored here" in desk.command("check", str(alone)).out


def test_git_leaves_the_store_out(command: Command) -> None:
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    subprocess.run(["git", "init", "-q", str(command.folder)], check=True)
    desk = Desk(command)
    assert desk.withhold().code == 0
    subprocess.run(["git", "add", "-A"], cwd=desk.top, check=True)
    listed = subprocess.run(["git", "ls-files"], cwd=desk.top, check=True, capture_output=True, text=True).stdout
    assert "agency.receipt.json" in listed
    assert "private" not in listed


@pytest.mark.parametrize(
    "private", ["briefs/dam/private", "briefs", "assets/private", ".", "out", "editions/x", "briefs/dam"]
)
def test_a_store_that_is_not_kept_out_is_refused(command: Command, private: str) -> None:
    desk = Desk(command)
    (desk.top / "briefing.toml").write_text(f'[sources]\nprivate = "{private}"\n')
    ended = desk.withhold()
    # Where the store would contain the briefing, that cannot even be read.
    assert (ended.code, "[private-not-kept-out]" in ended.err) == (2, True)
    assert not [path for path in desk.top.rglob("*.txt") if path.name != "report.txt"]
    assert desk.brief == BRIEF


def test_another_folder_can_be_set_for_the_store(command: Command, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("encrypted")
    desk = Desk(command)
    (desk.top / "briefing.toml").write_text(f'[sources]\nprivate = "{outside}"\n')
    assert desk.withhold().code == 0
    assert [path.name for path in outside.glob("*.txt")]
    assert "compared with its text in the private store" in desk.check().out


def test_a_text_needs_a_workspace_to_be_withheld(command: Command, tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = Desk(command)
    (desk.top / "briefing.toml").unlink()
    ended = desk.command("source", "add", "report.txt", "--in", "briefs/dam", "--id", "agency", "--withhold")
    assert (ended.code, "[no-workspace]" in ended.err) == (2, True)
    assert not (desk.top / "private").exists()


def test_a_briefing_cannot_name_a_private_text(desk: Desk) -> None:
    (desk.top / "assets").symlink_to("private")
    desk.replace("receipt: sources/agency.receipt.json", f"text: {desk.private.name}")
    ended = desk.command("build", "dam", "--draft")
    assert ended.code == 3
    assert "[file-private]" in ended.err


def test_a_source_is_stored_or_withheld_and_not_both(desk: Desk) -> None:
    before = desk.brief
    ended = desk.command("source", "add", "report.txt", "--in", "dam", "--id", "agency")
    assert (ended.code, "[duplicate-id]" in ended.err, "has a receipt already" in ended.err) == (3, True, True)
    assert desk.brief == before
    assert not (desk.folder / "sources" / "agency.txt").exists()


def test_a_briefing_that_cannot_be_checked_yet_gets_a_receipt_that_lists_nothing(command: Command) -> None:
    desk = Desk(command, BRIEF.replace("marking: TLP:CLEAR", "marking: TLP:PINK"))
    ended = desk.withhold()
    assert ended.code == 0
    assert "nothing is verified yet" in ended.err
    assert parse_receipt(desk.receipt.read_bytes()).quotations == ()
    desk.replace("TLP:PINK", "TLP:CLEAR")
    assert desk.command("source", "receipt", "--in", "dam").code == 0
    assert len(parse_receipt(desk.receipt.read_bytes()).quotations) == 3


# ---- the receipt ----


def test_a_receipt_has_digests_and_no_words(desk: Desk) -> None:
    text = desk.receipt.read_text(encoding="utf-8")
    receipt = parse_receipt(text.encode())
    assert (receipt.source, receipt.paragraphs) == ("agency", 4)
    assert [one.place for one in receipt.quotations] == ["summary 1 text", "summary 3 text", "summary 4 text"]
    assert {one.verdict for one in (*receipt.quotations, *receipt.figures)} == {"found"}
    assert receipt.quotations[0].paragraphs == (2,)
    keys = {"place", "words", "paragraphs", "verdict", "findings", "found", "agency", "text", "summary", "quote", "cut"}
    of_the_text = set(re.findall(r"[^\W\d_]{4,}", TEXT.lower())) - keys
    assert not of_the_text & set(re.findall(r"[^\W\d_]{4,}", text.lower()))


def test_what_a_rule_finds_with_the_text_is_found_without_it(desk: Desk) -> None:
    """“the wall will hold” is cut out of “We cannot promise that the wall will hold”."""
    with_text = [line for line in desk.check().out.splitlines() if "[quote-cut]" in line]
    desk.without_text()
    without = [line for line in desk.check().out.splitlines() if "[quote-cut]" in line]
    assert len(with_text) == len(without) == 1
    assert with_text[0].split(" warning")[0] == without[0].split(" warning")[0]
    assert "cannot promise" in with_text[0]
    assert "cannot promise" not in without[0]


def test_what_a_page_hides_is_not_recorded_with_the_briefing(desk: Desk) -> None:
    hidden = f"<p hidden>{MARKER} hid this.</p><div style='display:none'>{MARKER} hid that.</div>"
    shown = "".join(
        f"<p>The {word} day was long, and the quay of Tamsin stayed shut.</p>" for word in ("first", "last")
    )
    (desk.top / "page.html").write_text(
        f"<html><body><article>{shown}{hidden}</article></body></html>", encoding="utf-8"
    )
    words = ("source", "add", "page.html", "--in", "dam", "--id", "quay", "--publisher", "Quay News", "--withhold")
    assert desk.command(*words).code == 0
    assert not [path for path in desk.folder.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()]
    assert sorted(path.name for path in (desk.folder / "sources").iterdir()) == [
        "agency.receipt.json",
        "quay.receipt.json",
    ]


@pytest.mark.parametrize("what", ["a file", "a link to a file"])
def test_where_the_store_cannot_be_made_nothing_is_written(command: Command, what: str) -> None:
    desk = Desk(command)
    target = desk.top / ("private" if what == "a file" else "other")
    target.write_text("taken")
    if what != "a file":
        (desk.top / "private").symlink_to("other")
    ended = desk.withhold()
    assert (ended.code, "[cannot-write]" in ended.err) == (2, True)
    assert desk.brief == BRIEF
    assert not (desk.folder / "sources").exists()


def test_the_same_check_gives_the_same_receipt(desk: Desk) -> None:
    before = desk.receipt.read_bytes()
    assert desk.command("source", "receipt", "--in", "dam").code == 0
    assert desk.receipt.read_bytes() == before


def test_the_check_never_writes(desk: Desk) -> None:
    desk.replace("Personne ne sera oublié", "Personne ne sera")
    before = {path: path.read_bytes() for path in desk.top.rglob("*") if path.is_file()}
    assert "[receipt-outdated]" in desk.check().out
    assert {path: path.read_bytes() for path in desk.top.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (lambda text: text.replace('"paragraphs": 4', '"paragraphs": 40'), "receipt-damaged", "has been changed"),
        (
            lambda text: text.replace('"not found"', '"found"').replace("summary 1", "summary 9"),
            "receipt-damaged",
            "changed",
        ),
        (lambda text: text[: len(text) // 2], "receipt-damaged", "is damaged"),
        (lambda _: "[]", "receipt-damaged", "is damaged"),
        (lambda _: "[" * 100_000, "receipt-damaged", "is damaged"),
        (lambda _: "\0" * 300, "receipt-damaged", "is damaged"),
        (lambda _: "", "receipt-damaged", "is damaged"),
        (lambda text: text.replace('"receipt_version": 1', '"receipt_version": 7'), "receipt-newer", "version 7"),
        (lambda text: text.replace("agency", "agence"), "receipt-damaged", "changed"),
        (lambda text: text + " " * MAX_RECEIPT_BYTES, "receipt-too-large", "more than"),
    ],
)
def test_a_receipt_that_is_not_as_it_was_written_is_refused(desk: Desk, change: object, code: str, says: str) -> None:
    assert callable(change)
    desk.receipt.write_text(change(desk.receipt.read_text(encoding="utf-8")), encoding="utf-8")
    for words in (("check", "dam"), ("build", "dam")):
        ended = desk.command(*words)
        assert ended.code == 3
        assert f"error[{code}]" in ended.out + ended.err
        assert says in ended.out + ended.err
        assert "Traceback" not in ended.err


def test_a_receipt_that_is_a_link_or_of_another_source_is_refused(desk: Desk) -> None:
    real = desk.folder / "real.json"
    desk.receipt.rename(real)
    desk.receipt.symlink_to("../real.json")
    assert "error[receipt-link]" in desk.check().out
    desk.replace("sources/agency.receipt.json", "real.json")
    assert desk.check().code == 0
    desk.replace("id: agency", "id: gazette")
    assert "the receipt is that of agency" in desk.check().out


def test_a_damaged_receipt_is_made_anew_by_adding_the_text_again(desk: Desk) -> None:
    whole = desk.receipt.read_bytes()
    desk.receipt.write_bytes(whole[:200])
    (hint,) = {line for line in desk.check().out.splitlines() if line.startswith("hint")}
    assert "briefing source add FILE --id ID --withhold" in hint
    assert desk.withhold().code == 0
    assert desk.receipt.read_bytes() == whole


# ---- the check without the text ----


def test_without_the_text_the_receipt_tells(desk: Desk) -> None:
    receipt = parse_receipt(desk.receipt.read_bytes())
    desk.without_text()
    ended = desk.check("--json")
    (checked,) = json.loads(ended.out)
    assert (ended.code, checked["sourcing"]["quotations"], checked["sourcing"]["verified"]) == (0, 3, 3)
    assert checked["texts"] == [
        {
            "source": "agency",
            "sha256": receipt.sha256,
            "against": "receipt",
            "checked": receipt.checked.isoformat(),
            "quotations": 3,
            "verified": 3,
        }
    ]
    line = desk.check().out.splitlines()[-1]
    assert DATED.sub("DAY", line).endswith(
        f"agency: quotations verified on DAY against a text that is not stored here (SHA-256 {receipt.sha256[:12]}…)"
    )


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("Personne ne sera oublié", "Personne ne sera puni", "quote-unverified", "Personne ne sera puni"),
        ("oublié”. [@agency para. 3]", "oublié”. [@agency para. 2]", "quote-unverified", "Personne"),
        ("oublié”. [@agency para. 3]", "oublié”. [@agency]", "quote-unverified", "Personne"),
        ("لن نغادر القرية", "سنغادر القرية", "quote-unverified", "سنغادر"),
        ("gaps: [How", "gaps: ['“It held” [@agency para. 2]', How", "quote-unverified", "It held"),
        ("The prefect: “Pers", "The Mayor: “Pers", "quote-unverified", "Personne"),
        ("Its engineer says", "Its engineer Marc Dury says", "quote-unverified", "the wall will hold"),
        ("Nobody goes: «", "قال الوزير: «", "quote-unverified", "لن نغادر"),
        ("2,400 people", "2,500 people", "figure-unverified", "2,500"),
        ("2,400 people", "2,400 horses", "figure-unverified", "2,400"),
        ("below it. [@agency para. 3]", "below it. [@agency para. 1]", "figure-unverified", "2,400"),
        ("61 years", "16 years", "figure-unverified", "16"),
    ],
)
def test_what_has_changed_since_is_unverified_at_its_line(
    desk: Desk, before: str, after: str, code: str, words: str
) -> None:
    desk.without_text()
    desk.replace(before, after)
    line = next(n for n, text in enumerate(desk.brief.splitlines(), 1) if words in text)
    found = [one for one in desk.check().out.splitlines() if f"[{code}]" in one]
    assert len(found) == 1
    assert re.match(rf"briefs/dam/briefing.yaml:{line}:\d+: warning", found[0])
    assert words in found[0]
    assert "new or changed since agency was checked on" in found[0]
    (checked,) = json.loads(desk.check("--json").out)
    assert checked["sourcing"]["verified"] == checked["sourcing"]["quotations"] - (code == "quote-unverified")
    assert desk.command("build", "dam", "--draft").code == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("“Personne ne sera oublié”", "« Personne ne sera oublié »"),
        ("summary:\n", "summary:\n  - {text: A new first point of our own., own: true}\n"),
        ("The prefect:", "The very words of the prefect,"),
        ("title: The dam of Tamsin is watched", "title: Watch on the dam of Tamsin"),
    ],
)
def test_what_has_not_changed_stays_verified_wherever_it_stands(desk: Desk, before: str, after: str) -> None:
    desk.without_text()
    desk.replace(before, after)
    assert not re.search("unverified|not-verbatim|not-in-source", desk.check().out)


@pytest.mark.parametrize(
    ("before", "after"),
    [("speaker: Odile Ferrand", "speaker: Marc Dury"), ("body: Dam office", "body: Ministry"), ("FRA", "BEL")],
)
def test_a_reaction_given_to_another_speaker_is_unverified(desk: Desk, before: str, after: str) -> None:
    reaction = (
        "{body: Dam office, country: FRA, speaker: Odile Ferrand, stance: warns, source: agency para. 2, quote: QUOTE}"
    )
    quote = "'We cannot promise that the wall will hold through the winter'"
    desk.replace("gaps:", f"reactions:\n  - {reaction.replace('QUOTE', quote)}\ngaps:")
    assert desk.command("source", "receipt", "--in", "dam").code == 0
    desk.without_text()
    assert "quote-unverified" not in desk.check().out
    desk.replace(before, after)
    assert desk.check().out.count("warning[quote-unverified]") == 1


def test_an_altered_quotation_is_an_error_with_the_text_and_after_its_receipt(desk: Desk) -> None:
    desk.replace("Personne ne sera oublié", "Personne ne sera épargné")
    ended = desk.check()
    assert (ended.code, "error[quote-not-verbatim]" in ended.out, "oublié" in ended.out) == (3, True, True)
    ended = desk.command("source", "receipt", "--in", "dam")
    assert (ended.code, "1 not found" in ended.out, "[quote-not-verbatim]" in ended.err) == (3, True, True)
    desk.without_text()
    ended = desk.command("build", "dam")
    assert (ended.code, "error[quote-not-verbatim]" in ended.err, "oublié" in ended.err) == (3, True, False)


def test_words_of_another_speaker_are_an_error_without_the_text_too(desk: Desk) -> None:
    reaction = "{body: Prefecture, speaker: Marc Dury, stance: warns, source: agency para. 2, quote: It has held for 61 years.}"
    desk.replace("gaps:", f"reactions:\n  - {reaction}\ngaps:")
    assert "error[quote-speaker]" in desk.check().out
    ended = desk.command("source", "receipt", "--in", "dam")
    assert (ended.code, "none not found" in ended.out, "error[quote-speaker]" in ended.err) == (3, True, True)
    desk.without_text()
    (found,) = [line for line in desk.check().out.splitlines() if "[quote-speaker]" in line]
    assert "error[quote-speaker]: “It has held for 61 years.”: found when agency was checked on" in found
    assert desk.command("build", "dam").code == 3
    desk.replace("speaker: Marc Dury", "speaker: Odile Ferrand")
    assert "warning[quote-unverified]" in desk.check().out


def test_a_receipt_needs_the_text_and_a_source_that_was_withheld(desk: Desk) -> None:
    before = desk.receipt.read_bytes()
    desk.without_text()
    ended = desk.command("source", "receipt", "--in", "dam")
    assert (ended.code, "[text-not-held]" in ended.err, "--text agency=FILE --in" in ended.err) == (3, True, True)
    assert desk.receipt.read_bytes() == before
    assert desk.command("source", "receipt", "--in", "dam", "--text", "agency=report.txt").code == 0
    ended = desk.command("source", "receipt", "--in", "dam", "--text", "agencia=report.txt")
    assert (ended.code, "[unknown-source]" in ended.err) == (2, True)
    desk.write(BRIEF)
    ended = desk.command("source", "receipt", "--in", "dam")
    assert (ended.code, "[no-receipt]" in ended.err) == (2, True)


def test_a_wrong_figure_is_told_by_the_receipt(desk: Desk) -> None:
    desk.replace("2,400 people", "2,800 people")
    desk.command("source", "receipt", "--in", "dam")
    desk.without_text()
    out = desk.check().out
    assert "warning[figure-not-in-source]: 2,800 is not in agency para. 3" in out


def test_a_paragraph_beyond_the_last_is_known_without_the_text(desk: Desk) -> None:
    desk.without_text()
    desk.replace("Monday. [@agency para. 1]", "Monday. [@agency para. 5]")
    assert "agency has no paragraph 5; its last is 4" in desk.check().out


def test_a_quotation_of_two_sources_is_verified_by_either(desk: Desk) -> None:
    (desk.top / "open.txt").write_text("Nothing of it stands here.\n", encoding="utf-8")
    words = ("source", "add", "open.txt", "--in", "dam", "--id", "open", "--publisher", "Open Wire")
    assert desk.command(*words).code == 0
    desk.replace("oublié”. [@agency para. 3]", "oublié”. [@agency para. 3; @open para. 1]")
    desk.without_text()
    assert not re.search("unverified|not-verbatim", desk.check().out)
    desk.replace("oublié”", "épargné”")
    assert "error[quote-not-verbatim]" in desk.check().out


@pytest.mark.parametrize("words", [("--json",), ("--format", "sarif")])
def test_findings_for_programs_have_no_words_of_the_text(desk: Desk, words: tuple[str, ...]) -> None:
    desk.replace("Personne ne sera oublié", "Personne ne sera épargné")
    desk.replace("لن نغادر القرية", "لن نغادر المدينة")
    desk.replace("2,400 people", "2,900 people")
    reaction = "{body: Prefecture, speaker: Marc Dury, stance: warns, source: agency para. 2, quote: QUOTE}"
    desk.replace("gaps:", f"reactions:\n  - {reaction.replace('QUOTE', 'It has held for 61 years.')}\ngaps:")
    said = desk.check().out
    assert all(one in said for one in ("cannot promise", "oublié", "القرية", "Ferrand", "which has 2,400"))
    ended = desk.check(*words)
    assert ended.out.count('"quote-not-verbatim"') >= 2
    assert "Personne ne sera épargné" in ended.out
    assert not [one for one in (MARKER, "cannot promise", "oublié", "القرية", "Ferrand", "2,400") if one in ended.out]


# ---- by anyone who has the text ----


def test_anyone_who_has_the_text_can_compare_again(desk: Desk) -> None:
    desk.without_text()
    ended = desk.check("--text", "agency=report.txt")
    assert (ended.code, "agency: compared with report.txt (SHA-256" in ended.out) == (0, True)
    desk.replace("Personne ne sera oublié", "Personne ne sera épargné")
    ended = desk.check("--text", "agency=report.txt")
    assert (ended.code, "error[quote-not-verbatim]" in ended.out) == (3, True)
    (checked,) = json.loads(desk.check("--text", "agency=report.txt", "--json").out)
    assert checked["texts"][0]["against"] == "file"


@pytest.mark.parametrize(
    "words", ["# Not a heading", "---\nnot: front matter\n---", "A line. " * 60, "- one\n- two", "fi ﬁ"]
)
def test_the_private_text_itself_is_the_same_text_for_whoever_gets_it(desk: Desk, words: str) -> None:
    page = "".join(f"<p>{line}</p>" for line in (words, *TEXT.split("\n\n")))
    (desk.top / "page.html").write_text(f"<html><body><article>{page}</article></body></html>", encoding="utf-8")
    desk.write(BRIEF)
    shutil.rmtree(desk.folder / "sources")
    add = ("source", "add", "page.html", "--in", "dam", "--id", "agency", "--withhold")
    assert desk.command(*add).code == 0
    copy = desk.top / "handed-over.txt"
    copy.write_bytes(max((desk.top / "private").glob("*.txt"), key=lambda path: path.stat().st_mtime_ns).read_bytes())
    desk.without_text()
    assert "agency: compared with handed-over.txt" in desk.check("--text", "agency=handed-over.txt").out


def test_another_text_is_refused_with_how_both_differ(desk: Desk) -> None:
    desk.without_text()
    (desk.top / "later.txt").write_text(f"{TEXT}\nA correction was added.\n", encoding="utf-8")
    for words in (("check", "dam"), ("publish", "dam", "--yes"), ("source", "receipt", "--in", "dam")):
        ended = desk.command(*words, "--text", "agency=later.txt")
        assert ended.code == 3
        said = ended.out + ended.err
        assert re.search(r"later.txt: error\[text-differs\].*it has 5 paragraphs.*that one 4 paragraphs", said), said
    assert not (desk.top / "editions" / "dam").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--text", "agencies=report.txt"), "unknown-source", "did you mean"),
        (("--text", "quux=report.txt"), "unknown-source", "the sources are agency"),
        (("--text", "report.txt"), "bad-option", "write it as --text cnn=report.txt"),
        (("--text", "=report.txt"), "bad-option", "write it as"),
        (("--text", "agency=report.txt", "--text", "agency=other.txt"), "bad-option", "two files"),
    ],
)
def test_a_text_option_that_cannot_be_meant_is_refused(
    desk: Desk, words: tuple[str, ...], code: str, says: str
) -> None:
    for command in (("check", "dam"), ("publish", "dam", "--yes")):
        ended = desk.command(*command, *words)
        assert (ended.code, f"[{code}]" in ended.err, says in ended.err) == (2, True, True), ended.err


def test_several_texts_may_be_given_and_a_missing_file_is_told(desk: Desk) -> None:
    (desk.top / "open.txt").write_text("The quay of Tamsin is dry.\n", encoding="utf-8")
    words = ("source", "add", "open.txt", "--in", "dam", "--id", "open", "--publisher", "Open Wire", "--withhold")
    assert desk.command(*words).code == 0
    desk.without_text()
    ended = desk.check("--text", "agency=report.txt", "--text", "open=open.txt")
    assert (ended.code, ended.out.count("compared with")) == (0, 2)
    ended = desk.check("--text", "agency=none.txt")
    assert (ended.code, "[source-missing]" in ended.out) == (3, True)


def test_a_text_that_was_lost_is_added_again_on_another_machine(desk: Desk) -> None:
    whole, brief = desk.receipt.read_bytes(), desk.brief
    desk.without_text()
    assert "and not on this machine" in desk.command("source", "show", "agency", "--in", "dam").err
    assert desk.withhold().code == 0
    assert (desk.receipt.read_bytes(), desk.brief) == (whole, brief)
    assert MARKER in desk.command("source", "show", "agency", "--in", "dam", "--para", "1").out


def test_a_private_text_that_was_changed_or_replaced_by_a_link_verifies_nothing(desk: Desk) -> None:
    path = desk.private
    path.write_text(TEXT.replace("oublié", "épargné"), encoding="utf-8")
    ended = desk.check()
    assert (ended.code, "error[source-altered]" in ended.out) == (3, True)
    path.unlink()
    path.symlink_to(desk.top / "report.txt")
    ended = desk.check()
    assert (ended.code, "error[source-missing]" in ended.out, "is a link" in ended.out) == (3, True, True)


# ---- what is built, published and sent ----


def test_nothing_that_is_built_depends_on_the_private_text(desk: Desk) -> None:
    assert desk.command("build", "dam").code == 0
    with_text = (desk.top / "out" / "dam.pdf").read_bytes()
    desk.without_text()
    assert desk.command("build", "dam", "--force").code == 0
    assert (desk.top / "out" / "dam.pdf").read_bytes() == with_text


def test_nothing_of_a_withheld_text_is_published_exported_or_sent(desk: Desk) -> None:
    (desk.top / "people.csv").write_text("name,address,marking\nAma Mensah,ama@ministry.example,TLP:CLEAR\n")
    (desk.top / "briefing.toml").write_text('[mail]\nhost = "127.0.0.1"\nfrom = "Desk <desk@desk.example>"\n')
    # Its rules would print the sentence a quotation is cut from, its hints what the source has.
    for words in (
        ("build", "dam"),
        ("publish", "dam", "--yes", "--note", "First"),
        ("editions", "site", "room"),
        ("editions", "export", "dam@1", "--bag", "bag.zip"),
        ("editions", "export", "dam@1", "--bag", "whole.zip", "--with-source"),
        ("editions", "restore", "dam@1", "restored"),
        ("send", "dam", "--to", "people.csv", "--eml", "mail"),
    ):
        ended = desk.command(*words)
        assert ended.code == 0, (words, ended.err)
    desk.replace("Personne ne sera oublié", "Personne ne sera épargné")
    assert desk.command("build", "dam", "--draft").code == 0
    leaving = [path for path in desk.top.rglob("*") if path.is_file() and "private" not in path.parts]
    leaving.remove(desk.top / "report.txt")
    assert {"bag.zip", "whole.zip", "dam-draft.pdf", "dam-edition-1.pdf"} <= {path.name for path in leaving}
    assert any(path.suffix == ".eml" for path in leaving)
    assert any("editions" in path.parts for path in leaving)
    for secret in (MARKER, "cannot promise", "Odile"):
        assert not {str(path): found for path in leaving if (found := mentions(path.read_bytes(), secret))}
    # The digests of the desk's receipt stay at the desk too, but in the bag with its sources.
    for path in leaving:
        if path.suffix in (".pdf", ".eml") or path.name == "bag.zip":
            assert not any(b"receipt_version" in part for part in everything_in(path.read_bytes()))


def test_the_archive_keeps_receipts_and_builds_the_same_again(desk: Desk) -> None:
    assert desk.command("publish", "dam", "--yes").code == 0
    desk.without_text()
    shutil.rmtree(desk.top / "briefs")
    assert desk.command("editions", "rebuild", "dam@1").out == "dam@1: the same bytes\n"
    assert desk.command("editions", "verify").code == 0
    assert desk.command("editions", "restore", "dam@1", "restored").code == 0
    ended = desk.command("check", "restored", "--text", "agency=report.txt")
    assert (ended.code, "3 quotations, 3 verified" in ended.out) == (0, True)
    ended = desk.command("verify", "out/dam-edition-1.pdf")
    assert ended.code == 0


def test_the_manifest_says_what_was_verified_and_compared_again(desk: Desk) -> None:
    receipt = parse_receipt(desk.receipt.read_bytes())

    def withheld(name: str) -> dict[str, object]:
        (text,) = json.loads(desk.command("editions", "show", name, "--json").out)["withheld"]
        assert isinstance(text, dict)
        return text

    desk.without_text()
    assert desk.command("publish", "dam", "--yes").code == 0
    first = withheld("dam@1")
    assert first == {
        "source": "agency",
        "sha256": receipt.sha256,
        "checked": receipt.checked.isoformat(),
        "quotations": 3,
        "verified": 3,
        "verified_again": None,
    }
    desk.replace("Workers were sent home on Monday.", "All workers were sent home.")
    ended = desk.command("publish", "dam", "--yes", "--text", "agency=report.txt")
    assert "compared with the text of agency" in ended.out
    edition = json.loads(desk.command("editions", "show", "dam@2", "--json").out)
    assert withheld("dam@2")["verified_again"] == edition["published"][:10]
    shown = desk.command("editions", "show", "dam@2").out
    assert f"SHA-256 {receipt.sha256}: 3 of 3 quotations verified on {receipt.checked}, compared again" in shown


def test_an_edition_that_the_text_contradicts_is_not_published(desk: Desk) -> None:
    desk.replace("Personne ne sera oublié", "Personne ne sera épargné")
    ended = desk.command("publish", "dam", "--yes")
    assert (ended.code, "error[quote-not-verbatim]" in ended.err) == (3, True)
    assert "[no-edition]" in desk.command("editions", "show", "dam").err


def test_status_and_the_list_of_sources_tell_of_withheld_texts(desk: Desk) -> None:
    receipt = parse_receipt(desk.receipt.read_bytes())
    assert f"agency was checked on {receipt.checked} against a text that is not stored" in desk.command("status").out
    (row,) = json.loads(desk.command("status", "--json").out)
    assert row["withheld"] == [{"source": "agency", "sha256": receipt.sha256, "checked": receipt.checked.isoformat()}]
    assert "4 paragraphs, withheld" in desk.command("source", "list", "--in", "dam").out
    (listed,) = json.loads(desk.command("source", "list", "--in", "dam", "--json").out)
    assert (listed["paragraphs"], listed["withheld"]["sha256"]) == (4, receipt.sha256)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Quotations verified on DAY against a text that is not stored here (SHA-256 "),
        ("fr", "Citations vérifiées le DAY par comparaison avec un texte qui n’est pas conservé ici (SHA-256 "),
    ],
)
def test_the_page_says_when_and_against_which_text(desk: Desk, language: str, says: str) -> None:
    desk.write(desk.brief.replace("id: dam", f"id: dam\nlanguage: {language}"))
    desk.without_text()
    assert desk.command("publish", "dam", "--yes").code == 0
    page = next((desk.top / "editions").rglob("index.html")).read_text(encoding="utf-8")
    text = DATED.sub("DAY", re.sub(r"<[^>]+>|&nbsp;", "", page).replace("\u00a0", " "))
    assert says in text
    assert "not stored." not in text


def test_the_page_counts_what_is_no_longer_verified(desk: Desk) -> None:
    desk.without_text()
    desk.replace("Personne ne sera oublié", "Personne ne sera puni")
    assert desk.command("publish", "dam", "--yes").code == 0
    page = next((desk.top / "editions").rglob("index.html")).read_text(encoding="utf-8")
    assert "2 of 3 quotations verified on" in page
    assert "Quotations: 3 (verified word for word: 2, on" in page
