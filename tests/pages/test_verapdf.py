"""veraPDF finds rendered documents to be PDF/A-3a and PDF/UA-1, and notices damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf

from briefing.pages.document import Document
from briefing.rendering import render_document
from tests.pages.test_conformance import MARGINS
from tests.pages.test_render import ATTACHED, varied_document
from tests.sheets import DRAWING, picture, sheet

Judge = Callable[[Path], dict[str, list[str]]]

PROSE = """
<main><section><h2>Sections <small>and</small> such</h2><p>Set <b>bold</b>, <i>slanted</i>, <code>as code</code>,
<span lang=fr>en français</span>, العربية.<br>A <a href='https://example.org/'>link over <b>several</b> words</a>, and
a note<sup><a href=#s1 aria-label='Source 1'>1</a></sup>.<span style='float: footnote'>At the foot.</span></p>
<h3>Lists</h3><ul><li>one<ul><li>in one</li></ul></li><li><p>two</p><p>more</p></li></ul><dl><dt>Term</dt><dd>Told</dd></dl>
<aside><p>Aside</p></aside><blockquote><p>Said</p></blockquote><hr><pre>as  is</pre></section>
<figure><img src=history.svg alt='Coups since 1960'><figcaption>Coups</figcaption></figure>
<figure><img src=a.jpeg alt='The palace'></figure><p>Mark <svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>
<title>supports</title><circle cx='4' cy='4' r='3' opacity='0.4'/></svg></p>
<div style='display: flex'><p>a</p><p>b</p></div><div style='display: grid'><p>a</p></div><div style='columns: 2'><p>a</p></div>
<p style='float: right'>Afloat</p><p style='font-variant: small-caps; hyphens: auto; width: 3em'>Characteristics</p>
<div class=foot>Running</div><ol><li id=s1>Source</li></ol></main>
"""


def prose_document() -> Document:
    files = {"history.svg": DRAWING, "logo.svg": DRAWING, "a.jpeg": picture("JPEG")}
    return sheet(PROSE, css=MARGINS, files=files, attachments=ATTACHED)


def test_documents_conform(verapdf: Judge, tmp_path: Path) -> None:
    for number, page in enumerate((prose_document(), varied_document(), sheet(""))):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(render_document(page).content)
        assert verapdf(file) == {}


def test_damage_is_noticed(verapdf: Judge, tmp_path: Path) -> None:
    file = tmp_path / "damaged.pdf"
    file.write_bytes(render_document(sheet("<p>x</p>")).content)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        del pdf.Root.MarkInfo
        del pdf.Root.OutputIntents
        pdf.save(file)
    broken = verapdf(file)
    assert set(broken) == {"3a", "ua1"}
    assert all(rule.startswith(("ISO 19005-3:2012", "ISO 14289-1:2014")) for rules in broken.values() for rule in rules)
