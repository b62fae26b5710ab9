"""The page on performance, written from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill

from tests.bench.builds import UNCOUNTED, Builds
from tests.bench.desk import BARE
from tests.bench.growth import OURS, Growth
from tests.bench.machine import Machine
from tests.bench.peers.claims import Claims
from tests.bench.verdict import Verdict

FOLDER = "performance"
"""Where the pictures lie, beside the page."""

NOTES = "performance-notes.md"
"""Kept by hand: what remains, and the profile that shows why."""


@dataclass(frozen=True)
class Block:
    """Figures that come as lines of text, with their own targets among them, and whether all of those are met."""

    title: str
    text: str
    met: bool


@dataclass(frozen=True)
class Findings:
    """All that a run has found; `failed` says what could not be had."""

    machine: Machine
    day: str
    rounds: int
    verdicts: Sequence[Verdict]
    builds: Builds | None = None
    growths: Sequence[Growth] = ()
    blocks: Sequence[Block] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    pictures: Sequence[tuple[str, str]] = ()


def write_page(found: Findings, notes: bool) -> str:
    """The page as Markdown; `notes` tells whether there is a page of notes to lead to."""
    parts = [
        "# What a build costs",
        _prose(
            f"Written by `./run bench --write`, which anyone can run: {found.day}. Read the ratios, not the seconds: every "
            f"round runs everything once, in turn forwards and backwards, a ratio is the median of those of {found.rounds} "
            f"round{'s' if found.rounds > 1 else ''}, so that a slow spell of the machine weighs on both sides."
        ),
        _prose(_machine(found.machine)),
        "## Targets",
        *([f"Why what was missed was missed, and what is left to do: [{NOTES}]({NOTES})."] if notes else []),
        "\n".join(verdict_table(found.verdicts, found.blocks)),
    ]
    if found.builds:
        parts += [
            "## The same page by everyone",
            _prose(_SAME),
            "\n".join(_timings(found.builds)),
            *_notes(found.builds),
        ]
        parts += [
            "## What the files are",
            _prose(_FILES),
            "\n".join(_claims(found.builds.claims)),
            *_differences(found),
        ]
    if found.growths:
        parts += ["## Growth", _prose(_GROWTH), *_growths(found.growths)]
        parts += [f"![{words}]({FOLDER}/{name})" for name, words in found.pictures]
    for block in found.blocks:
        parts += [f"## {block.title}", f"```\n{block.text}\n```"]
    if found.failed:
        parts += ["## What was left out", "\n".join(f"- {name}: {why}" for name, why in sorted(found.failed.items()))]
    return "\n\n".join(parts) + "\n"


_SAME = (
    "The worked example, five pages with a chart and a map, as whole processes from start to file. The bare script imports "
    "WeasyPrint and sets the HTML that our build composes, its figures ready-made: it reads no briefing, checks nothing, draws "
    "nothing. Peers have the same words, tables and ready-made figures and the same typefaces: Chromium and plutoprint that "
    "HTML, typst and fpdf2 a script of ours (`tests/bench/peers/`). Where Chromium draws, it is with our own drawing code and "
    "prepared data, which brings in less of matplotlib than a script with `pyplot` would. The batch is fifty briefings, each "
    "of its own text, on all cores; their figures are alike: the first ones draw."
)
_FILES = (
    "Tags are the elements of the structure that a screen reader walks through; `TH` the header cells among them (rows of our "
    "tables have one, too); alternatives the figures with words that stand for them. veraPDF's columns count the rules broken: "
    "0 is conformance. What is lacking is lacking in these files, not always in the program: only our build was asked to "
    "attach its sources, and the script for fpdf2 makes no links."
)
_GROWTH = (
    "A table of reactions with so many rows, and sections of text for about so many pages. Peak is the most memory at once of "
    "a command with all its processes, what they share counted once (sampled up to ten times a second; or the largest "
    "process's own count, if that is more). The middle of three runs, one of the largest size."
)


def _prose(text: str, hanging: str = "") -> str:
    """A paragraph in lines as long as our pages have them."""
    return fill(text, 120, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def _machine(machine: Machine) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in machine.versions.items())
    hardware = f"{machine.cores} cores of {machine.processor}, {machine.memory_gib:.0f} GiB of memory"
    return f"{hardware}, {machine.system}; load {machine.load:.1f} when it began. {versions}."


def verdict_table(verdicts: Iterable[Verdict], blocks: Iterable[Block] = ()) -> Iterator[str]:
    """The verdicts as the lines of a table in Markdown, and after them those of the blocks."""
    rows = [(one.what, one.shown, one.aim, one.word if one.met else f"**{one.word}**") for one in verdicts]
    rows += [(block.title, "below", "below", "met" if block.met else "**MISSED**") for block in blocks]
    yield from _table(("", "measured", "target", ""), rows)


def _timings(builds: Builds) -> Iterator[str]:
    bare = builds.timings.get(BARE)
    rows = []
    for name, timing in builds.timings.items():
        counted = timing.processor >= UNCOUNTED * timing.wall
        ratio = f"{timing.against(bare):.2f}" if bare else "–"
        rows.append((name, f"{timing.wall:.2f}", f"{timing.processor:.2f}" if counted else "–", ratio))
    yield from _table(("", "wall s", "cpu s", "÷ bare script"), rows)


def _notes(builds: Builds) -> Iterator[str]:
    if builds.failed:
        yield "\n".join(f"- {name} is left out: {why}" for name, why in sorted(builds.failed.items()))


def _claims(claims: Iterable[Claims]) -> Iterator[str]:
    rows = []
    for one in claims:
        broken = [str(rules) for rules in one.broken] if one.broken else ["not judged"] * 2
        tags = f"{one.tags}" if one.tagged else "none"
        counts = (one.headers, one.alternatives, one.bookmarks, one.links, one.attachments)
        rows.append(
            (
                one.name,
                f"{one.pages}",
                f"{one.kib:.0f}",
                ", ".join(one.claims) or "nothing",
                *broken,
                tags,
                *map(str, counts),
            )
        )
    head = ("", "pages", "KiB", "claims", "3a", "UA-1", "tags", "TH", "alternatives", "bookmarks", "links", "attached")
    yield from _table(head, rows)


def _differences(found: Findings) -> Iterator[str]:
    """What the peers' files lack that ours has, as it was counted."""
    assert found.builds is not None
    repeats = {name: counts for growth in found.growths for name, counts in growth.repeats.items()}
    lines = []
    for one in found.builds.claims[1:]:
        name = f"**{one.name}** {found.machine.versions.get(one.name, '')}".rstrip()
        lines.append(_prose(f"- {name}: {_lacks(one, found.builds.claims[0])}", "  "))
    lines += [
        f"- {name} sets the head of a long table on {with_head} of {pages} pages."
        for name, (with_head, pages) in repeats.items()
        if with_head < pages
    ]
    if repeats and all(with_head == pages for with_head, pages in repeats.values()):
        lines.append("- All of them repeat the head of a long table on every page.")
    if lines:
        yield "\n".join(lines)


def _lacks(one: Claims, ours: Claims) -> str:
    lacks = []
    if not one.tagged:
        lacks.append("is not tagged")
    elif one.headers < ours.headers:
        lacks.append(f"marks {one.headers or 'none'} of {ours.headers} header cells")
    missing = [claim for claim in ours.claims if claim not in one.claims]
    if missing:
        lacks.append(f"claims no {' and no '.join(missing)}")
    if one.broken and any(one.broken):
        lacks.append(f"breaks {one.broken[0]} rules of PDF/A-3a and {one.broken[1]} of PDF/UA-1")
    for what, mine, theirs in (
        ("bookmarks", ours.bookmarks, one.bookmarks),
        ("links", ours.links, one.links),
        ("figures with words for those who cannot see them", ours.alternatives, one.alternatives),
        ("attached files", ours.attachments, one.attachments),
    ):
        if theirs < mine:
            lacks.append(f"has {theirs or 'no'} {what} ({mine} in ours)")
    return ("; ".join(lacks) or "lacks nothing that is counted here") + "."


def _growths(growths: Iterable[Growth]) -> Iterator[str]:
    for growth in growths:
        sizes = sorted({point.size for points in growth.points.values() for point in points})
        head = ("seconds / peak MiB / pages", *(f"{size:,} {growth.kind}" for size in sizes))
        rows = []
        for name, points in growth.points.items():
            found = {
                point.size: f"{point.wall:.{1 if point.wall >= 1 else 2}f} / {point.peak_mib:,.0f} / {point.pages}"
                for point in points
            }
            rows.append((name, *(found.get(size, "–") for size in sizes)))
        yield "\n".join(_table(head, rows))
        if ours := growth.points.get(OURS, ()):
            last = ours[-1]
            yield _prose(
                f"Of the {last.peak_mib:,.0f} MiB that `briefing build` takes for {last.size:,} {growth.kind}, the largest of "
                f"its processes takes {last.largest_mib:,.0f}."
            )
        if growth.missing:
            yield "\n".join(f"- {line}" for line in growth.missing)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
