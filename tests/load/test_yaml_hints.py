"""Mistakes in YAML are reported at their place, in words that need no knowledge of YAML."""

from __future__ import annotations

import pytest

from briefing.load.yaml_reader import read_yaml
from briefing.problems import ContentError

MISTAKES = [
    ("title: Niger: army", "1:13", "a second colon in one line"),
    ("a:\n  - x\n  y: 1", "3:3", "this line does not belong to the list above it"),
    ("a: 1\n b: 2", "2:3", "this line does not fit the one above it"),
    ("a:\n  b: 1\n c: 2", "3:2", "this line does not fit the ones above it"),
    ("a: 1\n- b", "2:1", "this line does not fit the ones above it"),
    ("- a\nb: 1", "2:1", "this line does not belong to the list above it"),
    ('a: "x\nb: 1', "1:4", "a quotation mark is opened here and never closed"),
    ("a: 'it's'", "1:8", "more text follows the closing quotation mark or bracket"),
    ("a: [x] y", "1:8", "more text follows the closing quotation mark or bracket"),
    ("a: {x: 1\nb: 2", "2:2", "a comma or a closing } is missing before this"),
    ("a: [x\nb: 2", "2:2", "a comma or a closing ] is missing before this"),
    ("a: 1\ntitle\nb: 2", "2:1", "there is no colon after this key"),
    ("a:\n\tb: 1", "2:1", "a tab is used where spaces are needed"),
    ("a: @cnn", "1:4", 'a text cannot begin with "@" here'),
    ("a: %x", "1:4", 'a text cannot begin with "%" here'),
    ("a: `x`", "1:4", 'a text cannot begin with "`" here'),
    ("a: **x** y", "1:4", 'a text cannot begin with "*" here'),
    ("a: *x* y", "1:4", 'a text cannot begin with "*" here'),
    ("a: & b", "1:4", 'a text cannot begin with "&" here'),
    ('a: "C:\\docs"', "1:7", "a backslash means something else in this text"),
    ('a: "\\ud800"', "1:7", "a backslash means something else in this text"),
    ("a: |x\n b", "1:5", "a text after | or > begins on the next line"),
    ("a: - b", "1:4", "a list cannot begin in the line of its key"),
    ("a: }", "1:4", "this is outside of every entry"),
    ("{a: 1}}", "1:7", "this is outside of every entry"),
    ("%FOO\n---\na: 1", "1:5", 'a line cannot begin with "%" here'),
]


@pytest.mark.parametrize(("text", "place", "what"), MISTAKES)
def test_a_mistake_is_explained_in_plain_words(text: str, place: str, what: str) -> None:
    with pytest.raises(ContentError) as raised:
        read_yaml("b.yaml", text.encode())
    (problem,) = raised.value.problems
    assert (str(problem.place), problem.what) == (f"b.yaml:{place}", what)
    assert problem.hint


def test_emphasis_at_the_beginning_of_a_text_gets_the_right_hint() -> None:
    with pytest.raises(ContentError) as raised:
        read_yaml("b.yaml", b"summary:\n  - **What has happened.** One sentence.\n")
    hint = raised.value.problems[0].hint
    assert hint == "put the whole text inside quotation marks"
    assert read_yaml("b.yaml", b'summary:\n  - "**What has happened.** One sentence."\n')[0].tree
