"""Markup of other programs is found where it would print as it is written or not at all; ordinary prose is left alone."""

from __future__ import annotations

import pytest

from briefing.text.citations import Citation
from briefing.text.markdown import block_html, line_html, plain, printed_blocks
from briefing.text.markup.foreign import foreign_in_block, foreign_in_label, foreign_in_line

FOREIGN = {
    "He left [see @port para. 1].": "[see @port para. 1]",
    "It said so [-@port].": "[-@port]",
    "As @port [p. 12] says.": "@port [p. 12]",
    "It ended.[^9]": "[^9]",
    "a note^[inline words]": "^[inline words]",
    "A map {width=50%} here": "{width=50%}",
    "# Title {#intro .wide}": "{#intro .wide}",
    "It is ~~over~~ now.": "~~over~~",
    "A <b>bold word": "<b>",
    "A line<BR clear=all>": "<BR clear=all>",
    "Fish &foo; chips": "&foo;",
    "::: warning\nText": "::: warning",
    "It is ==marked== now.": "==marked==",
    "H~2~O rises": "~2~",
    "It is x^2^ wide": "^2^",
    "- [ ] do it": "[ ]",
    "- [x] done": "[x]",
    ".. note:: hello": ".. note::",
    "[NOTE]\ntext": "[NOTE]",
    "image::map.png[Map]": "image::map.png[Map]",
    "It fell [1].": "[1]",
    "It fell [2, 3] and rose.": "[2, 3]",
    "It fell[4–6] in May.": "[4–6]",
    "See [[Niamey]].": "[[Niamey]]",
    "{{citation needed}}": "{{citation needed}}",
    "as \\cite{port}": "\\cite{port}",
    "Error! Reference source not found.": "Error! Reference source not found.",
    "[old]: https://e.example\n\nText": "[old]: https://e.example",
    "| a | b |\n|---|---|\n| 1 | 2 | 3 |": "| 1 | 2 | 3 |",
    "| a | b |\n|---|---|\n| 1 |": "| 1 |",
    "> | a | b |\n> |---|---|\n> | 1 | 2 | 3 |": "| 1 | 2 | 3 |",
    "Text.[^1]\n\n[^1]: A note.\n\n[^2]: No mark.": "[^2]:",
    "[TOC]": "[TOC]",
    "It is 2*3*4 metres.": "2*3",
    "A box of 1.5*20*30 cm": "1.5*20",
    "Rated 2**3**4": "2**3",
    "| a |\n|---|\n| 12*7*3 |": "12*7",
    "*All of 3*4 said so": "3*4",
    "13. November brought 40 dead.": "13. November",
    "It rained.\n\n1990. A year of drought.\n\nIt ended.": "1990. A",
    "- It fell.\n- 4. Élections followed.": "4. Élections",
    "> 2. Карантин объявлен.": "2. Карантин",
    "1. May was dry.\n2) June was wet.": "1. May",
    "Term\n: What it means": ": ",
    "It is $x^2$ wide": "$x^2$",
    "See [](https://e.example/x) there.": "[](https://e.example/x)",
    "One.[^my note]\n\n[^my note]: The words of it.": "[^my note]",
    "It fell.^[As the port says [@port].]": "^[As the port says",
    "$$E = mc$$": "$$E = mc$$",
    '![The quay](b.png "Ama took this")': "Ama took this",
    "![The quay][q]\n\n[q]: b.png 'Ama took this'": "Ama took this",
    '| a |\n|---|\n| ![x](b.png "Ama took this") |': "Ama took this",
    'See [the port](https://e.example "Its site").': "Its site",
    "One.[^1]\n\n[^1]: First.\n\n[^1]: Second.": "[^1]:",
    "One.[^A]\n\n[^a]: First.\n[^A]: Second.": "[^a]:",
    "See [it][s].\n\n[s]: https://a.example\n[S]: https://b.example": "[S]: https://b.example",
}

ORDINARY = """
It rose by ~40 per cent, ~5 km.
Use ^ for a caret, and 2^10.
He said “the {sic} word” and {this}.
Write to desk@un.example or a.b@c.example.
It costs $5 and $10, or US$ 3.
From $5_000 to $6_000; A$ and NZ$; $HOME/x_y and $PATH
At 5: it fell; <- and -> and <!DOCTYPE
“[3] men” came, “[T]he [new] army” [@b para. 1].
p < 0.05 and q > 2; a<b; <unknown>
AT&T and R&D; fish & chips; &amp;lt; and &nbsp; and &eacute;
10:30: done; a::b; a == b; a ~ b ~ c
[2023] was bad; x_1 and y_2; 3–4 [sic] men
The \\~~x~~ and `~~y~~` and \\<b>.
Line one<br>line two<br/>line three
5'6'' tall and 6’2’’; Mali's army's aim
C++ and C#; #1 priority; 5/- each; [a] and [b]
https://e.example/~user/x^y; a*b*c; @desk said; The “@un” handle
[x](https://e.example) and ![a](b.png)
NOTE: this is a remark. TLP:AMBER+STRICT; © 2023 [Reuters]
f(x) = x^2, H2O, CO₂; tel. +227 20 72 {ext. 3}; ~20~30 degrees
""".strip().splitlines()
ORDINARY += [
    "| a | b |\n|---|---|\n| 1 | |",
    "A note.[^1]\n\n[^1]: The words of it [@b].",
    "[//]: # (a remark)\n\nText",
    "1) one\n2) two",
    "2. Quarantine.\n5. Curfew.",
    "13\\. November brought 40 dead.",
    "1. one",
    "2\\*3\\*4 and 2*3 and `2*3*4` and 2 * 3 * 4",
    "In *2023* 40 came, 1,**200** of them *3* km off.",
    "It rose by\n13. November was late.",
]
ORDINARY += [
    "> quote\n\n- item",
    "See [the site][s].\n\n[s]: https://e.example",
    "| a \\| c | b |\n|---|---|\n| 1 | `x \\| y` |",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_markup_of_other_programs_is_found(text: str) -> None:
    assert FOREIGN[text] in [found.written for found in foreign_in_block(text)]
    assert all(found.what and found.hint for found in foreign_in_block(text))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert list(foreign_in_block(text)) == []


@pytest.mark.parametrize(
    "text",
    ["# A heading", "- one\n- two", "> quoted", "| a | b |", "```\ncode\n```", "It ended.[^1]", "It is 2*3*4 m."],
)
def test_blocks_in_prose_of_one_line_are_found(text: str) -> None:
    assert list(foreign_in_line(text))


@pytest.mark.parametrize("text", ["- 5 °C at night", "It fell\nand rose.", "a<br>b", "#1 priority", "5 > 3"])
def test_a_line_may_begin_with_a_mark(text: str) -> None:
    assert list(foreign_in_line(text)) == []


@pytest.mark.parametrize(
    "text", ["**Bold** title", "A [link](https://e.example)", "AT&amp;T", "<br>x", "*Le Monde*", "__x__"]
)
def test_markup_in_a_name_is_found(text: str) -> None:
    assert list(foreign_in_label(text))


@pytest.mark.parametrize("text", ["M*A*S*H", "5 * 3 * 2", "AT&T", "Title_with_x", "AC/DC", "<unknown>", "B & C; D"])
def test_a_name_may_have_marks(text: str) -> None:
    assert list(foreign_in_label(text)) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Shut.[^zz]", "add the line [^zz]: and its words to the section"),
        ("Shut.[^note-2] Open.[^1]\n\n[^1]: x", "add the line [^note-2]: and its words to the section"),
        (
            "- Shut.[^2]\n\n  [^2]: Since May.",
            "move the line [^2]: out of the list or quotation, to the end of the section",
        ),
    ],
)
def test_the_hint_on_a_footnote_without_its_text_has_its_own_label(text: str, hint: str) -> None:
    assert {found.hint for found in foreign_in_block(text)} == {hint}


def test_a_footnote_in_prose_of_one_line_can_have_no_text() -> None:
    (found,) = foreign_in_line("It is shut.[^zz]")
    assert found.hint == "write its words here, or move this into the text of a section"


def html(text: str) -> str:
    return block_html(text, "en", lambda citations: f"<sup>{len(citations)}</sup>", lambda image: "")


def test_footnotes_print_as_notes_at_the_end_in_the_order_of_their_marks() -> None:
    text = "One.[^b] Two.[^a]\n\n[^a]: Note *a*\ngoes on [@b].\n[^b]: Note b.\n\nEnd."
    assert html(text) == (
        '<p>One.<sup class="ref">a</sup> Two.<sup class="ref">b</sup></p>\n<p>End.</p>\n'
        '<p class="note"><sup class="ref">a</sup> Note b.</p>\n'
        '<p class="note"><sup class="ref">b</sup> Note <em>a</em>\ngoes on<sup>1</sup>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("One.[^1]\n\n[^1]: First.\n\n    Second *so*.\n\nEnd.", "First.<br />\nSecond <em>so</em>."),
        (
            "One.[^1]\n\n[^1]: First\nline.\n\n\n\tSecond\n\tline.\n\n    Third.\n\nEnd.",
            "First\nline.<br />\nSecond\nline.<br />\nThird.",
        ),
        ("One.[^1]\n\nEnd.\n\n[^1]: Først.\n\n    Så [@b].", "Først.<br />\nSå<sup>1</sup>."),
    ],
)
def test_a_note_keeps_its_indented_paragraphs(text: str, printed: str) -> None:
    mark = '<sup class="ref">a</sup>'
    assert html(text) == f'<p>One.{mark}</p>\n<p>End.</p>\n<p class="note">{mark} {printed}</p>'
    assert list(foreign_in_block(text)) == []


def test_the_text_after_a_note_is_none_of_it() -> None:
    text = "One.[^1] Two.[^2]\n\n[^1]: First.\n\n    More.\n[^2]: Second.\n\nEnd.\n\n    Code."
    assert [block.text.strip() for block in printed_blocks(text, "en")] == [
        "One. Two.",
        "End.",
        "Code.",
        "First. More.",
        "Second.",
    ]


def test_the_words_of_a_note_are_checked_and_nothing_of_it_is_lost() -> None:
    found = printed_blocks("One.[^b]\n\n[^b]: Note “so” [@b].\n\n[^c]: Unused.", "en")
    assert [block.text for block in found] == ["One.", "Note “so”.", "Unused."]
    assert found[1].citations == ((9, (Citation("b"),)),)


@pytest.mark.parametrize("written", ["<br>", "<br/>", "<BR />"])
def test_a_line_break_of_html_is_one(written: str) -> None:
    assert "a<br />\nb" in html(f"| x |\n|---|\n| a{written}b |")
    assert line_html(f"a{written}b", "en", lambda _: "") == "a<br />\nb"
    assert plain(f"a{written}b", "en").split() == ["a", "b"]
