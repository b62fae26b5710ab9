"""What the command prints: tables, JSON, counts and stored notes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from briefing.cli.output import count, note_line, print_json, print_line, print_problem, print_table


def test_results_and_problems_go_to_different_streams(capsys: pytest.CaptureFixture[str]) -> None:
    print_line("result")
    print_problem("problem")
    assert capsys.readouterr() == ("result\n", "problem\n")


def test_a_table_has_aligned_columns_without_spaces_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("a", "bb", ""), ("ccc", "d", "e")])
    print_table([])
    assert capsys.readouterr().out == "a    bb\nccc  d   e\n"


def test_json_keeps_letters_and_prints_dates_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": "Aïssa", "date": datetime(2024, 5, 3, tzinfo=UTC)})
    printed = capsys.readouterr().out
    assert "Aïssa" in printed
    assert json.loads(printed) == {"name": "Aïssa", "date": "2024-05-03 00:00:00+00:00"}


def test_counts_have_their_noun_and_separated_thousands() -> None:
    assert [count(number, "page") for number in (0, 1, 2, 1200)] == ["0 pages", "1 page", "2 pages", "1,200 pages"]


def test_a_stored_note_is_printed_on_one_line_of_limited_length() -> None:
    assert note_line(" two\n lines ") == "two lines"
    assert note_line("red \x1b[31m") == "red \ufffd[31m"
    assert note_line("long words here", 11) == "long words…"


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x1b]0;owned\x07", "\x9b2J", "a\rb", "\u202etxt.exe", "\x08\x08", "\udc9b"]
)
def test_nothing_from_a_file_reaches_the_terminal_as_an_order(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_line(f"x {text}\ny")
    print_problem(f"x {text}")
    print_table([[text, "b"]])
    print_json({"text": text})
    captured = capsys.readouterr()
    assert text not in captured.out + captured.err
    assert not set(captured.out + captured.err) & set("\x1b\x9b\r\u202e\x08\x07")
    assert json.loads(captured.out.splitlines()[-1]) == {"text": text}
    assert captured.out.splitlines()[1] == "y"


def test_scripts_and_their_joiners_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    text = "نیجریه می\u200cشود · नेपाल क्\u200dष · 尼日尔 · é\tü"
    print_line(text)
    print_json([text])
    assert capsys.readouterr().out == f"{text}\n{json.dumps([text], ensure_ascii=False)}\n"
