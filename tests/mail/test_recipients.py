"""Lists of recipients: what is read, and that every fault is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.mail.addresses import Mailbox, parse_mailbox
from briefing.mail.recipients import (
    Recipient,
    parse_recipient,
    read_recipients,
    recipient_from_dict,
    recipient_to_dict,
)
from briefing.model.markings import SCHEMES, Scheme
from briefing.problems import ContentError

OWN = Scheme("MAE", ("MAE OUVERT", "MAE DIFFUSION RESTREINTE"))


def read(tmp_path: Path, text: str, name: str = "list.csv") -> tuple[Recipient, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_recipients([path], SCHEMES)


def faults(tmp_path: Path, text: str, name: str = "list.csv") -> list[tuple[str, int]]:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, text, name)
    return [(problem.code, problem.place.line if problem.place else 0) for problem in caught.value.problems]


def test_a_table_with_all_its_columns(tmp_path: Path) -> None:
    text = (
        "name,address,marking,group,language,paper,how,unsubscribe\n"
        "Aïssa Diallo,aissa@ministry.example,TLP:AMBER,,fr,letter,summary-only,mailto:off@ministry.example\n"
        "Sahel cell,cell@ministry.example,TLP:GREEN / OFFICIAL,Sahel cell,,,,\n"
    )
    one, other = read(tmp_path, text)
    assert one == Recipient(
        "Aïssa Diallo",
        "aissa@ministry.example",
        ("TLP:AMBER",),
        "",
        "fr",
        "letter",
        "summary-only",
        "mailto:off@ministry.example",
    )
    assert other.clearances == ("TLP:GREEN", "OFFICIAL")
    assert (other.group, other.language, other.paper, other.how) == ("Sahel cell", "", "a4", "attachment")


def test_three_columns_are_enough_in_any_order_and_with_semicolons(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "marking;name;address\r\nTLP:RED;A B;a@b.example\r\n")
    assert one == Recipient("A B", "a@b.example", ("TLP:RED",))


def test_capitals_in_the_file_name_do_not_matter(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "name,address,marking\nA B,a@b.example,TLP:RED\n", "LIST.CSV")
    assert one == Recipient("A B", "a@b.example", ("TLP:RED",))


def test_a_yaml_list_with_an_unsubscribe_address_for_all(tmp_path: Path) -> None:
    text = (
        "unsubscribe: https://desk.example/leave\n"
        "recipients:\n"
        "  - {name: A B, address: a@b.example, marking: TLP:GREEN}\n"
        "  - {name: C D, address: c@d.example, marking: SECRET, unsubscribe: mailto:out@desk.example}\n"
    )
    one, other = read(tmp_path, text, "list.yaml")
    assert one.unsubscribe == "https://desk.example/leave"
    assert other.unsubscribe == "mailto:out@desk.example"


def test_a_list_says_which_addresses_are_one_persons_own(tmp_path: Path) -> None:
    heading = "name,address,marking,kind,group\n"
    rows = "A,a@b.example,TLP:RED,person,\nB,b@b.example,TLP:RED,group,Cell\nC,c@b.example,TLP:RED,,\n"
    assert [one.kind for one in read(tmp_path, heading + rows)] == ["person", "group", ""]
    listed = "recipients:\n  - {name: A, address: a@b.example, marking: TLP:RED, kind: person}\n"
    assert [one.kind for one in read(tmp_path, listed, "list.yaml")] == ["person"]
    wrong = "A,a@b.example,TLP:RED,human,\nB,b@b.example,TLP:RED,person,Sahel cell\n"
    assert faults(tmp_path, heading + wrong) == [("unknown-word", 2), ("bad-recipient", 3)]


def test_international_addresses_and_names(tmp_path: Path) -> None:
    rows = read(tmp_path, "name,address,marking\n用户,用户@例子.example,TLP:GREEN\nJörg,jo@bücher.example,TLP:GREEN\n")
    assert [row.address for row in rows] == ["用户@xn--fsqu00a.example", "jo@xn--bcher-kva.example"]


def test_every_fault_is_reported_with_its_line(tmp_path: Path) -> None:
    text = (
        "name,address,marking,how\n"
        "A,a@b.example,TLP:GREEN,attachment\n"
        "B,b at b.example,TLP:GREEN,\n"
        "C,A@B.example,TLP:GREEN,\n"
        "D,d@b.example,TLP:PURPLE,\n"
        "E,e@b.example,,\n"
        "F,,TLP:GREEN,pigeon\n"
        '"G\nBcc: x@y.example",g@b.example,TLP:GREEN,\n'
        "H,h@b.example,TLP:GREEN / TLP:RED,\n"
        "I,i@[127.0.0.1],TLP:GREEN,\n"
    )
    assert faults(tmp_path, text) == [
        ("bad-address", 3),
        ("duplicate-recipient", 4),
        ("unknown-marking", 5),
        ("unknown-marking", 6),
        ("bad-address", 7),
        ("unknown-word", 7),
        ("bad-name", 8),
        ("unknown-marking", 10),
        ("bad-address", 11),
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("name,address,marking,adress", [("unknown-column", 1)]),
        ("name,address", [("missing-column", 1)]),
        ("Name,E-mail,Marking", [("unknown-column", 1)]),
        ("name,mail,clearance", [("unknown-column", 1)] * 2),
        ("who,address", [("missing-column", 1), ("unknown-column", 1)]),
        ("name,address,marking,marking", [("duplicate-key", 1)]),
    ],
)
def test_headings_are_checked_once(tmp_path: Path, heading: str, expected: list[tuple[str, int]]) -> None:
    row = ",".join(["A", "a@b.example", "TLP:GREEN", "TLP:RED"][: heading.count(",") + 1])
    other = row.replace("a@", "b@")
    assert faults(tmp_path, f"{heading}\n{row}\n{other}\n") == expected


def test_unknown_keys_of_yaml_have_their_lines(tmp_path: Path) -> None:
    text = (
        "to: x\nrecipients:\n"
        "  - name: A\n    address: a@b.example\n    marking: TLP:GREEN\n    clearence: SECRET\n"
        "  - name: B\n    address: [a, b]\n    marking: TLP:GREEN\n"
    )
    assert sorted(faults(tmp_path, text, "list.yaml")) == [
        ("bad-recipient", 8),
        ("unknown-column", 6),
        ("unknown-key", 1),
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("list.csv", "name,address,marking\n", "bad-list"),
        ("list.csv", "", "not-csv"),
        ("list.yaml", "recipients: nobody\n", "bad-list"),
        ("list.yaml", "- a\n", "not-yaml"),
    ],
)
def test_a_file_that_is_not_a_list_is_refused(tmp_path: Path, name: str, text: str, code: str) -> None:
    assert faults(tmp_path, text, name)[0][0] == code


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no-list"):
        read_recipients([tmp_path / "none.csv"], SCHEMES)


def test_nobody_may_be_on_two_lists(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("name,address,marking\nA,a@b.example,TLP:GREEN\n")
    with pytest.raises(ContentError, match=r"two\.csv:2:\d+: error\[duplicate-recipient\].*one\.csv:2"):
        read_recipients([tmp_path / "one.csv", tmp_path / "two.csv"], SCHEMES)


def test_a_workspaces_own_scheme_is_known(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,address,marking\nA,a@b.example,MAE OUVERT\n")
    (one,) = read_recipients([path], (*SCHEMES, OWN))
    assert one.clearances == ("MAE OUVERT",)


def test_an_address_without_a_list_has_the_lowest_clearance() -> None:
    assert parse_recipient("A B <a@b.example>") == Recipient("A B", "a@b.example", ("TLP:CLEAR",))


@given(st.text(max_size=40))
def test_no_control_character_is_accepted_in_a_mailbox(text: str) -> None:
    for written in (f"a{text}@b.example", f"{text} <a@b.example>", f"a@b{text}.example"):
        try:
            found = parse_mailbox(written)
        except ValueError:
            continue
        assert not set("\r\n\0\u2028\u2029\u202e<>") & set(found.address)
        assert found.name.splitlines() in ([], [found.name])
        assert parse_mailbox(found.address) == Mailbox("", found.address)


def test_a_recipient_is_stored_and_read_back() -> None:
    one = Recipient(
        "A B", "a@b.example", ("TLP:RED", "SECRET"), "", "fr", "letter", "summary-only", "https://x.example"
    )
    assert recipient_from_dict(recipient_to_dict(one)) == one


@pytest.mark.parametrize("heading", ["Name;Address;Marking", " NAME , ADDRESS , MARKING", "name\tAddress\tMARKING"])
def test_headings_may_be_in_capitals_and_with_blanks(tmp_path: Path, heading: str) -> None:
    separator = next(mark for mark in ";,\t" if mark in heading)
    row = separator.join(("Ana Tuilagi", "ana@ministry.example", "TLP:GREEN"))
    (found,) = read(tmp_path, f"{heading}\n{row}\n")
    assert (found.name, found.address, found.clearances) == ("Ana Tuilagi", "ana@ministry.example", ("TLP:GREEN",))


@pytest.mark.parametrize("text", ["Our list\n\nname,address,marking\n", "name,address,marking,group\n"])
def test_nothing_of_a_list_is_guessed(tmp_path: Path, text: str) -> None:
    row = (
        "Ana Tuilagi,ana@ministry.example,TLP:GREEN,NA\n" if "group" in text else "Ana,ana@ministry.example,TLP:GREEN\n"
    )
    assert faults(tmp_path, text + row)
