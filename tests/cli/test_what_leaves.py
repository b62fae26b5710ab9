"""Nothing that is the desk's alone is in anything that leaves it: PDF, page, mail, catalogue and bag."""

from __future__ import annotations

import io
import json
import re
import socket
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from hashlib import sha256

import pikepdf
import pytest
from PIL import Image

from briefing.archive.archive import open_archive
from briefing.resources import TEMPLATES
from tests.command import Command
from tests.load.test_images import exif, photo, saved

TEXT = "The quay was shut on Monday.\n\nNightjar called the desk about it.\n"
BRIEF = f"""\
# Nightjar is the informant
id: harbour
title: The quay stays shut   # Nightjar
marking: TLP:GREEN
as_of: 2024-05-02T18:00Z
next_update: 2099-05-03T08:00Z
contact: {{name: Duty officer, email: duty@desk.example}}
bottom_line: The quay is shut. [@port para. 1]   # Nightjar
summary:
  - "It was shut on Monday. [@port para. 1]"
  - A second point without any source.
timeline: nightjar-events.csv
map: {{focus: GHA, show: [Accra]}}
sections:
  - title: The quay
    text: |
      ![The quay](nightjar-quay.jpg)

      ![A crane](nightjar-crane.png "Nightjar took this")

      [//]: # (Nightjar took both)

      A strike of 2019 is described elsewhere [@paper p. 2].
gaps: [Who decides.]
sources:
  - id: port
    publisher: Port
    title: Notice
    text: sources/nightjar.txt
    sha256: {sha256(TEXT.encode()).hexdigest()}
bibliography: nightjar.json
style: nightjar.csl
allow:
  - {{code: uncited, about: without any source, reason: Nightjar vouches for it.}}
"""
EVENTS = "\ufeffwhen;what;source;Nightjar\n2024-04-29;The quay shuts.;port para. 1;\n;;;\n"
ENTRY = {
    "id": "paper",
    "type": "article",
    "title": "A strike",
    "author": [{"family": "Mensah", "given": "Ama"}],
    "issued": {"date-parts": [[2019]]},
    "note": "Nightjar",
    "abstract": "Nightjar",
    "keyword": "Nightjar",
    "annote": "Nightjar",
    "file": "C:\\\\nightjar\\\\paper.pdf",
}


@pytest.fixture
def desk(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A desk whose folder, user and files all have the name of an informant, and its briefing, published."""
    for variable in ("USER", "LOGNAME", "USERNAME", "NAME", "EMAIL", "HOSTNAME"):
        monkeypatch.setenv(variable, "nightjar")
    top = command.folder / "nightjar"
    folder = top / "briefs" / "harbour"
    (folder / "sources").mkdir(parents=True)
    (top / "assets").mkdir()
    (top / "briefing.toml").write_text('# Nightjar\n[mail]\nhost = "127.0.0.1"\nfrom = "Desk <desk@desk.example>"\n')
    (top / "people.csv").write_text("name,address,marking\nAma Mensah,ama@ministry.example,TLP:GREEN\n")
    (folder / "briefing.yaml").write_text(BRIEF)
    (folder / "nightjar-events.csv").write_text(EVENTS)
    (folder / "sources" / "nightjar.txt").write_text(TEXT)
    (folder / "nightjar.json").write_text(json.dumps([ENTRY, {**ENTRY, "id": "other", "title": "Nightjar"}]))
    style = (TEMPLATES / "styles" / "desk.csl").read_text()
    (folder / "nightjar.csl").write_text(style.replace("<info>", "<!-- Nightjar --><info>"))
    (folder / "nightjar-quay.jpg").write_bytes(saved(photo(), exif=exif(), comment=b"Nightjar"))
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(stream, "PNG", exif=exif())
    (top / "assets" / "nightjar-crane.png").write_bytes(stream.getvalue())
    ended = command("publish", "--yes", "harbour", at="nightjar")
    assert ended.code == 0, ended.err
    return command


def everything_in(content: bytes) -> Iterator[bytes]:
    """Yield a file and all that is packed into it."""
    yield content
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            plain = io.BytesIO()
            pdf.save(plain, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.specialized)
            yield plain.getvalue()
            for attachment in pdf.attachments.values():
                yield attachment.get_file().read_bytes()
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from everything_in(packed.read(name))
    elif content.startswith(b"Date: "):
        for part in message_from_bytes(content, policy=default).walk():
            if not part.is_multipart():
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                yield from everything_in(payload)


def mentions(content: bytes, name: str) -> list[bytes]:
    """Return where a file mentions a name, in any of the codings that a PDF may use."""
    coded = [
        name.encode(),
        name.encode("utf-16-be"),
        name.encode().hex().encode(),
        name.encode("utf-16-be").hex().encode(),
    ]
    pattern = re.compile(b"|".join(map(re.escape, coded)), re.IGNORECASE)
    return [
        part[max(0, m.start() - 40) : m.end() + 40] for part in everything_in(content) for m in pattern.finditer(part)
    ]


def test_nothing_of_the_desks_own_leaves_it(desk: Command) -> None:
    for words in (
        ("send", "harbour", "--to", "people.csv", "--eml", "mail"),
        ("editions", "site", "room", "--up-to", "TLP:GREEN"),
        ("editions", "export", "harbour@1", "--bag", "bag.zip"),
    ):
        ended = desk(*words, at="nightjar")
        assert ended.code == 0, ended.err
    top = desk.folder / "nightjar"
    edition = open_archive(top / "editions").edition("harbour")
    leaving = {
        f"edition: {name}": edition.read(name) for name in edition.names() if name.startswith(("page/", "data/"))
    }
    files = [top / "bag.zip", *(top / "out").glob("*.pdf"), *(top / "mail").iterdir(), *(top / "room").rglob("*.*")]
    leaving |= {str(path.relative_to(top)): path.read_bytes() for path in files if path.is_file()}
    assert len(leaving) > 8
    host = socket.gethostname()
    for secret in ("nightjar", str(desk.folder), *([host] if len(host) > 5 else [])):  # shorter ones occur by chance
        found = {name: mentions(content, secret) for name, content in leaving.items()}
        assert not {name: parts for name, parts in found.items() if parts}


def test_all_of_it_is_kept_in_the_source_of_the_edition(desk: Command) -> None:
    edition = open_archive(desk.folder / "nightjar" / "editions").edition("harbour")
    stored = {name: edition.read(name) for name in edition.names("source/brief/")}
    folder = desk.folder / "nightjar" / "briefs" / "harbour"
    assert stored["source/brief/briefing.yaml"].decode() == BRIEF
    for name in ("nightjar-events.csv", "nightjar-quay.jpg", "nightjar.json", "nightjar.csl", "sources/nightjar.txt"):
        assert stored[f"source/brief/{name}"] == (folder / name).read_bytes()
    assert desk("editions", "rebuild", "harbour@1", at="nightjar").out == "harbour@1: the same bytes\n"


def test_a_pdf_says_of_itself_what_its_page_says_and_nothing_of_the_machine(desk: Command) -> None:
    with pikepdf.open(desk.folder / "nightjar" / "out" / "harbour-edition-1.pdf") as pdf:
        about = {str(key): str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata() as metadata:
            named = dict(metadata)
        names = sorted(pdf.attachments)
    assert about.pop("/Keywords").startswith("harbour, TLP:GREEN, HARBOUR@1-")
    assert re.fullmatch(r"WeasyPrint [\d.]+", about.pop("/Producer"))
    assert about.pop("/CreationDate") == about.pop("/ModDate")
    assert about == {"/Title": "The quay stays shut", "/Author": "Duty officer", "/Subject": "The quay is shut."}
    assert not re.search("/(tmp|home|work|root|Users)/", str(named))
    assert names == ["bibliography.json", "briefing.yaml", "locator.csv", "timeline.csv"]


def test_what_an_unknown_key_says_is_refused_and_written_nowhere(command: Command) -> None:
    (command.folder / "x").mkdir()
    (command.folder / "x" / "briefing.yaml").write_text(BRIEF + "informant: Nightjar\n")
    for words in (("build", "x"), ("publish", "--yes", "x")):
        ended = command(*words)
        assert ended.code == 3
        assert "error[unknown-key]" in ended.err
    assert sorted(path.name for path in command.folder.rglob("*") if path.is_file()) == [
        "briefing.toml",
        "briefing.yaml",
    ]
