"""Tell whether a text was only reworded: its figures, dates, names, negations and words of degree are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from briefing.comparison.word_changes import Word, split_words
from briefing.text.figures.number_words import find_spelled_numbers
from briefing.text.languages.calendar import MONTH_OF, WEEKDAY_OF
from briefing.text.languages.negations import negates
from briefing.text.sentences import split_sentences

_DEGREES = """
    may might can could will would shall should must possible possibly probable probably perhaps maybe certain certainly
    suspected alleged allegedly reported reportedly confirmed unconfirmed claimed denied estimated expected planned
    all every each both some any many several few most half more less fewer least only just almost nearly about around
    over under approximately exactly below above up down nears nearing approaches approaching reaches reached reaching
    pass passes passed passing exceed exceeds exceeded exceeding top tops topped cross crosses crossed beyond past
    before after since until already yet still again now soon former
    new first last next previous against for with without from to into within outside partly fully entirely wholly
    tous toutes tout chaque plusieurs quelques certains certaines moins plus presque environ avant après depuis jusque
    contre pour avec sans déjà encore peut pourrait doit devrait probable probablement possible peut-être confirmé présumé
"""
_AMOUNTS_AND_TIMES = """
    dozen dozens score scores hundred hundreds thousands millions billions crore crores lakh lakhs pair couple quarter third
    quarters thirds single double triple quadruple once twice thrice majority tonne tonnes ton tons kilometre kilometres
    kilometer kilometers mile miles metre metres feet hectare hectares acre acres litre litres barrel barrels dollar dollars
    euro euros pound pounds franc francs yen yuan naira rupee rupees rouble roubles degree degrees per cent percentage points
    noon midnight dawn dusk morning afternoon evening night overnight today yesterday tomorrow tonight daily weekly monthly
    yearly annually hourly second seconds minute minutes hour hours day days week weeks fortnight month months year years
    decade decades century centuries spring summer autumn winter early late mid
    douzaine douzaines dizaine dizaines centaine centaines millier milliers million milliard tiers quart moitié double triple
    midi minuit aube matin après-midi soir soirée nuit hier demain aujourd’hui aujourd'hui seconde heure heures jour jours
    semaine semaines mois an ans année années siècle printemps été automne hiver début fin
"""
_OPPOSITES = """
    alive dead die kill injur wound hurt missing surviv open clos shut reopen rise rising rose risen fall fell fallen drop
    increas decreas grow grew shrink shrank gain lose lost loss win won victor defeat accept reject refus approv support oppos
    back ally allies allied enem friend rival confirm den withdraw withdrew arrest detain releas free held captur escap
    suspend resum lift impos ban allow permit prohibit legal illegal enter leav left arriv depart join quit resign remain stay
    begin began begun start end stop ceas continu succe fail true false guilt innocent civilian soldier rebel militant
    government opposition president minister deputy general colonel north south east west import export buy bought sell sold
    high low safe danger war peace ceasefire truce attack defen advance retreat elect dismiss appoint sack sign agree disagree
    better worse strong weak rich poor majority minority public private national foreign domestic male female women men child
    mort viv tué bless disparu ouver ferm hausse baisse augment diminu gagn perdu accept refus appuy soutien oppos arrêt
    libér suspend repri lev interdi autoris entr quitt commenc fin cess échou réuss vrai faux guerre paix nord sud est ouest
"""
_EXACT = frozenset((*_DEGREES.split(), *_AMOUNTS_AND_TIMES.split(), *MONTH_OF, *WEEKDAY_OF))
_STEMS = tuple(sorted(set(_OPPOSITES.split())))
_SEPARATORS = re.compile(r"(?<=\d)[,.’'\u00a0\u2009\u202f ](?=\d{3}(?!\d))")
_SUPERSCRIPTS = re.compile("[\u2070-\u207e\u00b2\u00b3\u00b9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_FOLDED_WORD = re.compile(
    # A dash is a sign before a figure, and after a grade; a tilde before a figure.
    r"\w+(?:['.,]\w+)*|(?:(?<=UTC)|(?<=GMT)|(?<![A-Za-z]))-(?=[\d$€£¥.])|(?<=[A-Z])-(?!\w)|~(?=\s?\d)"
    r"|[^\w\s'\"“”„«»‘‚‹›`.,;:!¡¿()\[\]{}*_~—\-•·†‡|\\]"
)
_SIGNS = frozenset("?%‰°#§")


def folded_words(text: str) -> list[str]:
    """Return the words of a text and the signs that change what it states, the same for two ways of writing them.

    Capitals, punctuation and emphasis make no difference; `−5`, `<5`, `€5`, `5?` and `10⁶` are not as `5`, `$5` and `106`.
    """
    return [word.casefold() for word in _FOLDED_WORD.findall(_fold(text))]


def _fold(text: str) -> str:
    marked = _SUPERSCRIPTS.sub(lambda found: f"^{found[0]}", text)
    return unicodedata.normalize("NFKC", marked).replace("’", "'").translate(_DASHES)


def is_reworded(before: str, after: str, terms: tuple[str, ...] = (), names: Collection[str] = frozenset()) -> bool:
    """Tell whether two texts differ in other words than those that carry figures, dates, names, negations and degrees.

    `terms` are expressions that count as one value each, `names` are words (of countries, say) that are names wherever they
    are, and in small letters if they have none. In doubt, the answer is no: then the change is one of substance.
    """
    known = frozenset(names)
    return list(_substance(before, terms, known)) == list(_substance(after, terms, known))


def _substance(text: str, terms: tuple[str, ...], names: frozenset[str]) -> Iterator[str]:
    """Yield what a text states in words that cannot be exchanged for others, in order."""
    for sentence in split_sentences(text):
        spelled = {n for number in find_spelled_numbers(sentence) for n in range(number.start, number.end)}
        at = 0
        is_counted = False
        for position, word in enumerate(split_words(sentence, terms)):
            is_value = word.is_value or at in spelled
            if is_value:
                yield _SEPARATORS.sub("", _fold(word.text)).casefold()
            elif is_counted or _counts(word, position, names):  # what is counted is part of a figure
                yield word.text.casefold().removesuffix("’s").removesuffix("'s")
            is_counted = is_value
            at += len(word.text) + len(word.space)


def _counts(word: Word, position: int, names: frozenset[str]) -> bool:
    text = word.text
    if text in _SIGNS or (len(text) == 1 and unicodedata.category(text) in ("Sm", "Sc")):
        return True
    if text[0].isupper() and (position or text in names or text[1:] != text[1:].lower()):
        return True
    return text.casefold() in names or _is_telling(text.casefold())


@lru_cache(maxsize=4096)
def _is_telling(word: str) -> bool:
    return word in _EXACT or word.startswith(_STEMS) or negates(word)
