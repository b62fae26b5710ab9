"""YAML as plain values: every one with its place, and nothing that explodes, runs or crashes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.load.located_values import MAX_BYTES, LocatedValues, decode_file, place_at
from briefing.load.yaml_reader import MAX_VALUES, read_yaml
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.skeletons.compose import all_snippets

ROOT = Path(__file__).parents[2]


def read(content: bytes) -> LocatedValues:
    return read_yaml("b.yaml", content)[0]


def fault_of(content: str | bytes) -> str:
    with pytest.raises(ContentError) as raised:
        read_yaml("b.yaml", content if isinstance(content, bytes) else content.encode())
    return str(raised.value).splitlines()[0]


def test_every_value_stays_the_text_it_was_written_as() -> None:
    written = read(b"a: NO\nb: 010\nc: 2023-07-26\nd: 1e3\ne: [yes, '~']\n")
    assert written.tree == {"a": "NO", "b": "010", "c": "2023-07-26", "d": "1e3", "e": ["yes", "~"]}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_an_empty_value_is_left_out(nothing: str) -> None:
    written = read(f"a: {nothing}\nb: ''\nc:\n  - {nothing}\n".encode())
    assert written.tree == {"b": "", "c": [None]}
    assert written.keys[("a",)] == Place("b.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "needle", "line", "column"),
    [
        ("a: |\n  one\n  two [@x]\n", "[@x]", 3, 7),
        ("a: >-\n  one\n\n  two [@x]\n", "[@x]", 4, 7),
        ('a: "one\n  two [@x]"\n', "[@x]", 2, 7),
        ("a: 'it''s [@x]'\n", "[@x]", 1, 11),
        ("a: é😀 [@x]\n", "[@x]", 1, 7),
        ('a: "one \\x5b@x]"\n', "[@x]", 1, 4),  # as it was not written so, the place of the whole
        ("a: [b, {c: 'd [@x]'}]\n", "[@x]", 1, 15),
    ],
)
def test_a_place_inside_a_value_is_where_the_author_wrote_it(text: str, needle: str, line: int, column: int) -> None:
    written = read(text.encode())
    path = next(path for path, value in written.scalars() if needle in value)
    assert written.place_of(needle, path) == Place("b.yaml", line, column)


def test_each_occurrence_is_found() -> None:
    written = read(b"a: |\n  x x\n  x\n")
    assert [written.place_of("x", ("a",), n) for n in range(4)] == [
        Place("b.yaml", 2, 3),
        Place("b.yaml", 2, 5),
        Place("b.yaml", 3, 3),
        Place("b.yaml", 1, 4),
    ]


def test_a_byte_order_mark_and_any_line_ends_change_no_place() -> None:
    plain = read(b"a: 1\nb:\n  - two\n")
    for other in (b"\xef\xbb\xbfa: 1\nb:\n  - two\n", b"a: 1\r\nb:\r\n  - two\r\n", b"a: 1\rb:\r  - two\r"):
        assert read(other).spans == plain.spans
        assert read(other).tree == plain.tree


def test_a_duplicate_key_is_reported_and_the_first_is_used() -> None:
    written, problems = read_yaml("b.yaml", b"a: {x: 1}\nb: 2\na: {x: 3, y: [4]}\n")
    assert written.tree == {"a": {"x": "1"}, "b": "2"}
    assert written.place(("a", "x")) == Place("b.yaml", 1, 8)
    assert [str(problem.place) for problem in problems] == ["b.yaml:3:1"]


def test_a_text_cut_off_by_a_comment_gets_a_warning() -> None:
    written, problems = read_yaml(
        "b.yaml", b"a: Protest #2 in Niamey\nb: C# x # remark\n#c\nd: [e #f\n]\ng: '#h' #i\nj: | #k\n  l #m\n"
    )
    assert written.get("a") == "Protest"
    assert [f"{problem.place} {problem.severity}" for problem in problems] == [
        "b.yaml:1:12 warning",
        "b.yaml:4:7 warning",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "bottom_line: Berth | 4 and 36,187 tonnes burnt.",
        "text: Pier | and four cranes burnt.",
        "summary: [Hall, Ward | 12 is full\n  ]",
        "gaps:\n- Whether berth | 4 still burns.",
        "gaps: [The fate of dock |4\n  ]",
        "body: Group | 77",
        "title: Вокзал | закрыт до вторника",
        "what: Le quai n° | 7 brûle.",
        "what: Le quai A   | Est brûle. [@port para. 1]",
        'what: "Aurora" | 4 burnt.',
        "quote: We stay at gate | Until noon.",
    ],
)
def test_a_sentence_cut_off_by_a_comment_gets_a_warning_at_its_place(line: str) -> None:
    written = line.replace("|", "#")
    (problem,) = read_yaml("b.yaml", f"id: x\n{written}\n".encode())[1]
    place = problem.place
    assert (problem.code, problem.severity) == ("remark", Severity.WARNING)
    assert place
    assert f"id: x\n{written}".splitlines()[place.line - 1][place.column - 1] == "#"


@pytest.mark.parametrize(
    "line",
    [
        "title: The quay stays shut   # nightjar",
        "title: The quay stays shut  # 4 words",
        "bottom_line: It burnt. [@port para. 1] # check with Ama",
        "bottom_line: It burnt. # 4 sources say so.",
        "bottom_line: “It burnt.” # 4 sources say so.",
        "as_of: 2023-07-27T20:00Z # 22:00 local time",
        "language: en-GB # or fr",
        "id: port-4 # small letters",
        "publisher: Port # authority",
        "title: 'The quay: shut' # ask again",
        'title: "Berth # 4 burnt"',
        "title: Berth#4 burnt",
        "text: |  # the long form\n  Berth # 4 burnt.",
        "title: The quay #",
    ],
)
def test_a_usual_comment_gets_no_warning(line: str) -> None:
    assert read_yaml("b.yaml", f"{line}\n".encode())[1] == []


def test_the_comments_of_the_template_and_of_the_example_get_no_warning() -> None:
    path = ROOT / "assets/briefs/niger-2023/briefing.yaml"
    for text in (path.read_text(encoding="utf-8"), *all_snippets()):
        assert read_yaml(path.name, text.encode())[1] == []


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: &a\n  <<: *a\n",
        "a: [*b]\n",
        "*a : b\n",
    ],
)
def test_aliases_are_refused_before_they_can_grow(bomb: str) -> None:
    assert "error[yaml-alias]" in fault_of(bomb)


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [x]", "!!binary eA==", "! x", "!<tag:x> y", "!!set {a, b}"]
)
def test_tags_are_refused(tag: str) -> None:
    assert "error[yaml-tag]" in fault_of(f"a: {tag}\n")


@pytest.mark.parametrize(
    "nest", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a: " + "[" * 30 + "]" * 30, "? " * 50_000]
)
def test_depth_is_bounded(nest: str) -> None:
    assert "error[not-yaml]" in fault_of(nest)


def test_the_number_of_values_is_bounded() -> None:
    assert "error[file-too-large]" in fault_of("a: [" + "x," * MAX_VALUES + "x]")


def test_the_size_of_a_file_is_bounded() -> None:
    assert "error[file-too-large]" in fault_of(b"#" * (MAX_BYTES + 1))


@pytest.mark.parametrize("nothing", ["", "\n", "# only a remark\n", "null\n", "- a\n", "a text\n", "---\n...\n"])
def test_a_file_without_keys_is_reported_at_its_beginning(nothing: str) -> None:
    assert fault_of(nothing).startswith("b.yaml:1:1: error[not-yaml]: this ")


def test_a_character_that_is_not_allowed_is_reported_at_its_place() -> None:
    assert (
        fault_of("a: é😀\nb: é\x07\n")
        == "b.yaml:2:5: error[not-yaml]: the character U+0007 is not allowed in this file"
    )
    assert fault_of("a: é\x00\n").startswith("b.yaml:1:5: error[not-yaml]: the character U+0000")
    assert fault_of("a: \ufffe\n").startswith("b.yaml:1:4: error[not-yaml]: the character U+FFFE")


def test_a_byte_that_is_not_utf8_is_reported_at_its_place() -> None:
    assert fault_of("a: é\nb: x".encode() + b"\xe9\n").startswith("b.yaml:2:5: error[not-utf8]")
    assert fault_of(b"a: \xed\xa0\x80\n").startswith("b.yaml:1:4: error[not-utf8]")  # half of a pair
    assert fault_of("a: b\n".encode("utf-16")).startswith("b.yaml:1:1: error[not-utf8]")


def test_a_second_document_is_refused() -> None:
    assert fault_of("a: b\n---\na: c\n").startswith("b.yaml:2:1: error[not-yaml]: a second briefing begins here")


def test_a_missing_value_has_the_place_of_the_enclosing_one() -> None:
    written = read(b"a:\n  - b: 1\n")
    assert written.place(("a", 0, "missing")) == written.place(("a", 0)) == Place("b.yaml", 2, 5)
    assert written.get("a", 0, "b") == "1"
    assert written.get("a", 5, "b") is None


def attempt(content: bytes) -> LocatedValues | tuple[Problem, ...]:
    try:
        return read(content)
    except ContentError as error:
        return error.problems


SCRAPS = st.sampled_from(
    [
        "a: ",
        "b",
        "- ",
        "\n",
        "  ",
        "\t",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "&x ",
        "*x ",
        "!t ",
        "|\n",
        ">\n",
        "#",
        "%",
        "@",
        "---\n",
        "...\n",
        "? ",
        ": ",
        "\\",
        "\\ud800",
        "\\0",
        "\x00",
        "\ufeff",
        "é",
        "😀",
        "\x85",
        "\u2028",
        "<<: ",
        "\r",
        "%YAML 1.1\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.lists(SCRAPS, max_size=25).map("".join), st.text(max_size=60)).map(
        lambda text: text.encode("utf-8", "replace")
    )
)
@example(b"\xc2\x85a: \xe2\x80\xa8b")
def test_any_text_is_read_or_refused(content: bytes) -> None:
    written = attempt(content)
    if isinstance(written, tuple):
        assert all(problem.place and problem.hint for problem in written)
        return
    text = decode_file("b.yaml", content)
    for path, value in written.scalars():
        span = written.spans[path]
        assert span.place == place_at("b.yaml", text, span.start)
        assert isinstance(value, str)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert attempt(content)
