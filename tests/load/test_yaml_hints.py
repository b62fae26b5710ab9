"""Mistakes in YAML are reported at their place, in words that need no knowledge of YAML."""

from __future__ import annotations

import time

import pytest

from briefing.load.yaml_reader import read_yaml
from briefing.problems import ContentError

OPEN = "a quotation mark is opened here and never closed"
COMMENT = "the rest of this line is a comment, its closing bracket included"
NO_BREAK = "a no-break space is used where an ordinary space is needed"
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
    # A quotation mark is lost, and the parser stops later.
    ('title: "Port of Tema\nseries: "x"\nmarking: TLP:CLEAR', "1:8", OPEN),
    ('id: x\ntitle: "Port: closed\nsummary:\n  - "One."\n  - "Two: three."\n', "2:8", OPEN),
    ('a:\n  - "One.\n  - "Two."\nb: "x"\n', "2:5", OPEN),
    ("a: 'x\nb: 'y'\nc: 1", "1:4", OPEN),
    ('a: {b: "x, c: "y"}\nd: 1', "1:8", OPEN),
    ('a: "x \\" y\nb: "z"\n', "1:4", OPEN),
    ('a: 1\nb: "one\n  two"\nc: "x\nd: "y"\n', "4:4", OPEN),
    ('a: |\n  "Not a value.\nb: "x\nc: "y"\n', "3:4", OPEN),
    ("a: don't\nb: 'x\nc: 'y'\n", "2:4", OPEN),
    # Nothing is lost in lines that continue a text, or in a block; the complaint is another one.
    ('b: "one\n  two"\na: x: y', "3:5", "a second colon in one line"),
    ('b: |\n  "one\na: x: y', "3:5", "a second colon in one line"),
    ("b: don't\na: x: y", "2:5", "a second colon in one line"),
    ('b: 5" gun\na: x: y', "2:5", "a second colon in one line"),
    # A # makes a comment of the closing bracket.
    ("a:\n  - {b: Crane #4 stands, c: true}\n  - {b: x}\n", "2:15", COMMENT),
    ("a: [One, Pier #2]\nb: c\n", "1:15", COMMENT),
    ("a: [One, # two]\n  three\nb: c\n", "1:10", COMMENT),
    ("a: [One # a comment\nb: 2", "2:1", "a comma or a closing ] is missing before this"),
    # Curly quotation marks do not hold a text together.
    ("title: \u201cPort: closed\u201d", "1:8", "the quotation mark \u201c does not hold a text together"),
    ("a: \u201eHafen: zu\u201c", "1:4", "the quotation mark \u201e does not hold a text together"),
    ("t: \u00ab\u202fPort : ferm\u00e9\u202f\u00bb", "1:4", "the quotation mark \u00ab does not hold a text together"),
    # No-break spaces look like spaces and are none.
    ("id: x\ntitle:\u00a0Port\nseries: y", "2:7", NO_BREAK),
    ("a:\n\u00a0\u00a0b: 1\n\u00a0 c\n- d", "2:1", NO_BREAK),
    ("a:\n  -\u00a0b\nc: {", "2:4", NO_BREAK),
    ("a:\u202fb\nc: d", "1:3", NO_BREAK),
    ("a:\u3000b\nc: d", "1:3", NO_BREAK),
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


@pytest.mark.parametrize(
    "text",
    [
        'a:\n  - "x\n    y"\n' + '  - "x\n    y"\n' * 60_000 + "b: c: d",
        "a: [" + "[ #" * 20_000 + "\nb: ]",
        'a: "' + "\n'" * 200_000,
        "a: |\n" + ' "x\n' * 200_000 + "b: c: d",
        "a:" + " " * 400_000 + "b: c: d",
    ],
)
def test_a_long_file_is_explained_in_time(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(ContentError):
        read_yaml("b.yaml", text.encode())
    assert time.monotonic() - began < 20
