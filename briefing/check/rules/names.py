"""Rules on names: bodies without a statement, speakers with two capacities, names in two spellings."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from briefing.check.check_input import CheckInput, Finding
from briefing.check.rules.acronyms import SMALL_WORDS
from briefing.i18n import get_translator
from briefing.load.located_values import ValuePath
from briefing.model.briefing import Briefing, Reaction
from briefing.model.countries import country_code, says_country
from briefing.model.regions import expand_countries, is_region_entry
from briefing.text.languages.bodies import FULL_NAMES

_OF_BODIES = """
    Union Nations States United Republic Kingdom Office Ministry Ministries Council Command Army Air Force Forces Guard
    Party Government Court Bank Group Front Movement Committee Commission House Base National Presidential
"""
_MONTH_NAMES = "January February March April June July August September October November December"
_MONTHS = frozenset(_MONTH_NAMES.split())
_NOT_A_PERSON = frozenset(_OF_BODIES.split())
_COUNTRIES = ("US", "UK", "United States", "United Kingdom")
_ORGANISATIONS = frozenset(chain.from_iterable(FULL_NAMES.items())) - set(_COUNTRIES)


def silent_bodies(briefing: Briefing) -> list[str]:
    """Return the expected bodies that have no reaction, in the order of `expect`, of a region each of its countries."""
    return [body for body in _expected_bodies(briefing) if not _has_reaction(body, briefing.reactions)]


def _expected_bodies(briefing: Briefing) -> Sequence[str]:
    if not any(map(is_region_entry, briefing.expect)):
        return briefing.expect
    names = get_translator(briefing.language).countries()
    expanded = expand_countries(briefing.expect, briefing.as_of.date())
    return list(dict.fromkeys(names.get(body, body) for body in expanded))


def _has_reaction(expected: str, reactions: Sequence[Reaction]) -> bool:
    """Tell whether one of the reactions is of the expected body, or of the country that is expected."""
    name = _undotted(expected)
    if any(_same_body(name, _undotted(reaction.body)) for reaction in reactions):
        return True
    # To read the names of all countries takes a thirtieth of a build, and most expected bodies are organisations.
    code = None if name in _ORGANISATIONS else country_code(name)
    return code is not None and any(one.country == code or says_country(one.body, code) for one in reactions)


def _undotted(name: str) -> str:
    """Return a name with its abbreviations as readers know them: "UN" for "U.N."."""
    return re.sub(r"(?<!\w)(?:[A-Z]\.){2,}", lambda match: match[0].replace(".", ""), name)


def _same_body(expected: str, body: str) -> bool:
    """Tell whether a body with a reaction is an expected one, by its name or an abbreviation of it."""
    full = FULL_NAMES.get(expected, expected)
    ways = {expected, full} | {short for short, name in FULL_NAMES.items() if name == expected} | _initials(expected)
    return any(
        re.search(rf"(?<!\w){re.escape(way)}(?!\w)", body, re.IGNORECASE if len(way) > 5 else 0) for way in ways
    ) or (expected in _initials(body))


def _initials(name: str) -> set[str]:
    """Return the abbreviations of a name of several words, with and without its small words."""
    words = re.findall(r"\w+", name)
    if len(words) < 2:
        return set()
    return {"".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w.lower() not in SMALL_WORDS).upper()}


def no_statement(given: CheckInput) -> Iterator[Finding]:
    """Find that expected bodies have no reaction; their rows say so in print."""
    if silent := silent_bodies(given.briefing):
        what = f"no statement of {', '.join(silent)}; printed as not found"
        yield Finding(("expect",), what, "search once more before publishing, then allow it", silent[0])


def two_capacities(given: CheckInput) -> Iterator[Finding]:
    """Find speakers with two capacities."""
    seen: dict[str, str] = {}
    for i, reaction in enumerate(given.briefing.reactions):
        if not (reaction.speaker and reaction.capacity):
            continue
        before = seen.setdefault(_simplified(reaction.speaker), reaction.capacity)
        if before.casefold() != reaction.capacity.casefold():
            what = f"{reaction.speaker} speaks as “{reaction.capacity}” here and as “{before}” above"
            yield Finding(("reactions", i, "capacity"), what, "write the one capacity in which they spoke")


def _simplified(name: str) -> str:
    """Return a name without accents, case and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def two_spellings(given: CheckInput) -> Iterator[Finding]:
    """Find people whose name is spelt in two ways, which differ by accents or by one letter."""
    people = list(_people(given.briefing))
    seen: dict[str, str] = {}
    for path, name in people:
        before = seen.setdefault(_simplified(name), name)
        if before != name:
            yield Finding(path, f"“{name}” is written “{before}” elsewhere", "write the name in one way", name)
    surnames = {name.split()[-1] for _, name in people}
    known = {word for _, name in people for word in name.split()}
    yield from _near_names(given, surnames, known)


def _people(briefing: Briefing) -> Iterator[tuple[ValuePath, str]]:
    """Yield the actors and speakers that are people, by how their names are written."""
    named = [(("actors", i, "name"), actor.name) for i, actor in enumerate(briefing.actors)]
    spoken = [(("reactions", i, "speaker"), r.speaker) for i, r in enumerate(briefing.reactions) if r.speaker]
    for path, name in [*named, *spoken]:
        words = name.split()
        if len(words) > 1 and all(word[0].isupper() for word in words) and not _NOT_A_PERSON & set(words):
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
                if _one_letter_apart(_simplified(word), _simplified(surname)):
                    reported.add(word)
                    what = f"“{word}” is written “{surname}” elsewhere"
                    yield Finding(text.path, what, "write it in one way", word)
                    break


def _one_letter_apart(one: str, other: str) -> bool:
    """Tell whether two words differ by at most one letter that is changed, added or left out."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    # A plural, or the people of a country (Niger, Nigeri…), is no misspelling.
    if same == len(short) < len(long):
        return False
    return short[same:] == long[same + 1 :] if len(short) < len(long) else short[same + 1 :] == long[same + 1 :]
