"""Clearance: every pair of marking and clearance, and random lists over every kind of connection."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.mail.clearance import DEFAULT_RULES, Channel, MarkingRules, refusal_reason
from briefing.mail.recipients import MailboxKind, Recipient
from briefing.mail.shared_names import SHARED_WORDS
from briefing.model.markings import SCHEMES, Scheme, may_repeat

OWN = Scheme("MAE", ("MAE OUVERT", "MAE INTERNE", "MAE RESTREINT"))
ALL = (*SCHEMES, OWN)
WITH_OWN = MarkingRules(ALL, DEFAULT_RULES.individuals | {"MAE RESTREINT"}, DEFAULT_RULES.tls_only | {"MAE RESTREINT"})
MARKINGS = [marking for scheme in ALL for marking in scheme.markings]
PERSON = Recipient("Aïssa Diallo", "aissa@ministry.example", (), kind="person")


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: scheme.name)
def test_every_pair_of_marking_and_clearance_in_a_scheme(scheme: Scheme) -> None:
    for (need, marking), (have, clearance) in product(enumerate(scheme.markings), repeat=2):
        person = replace(PERSON, clearances=(clearance,))
        assert (refusal_reason(marking, person, WITH_OWN) == "") == (have >= need), f"{marking} to {clearance}"


def test_schemes_are_never_compared_with_each_other() -> None:
    for one, other in product(ALL, repeat=2):
        if one is not other:
            for marking, clearance in product(one.markings, other.markings):
                assert "nothing of" in refusal_reason(marking, replace(PERSON, clearances=(clearance,)), WITH_OWN)


def test_nobody_without_a_clearance_receives_anything_and_no_unknown_marking_is_sent() -> None:
    assert all(refusal_reason(marking, PERSON, WITH_OWN) for marking in MARKINGS)
    everything = replace(PERSON, clearances=tuple(scheme.markings[-1] for scheme in ALL))
    for unknown in ("", "tlp:clear", "TLP:WHITE", "TLP:RED ", "MAE"):
        assert "not a marking of any known scheme" in refusal_reason(unknown, everything, WITH_OWN)
    assert "not a marking of any known scheme" in refusal_reason("MAE OUVERT", everything, DEFAULT_RULES)


def test_of_two_clearances_in_one_scheme_the_lower_counts() -> None:
    assert refusal_reason("TLP:AMBER", replace(PERSON, clearances=("TLP:RED", "TLP:GREEN")), DEFAULT_RULES)


@pytest.mark.parametrize("marking", ["TLP:RED", "MAE RESTREINT"])
def test_some_markings_are_for_named_individuals_only(marking: str) -> None:
    person = replace(PERSON, clearances=(marking,))
    assert refusal_reason(marking, person, WITH_OWN) == ""
    assert "no person's name" in refusal_reason(marking, replace(person, name=""), WITH_OWN)
    assert "no person's name" in refusal_reason(marking, replace(person, name=person.address), WITH_OWN)
    assert "group" in refusal_reason(marking, replace(person, group="Sahel cell"), WITH_OWN)
    assert "group" in refusal_reason(marking, replace(person, kind="group"), WITH_OWN)
    for local in sorted(SHARED_WORDS):
        for spelling in (local, local.upper(), f"{local}+sahel"):
            assert "shared" in refusal_reason(
                marking, replace(person, address=f"{spelling}@ministry.example"), WITH_OWN
            )


SHARED_LOCALS = (
    *(
        "sahel-desk",
        "desk.sahel",
        "Desk2",
        "press_office",
        "cellule-niger",
        "sahel-list",
        "mailing-list",
        "press-niger",
    ),
    *("group", "group.3", "newsdesk", "allstaff", "mailinglist", "pressoffice2", "saheldesk", "liste-presse", "équipe"),
    # Cyrillic, Greek, Cherokee, full-width, small capitals, digits for letters.
    *(
        "pr\u0435ss",
        "\u0440r\u0435\u0455\u0455",
        "PR\u0415SS",
        "\u03bfffice",
        "\u13a0ESK",
        "\uff44\uff45\uff53\uff4b",
        "\u1d18ress",
    ),
    *("1nf0-niger".replace("1", "\u0456"), "0ffice.duty", "gr0up", "all-\u0455taff", "d\u00e9sk"),
)


@pytest.mark.parametrize("local", SHARED_LOCALS)
def test_shared_mailboxes_are_recognised_by_a_part_of_their_name_in_any_spelling(local: str) -> None:
    person = replace(PERSON, clearances=("TLP:RED",), address=f"{local}@ministry.example")
    assert "shared" in refusal_reason("TLP:RED", person, DEFAULT_RULES)


@pytest.mark.parametrize(
    "local",
    [
        *("emily.post", "j.desker", "root-smith", "aissa.diallo2", "m.stafford", "evangelista", "cypress", "allison"),
        *(
            "calista",
            "officer-k".replace("officer", "office1a"),
            "\u0438\u0432\u0430\u043d\u043e\u0432",
            "\u7528\u6237",
            "\u03b3\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2",
        ),
    ],
)
def test_personal_names_are_not_taken_for_shared_mailboxes(local: str) -> None:
    person = replace(PERSON, clearances=("TLP:RED",), address=f"{local}@ministry.example")
    assert refusal_reason("TLP:RED", person, DEFAULT_RULES) == ""


@pytest.mark.parametrize(
    "name",
    [
        *(
            "All staff",
            "Sahel desk",
            "Press office",
            "Mailing list",
            "Group",
            "Everyone at the mission",
            "Équipe Niger",
        ),
        *(
            "Press",
            "Newsdesk",
            "Sah\u0435l d\u0435sk",
            "\uff21\uff4c\uff4c staff",
            "Duty officer",
            "(Sahel desk)",
            "Desk, Sahel",
        ),
    ],
)
def test_the_name_of_a_group_is_not_that_of_a_person(name: str) -> None:
    person = replace(PERSON, clearances=("TLP:RED",), name=name)
    assert "is not the name of one person" in refusal_reason("TLP:RED", person, DEFAULT_RULES)


@pytest.mark.parametrize(
    "name",
    [
        *("Emily Post", "Friedrich List", "Director A. Diallo", "Aïssa Diallo (Sahel desk)", "Diallo, Aïssa", "Ng"),
        *(
            "\u7528\u6237",
            "\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430",
            "\u0639\u0627\u0626\u0634\u0629",
            "Maria de Sales",
            "Charles Bureau",
        ),
    ],
)
def test_names_of_persons_that_contain_a_word_for_a_group(name: str) -> None:
    assert refusal_reason("TLP:RED", replace(PERSON, clearances=("TLP:RED",), name=name), DEFAULT_RULES) == ""


@pytest.mark.parametrize(("kind", "allowed"), [("person", True), ("", False), ("group", False)])
def test_the_list_must_say_that_an_address_is_one_persons_own(kind: MailboxKind, allowed: bool) -> None:
    person = replace(PERSON, clearances=("TLP:RED",), kind=kind)
    assert (refusal_reason("TLP:RED", person, DEFAULT_RULES) == "") is allowed
    assert refusal_reason("TLP:AMBER+STRICT", person, DEFAULT_RULES) == ""
    if not kind:
        assert "kind is not person" in refusal_reason("TLP:RED", person, DEFAULT_RULES)


def test_a_notice_of_withdrawal_reaches_whoever_received_the_edition_and_over_tls_only() -> None:
    earlier = Recipient("Press", "press-niger@ministry.example", ("TLP:RED",))
    assert refusal_reason("TLP:RED", earlier, DEFAULT_RULES)
    assert refusal_reason("TLP:RED", earlier, DEFAULT_RULES, withdrawal=True) == ""
    for channel in (Channel(encrypted=False, loopback=True), Channel(encrypted=False, loopback=False)):
        assert refusal_reason("TLP:RED", earlier, DEFAULT_RULES, channel, withdrawal=True)


@pytest.mark.parametrize("name", ["-", ".", "\u200d", "007"])
def test_a_name_without_letters_is_not_a_persons_name(name: str) -> None:
    assert "no person's name" in refusal_reason(
        "TLP:RED", replace(PERSON, clearances=("TLP:RED",), name=name), DEFAULT_RULES
    )


def test_an_edition_may_be_quoted_only_under_the_same_or_a_higher_marking() -> None:
    for scheme, other in product(ALL, repeat=2):
        for (one, earlier), (two, marking) in product(enumerate(scheme.markings), enumerate(other.markings)):
            assert may_repeat(earlier, marking, WITH_OWN.schemes) == (scheme is other and one <= two)
    assert not may_repeat("MAE OUVERT", "MAE OUVERT", DEFAULT_RULES.schemes)


def test_a_group_may_receive_what_is_not_for_individuals() -> None:
    group = Recipient("", "desk@ministry.example", ("TLP:AMBER+STRICT",), "Sahel desk")
    assert refusal_reason("TLP:AMBER+STRICT", group, DEFAULT_RULES) == ""


@pytest.mark.parametrize("marking", MARKINGS)
def test_nothing_leaves_this_machine_without_tls(marking: str) -> None:
    top = next(scheme.markings[-1] for scheme in ALL if marking in scheme.markings)
    person = replace(PERSON, clearances=(top,))
    assert refusal_reason(marking, person, WITH_OWN, Channel(encrypted=False, loopback=False))
    tls_only = marking in ("TLP:RED", "SECRET", "TOP SECRET", "MAE RESTREINT")
    assert bool(refusal_reason(marking, person, WITH_OWN, Channel(encrypted=False, loopback=True))) == tls_only
    for loopback in (True, False):
        assert refusal_reason(marking, person, WITH_OWN, Channel(encrypted=True, loopback=loopback)) == ""


people = st.builds(
    Recipient,
    st.sampled_from(["", "Aïssa Diallo", "a@b.example"]),
    st.sampled_from(["aissa@b.example", "desk@b.example", "Press@b.example"]),
    st.lists(st.sampled_from([*MARKINGS, "TLP:WHITE", ""]), max_size=3).map(tuple),
    st.sampled_from(["", "Sahel cell"]),
    kind=st.sampled_from(["", "person", "group"]),
)
channels = st.none() | st.builds(Channel, encrypted=st.booleans(), loopback=st.booleans())


def may(marking: str, person: Recipient, channel: Channel | None) -> bool:
    """The same rules, implemented independently from a table of who may read what."""
    ladder = {
        "TLP:CLEAR": {"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"},
        "TLP:GREEN": {"TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"},
        "TLP:AMBER": {"TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"},
        "TLP:AMBER+STRICT": {"TLP:AMBER+STRICT", "TLP:RED"},
        "TLP:RED": {"TLP:RED"},
        "OFFICIAL": {"OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"},
        "OFFICIAL-SENSITIVE": {"OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"},
        "SECRET": {"SECRET", "TOP SECRET"},
        "TOP SECRET": {"TOP SECRET"},
        "MAE OUVERT": {"MAE OUVERT", "MAE INTERNE", "MAE RESTREINT"},
        "MAE INTERNE": {"MAE INTERNE", "MAE RESTREINT"},
        "MAE RESTREINT": {"MAE RESTREINT"},
    }
    (family,) = [scheme.markings for scheme in ALL if marking in scheme.markings]
    same = [clearance for clearance in person.clearances if clearance in family]
    if not same or not all(clearance in ladder[marking] for clearance in same):
        return False
    if marking in ("TLP:RED", "MAE RESTREINT") and (
        (person.group, person.kind, person.name) != ("", "person", "Aïssa Diallo")
        or not person.address.startswith("aissa@")
    ):
        return False
    if channel is None or channel.encrypted:
        return True
    return channel.loopback and marking not in ("TLP:RED", "SECRET", "TOP SECRET", "MAE RESTREINT")


@given(st.sampled_from(MARKINGS), st.lists(people, max_size=20), channels)
def test_random_lists_agree_with_an_independent_table(
    marking: str, everyone: list[Recipient], channel: Channel | None
) -> None:
    passed = [person for person in everyone if not refusal_reason(marking, person, WITH_OWN, channel)]
    assert passed == [person for person in everyone if may(marking, person, channel)]


COUPLES = (
    *(
        "Jean and Marie Dupont",
        "Jean et Marie Dupont",
        "JEAN ET MARIE DUPONT",
        "Anna und Karl Berg",
        "Jean & Marie Dupont",
    ),
    *("Jean / Marie Dupont", "Jean/Marie Dupont", "Jean Dupont; Marie Diallo", "Jean + Marie", "Jean \uff06 Marie"),
    *("Dupont, Jean and Marie", "Jean Dupont, Marie Dupont", "Dupont Jean, Dupont Marie", "Jean Dupont (and Marie)"),
    *(
        "Mr and Mrs Dupont",
        "M. et Mme Diallo",
        "Famille Dupont",
        "Messrs Smith",
        "Mary with John Smith",
        "Marie avec Jean",
        "Juan y María López",
        "Ana e João Silva",
    ),
    *("Jan en Marie de Vries", "Lars och Eva Berg", "Ayşe ve Ali Demir", "Petr a Jana Novákovi", "Jan i Anna Kowalscy"),
    *(
        "Иван и Мария Петровы",
        "Олена та Іван Ткач",
        "Γιάννης και Μαρία",
        "张伟 和 李娜",
        "محمد و فاطمة",
        "Jean \u0430nd Marie",
    ),
)
"""Names of two people, the last of them with a Cyrillic letter."""


@pytest.mark.parametrize("name", COUPLES)
def test_the_names_of_two_people_are_not_that_of_a_person(name: str) -> None:
    couple = replace(PERSON, clearances=("TLP:RED",), name=name)
    assert "is not the name of one person" in refusal_reason("TLP:RED", couple, DEFAULT_RULES)
    assert refusal_reason("TLP:RED", couple, DEFAULT_RULES, withdrawal=True) == ""
    assert refusal_reason("TLP:AMBER", couple, DEFAULT_RULES) == ""


@pytest.mark.parametrize("local", ["jean.and.marie", "jean-et-marie", "jean_und_marie.berg"])
def test_the_mailbox_of_two_people_is_shared(local: str) -> None:
    couple = replace(PERSON, clearances=("TLP:RED",), address=f"{local}@ministry.example")
    assert "shared mailbox" in refusal_reason("TLP:RED", couple, DEFAULT_RULES)


@pytest.mark.parametrize(
    "name",
    [
        *("José Ortega y Gasset", "Santiago Ramón y Cajal", "António Costa e Silva", "Josep Puig i Cadafalch"),
        *("Karl von und zu Berg", "Piet Berg en Dal", "Jean Dupont, Ministry of Finance and Trade", "Zhou En Lai"),
        *(
            "Jean Dupont (Trade & Aid)",
            "Dupont, Jean",
            "Diallo, Aïssa (Niamey)",
            "张和平",
            "Андрей Иванов",
            "Іван І. Франко",
        ),
        *(
            "Andrew Anderson",
            "Alexander Sandet",
            "Dan Brown",
            "Prinya na Nagara",
            "A. A. Milne",
            "Maria E. Silva",
            "Og Berg",
        ),
        *("O'Neill, Mary-Ann", "Marie-Ève Côté", "Jean Dupont, chef de cabinet/porte-parole"),
    ],
)
def test_the_name_of_one_person_may_have_a_word_for_and(name: str) -> None:
    person = replace(PERSON, clearances=("TLP:RED",), name=name)
    assert refusal_reason("TLP:RED", person, DEFAULT_RULES) == ""
