"""Rules on who is named: who has not spoken, who speaks as what, and how names are written."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from briefing.check.acronyms import COMMON, FULL_NAMES
from briefing.check.claims import Copy
from briefing.check.rules.finding import Finding
from briefing.load.located_values import ValuePath
from briefing.model.briefing import Briefing

_ACRONYM = re.compile(r"(?<![\w@/.:-])[A-Z][A-Z&]*[A-Z](?:s)?(?![\w@])")
_ROMAN = re.compile(r"[IVXLCDM]+")
_SMALL_WORDS = "of the and for in on to de la le les des du et d’ l’"
_SMALL = frozenset(_SMALL_WORDS.split())
_OF_BODIES = """
    Union Nations States United Republic Kingdom Office Ministry Ministries Council Command Army Air Force Forces Guard
    Party Government Court Bank Group Front Movement Committee Commission House Base National Presidential
"""
_MONTH_NAMES = "January February March April June July August September October November December"
_MONTHS = frozenset(_MONTH_NAMES.split())
_NOT_A_PERSON = frozenset(_OF_BODIES.split())


def silent_bodies(briefing: Briefing) -> list[str]:
    """The bodies readers look for that have no reaction here, in the order they are expected."""
    spoken = [reaction.body for reaction in briefing.reactions]
    return [body for body in briefing.expect if not any(_same_body(body, other) for other in spoken)]


def _same_body(expected: str, body: str) -> bool:
    full = FULL_NAMES.get(expected, expected)
    ways = {expected, full} | {short for short, name in FULL_NAMES.items() if name == expected} | _initials(expected)
    return any(
        re.search(rf"(?<!\w){re.escape(way)}(?!\w)", body, re.IGNORECASE if len(way) > 5 else 0) for way in ways
    ) or (expected in _initials(body))


def _initials(name: str) -> set[str]:
    """What a name of several words may be shortened to, its small words counted or not."""
    words = re.findall(r"\w+", name)
    if len(words) < 2:
        return set()
    return {"".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w.lower() not in _SMALL).upper()}


def no_statement(copy: Copy) -> Iterator[Finding]:
    """An expected body has no reaction; its row says so in print."""
    if silent := silent_bodies(copy.briefing):
        what = f"no statement of {', '.join(silent)}; printed as not found"
        yield Finding(("expect",), what, "look once more before it goes out, then allow it", silent[0])


def two_capacities(copy: Copy) -> Iterator[Finding]:
    """One speaker in two capacities."""
    seen: dict[str, str] = {}
    for i, reaction in enumerate(copy.briefing.reactions):
        if not (reaction.speaker and reaction.capacity):
            continue
        before = seen.setdefault(_bare(reaction.speaker), reaction.capacity)
        if before.casefold() != reaction.capacity.casefold():
            what = f"{reaction.speaker} speaks as “{reaction.capacity}” here and as “{before}” above"
            yield Finding(("reactions", i, "capacity"), what, "give one capacity, the one they spoke in")


def _bare(name: str) -> str:
    """A name without accents, case or dots."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def two_spellings(copy: Copy) -> Iterator[Finding]:
    """A person named in two spellings: by accents, or by a letter."""
    people = list(_people(copy.briefing))
    seen: dict[str, str] = {}
    for path, name in people:
        before = seen.setdefault(_bare(name), name)
        if before != name:
            yield Finding(path, f"“{name}” is written “{before}” elsewhere", "write the name in one way", name)
    surnames = {name.split()[-1] for _, name in people}
    known = {word for _, name in people for word in name.split()}
    yield from _near_names(copy, surnames, known)


def _people(briefing: Briefing) -> Iterator[tuple[ValuePath, str]]:
    named = [(("actors", i, "name"), actor.name) for i, actor in enumerate(briefing.actors)]
    spoken = [(("reactions", i, "speaker"), r.speaker) for i, r in enumerate(briefing.reactions) if r.speaker]
    for path, name in [*named, *spoken]:
        words = name.split()
        if len(words) > 1 and all(word[0].isupper() for word in words) and not _NOT_A_PERSON & set(words):
            yield path, name


def _near_names(copy: Copy, surnames: Iterable[str], known: set[str]) -> Iterator[Finding]:
    """Words that begin with a capital and differ from a surname by one letter, or by accents."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for surname in surnames:
        if len(surname) >= 5:
            for length in (len(surname) - 1, len(surname), len(surname) + 1):
                wanted[length].append(surname)
    told: set[str] = set()
    for passage in copy.passages:
        for word in re.findall(r"[^\W\d_]{4,}", passage.words):
            if not word[0].isupper() or word in known or word in told or word in _MONTHS:
                continue
            for surname in wanted.get(len(word), ()):
                if _one_letter_apart(_bare(word), _bare(surname)):
                    told.add(word)
                    yield Finding(
                        passage.path, f"“{word}” is written “{surname}” elsewhere", "write it in one way", word
                    )
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


def acronyms(copy: Copy) -> Iterator[Finding]:
    """An acronym that is nowhere spelt out, and is not one that every reader knows."""
    written = " ".join(passage.words for passage in copy.passages)
    expected = " ".join(copy.briefing.expect)
    told: set[str] = set()
    for passage in copy.passages:
        if passage.speech:
            continue
        for found in _ACRONYM.findall(passage.words):
            short = found.removesuffix("s")
            if short in COMMON or short in told or _ROMAN.fullmatch(short) or passage.words.isupper():
                continue
            told.add(short)
            if not _is_spelt_out(short, f"{written} {expected}"):
                full = FULL_NAMES.get(short, "its full name")
                yield Finding(passage.path, f"{short} is nowhere spelt out", f"write at first: {full} ({short})", short)


def _is_spelt_out(short: str, written: str) -> bool:
    if short in FULL_NAMES and FULL_NAMES[short].casefold() in written.casefold():
        return True
    # `Full Name (FN)` and `FN (Full Name)`, whatever the name: the writer has explained it.
    if re.search(rf"\w\s*\({short}\)", written) or re.search(rf"\b{short}\s*\([^)\d]{{5,}}\)", written):
        return True
    letters = [re.escape(letter) for letter in short if letter != "&"]
    small = rf"(?:(?:{'|'.join(sorted(_SMALL))})\s+)*"
    spelt = r"[\w’'-]*\s+".join(f"{small}{letter}" for letter in letters)
    return bool(re.search(rf"\b{spelt}[\w’'-]+", written))
