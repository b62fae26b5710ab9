"""The rule on bodies that are expected to react and have made no statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from briefing.check.check_input import CheckInput, Finding
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing, Reaction
from briefing.model.countries import country_code, says_country
from briefing.model.regions import expand_countries, is_region_entry
from briefing.text.languages.bodies import FULL_NAMES, SMALL_WORDS

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
