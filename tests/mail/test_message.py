"""Messages: parsed back they have the intended content, in any script, with the marking first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.mail.addresses import mailbox_key, parse_mailbox
from briefing.mail.headers import one_line
from briefing.mail.message import MessageWriter, attachment_name
from briefing.mail.outgoing import OutgoingEdition, OutgoingMessage
from briefing.mail.recipients import Recipient
from briefing.model.briefing import Briefing, Judgement, Point
from briefing.model.key_figures.figure import KeyFigure
from briefing.problems import DeliveryError
from briefing.settings import MAX_MESSAGE_BYTES
from tests.mail.lint import lint

DESK = parse_mailbox("Sahel desk <desk@ministry.example>")
MOMENT = datetime(2024, 5, 3, 9, 30, 15, 999, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
AISSA = Recipient("Aïssa Diallo", "aissa@ministry.example", ("TLP:AMBER",))
BRIEFING = Briefing.model_validate(
    {
        "id": "harbour-2024",
        "title": "Port of Tema: unloading stops",
        "series": "Trade desk flash briefing",
        "marking": "TLP:AMBER",
        "as_of": "2024-05-02T18:00Z",
        "next_update": "2024-05-03T08:00Z",
        "contact": {"name": "Duty officer", "email": "duty@ministry.example", "phone": "+00 000"},
        "bottom_line": 'Crane drivers **stopped** work; "no ship" before <Saturday> & after. [@port para. 2]',
        "summary": ["First point. [@port]", "From.\n. a dot, and [a link](https://port.example/x?a=1&b=2)."],
        "sources": [{"id": "port", "publisher": "Port authority", "title": "Notice"}],
    }
)
OUTGOING = OutgoingEdition(BRIEFING, 3, datetime(2024, 5, 3, 9, 0, tzinfo=UTC), PDF)


def write(outgoing: OutgoingEdition = OUTGOING, to: Recipient = AISSA, since: int | None = None) -> OutgoingMessage:
    last_received = {mailbox_key(to.address): since} if since else {}
    return MessageWriter(outgoing, DESK, last_received).write(to, MOMENT)


def read(written: OutgoingMessage) -> EmailMessage:
    assert lint(written.content, utf8=written.utf8) == []
    return message_from_bytes(written.content, policy=default)


def texts(written: OutgoingMessage) -> tuple[str, str]:
    message = read(written)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    return text.get_content().replace("\r\n", "\n"), html.get_content()


def with_(**changes: object) -> OutgoingEdition:
    return replace(OUTGOING, briefing=BRIEFING.model_copy(update=changes))


def test_the_header() -> None:
    message = read(write())
    assert message["From"] == "Sahel desk <desk@ministry.example>"
    assert message["To"].addresses[0].addr_spec == "aissa@ministry.example"
    assert message["To"].addresses[0].display_name == "Aïssa Diallo"
    assert message["Reply-To"].addresses[0].addr_spec == "duty@ministry.example"
    assert message["Subject"] == "[TLP:AMBER] Port of Tema: unloading stops – Edition 3"
    assert message["Date"].datetime == datetime(2024, 5, 3, 9, 30, 15, tzinfo=UTC)
    assert message["X-Protective-Marking"] == "TLP:AMBER"
    assert message["Sensitivity"] == "Company-Confidential"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en-GB"
    assert message["X-Briefing-Edition"] == "harbour-2024@3"
    assert "List-Unsubscribe" not in message
    assert "Bcc" not in message


@pytest.mark.parametrize(
    ("marking", "sensitivity"),
    [("TLP:CLEAR", None), ("TLP:GREEN", None), ("TLP:RED", "Private"), ("OFFICIAL", None), ("MAE INTERNE", None)],
)
def test_sensitivity_is_set_only_for_markings_with_an_equivalent(marking: str, sensitivity: str | None) -> None:
    message = read(write(with_(marking=marking)))
    assert message["Sensitivity"] == sensitivity
    assert message["X-Protective-Marking"] == marking


def test_the_parts_and_the_attachment() -> None:
    message = read(write())
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == "TLP-AMBER_harbour-2024_edition-3.pdf"
    assert pdf.get_content() == PDF


def test_summary_only_has_no_attachment() -> None:
    written = write(to=replace(AISSA, how="summary-only"))
    assert list(read(written).iter_attachments()) == []
    assert "the summary alone" in texts(written)[0]


def test_what_is_attached_is_spoken_of_only_where_something_is() -> None:
    alone, french = "Handle this message as TLP:AMBER.", "Traitez ce message comme TLP:AMBER."
    for form in texts(write()):
        assert "Handle this message and what is attached to it as TLP:AMBER." in form
    for written in (write(to=replace(AISSA, how="summary-only")), write(WITHDRAWN)):
        assert all(alone in form for form in texts(written))
    assert all(french in form for form in texts(write(WITHDRAWN, replace(AISSA, language="fr"))))


def test_the_marking_is_first_and_last_in_both_bodies() -> None:
    text, html = texts(write())
    assert text.splitlines()[0] == "TLP:AMBER"
    assert text.rstrip().splitlines()[-1] == "TLP:AMBER"
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html.partition("<body")[2].partition(">")[2], flags=re.DOTALL)
    assert words.split()[0] == words.split()[-1] == "TLP:AMBER"
    assert "<title>TLP:AMBER" in html


def test_both_bodies_have_the_same_content() -> None:
    text, html = texts(write())
    assert "Crane drivers stopped work; “no ship” before <Saturday> & after." in text
    assert "Crane drivers <strong>stopped</strong> work; “no ship” before &lt;Saturday&gt; &amp; after." in html
    assert "- From. . a dot, and a link." in text
    assert '<a href="https://port.example/x?a=1&amp;b=2">a link</a>' in html
    for expected in (
        "First point.",
        "Information as of",
        "2 May 2024, 18:00 UTC",
        "3 May 2024, 08:00 UTC",
        "Duty officer",
    ):
        assert expected in text
        assert expected in html
    assert "Edition 3, published 3 May 2024, 09:00 UTC" in text
    assert "[@" not in text + html


def test_times_are_those_of_the_page_where_the_briefing_names_its_zone() -> None:
    local = replace(OUTGOING, briefing=BRIEFING.model_copy(update={"timezone": "Asia/Kathmandu"}))
    for body in texts(write(local)):
        assert "2 May 2024, 23:45 UTC+05:45 (18:00 UTC)" in body
        assert "3 May 2024, 13:45 UTC+05:45 (08:00 UTC)" in body


ASSESSED = with_(
    summary=(
        Point(text="The union **will** not yield. [@port]", own=True),
        Point(text="Two ships wait."),
        Point(text="No talks <yet>.", own=True),
    ),
    assessment=(
        Judgement(judgement="Work resumes by *Monday*.", likelihood="likely", confidence="moderate"),
        Judgement(judgement="The army is called.", likelihood="highly unlikely"),
        Judgement(judgement="The port & the union talk.", confidence="low"),
        Judgement(judgement="Nothing is known of the owners."),
    ),
)


def test_the_desks_own_judgements_and_the_likelihood_are_where_the_page_has_them() -> None:
    text, html = texts(write(ASSESSED))
    assert (
        "KEY POINTS\n"
        "- The union will not yield. (the desk’s own judgement)\n"
        "- Two ships wait.\n"
        "- No talks <yet>. (the desk’s own judgement)\n"
        "\n"
        "ASSESSMENT\n"
        "- Work resumes by Monday.\n"
        "  Likelihood: likely · Confidence: moderate\n"
        "- The army is called.\n"
        "  Likelihood: highly unlikely\n"
        "- The port & the union talk.\n"
        "  Confidence: low\n"
        "- Nothing is known of the owners.\n"
        "Likelihood: the PHIA probability yardstick. Confidence: how good the evidence is. "
        "Judgements are the desk’s own.\n"
    ) in text
    for expected in (
        "The union <strong>will</strong> not yield. (the desk’s own judgement)</li>",
        '<li style="margin:0 0 8px">Two ships wait.</li>',
        "No talks &lt;yet&gt;. (the desk’s own judgement)</li>",
        "Work resumes by <em>Monday</em>.<br>",
        ">Likelihood: likely · Confidence: moderate</span></li>",
        ">Likelihood: highly unlikely</span></li>",
        "The port &amp; the union talk.<br>",
        "Nothing is known of the owners.</li>",
        "Judgements are the desk’s own.</p>",
    ):
        assert expected in html
    assert html.index("Key points") < html.index("Assessment") < html.index("Information as of")


def test_judgements_are_marked_in_the_language_they_are_written_in() -> None:
    french = with_(
        language="fr",
        summary=(Point(text="Le port reste fermé.", own=True),),
        assessment=(Judgement(judgement="Reprise lundi.", likelihood="probable", confidence="high"),),
    )
    for language in ("", "en-GB"):
        text, html = texts(write(french, replace(AISSA, language=language)))
        for form in (text, html):
            assert "Le port reste fermé. (appréciation du bureau)" in form
            assert "Probabilité\u00a0: probable · Confiance\u00a0: élevée" in form
    assert "KEY POINTS" in text


def test_a_briefing_without_judgements_says_nothing_of_them() -> None:
    text, html = texts(write())
    for word in ("own judgement", "ASSESSMENT", "Assessment", "Likelihood"):
        assert word not in text + html


@pytest.mark.parametrize(
    ("phone", "uri"),
    [
        ("+227 20 72 24 40", "+22720722440"),
        ("+41 (0)22 917 12 34", "+41229171234"),
        ("022 917-12.34", "0229171234"),
        ("(202) 555\u20110100", "2025550100"),
        ("112", "112"),
        ("+227 20 72 24 40 / 41", ""),
        ("+227 20 72 24 40 ext. 12", ""),
        ("via the switchboard", ""),
        ("12", ""),
        ("+" * 30, ""),
        ("\u0660\u0661\u0662\u0663", ""),
        ('1 23"><script>', ""),
    ],
)
def test_the_telephone_is_a_link_where_it_is_plainly_one_number(phone: str, uri: str) -> None:
    contact = BRIEFING.contact.model_copy(update={"phone": phone})
    text, html = texts(write(with_(contact=contact)))
    assert f"Contact: Duty officer, duty@ministry.example, {phone}" in text
    assert '<a href="mailto:duty@ministry.example">duty@ministry.example</a>' in html
    shown = escape(phone, quote=True).replace("&quot;", "&#34;")
    assert (f'<a href="tel:{uri}">{shown}</a>' in html) is bool(uri)
    assert shown in html


def test_the_address_of_a_link_cannot_leave_it() -> None:
    contact = BRIEFING.contact.model_copy(update={"email": 'a"&?subject=x@ministry.example'})
    _, html = texts(write(with_(contact=contact)))
    assert '<a href="mailto:a%22%26%3Fsubject%3Dx@ministry.example">a&#34;&amp;?subject=x@ministry.example</a>' in html


def test_what_has_changed_since_the_edition_they_last_received() -> None:
    outgoing = replace(OUTGOING, changes={1: ("Key points: a <new> line", "Title: reworded"), 2: ()})
    text, html = texts(write(outgoing, since=1))
    assert "SINCE EDITION 1, THE LAST WE SENT YOU\n- Key points: a <new> line\n- Title: reworded\n" in text
    assert "a &lt;new&gt; line" in html
    assert "Nothing that matters has changed." in texts(write(outgoing, since=2))[0]
    assert "SINCE" not in texts(write(outgoing))[0]
    many = replace(OUTGOING, changes={1: tuple(f"change {number}" for number in range(30))})
    text, _ = texts(write(many, since=1))
    assert "change 7" in text
    assert "change 8" not in text
    assert "And 22 more." in text


def test_editions_of_one_briefing_are_in_one_thread() -> None:
    first = read(write(replace(OUTGOING, number=1)))
    third = read(write(since=1))
    other = read(write(since=2))
    root = first["References"]
    assert first["In-Reply-To"] == root
    assert third["References"] == f"{root} {first['Message-ID']}"
    assert third["In-Reply-To"] == first["Message-ID"]
    assert other["References"].startswith(root)
    withdrawn = read(write(replace(OUTGOING, purpose="withdrawal")))
    assert withdrawn["In-Reply-To"] == third["Message-ID"]


def test_the_message_id_depends_on_recipient_and_edition_only() -> None:
    ids = {
        write(outgoing, to).message_id
        for outgoing in (OUTGOING, replace(OUTGOING, number=4), replace(OUTGOING, purpose="withdrawal"))
        for to in (AISSA, replace(AISSA, address="b@ministry.example"))
    }
    assert len(ids) == 6
    later = write(OUTGOING, replace(AISSA, name="A.", address="AISSA@ministry.example"), since=2)
    assert later.message_id == write().message_id == read(write())["Message-ID"]


def test_the_same_message_has_the_same_bytes() -> None:
    assert write().content == write().content
    assert write().digest == write().digest


@pytest.mark.parametrize(
    ("purpose", "subject", "expected"),
    [
        ("correction", "[TLP:AMBER] Correction: Port", "corrects an earlier one"),
        ("update", "[TLP:AMBER] Update: Port", "brings an earlier one up to date"),
    ],
)
def test_corrections_and_updates_contain_the_edition(purpose: str, subject: str, expected: str) -> None:
    written = write(replace(OUTGOING, purpose=purpose))  # type: ignore[arg-type]
    assert str(read(written)["Subject"]).startswith(subject)
    assert expected in texts(written)[0]
    assert expected in texts(written)[1]
    assert len(list(read(written).iter_attachments())) == 1


WITHDRAWN = replace(OUTGOING, purpose="withdrawal", reason="A source\r\nwas forged.", replaced_by=4)


@pytest.mark.parametrize(("language", "subject"), [("", "Withdrawn"), ("fr", "Retirée")])
def test_a_withdrawal_repeats_nothing_that_was_withdrawn_but_the_id(language: str, subject: str) -> None:
    contact = BRIEFING.contact.model_copy(update={"email": "hotline@elsewhere.invalid"})
    outgoing = replace(WITHDRAWN, briefing=BRIEFING.model_copy(update={"contact": contact}))
    written = write(outgoing, replace(AISSA, language=language))
    message = read(written)
    assert str(message["Subject"]) == f"[TLP:AMBER] {subject}: harbour-2024@3"
    assert "Reply-To" not in message
    assert list(message.iter_attachments()) == []
    briefing = outgoing.briefing.model_dump(mode="json")
    values = [briefing["title"], briefing["series"], briefing["bottom_line"], *briefing["contact"].values()]
    values += [point["text"] for point in briefing["summary"]]
    words = {word for value in values for word in re.findall(r"\w{4,}|\+?\d\d[\d ]+", value)}
    words |= {"2024,", "18:00", "09:00"}
    said = words - set(re.findall(r"\w+", f"From point {DESK}"))
    for form in (*texts(written), written.content.decode()):
        # The id and the reason are what it says.
        rest = form.replace("harbour-2024", "").replace("A source was forged.", "")
        assert not [word for word in said if re.search(rf"(?<![\w/]){re.escape(word)}(?!\w)", rest)]


def test_a_withdrawal_gives_the_reason_what_replaces_it_and_whom_to_ask() -> None:
    text, html = texts(write(WITHDRAWN))
    for form in (text, html):
        assert "harbour-2024@3" in form
        assert "Edition 3 is withdrawn" in form
        assert "A source was forged." in form
        assert "Edition 4 takes its place." in form
    assert "Contact: Sahel desk, desk@ministry.example" in text
    assert '<a href="mailto:desk@ministry.example">desk@ministry.example</a>' in html


def test_a_draft_is_marked_as_draft() -> None:
    written = write(replace(OUTGOING, purpose="draft", number=0))
    assert str(read(written)["Subject"]) == "[TLP:AMBER] Draft: Port of Tema: unloading stops"
    assert "draft for the desk’s own eyes" in texts(written)[0]
    (pdf,) = read(written).iter_attachments()
    assert pdf.get_filename() == "TLP-AMBER_harbour-2024_draft.pdf"


def test_phrases_are_in_the_recipients_language() -> None:
    written = write(to=replace(AISSA, language="fr"))
    text, html = texts(written)
    assert read(written)["Content-Language"] == "fr"
    assert "Prochaine mise à jour\u00a0: 3 mai 2024, 08:00 UTC" in text
    assert '<html lang="fr">' in html
    assert 'lang="en-GB"' in html


def test_a_language_tag_with_an_unknown_country() -> None:
    written = write(to=replace(AISSA, language="fr-ZZ"))
    assert read(written)["Content-Language"] == "fr-ZZ"
    assert "3 mai 2024, 08:00 UTC" in texts(written)[0]


def test_the_address_to_unsubscribe() -> None:
    to = replace(AISSA, unsubscribe="mailto:off@ministry.example?subject=off")
    written = write(to=to)
    assert read(written)["List-Unsubscribe"] == "<mailto:off@ministry.example?subject=off>"
    assert "To unsubscribe: off@ministry.example" in texts(written)[0]
    writer = MessageWriter(OUTGOING, DESK, unsubscribe="https://desk.example/off")
    assert read(writer.write(AISSA, MOMENT))["List-Unsubscribe"] == "<https://desk.example/off>"


def test_an_address_that_is_not_ascii_needs_smtputf8() -> None:
    written = write(to=replace(AISSA, name="用户", address="用户@xn--fsqu00a.example"))
    assert written.utf8
    assert "用户@xn--fsqu00a.example".encode() in written.content
    read(written)
    assert not write().utf8
    assert write().content.isascii()


@pytest.mark.parametrize("marking", ["MAE DIFFUSION RESTREINTE", "Разглашению не подлежит", "机密"])
def test_a_workspaces_own_marking_in_any_script(marking: str) -> None:
    message = read(write(with_(marking=marking)))
    assert message["X-Protective-Marking"] == marking
    assert str(message["Subject"]).startswith(f"[{marking}] ")
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == f"{marking.replace(' ', '-')}_harbour-2024_edition-3.pdf"


def test_messages_have_at_most_five_megabytes() -> None:
    fits = replace(OUTGOING, pdf=b"%PDF-" + b"x" * 3_600_000)
    assert len(write(fits).content) < MAX_MESSAGE_BYTES
    with pytest.raises(DeliveryError, match="message-too-large"):
        write(replace(OUTGOING, pdf=b"%PDF-" + b"x" * 3_700_000))
    summary = replace(AISSA, how="summary-only")
    assert write(replace(OUTGOING, pdf=b"x" * 9_000_000), summary).content


class Outside(HTMLParser):
    """Collects what a mail program would load from the network or execute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "script", "link", "iframe", "object", "embed", "form", "video", "audio", "base", "svg"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or "url(" in (value or "")]


@given(
    st.text(max_size=120),
    st.text(min_size=1, max_size=80),
    st.sampled_from(["<img src=x onerror=y>", "![x](https://evil.example/x.png)", "</style><script>", "\r\n.\r\n", ""]),
)
@settings(max_examples=60, deadline=None)
def test_no_content_becomes_a_header_or_loads_anything(title: str, name: str, prose: str) -> None:
    outgoing = with_(title=title, bottom_line=f"{prose} {title}", marking="TLP:GREEN")
    written = write(outgoing, replace(AISSA, name=name))
    message = read(written)
    assert set(message.keys()) <= set(read(write(with_(marking="TLP:GREEN"))).keys())
    assert one_line(title) in str(message["Subject"])
    collector = Outside()
    collector.feed(texts(written)[1])
    assert collector.found == []


def test_no_title_or_name_can_inject_a_header() -> None:
    evil = "x\r\nBcc: evil@x.example\r\n\r\nbody =?utf-8?q?y=0D=0ABcc:=20evil@x.example?="
    written = write(with_(title=evil, series=evil), replace(AISSA, name=evil))
    message = read(written)
    assert "Bcc" not in message
    assert [address.addr_spec for address in message["To"].addresses] == ["aissa@ministry.example"]
    head = written.content.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"(?im)^bcc", head)


def test_the_name_of_the_attachment() -> None:
    assert attachment_name(with_(marking="TOP SECRET")) == "TOP-SECRET_harbour-2024_edition-3.pdf"
    assert attachment_name(with_(marking="../../x")) == "x_harbour-2024_edition-3.pdf"


FIGURES = (
    KeyFigure.model_validate({"value": "38,044", "unit": "people", "label": "Killed <in> Azur", "as_of": "2024-05-02"}),
    KeyFigure.model_validate({"value": "US$ 4.2 billion", "label": "Damage", "own": True}),
)


def test_key_figures_are_lines_of_the_message() -> None:
    text, html = texts(write(with_(figures=FIGURES)))
    assert (
        "KEY FIGURES\n- Killed <in> Azur: 38,044 people (as of 2 May 2024)\n- Damage: US$ 4.2 billion (the desk’s own"
        in text
    )
    assert "Killed &lt;in&gt; Azur: <b>38,044 people</b>" in html
    assert text.index("38,044") < text.index("First point.")


def test_key_figures_are_in_the_language_of_the_briefing() -> None:
    text, _ = texts(write(with_(figures=FIGURES, language="fr")))
    assert "(au 2 mai 2024)" in text


def test_a_withdrawn_edition_tells_no_key_figures() -> None:
    outgoing = replace(with_(figures=FIGURES), purpose="withdrawal")
    assert "38,044" not in "".join(texts(write(outgoing)))
