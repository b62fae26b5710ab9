"""Read a phrase that names a speaker: the name, what the person is, and whether a body or nobody by name speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from briefing.text.languages.calendar import MONTH_OF, WEEKDAY_OF
from briefing.text.languages.detection import languages_of
from briefing.text.languages.roles import BODY, NOT_OF_NAMES, ROLE, SPOKESPERSON
from briefing.text.languages.speech_words import WORDS, any_of
from briefing.text.speech.names import PARTICLES

Kind = Literal["person", "body", "unnamed", "role", "unknown"]


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as a text tells it.

    `words` is the phrase; `name` the person, as fully as the text names them; `capacity` what they are, or what body speaks.
    `kind`: a `person` by name, a `body`, someone `unnamed` (a resident, officials), a `role` without a name (the minister), or
    `unknown` where a name may be that of a body. `own_name` is the name in this very phrase, and `mentioned` all words that the
    phrase says of the speaker.
    """

    words: str
    name: str | None
    capacity: str | None
    kind: Kind
    own_name: str | None = None
    mentioned: str = ""


_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?\.?")
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_POSSESSIVE = re.compile(r"[’']s?$")
_PART = re.compile(r"\s*,\s*|\s+[–—]\s+|\s*[()]\s*")
_MOST_WORDS = 40
_DATES = frozenset(word.casefold() for word in (*MONTH_OF, *WEEKDAY_OF))
_NAME_STARTS = frozenset(
    word
    for each in WORDS.values()
    for words in (
        *(each.begins_adverbial, each.relative, each.conjunctions, each.finite, each.indefinite, each.articles),
        *(each.possessives, each.auxiliaries, each.according, *each.pronouns.values()),
    )
    for word in words.casefold().split()
) | {
    "no",
    "not",
    "there",
    "this",
    "these",
    "those",
    "such",
    "what",
    "how",
    "why",
    "i",
    "we",
    "you",
    "an",
    "ce",
    "c",
    "nous",
    "wir",
}
"""Words that begin a sentence with a capital, and are no names."""
_ARABIC_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|bin|ben|ould|abd|abu)[-’'][A-ZÀ-Þ]")
TITLE = re.compile(r"(?:dr|mr|mrs|ms|miss|mme|mlle|m|mgr|herr|frau|sra?|srta|don|doña|dom|dona|prof)\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Grammar:
    """The patterns of some languages together, by which phrases are read."""

    verb: re.Pattern[str]
    according: re.Pattern[str]
    pronoun: re.Pattern[str]
    adverbial: re.Pattern[str]
    relative: re.Pattern[str]
    conjunction: re.Pattern[str]
    finite: re.Pattern[str]
    passive: re.Pattern[str]
    indefinite: re.Pattern[str]
    possessive: re.Pattern[str]
    before_verb: re.Pattern[str]
    infinitive: re.Pattern[str]
    article: re.Pattern[str]
    determiner: re.Pattern[str]
    pronouns: dict[str, str]
    languages: tuple[str, ...]
    drops_subject: bool


_EDGE, _END = r"(?<![\w’'-])", r"(?![\w’'])"


@lru_cache(maxsize=64)
def grammar_of(languages: tuple[str, ...]) -> Grammar:
    """Return the patterns of some languages."""
    chosen = [WORDS[language] for language in languages]

    def one_of(*lists: str) -> str:
        return "|".join(any_of(words) for words in lists if words.strip()) or "(?!)"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    pronouns = {word: kind for each in chosen for kind, words in each.pronouns.items() for word in words.split()}
    articles = one_of(*(f"{each.articles} {each.possessives} {each.indefinite}" for each in chosen))
    before = one_of(*(each.auxiliaries for each in chosen), *(each.adverbs for each in chosen))
    return Grammar(
        verb=compiled(rf"{_EDGE}(?:{one_of(*(each.verbs for each in chosen))}){_END}"),
        according=compiled(rf"{_EDGE}(?:{one_of(*(each.according for each in chosen))})(?![\w])\s*"),
        pronoun=compiled(rf"(?:{one_of(*pronouns)})(?!\w)"),
        adverbial=compiled(rf"(?:{one_of(*(each.begins_adverbial for each in chosen))})(?!\w)"),
        relative=compiled(rf"(?:{one_of(*(each.relative for each in chosen))})(?!\w)"),
        conjunction=compiled(rf"(?:{one_of(*(each.conjunctions for each in chosen))})(?!\w)"),
        finite=compiled(rf"{_EDGE}(?:{one_of(*(each.finite for each in chosen))}){_END}"),
        passive=compiled(rf"{_EDGE}(?:{one_of(*(each.passive for each in chosen))})\s+(?:\w+ly\s+)?$"),
        indefinite=compiled(rf"(?:{one_of(*(each.indefinite for each in chosen))})\s"),
        possessive=compiled(rf"(?:{one_of(*(each.possessives for each in chosen))})\s"),
        before_verb=compiled(rf"(?:{_EDGE}(?:{before})(?:\s+|(?<=['’])))+$"),
        infinitive=compiled(
            rf"(?:{_EDGE}|(?<=n['’]))(?:{one_of(*(each.infinitive for each in chosen))})\s+(?:\w+ly\s+)?$"
        ),
        article=compiled(rf"(?:{articles})(?:\s+|(?<=['’]))"),
        determiner=compiled(
            rf"(?:{_EDGE}|(?<=['’]))(?:{articles}"
            r"|these|those|such|no|of|ces?|cette|de|du)(?:\s+|(?<=['’]))$"
        ),
        pronouns=pronouns,
        languages=languages,
        drops_subject=any(each.drops_subject for each in chosen),
    )


def languages_for(text: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages that a text may be written in; others, given, where the text is too short to tell."""
    found = tuple(language for language in languages_of(text) if language in WORDS)
    return found if 0 < len(found) < len(WORDS) - 1 else otherwise


def names_in(text: str, german: bool = False) -> Iterator[re.Match[str]]:
    """Yield the runs of words in a text that may be a person’s name: capitalised, and no words of an office or a body.

    In German each noun has a capital; a single one is no name there.
    """
    words = list(_WORD.finditer(text))
    run: list[re.Match[str]] = []
    for word in [*words, None]:
        if word is not None and run and text[run[-1].end() : word.start()].strip(" -"):
            yield from _run(text, run, german)
            run = []
        if (word is not None and _is_of_name(word[0])) or (
            word is not None
            and run
            and word[0].casefold().rstrip(".") in PARTICLES
            and not _POSSESSIVE.search(run[-1][0])
        ):
            run.append(word)
        else:
            yield from _run(text, run, german)
            run = []
        if run and _POSSESSIVE.search(run[-1][0]):
            run = []  # the name of someone whose spokesman, party or country speaks


def _run(text: str, run: list[re.Match[str]], german: bool) -> Iterator[re.Match[str]]:
    while run and not _is_of_name(run[-1][0]):
        run = run[:-1]
    if not run or (german and len(run) == 1):
        return
    following = _WORD.match(text, run[-1].end() + 1) if run[-1].end() < len(text) else None
    if following and _CAPITALISED.match(following[0]) and BODY.fullmatch(following[0]) and not german:
        return  # White House, Danforth Institute
    found = re.compile(r".*", re.DOTALL).match(text, run[0].start(), run[-1].end())
    if found:
        yield found


def _is_of_name(word: str) -> bool:
    bare = _ELISION.sub("", _POSSESSIVE.sub("", word).rstrip("."))
    folded = bare.casefold()
    if len(bare) > 1 and bare.isupper():
        return False
    if _ARABIC_ARTICLE.match(bare):
        return True
    if bare[:1].islower() or not _CAPITALISED.match(bare) or folded in _NAME_STARTS or folded in _DATES:
        return False
    return not any(NOT_OF_NAMES.fullmatch(part) for part in (folded, folded.rpartition("-")[2]))


def parts_of(phrase: str) -> list[str]:
    """Return the parts of a phrase between its commas, dashes and brackets."""
    return [part for part in _PART.split(phrase) if part.strip()]


def read_speaker(phrase: str, grammar: Grammar) -> Speaker | None:
    """Read a phrase that stands where a speaker is named; None where it cannot be one."""
    parts = parts_of(phrase.strip(" ,;:–—-"))
    plain = [*parts[:1], *(part for part in parts[1:] if not grammar.relative.match(part))]
    if not plain or len(phrase.split()) > _MOST_WORDS or not _WORD.search(plain[0]):
        return None
    if grammar.finite.search(plain[0]) or any(mark in phrase for mark in ":;"):
        return None
    german = grammar.languages == ("de",)
    head = plain[0].strip()
    name, where = _name(plain, german)
    kind = _kind(head, name, where, plain, parts, grammar)
    capacity = _capacity(parts, plain, name, where, grammar)
    return Speaker(" ".join(phrase.split()).strip(" ,"), name, capacity, kind, name, " , ".join(plain))


def _name(plain: list[str], german: bool) -> tuple[str | None, int]:
    """Return the name of the speaker in a phrase, and in which of its parts it is."""
    for number, part in enumerate(plain[1:], start=1):
        full = [one for one in names_in(part, german) if len(one[0].split()) > 1]
        if len(full) != 1 or any(len(one[0].split()) > 1 for one in names_in(plain[0], german)):
            continue
        rest = part.replace(full[0][0], " ")
        if not re.search(r"[^\W\d_]", rest) or _all_titles(rest):
            return bare_name(full[0][0]), number  # the Chief Engineer, Professor Jonas Threlfall
    for number, part in enumerate(plain):
        spoken_for = _after_spokesperson(part)
        found = [one for one in names_in(part, german) if one.end() <= spoken_for or one.start() == 0]
        if not found:
            continue
        full = [one for one in found if len(one[0].split()) > 1]
        last = (full or found)[-1]
        complement = re.search(
            r"\b(?:of|for|from|in|at|to|de|du|des|d['’]|von|für|del|do|da)\s*(?:[a-zà-ÿ]+\s){0,2}$",
            part[: last.start()],
        )
        if complement and len(last[0].split()) == 1 and number + 1 < len(plain):
            continue  # the mayor of Ostrel, Hana Pruss
        if complement and len(last[0].split()) == 1:
            return None, 0
        return bare_name(last[0]), number
    return None, 0


def _all_titles(words: str) -> bool:
    return all(ROLE.fullmatch(word.rstrip(".")) for word in plain_words(words))


def bare_name(name: str) -> str:
    """Return a name without the full stop of a sentence; an initial or `Jr.` keeps its own."""
    name = name.strip()
    return name if re.search(r"(?:\b\w|\b[JS]r)\.$", name) else name.rstrip(".")


def _after_spokesperson(part: str) -> int:
    """Return the offset after which a part names for whom someone speaks; its length where it does not."""
    for word in _WORD.finditer(part):
        if SPOKESPERSON.fullmatch(word[0]):
            rest = part[word.end() :]
            if re.match(r"\s+(?:for|of|de|du|des|d['’]|del|do|da|von|der)\b", rest):
                return word.end()
    return len(part)


_ELISION = re.compile(r"(?<![^\W\d_])(?:[ldnscmt]|qu)[’'](?=\w)", re.IGNORECASE)


def plain_words(text: str) -> list[str]:
    """Return the words of a text, without an article that French or Italian joins to one, and without full stops."""
    return [word.rstrip(".") for word in _WORD.findall(_ELISION.sub("", text))]


def has_role(text: str) -> bool:
    """Tell whether a text has a word for what a person is."""
    return any(ROLE.fullmatch(part) for word in plain_words(text) for part in (word, word.rpartition("-")[2]))


def has_body(text: str) -> bool:
    """Tell whether a text has a word of the name of a body, or an acronym."""
    words = plain_words(text)
    return any(BODY.fullmatch(word) or (word.isupper() and len(word) > 1) for word in words)


WHO = re.compile(r"(?:who|qui|quien)\s", re.IGNORECASE)
_LONGEST_OFFICE = 10


def _describes(part: str, grammar: Grammar) -> bool:
    """Tell whether a part of a phrase says what a person is: an office, or *the stoker*, but not *the relief agency*."""
    if has_role(part):
        return True
    noun = grammar.article.match(part.strip())
    return bool(noun) and not has_body(part) and len(part.split()) < _LONGEST_OFFICE


def _kind(head: str, name: str | None, where: int, plain: list[str], parts: list[str], grammar: Grammar) -> Kind:
    if name is not None:
        beside = [part for number, part in enumerate(plain) if number != where]
        own = plain[where].replace(name, " ")
        described = has_role(own) or any(_describes(part, grammar) for part in beside) or any(map(WHO.match, parts))
        aged = any(re.fullmatch(r"\s*\d{1,3}\s*", part) for part in beside)
        return "person" if (described or aged) and not (has_body(name)) else "unknown"
    if grammar.indefinite.match(head + " ") or re.match(
        r"(?:officials?|residents?|sources?|witnesses)\b", head, re.IGNORECASE
    ):
        return "unnamed"
    first = [word for word in plain_words(head) if ROLE.fullmatch(word) or BODY.fullmatch(word)]
    if any(SPOKESPERSON.fullmatch(word) for word in plain_words(head)):
        return "unnamed"
    if not first:
        return "unknown"
    noun = plain_words(_COMPLEMENT.split(head, maxsplit=1)[0])
    last = [word for word in noun if ROLE.fullmatch(word) or BODY.fullmatch(word)][-1:] or first[:1]
    return "role" if ROLE.fullmatch(last[0]) else "body"


_COMPLEMENT = re.compile(
    r"\s(?:of|for|in|at|de|du|des|d['’]|von|für|del|do|da|dos|das|en|em)(?:\s|(?<=['’]))", re.IGNORECASE
)


def _capacity(parts: list[str], plain: list[str], name: str | None, where: int, grammar: Grammar) -> str | None:
    """Return what a phrase says that the speaker is, without the name."""
    if name is None:
        return plain[0].strip() or None
    pieces: list[str] = []
    for part in parts:
        if name in part:
            before, _, after = part.partition(name)
            own = before.strip() or re.sub(r"^(?:of|de|von)\s", "", after.strip())
            pieces.append("" if TITLE.fullmatch(own) else own)
        elif relative := grammar.relative.match(part):
            pieces.append(part[relative.end() :].strip())
        elif not grammar.adverbial.match(part) and not re.fullmatch(r"\s*\d+\s*", part):
            pieces.append(part.strip())
    described = [piece for piece in pieces if _WORD.search(piece)]
    capacity = described[0] if described else None
    return without_article(capacity) if capacity else None


def without_article(phrase: str) -> str:
    """Return a phrase without the article that it begins with."""
    return re.sub(
        r"^(?:(?:the|an?|le|la|les|der|die|das|ein|eine|el|os?|as?)\s+|l['’])", "", phrase.strip(), flags=re.IGNORECASE
    )


def named(speaker: Speaker, full: str, kind: Kind, capacity: str | None) -> Speaker:
    """Return a speaker with the name that the text has for them elsewhere."""
    return replace(speaker, name=full, kind=kind, capacity=speaker.capacity or capacity)
