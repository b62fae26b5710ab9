"""The benchmark's calculations: verdicts, the words of a page for others, what files are, and the page it writes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
import yaml
from packaging.requirements import Requirement

from briefing.pages.document import Annex
from briefing.rendering import render_document
from tests.bench import __main__ as bench
from tests.bench import peak
from tests.bench.builds import Builds, build_verdicts
from tests.bench.desk import BARE, BATCH, CACHED, DRAW, FRESH, MANY, in_one_piece, write_many
from tests.bench.growth import OURS, Growth, Point, growth_verdicts, measure_growth
from tests.bench.machine import Machine, this_machine
from tests.bench.paired import Timing
from tests.bench.peers import jobs
from tests.bench.peers.claims import Claims, head_repeats, read_claims
from tests.bench.peers.jobs import CHART_AND_PRINT, Peer, find_peers
from tests.bench.plots import draw_growths
from tests.bench.report import Block, Findings, verdict_table, write_page
from tests.bench.verdict import Verdict
from tests.bench.warm import WARM
from tests.bench.words import read_words
from tests.sheets import DRAWING, sheet
from tests.test_architecture import PRIVATE, ROOT, locked


def took(*walls: float) -> Timing:
    return Timing(walls, walls)


# ---- verdicts ----


def test_a_verdict_uses_the_unrounded_figure_and_shows_enough_digits() -> None:
    assert (Verdict("x", 1.1, 1.10).word, Verdict("x", 1.1, 1.10).shown) == ("met", "1.10")
    assert (Verdict("x", 1.1004, 1.10).word, Verdict("x", 1.1004, 1.10).shown) == ("MISSED", "1.1004")
    assert (Verdict("x", 5.9, 6, at_least=True).word, Verdict("x", 5.9, 6, at_least=True).aim) == ("MISSED", "≥ 6.00")
    assert (Verdict("x", 499.6, 500, unit=" MB").shown, Verdict("x", 499.6, 500, unit=" MB").aim) == (
        "500 MB",
        "≤ 500 MB",
    )


def test_what_was_not_measured_is_not_met() -> None:
    assert (Verdict("x", None, 1).word, Verdict("x", None, 1).met, Verdict("x", None, 1).shown) == (
        "not measured",
        False,
        "–",
    )
    assert [verdict.word for verdict in build_verdicts({})] == ["not measured"] * 6
    assert [verdict.word for verdict in growth_verdicts([])] == ["not measured"] * 2


def test_a_build_is_judged_against_the_bare_script_round_by_round() -> None:
    timings = {
        BARE: took(1.0, 2.0, 1.0),
        DRAW: took(1.2, 2.0, 1.0),
        CACHED: took(0.9, 1.8, 0.9),
        FRESH: took(0.05, 0.1, 0.05),
        WARM: took(0.3, 0.6, 0.3),
        BATCH: took(10.0, 20.0, 10.0),
        CHART_AND_PRINT: took(1.0, 2.5, 2.0),
    }
    figures = {verdict.what: (verdict.figure, verdict.met) for verdict in build_verdicts(timings)}
    assert figures[f"{DRAW} ÷ bare script"] == (1.0, True)
    assert figures[f"{CACHED} ÷ bare script"] == (0.9, False)
    assert figures[f"{FRESH} ÷ bare script"] == (0.05, True)
    assert figures[f"{WARM} ÷ bare script"] == (0.3, True)
    assert figures[f"{BATCH}: briefings a second ÷ bare scripts a second"] == (MANY / 10, False)
    assert figures[f"{DRAW} ÷ {CHART_AND_PRINT}"] == (0.8, True)


def test_a_long_table_is_judged_by_its_peak_and_against_a_tenth_of_it() -> None:
    points = (Point(100, 1, 90, 5), Point(1_000, 9.0, 300, 45), Point(10_000, 99.0, 480, 436))
    peak_of, linear = growth_verdicts([Growth("pages", {}, (), {}), Growth("rows", {OURS: points}, (), {})])
    assert peak_of.figure == pytest.approx(480 * 2**20 / 10**6)
    assert linear.figure == pytest.approx(1.1)
    assert (peak_of.met, linear.met) == (False, True)


# ---- the work ----


PAGE = """<!doctype html><html lang="fr"><head><title>T</title><meta name="author" content="A"></head><body>
<section><h2>Head <i>line</i></h2><p class="note">One<br>two
three<sup class="ref">\u2060<a href="#source-1">1:2</a></sup>.</p></section>
<table class="timeline"><caption>C</caption><thead><tr><th>When</th><th>What</th></tr></thead>
<tbody><tr><th><p>1960</p><p class="subline">Year</p></th><td>Said</td></tr></tbody></table>
<figure><figcaption><b>Figure 1</b> A chart</figcaption><img src="history.svg" alt="Words"></figure>
<ol><li id="source-1">CNN</li></ol></body></html>"""


def test_peers_get_the_words_of_the_page_in_its_order() -> None:
    words = read_words(PAGE)
    assert (words["title"], words["language"], words["author"]) == ("T", "fr", "A")
    heading, paragraph, table, figure, listed = words["blocks"]
    assert heading["level"] == 2
    assert [(run["look"], run["text"]) for run in heading["runs"]] == [("", "Head "), ("i", "line")]
    assert [(run["look"], run["to"], run["text"]) for run in paragraph["runs"]] == [
        ("", "", "One\ntwo three"),
        ("ref", "#source-1", "1:2"),
        ("", "", "."),
    ]
    assert (table["widths"], [cell[0]["text"] for cell in table["head"]]) == ((20, 80), ["When", "What"])
    assert [[part["style"] for part in cell] for cell in table["rows"][0]] == [["", "subline"], [""]]
    assert (figure["file"], figure["alt"]) == ("history.svg", "Words")
    assert (listed["ordered"], listed["items"][0]["id"]) == (True, "source-1")


def test_peers_get_a_long_table_in_one_piece() -> None:
    page = sheet("<p>x</p>")
    assert in_one_piece(page) == page.html
    around = ("<html><body><table>", "<html><body><table>")
    whole = in_one_piece(
        replace(page, annex=Annex(*around, ("<tr>1</tr>", "<tr>2</tr>"), "</table></body></html>", ""))
    )
    assert whole == page.html.replace("</body>", "<table><tr>1</tr><tr>2</tr></table></body>")


def test_each_briefing_of_a_batch_has_its_own_id_title_and_text(tmp_path: Path) -> None:
    briefs = [yaml.safe_load((folder / "briefing.yaml").read_text(encoding="utf-8")) for folder in write_many(tmp_path)]
    assert len(briefs) == MANY
    for key in ("id", "title", "sections"):
        assert len({json.dumps(brief[key]) for brief in briefs}) == MANY


# ---- memory ----


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux shows what processes share")
def test_the_peak_is_that_of_all_processes_together() -> None:
    half = "import time; x = bytearray(60_000_000); time.sleep(3)"
    both = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {half!r}]); {half}; p.wait()"
    done = subprocess.run([sys.executable, peak.__file__, sys.executable, "-c", both], capture_output=True, check=True)
    measured = json.loads(done.stdout)
    assert 115 < measured["peak_mib"] < 200
    assert 57 < measured["largest_mib"] < 100
    assert measured["wall_s"] > 3


def test_the_exit_code_of_the_measured_command_is_returned() -> None:
    command = [sys.executable, peak.__file__, sys.executable, "-c", "import sys; sys.exit(3)"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 3


def test_growth_is_measured_and_one_that_fails_is_left_out() -> None:
    peers = [Peer("broken", "1", ("/bin/sh", "-c", "echo no >&2; exit 1"))]
    messages: list[str] = []
    growth = measure_growth("rows", (3,), peers, messages.append)
    assert set(growth.points) == {OURS, BARE}
    assert all(point.size == 3 and point.pages == 1 and point.peak_mib > 20 for (point,) in growth.points.values())
    assert growth.missing == ("broken, 3 rows: exit 1: no",)
    assert growth.repeats == {OURS: (1, 1), BARE: (1, 1)}


# ---- peers ----


def test_peers_that_are_not_installed_are_left_out_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PYTHON", tmp_path / "python")
    monkeypatch.setenv("PATH", str(tmp_path))
    peers, missing = find_peers()
    assert not peers
    assert set(missing) == {"typst", "plutoprint", "fpdf2", "chromium"}
    assert all(missing.values())


def test_the_peers_are_locked_and_none_of_them_is_among_our_libraries() -> None:
    text = (ROOT / "requirements-peers.txt").read_text(encoding="utf-8")
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    versions = locked("requirements-peers.txt")
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) == len(versions)
    assert "://" not in text
    for requirement in map(Requirement, groups["peers"]):
        assert requirement.specifier.contains(versions[requirement.name])
        assert requirement.name not in locked("requirements-dev.txt")


TABLE = "<table><thead><tr><th scope=col>Date</th></tr></thead><tbody>{}</tbody></table>"
LONG = TABLE.format("".join(f"<tr><td>Position {n}</td></tr>" for n in range(150)))


def test_properties_of_a_file_are_counted_in_it(tmp_path: Path) -> None:
    body = f"{TABLE.format('<tr><th scope=row>1</th></tr>')}<p><a href='https://example.org/'>x</a></p>"
    figure = "<figure><img src=history.svg alt=Words></figure><h2>Two</h2>"
    file = tmp_path / "ours.pdf"
    file.write_bytes(render_document(sheet(body + figure, files={"history.svg": DRAWING})).content)
    found = read_claims("ours", file, None)
    assert (found.pages, found.claims, found.broken, found.tagged) == (1, ("PDF/A-3a", "PDF/UA-1"), None, True)
    assert (found.headers, found.alternatives, found.bookmarks, found.links, found.attachments) == (2, 1, 2, 1, 0)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    blank = read_claims("blank", tmp_path / "blank.pdf", None)
    assert (blank.claims, blank.tagged, blank.tags, blank.bookmarks) == ((), False, 0, 0)


def test_a_head_that_repeats_is_found_on_every_page_of_its_table(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(render_document(sheet(LONG)).content)
    with_head, pages = head_repeats(file, ("Date",), "Position ")
    assert with_head == pages > 1
    file.write_bytes(render_document(sheet(LONG, css="thead { display: table-row-group }")).content)
    assert head_repeats(file, ("Date",), "Position ") == (1, pages)


# ---- the page ----

MACHINE = Machine(2, "A processor", 24.0, "A system", {"briefing": "0.1", "typst": "0.15"}, 0.4)
OWN = Claims(OURS, 5, 120, ("PDF/A-3a", "PDF/UA-1"), (0, 0), True, 900, 64, 2, 14, 43, 4)
LESS = replace(OWN, name="typst", claims=("PDF/A-3a",), broken=(0, 2), headers=16, links=0, attachments=0)
NONE = replace(OWN, name="pluto", claims=(), broken=None, tagged=False, tags=0, headers=0)
ROWS = Growth(
    "rows", {OURS: (Point(100, 1.3, 90, 5, 60),)}, ("typst, 100 rows: exit 1: no",), {OURS: (5, 5), "typst": (1, 4)}
)


def findings() -> Findings:
    timings = {BARE: took(1.0), DRAW: took(1.3), BATCH: Timing((20.0,), (0.2,))}
    return Findings(
        MACHINE,
        "1 May 2026",
        1,
        build_verdicts(timings),
        Builds(timings, {"chromium": "not done after 300 s"}, (OWN, LESS, NONE)),
        [ROWS],
        [Block("Mail", "a second  90", met=False)],
        {"fpdf2": "it is not here"},
        [("rows-time.svg", "Time by rows")],
    )


def unwrapped(page: str) -> str:
    return re.sub(r"(?<=[^|\n])\n +", " ", re.sub(r"(?<=[a-zA-Z0-9,;:.)])\n(?=[a-zA-Z0-9(])", " ", page))


def test_the_page_says_what_was_measured_where_and_what_was_missed() -> None:
    page = unwrapped(write_page(findings(), notes=False))
    assert (
        "2 cores of A processor, 24 GiB of memory, A system; load 0.4 when it began. briefing 0.1, typst 0.15." in page
    )
    assert f"| {DRAW} ÷ bare script | 1.30 | ≤ 1.10 | **MISSED** |" in page
    assert f"| {CACHED} ÷ bare script | – | ≤ 0.85 | **not measured** |" in page
    assert f"| {DRAW} | 1.30 | 1.30 | 1.30 |" in page
    assert f"| {BATCH} | 20.00 | – | 20.00 |" in page
    assert "- chromium is left out: not done after 300 s" in page
    assert "| briefing build | 1.3 / 90 / 5 |" in page
    assert "Of the 90 MiB that `briefing build` takes for 100 rows, the largest of its processes takes 60." in page
    assert "- typst, 100 rows: exit 1: no" in page
    assert "![Time by rows](performance/rows-time.svg)" in page
    assert "| Mail | below | below | **MISSED** |" in page
    assert "## Mail\n\n```\na second  90\n```" in page
    assert "- fpdf2: it is not here" in page
    assert "performance-notes.md" not in page
    assert "(performance-notes.md)" in write_page(findings(), notes=True)


def test_the_page_says_where_a_peer_does_less() -> None:
    page = unwrapped(write_page(findings(), notes=False))
    assert (
        "- **typst** 0.15: marks 16 of 64 header cells; claims no PDF/UA-1; breaks 0 rules of PDF/A-3a and 2 of PDF/UA-1; "
        "has no links (43 in ours); has no attached files (4 in ours).\n"
    ) in page
    assert "- **pluto**: is not tagged; claims no PDF/A-3a and no PDF/UA-1." in page
    assert "| pluto | 5 | 120 | nothing | not judged | not judged | none |" in page
    assert "- typst sets the head of a long table on 1 of 4 pages." in page
    assert "All of them repeat" not in page


def test_a_page_of_nothing_can_be_written() -> None:
    page = write_page(Findings(MACHINE, "1 May 2026", 7, []), notes=False)
    assert page.startswith("# What a build costs")
    assert page.endswith("|\n")


def test_the_machine_is_described_without_its_owner() -> None:
    page = write_page(replace(findings(), machine=this_machine({"typst": "0.15"}, 0.0)), notes=False)
    assert "weasyprint" in page
    assert not [kind for kind, pattern in PRIVATE.items() if pattern.search(page)]


def test_verdicts_make_a_table() -> None:
    assert list(verdict_table([Verdict("x", 0.5, 1)])) == [
        "|  | measured | target |  |",
        "| --- | --- | --- | --- |",
        "| x | 0.50 | ≤ 1.00 | met |",
    ]


def test_growth_is_drawn_the_same_each_time_with_a_name_for_each_line(tmp_path: Path) -> None:
    points = {
        OURS: (Point(100, 1.3, 90, 5), Point(1000, 9, 200, 45)),
        "typst": (Point(100, 0.1, 60, 5), Point(1000, 8.8, 190, 38)),
        "stopped": (Point(100, 0.2, 70, 5),),
    }
    drawn = draw_growths([Growth("rows", points, (), {})], tmp_path / "one")
    assert [name for name, _ in drawn] == ["rows-time.svg", "rows-memory.svg"]
    draw_growths([Growth("rows", points, (), {})], tmp_path / "two")
    for name, _ in drawn:
        content = (tmp_path / "one" / name).read_bytes()
        assert content == (tmp_path / "two" / name).read_bytes()
        assert ElementTree.fromstring(content).tag.endswith("svg")
        for line in points:
            assert f"<!-- {line} -->".encode() in content


def test_a_part_that_fails_is_noted_and_the_run_continues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere")
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    run = bench.Run([], 1)
    run.take("mail")
    run.take("growth")
    assert set(run.failed) == {"mail", "growth"}
    assert not run.met
    assert [verdict.word for verdict in run.verdicts] == ["not measured"] * 2
