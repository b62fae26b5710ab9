"""Rules on the names of people: one spelling of each, and one capacity of who speaks."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from briefing.check.check_input import CheckInput, Finding
from briefing.check.rules.people.same_name import bare_name, is_particle, is_same_name, name_words
from briefing.load.located_values import ValuePath
from briefing.model.briefing import Actor, Briefing

_OF_BODIES = """
    Union Nations States United Republic Kingdom Office Ministry Ministries Council Command Army Air Force Forces Guard
    Party Government Court Bank Group Front Movement Committee Commission House Base National Presidential
"""
_MONTH_NAMES = "January February March April June July August September October November December"
_MONTHS = frozenset(_MONTH_NAMES.split())
_NOT_A_PERSON = frozenset(_OF_BODIES.split())
_RUN = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w’'‘-]+(?:\s(?:(?:al|el|bin|ben|ibn|de|da|von|van)[\s-])?[A-ZÀ-ÞĀ-Ž][\w’'‘-]+)+")
"""Words with capitals side by side, among which a name may stand."""
_STEM = 5
_NO_CAPACITY = frozenset(
    {"former", "acting", "deputy", "ancien", "ancienne", "their", "which", "leur", "dans", "pour", "with"}
)


class _Named(NamedTuple):
    """A person's name as written, and the value it is in."""

    path: ValuePath
    name: str


def two_capacities(given: CheckInput) -> Iterator[Finding]:
    """Find speakers with two capacities, in two reactions or in a reaction and among the actors."""
    seen: list[tuple[_Named, str]] = []
    actors = [(_Named(("actors", i, "role"), actor.name), actor) for i, actor in enumerate(given.briefing.actors)]
    for i, reaction in enumerate(given.briefing.reactions):
        if not (reaction.speaker and reaction.capacity):
            continue
        path, hint = ("reactions", i, "capacity"), "write the one capacity in which they spoke"
        before = next((one for one in seen if _is_one_person(one[0].name, reaction.speaker)), None)
        if before is None:
            seen.append((_Named(path, reaction.speaker), reaction.capacity))
            for named, actor in actors:
                if _is_one_person(named.name, reaction.speaker) and _is_other_role(actor, reaction.capacity):
                    what = (
                        f"{reaction.speaker} speaks as “{reaction.capacity}” here, and is “{actor.role}” at {{other}}"
                    )
                    yield Finding(path, what, hint, "", named.path)
        elif before[1].casefold() != reaction.capacity.casefold():
            what = f"{reaction.speaker} speaks as “{reaction.capacity}” here, and as “{before[1]}” at {{other}}"
            yield Finding(path, what, hint, "", before[0].path)


def _is_one_person(one: str, other: str) -> bool:
    return _simplified(one) == _simplified(other) or is_same_name(one, other)


def _is_other_role(actor: Actor, capacity: str) -> bool:
    """Tell whether a capacity has no word of what the table of actors says of a person."""
    said = " ".join(filter(None, (actor.role, actor.affiliation, actor.status, actor.note)))
    return not _stems(capacity) & _stems(said)


def _stems(text: str) -> set[str]:
    words = _simplified(text).split()
    return {word[:_STEM] for word in words if len(word) >= _STEM - 1 and word not in _NO_CAPACITY}


def _simplified(name: str) -> str:
    """Return a name without accents, case and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def two_spellings(given: CheckInput) -> Iterator[Finding]:
    """Find people whose name is written in two ways: with other accents, another transcription or order of its words."""
    people = [_Named(path, name) for path, name in _people(given.briefing)]
    reported: set[frozenset[str]] = set()
    for number, one in enumerate(people):
        before = next(
            (other for other in people[:number] if other.name != one.name and _is_spelt_anew(one, other)), None
        )
        if before:
            reported.add(frozenset((one.name, before.name)))
            yield _two_ways(one, before)
    yield from _in_texts(given, people, reported)
    surnames = {name.split()[-1] for _, name in people}
    names = [name for _, name in people] + [name for pair in reported for name in pair]
    known = {word for name in names for word in (*name.split(), *re.findall(r"[^\W\d_]{4,}", name))}
    yield from _near_names(given, surnames, known)


def _two_ways(one: _Named, before: _Named) -> Finding:
    what = f"“{one.name}” is written “{before.name}” at {{other}}"
    return Finding(one.path, what, "write the name in one way", one.name, before.path, before.name)


def _is_spelt_anew(one: _Named, before: _Named) -> bool:
    """Tell whether two names are one person's and are written in two ways; a title or an initial more is no other way."""
    if _simplified(one.name) == _simplified(before.name):
        return True
    return is_same_name(one.name, before.name) and bare_name(one.name) != bare_name(before.name)


def _in_texts(given: CheckInput, people: Sequence[_Named], reported: set[frozenset[str]]) -> Iterator[Finding]:
    """Find names in other texts that are another spelling of a person's, each spelling once."""
    by_count: dict[int, dict[str, _Named]] = defaultdict(dict)
    for person in people:
        by_count[len(person.name.split())].setdefault(person.name, person)
    known = {person.name for person in people} | {name for pair in reported for name in pair}
    for text in given.texts:
        if text.is_speech or text.path[-1] in ("name", "speaker"):
            continue
        for written in _windows(text.words, by_count):
            words = frozenset(name_words(written))
            for person in by_count[len(written.split())].values() if written not in known else ():
                # Of two names without a common word in a text, too little is known.
                if words & frozenset(name_words(person.name)) and _is_spelt_anew(_Named(text.path, written), person):
                    known.add(written)
                    reported.add(frozenset((written, person.name)))
                    yield _two_ways(_Named(text.path, written), person)
                    break


def _windows(text: str, lengths: Collection[int]) -> Iterator[str]:
    """Yield all words side by side with capitals in a text, of so many words as names have."""
    for match in _RUN.finditer(text):
        words = match[0].split()
        for length in lengths:
            for start in range(len(words) - length + 1):
                yield " ".join(words[start : start + length]).removesuffix("’s").removesuffix("'s")


def _people(briefing: Briefing) -> Iterator[tuple[ValuePath, str]]:
    """Yield the actors and speakers that are people, by how their names are written."""
    named = [(("actors", i, "name"), actor.name) for i, actor in enumerate(briefing.actors)]
    spoken = [(("reactions", i, "speaker"), r.speaker) for i, r in enumerate(briefing.reactions) if r.speaker]
    for path, name in [*named, *spoken]:
        words = name.split()
        if (
            len(words) > 1
            and all(word[0].isupper() or is_particle(word) for word in words)
            and not _NOT_A_PERSON & set(words)
        ):
            yield path, name


def _near_names(given: CheckInput, surnames: Iterable[str], known: set[str]) -> Iterator[Finding]:
    """Find words with a capital that differ from a surname by one letter or by accents."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for surname in surnames:
        if len(surname) >= 5:
            for length in (len(surname) - 1, len(surname), len(surname) + 1):
                wanted[length].append(surname)
    reported: set[str] = set()
    for text in given.texts:
        for word in re.findall(r"[^\W\d_]{4,}", text.words):
            if not word[0].isupper() or word in known or word in reported or word in _MONTHS:
                continue
            for surname in wanted.get(len(word), ()):
                if _differ_by_one_letter(_simplified(word), _simplified(surname)):
                    reported.add(word)
                    what = f"“{word}” is written “{surname}” elsewhere"
                    yield Finding(text.path, what, "write it in one way", word)
                    break


def _differ_by_one_letter(one: str, other: str) -> bool:
    """Tell whether two words differ by at most one letter that is changed, added or left out."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    # A plural, or the people of a country (Niger, Nigeri…), is no misspelling.
    if same == len(short) < len(long):
        return False
    return short[same:] == long[same + 1 :] if len(short) < len(long) else short[same + 1 :] == long[same + 1 :]
