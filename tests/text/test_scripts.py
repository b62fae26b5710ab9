from __future__ import annotations

import re

import pytest

from briefing.text.languages.marked import mark_scripts
from briefing.text.languages.scripts import language_of_script, script_of_language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("الرئيس محمد بازوم", "ar"),
        ("محمد رضایی", "fa"),
        ("وزیراعظم نے کہا ہے", "ur"),
        ("ولسمشر وویل چې", "ps"),
        ("سەرۆک", "ckb"),
        ("Президент заявил", "ru"),
        ("Володимир Зеленський із Києва", "uk"),
        ("Аляксандр Лукашэнка з Ўшачы", "be"),
        ("Ђорђе Михајловић", "sr"),
        ("Қазақстан Республикасы", "kk"),
        ("Κυριάκος Μητσοτάκης", "el"),
        ("בנימין נתניהו", "he"),
        ("नरेन्द्र मोदी", "hi"),
        ("ঢাকা", "bn"),
        ("চৰকাৰ", "as"),
        ("தமிழ்நாடு", "ta"),
        ("กรุงเทพมหานคร", "th"),
        ("ນະຄອນຫຼວງ", "lo"),
        ("ភ្នំពេញ", "km"),
        ("နေပြည်တော်", "my"),
        ("საქართველო", "ka"),
        ("Հայաստան", "hy"),
        ("አዲስ አበባ", "am"),
        ("ትግራይ ቐዳም", "ti"),
        ("北京市", "zh"),
        ("東京の会議", "ja"),
        ("서울특별시", "ko"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "zgh"),
        ("Nothing of it, né à Zürich", ""),
    ],
)
def test_the_language_of_words_is_that_of_their_script_and_letters(words: str, language: str) -> None:
    assert language_of_script(words) == language


def test_the_script_of_a_language_is_the_one_of_its_tag_or_its_own() -> None:
    assert [script_of_language(tag) for tag in ("fa", "sr", "sr-Latn", "zh-Hans", "ko", "fr-CA", "ha-Arab")] == [
        "Arab", "Cyrl", "Latn", "Hani", "Hani", "Latn", "Arab",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>In Київ today.</p>", "<p>In <span lang=uk>Київ</span> today.</p>"),
        ("<p>هذا نص، 12.</p>", "<p><span lang=ar>هذا نص، 12.</span></p>"),
        ("<td>“نص”</td>", "<td><span lang=ar>“نص”</span></td>"),
        ("<p>the mayor (محمد (علي)) said</p>", "<p>the mayor (<span lang=ar>محمد (علي)</span>) said</p>"),
        ("<p>Київ, Αθήνα, 北京 24</p>",
         "<p><span lang=uk>Київ</span>, <span lang=el>Αθήνα</span>, <span lang=zh>北京</span> 24</p>"),
        ("<p>GDP中国</p>", "<p>GDP<span lang=zh>中国</span></p>"),
        ("<p><b>ภาษา</b> &amp; ไทย</p>", "<p><b><span lang=th>ภาษา</span></b> &amp; <span lang=th>ไทย</span></p>"),
        # What is stated stays.
        ("<p><span lang=fa>هذا <b>نص</b></span> نص</p>", "<p><span lang=fa>هذا <b>نص</b></span> <span lang=ar>نص</span></p>"),
        ("<p><span lang=fr>à Київ</span></p>", "<p><span lang=fr>à <span lang=uk>Київ</span></span></p>"),
        ("<div lang=bg>София<br><div>Пловдив</div></div>Київ",
         "<div lang=bg>София<br><div>Пловдив</div></div><span lang=uk>Київ</span>"),
        # No words of another language.
        ("<p>5 µg of β-carotene, Ω and α</p>", "<p>5 µg of β-carotene, Ω and α</p>"),
        ("<p>٣٥ %</p>", "<p>٣٥ %</p>"),
        ("<p>Gоvernor</p>", "<p>Gоvernor</p>"),
        ("<title>Київ</title><style>p { content: 'Київ' }</style>", "<title>Київ</title><style>p { content: 'Київ' }</style>"),
        ('<p title="Київ">x</p><!-- Київ -->', '<p title="Київ">x</p><!-- Київ -->'),
    ],
)  # fmt: skip
def test_words_in_another_script_are_marked_in_html(html: str, marked: str) -> None:
    def quoted(text: str) -> str:
        return re.sub(r"lang=([a-z]+)", r'lang="\1"', text)

    assert mark_scripts(quoted(html)) == quoted(marked)


def test_html_in_latin_letters_is_returned_as_it_is() -> None:
    html = "<html lang='en'><p>né à Zürich</p></html>"
    assert mark_scripts(html) is html


def test_marking_is_linear() -> None:
    html = "<p>" + "the mayor (محمد علي) of Київ, " * 5_000 + "</p>"
    assert mark_scripts(html).count("<span") == 10_000
