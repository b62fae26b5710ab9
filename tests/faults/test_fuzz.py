"""Damage briefings, their tables and the settings of a desk in seeded, random ways: each is built, or refused.

The briefing that is damaged has every part a briefing may have; what it says is invented.
"""

from __future__ import annotations

import copy
import random
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import yaml

from briefing.build import build_briefing, load_and_check
from briefing.build_output import BuildRequest
from briefing.problems import BriefingError
from briefing.settings import read_settings
from briefing.workspace import Workspace

SECONDS = 10
"""The longest that one case may take."""

BRIEF: dict[str, Any] = {
    "id": "tanna-eruption",
    "title": "Eruption on Tanna (invented)",
    "language": "en-GB",
    "marking": "TLP:GREEN",
    "as_of": "2024-05-03T06:00Z",
    "next_update": "2024-05-04T06:00Z",
    "timezone": "Pacific/Efate",
    "contact": {"name": "Duty desk", "email": "duty@desk.example", "phone": "+678 00000"},
    "region": {"name": "the islands", "countries": ["VUT", "FJI", "SLB"], "focus": "VUT"},
    "bottom_line": "About 4,300 people have left their villages. [@radio para. 1]",
    "summary": [
        {"text": "Ash reached 3 km. [@radio para. 1]"},
        {"text": "The airport may stay closed for a week.", "own": True},
        {"text": "\u00abL\u2019\u00e9ruption continue\u00bb, said the governor. [@governor para. 1]"},
    ],
    "assessment": [
        {
            "judgement": "The evacuation goes on",
            "likelihood": "likely",
            "confidence": "moderate",
            "basis": "Two reports [@radio para. 1]",
        }
    ],
    "actors": [
        {
            "name": "Mele Tari",
            "role": "Governor",
            "side": "local",
            "status": "in office",
            "note": "Asks.",
            "source": "governor para. 1",
        }
    ],
    "reactions": [
        {
            "body": "Fiji",
            "country": "FJI",
            "date": "2024-05-02T23:30+12:00",
            "stance": "supports",
            "position": "Sends two ships.",
            "source": "radio para. 1",
        },
        {
            "body": "Australia",
            "date": "2024-05-02",
            "stance": "concerned",
            "position": "Watches.",
            "source": "radio para. 1",
        },
    ],
    "timeline": [
        {"when": "2024-05-01T03:00Z", "what": "First ash.", "source": "radio para. 1"},
        {"when": "2024-05", "what": "Wet season ends.", "own": True},
    ],
    "sections": [
        {
            "title": "Needs",
            "text": "| item | number |\n|---|---:|\n| tents | 1,254,300 |\n| water | 60 000 |\n\n- one [@radio para. 1]\n",
        }
    ],
    "gaps": ["Who is still on the slope."],
    "sources": [
        {
            "id": "radio",
            "title": "Evening news",
            "publisher": "Invented Radio",
            "published": "2024-05-02",
            "url": "https://radio.example/1",
        },
        {
            "id": "governor",
            "title": "Statement",
            "publisher": "Office of the governor (invented)",
            "published": "2024-05-02",
        },
    ],
}

VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    10**40,
    1.5,
    float("nan"),
    "",
    " ",
    "\u00a0",
    "\u201c",
    "\u2018a " * 300,
    "\u202e\u2066",
    "\x1b[31mred",
    "\u0645\u0631\u062d\u0628\u0627",
    "\ud55c\uad6d",
    "\U0001f30b",
    "a" * 30_000,
    "[@radio] " * 400,
    "[@",
    "![a](b.png)",
    "<script>x</script>",
    "{{ title }}",
    "{% raw %}",
    "../../etc/passwd",
    "/dev/zero",
    "x.csv",
    "https://radio.example/ a",
    "2024-13-45",
    "18/01/2024",
    "2024-02-30T25:61Z",
    "9999-12-31T23:59-14:00",
    "0001-01-01T00:00+14:00",
    "NO",
    "1e400",
    "0x1F",
    "NaN",
    "TLP:RED",
    "tlp:green",
    "\u0661\u0662\u0663",
    "1,254,300 \u2013 1,9",
    "**a",
    "`" * 200,
    "| a |\n|--|--|",
    "$x_1^2$",
    "a\tb",
    "a\r\nb",
    "&amp; &#0; &",
    "%s %d {0}",
    "\\u0000",
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    ["radio"] * 200,
    {"a": {"b": {"c": {}}}},
)
KEYS = (
    "id",
    "Title",
    "date",
    "author",
    "countries",
    "text",
    "",
    "url",
    "x" * 300,
    "\u0441\u0442\u0440\u0430\u043d\u0430",
    "own",
    "allow",
    "history",
    "map",
    "parameters",
    "bibliography",
)
CHARACTERS = (
    "\"'\u201c\u201d\u2018\u2019[]{}()<>|&*!%@`#:,-\n\t \x00\x07\x1b\ufeff\u00a0\u2028\u202e\u0301\U0001f30b\\$~^="
)


@contextmanager
def _time_limit() -> Iterator[None]:
    """Raise TimeoutError in whatever takes longer than a case may."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def _containers(value: object) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for one in list(value.values()) if isinstance(value, dict) else list(value):
            yield from _containers(one)


def _damage_values(brief: dict[str, Any], chance: random.Random) -> None:
    """Replace, remove, repeat or rename one value somewhere."""
    parts = [part for part in _containers(brief) if part]
    part = chance.choice(parts)
    key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
    match chance.randrange(6):
        case 0:
            del part[key]
        case 1 if isinstance(part, dict):
            part[chance.choice(KEYS)] = part.pop(key)
        case 1 | 2 if isinstance(part, list):
            part.extend(copy.deepcopy(part) * chance.randrange(1, 4))
        case 3:
            part[key] = copy.deepcopy(chance.choice(VALUES))
        case 4 if isinstance(part[key], str):
            text = part[key]
            at = chance.randrange(len(text) + 1)
            part[key] = text[:at] + str(chance.choice([one for one in VALUES if isinstance(one, str)])) + text[at:]
        case _:
            part[key] = copy.deepcopy(chance.choice(VALUES))


def _damage_text(text: str, chance: random.Random) -> str:
    """Change the characters or lines of a text."""
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text) + 1)
        lines = text.split("\n")
        line = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                text = text[:at] + chance.choice(CHARACTERS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randrange(1, 20) :]
            case 2:
                text = "\n".join([*lines[:line], lines[line], *lines[line:]])
            case 3:
                text = "\n".join(
                    [*lines[:line], chance.choice((" ", "  ", "\t", "- ", "# ")) + lines[line], *lines[line + 1 :]]
                )
            case 4:
                text = text[:at]
            case _:
                text = re.sub(r"[\"',:]", lambda match: chance.choice((match[0], match[0], "\u201d", "")), text)
    return text


def _write_table(folder: Path, brief: dict[str, Any], chance: random.Random) -> None:
    """Move a list of the briefing into a damaged CSV file."""
    name = chance.choice(("reactions", "timeline", "actors", "sources"))
    rows = brief.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) and row for row in rows):
        return
    separator = chance.choice((",", ";", "\t"))
    lines = [separator.join(map(str, rows[0]))]
    lines += [
        separator.join(f'"{value}"' if chance.random() < 0.9 else str(value) for value in row.values()) for row in rows
    ]
    text = "\n".join(lines) if chance.random() < 0.6 else _damage_text("\n".join(lines), chance)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    (folder / f"{name}.csv").write_bytes(text.encode(encoding, errors="replace"))
    brief[name] = f"{name}.csv"


class _Dumper(yaml.SafeDumper):
    """Writes a value that occurs twice twice, without an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_case(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    brief = copy.deepcopy(BRIEF)
    folder.mkdir(parents=True)
    for _ in range(chance.randrange(0, 3)):
        _damage_values(brief, chance)
    if chance.random() < 0.35:
        _write_table(folder, brief, chance)
    text = yaml.dump(
        brief, Dumper=_Dumper, allow_unicode=chance.random() < 0.8, sort_keys=False, width=chance.choice((60, 10_000))
    )
    if chance.random() < 0.2:
        text = _damage_text(text, chance)
    (folder / "briefing.yaml").write_bytes(text.encode(errors="surrogatepass"))


def _refused(error: BriefingError) -> str:
    assert error.problems
    assert all(problem.what and len(str(problem)) < 2_000 for problem in error.problems)
    return "refused"


def _try_briefing(seed: int, root: Path) -> str:
    """Return what became of a damaged briefing: `refused`, `checked` or `built`."""
    folder, workspace = root / "briefs" / str(seed), Workspace(root)
    _write_case(folder, seed)
    try:
        with _time_limit():
            load_and_check(folder, workspace)
            if seed % 5:
                return "checked"
            request = BuildRequest(folder, workspace, root / "out" / str(seed), "a4", draft=True)
            build_briefing(request, force=True, report=lambda step: None, taken={})
    except BriefingError as error:
        return _refused(error)
    assert [path.suffix for path in (root / "out" / str(seed)).iterdir() if path.is_file()] == [".pdf"]
    return "built"


SETTINGS = """\
[archive]
path = "editions"
[mail]
host = "mail.desk.example"
port = 587
security = "starttls"
from = "Desk <desk@desk.example>"
rate = 600
[marking]
scheme = "House"
markings = ["HOUSE:OPEN", "HOUSE:CLOSED"]
"""


def _try_settings(seed: int, root: Path) -> str:
    chance = random.Random(seed)
    text = _damage_text(SETTINGS, chance)
    if chance.random() < 0.3:
        text = re.sub(
            r"= .*",
            lambda match: chance.choice(
                (match[0], "= " + "[" * 500, "= " + "9" * 5000, "= 1979-05-27", "= nan", "= {a = 1}")
            ),
            text,
        )
    if chance.random() < 0.1:
        text += ".".join("a" * chance.choice((1, 20_000))) + " = 1"
    (root / "briefing.toml").write_bytes(text.encode())
    try:
        with _time_limit():
            read_settings(Workspace(root))
    except BriefingError as error:
        return _refused(error)
    return "read"


def _try_all(seeds: range, attempt: Callable[[int, Path], str], root: Path) -> dict[str, int]:
    outcomes: dict[str, int] = {}
    for seed in seeds:
        try:
            outcome = attempt(seed, root)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


def test_damaged_briefings_are_built_or_refused(tmp_path: Path) -> None:
    assert set(_try_all(range(60), _try_briefing, tmp_path)) >= {"refused", "checked"}


def test_damaged_settings_are_read_or_refused(tmp_path: Path) -> None:
    assert set(_try_all(range(60), _try_settings, tmp_path)) == {"refused", "read"}


@pytest.mark.faults
@pytest.mark.parametrize("block", range(10))
def test_a_thousand_damaged_briefings(block: int, tmp_path: Path) -> None:
    first = 1000 + block * 100
    assert sum(_try_all(range(first, first + 100), _try_briefing, tmp_path).values()) == 100


@pytest.mark.faults
def test_five_hundred_damaged_settings(tmp_path: Path) -> None:
    assert sum(_try_all(range(1000, 1500), _try_settings, tmp_path).values()) == 500
