"""Tell what a sentence says around a part of it that turns the meaning of that part.

The text around is what the same person says in the same sentence: an attribution in between is left out (“We will not,” she
said, “recognise it”). Governed by a turning word is what follows it in its clause; where a clause ends is told by marks and by
the words of each language (`languages/turning`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing.text.languages.negations import Grammar, Turn, find_conditions, find_turns, grammar_for, negates
from briefing.text.matching import SAME_SHAPE
from briefing.text.quotation_marks import CLOSED_BY
from briefing.text.sentences import sentence_ends, split_sentences

_NEAR_BEFORE, _NEAR_AFTER, _NEAR_CONDITION = 7, 3, 2
"""So many words before and after a part of a sentence may turn its meaning."""
_NEAR_OUTSIDE = 3
"""So many words before the marks of the source: outside of them it is another who speaks."""

_FEW, _NEAR_PHRASE = 3, 2
"""So few words are a phrase, which only a negation so near turns, or another turning word beside it."""

_TO = re.compile(r"\W*(?:to|de|d'|à|zu|a|que|ao)?\W*", re.IGNORECASE)
"""What stands between a turning word and the verb that it governs: refused *to* sign."""

_LONGEST_INSERTION = 9
_MOST_LOOKED_AT = 2000
_MARKS = re.compile(f"[{re.escape(''.join({*CLOSED_BY, *''.join(CLOSED_BY.values())}))}]")
_WORD = re.compile(r"[\w'-]*\w")
_END = r"[;:()!?…]|\s[–—-]\s"


@dataclass(frozen=True)
class Around:
    """What one person says in one sentence before and after a part of it; `outside` is what is written before their words."""

    before: str
    after: str
    outside: str = ""


def sentence_around(before: str, words: str, after: str) -> Around:
    """Return what is said around some words of a paragraph, given all that is written in it before and after them."""
    before, after = before[-_MOST_LOOKED_AT:], after[:_MOST_LOOKED_AT]
    parts, opened = parts_said(before)
    if opened is None:
        return sentence_of(before, after)
    said = _last_sentence(parts[-1])
    outside = ""
    if said == parts[-1]:
        outside = "" if len(parts) < 2 else parts[-2]
        said = _resumed(parts, words) + said
    return Around(said, _rest_said(after, opened), "" if said.strip() else _last_sentence(outside))


def sentence_of(before: str, after: str) -> Around:
    """Return what is written in one sentence before and after a part of it, whoever says it."""
    return Around(_last_sentence(before[-_MOST_LOOKED_AT:]), _first_sentence(after[:_MOST_LOOKED_AT]))


def parts_said(text: str) -> tuple[list[str], str | None]:
    """Return the parts of a text, what is written and what is said in turn, and the mark of what is not yet closed."""
    parts, at, opened = [], 0, None
    for match in _MARKS.finditer(text):
        mark = match[0]
        if opened is None and mark in CLOSED_BY:
            opened = mark
        elif opened is not None and mark in CLOSED_BY[opened]:
            opened = None
        else:
            continue
        parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]], opened


def _resumed(parts: list[str], words: str) -> str:
    """Return the beginning of a sentence that an attribution parts from its rest."""
    if len(parts) < 4:
        return ""
    earlier, between, rest = parts[-3:]
    begins_small = (rest + words).lstrip(" …")[:1].islower()
    open_end = earlier.rstrip().endswith((",", "–", "—")) or between.lstrip()[:1] == ","
    if not open_end or not begins_small or any(sentence_ends(f"{between}x")):
        return ""
    return f"{_last_sentence(earlier).rstrip(' ,')} "


def _rest_said(after: str, opened: str) -> str:
    """Return the rest of a sentence up to the mark that closes it, and what follows an attribution in it."""
    closing = next((at for at, mark in enumerate(after) if mark in CLOSED_BY[opened]), len(after))
    rest = _first_sentence(after[:closing])
    if len(rest) < closing:
        return rest
    parts, _ = parts_said(opened + after)
    if len(parts) < 4 or any(sentence_ends(f"{rest}x" if rest.strip(" ,") else "")):
        return rest
    between, resumed = parts[2], parts[3]
    open_end = rest.rstrip().endswith((",", "–", "—")) or between.lstrip()[:1] == ","
    if open_end and resumed.lstrip()[:1].islower() and not any(sentence_ends(f"{between}x")):
        return f"{rest.rstrip(' ,')}, {_first_sentence(resumed)}"
    return rest


def _last_sentence(text: str) -> str:
    ends = list(sentence_ends(text))
    return text[ends[-1] :] if ends else text


def _first_sentence(text: str) -> str:
    return text[: next(sentence_ends(text), len(text))].rstrip()


@lru_cache(maxsize=2048)
def is_turned(around: Around, words: str) -> bool:
    """Tell whether the rest of a sentence turns the meaning of some words of it."""
    before, after, outside = (text.translate(SAME_SHAPE) for text in (around.before, around.after, around.outside))
    words = words.translate(SAME_SHAPE).lstrip("… ")
    grammar = grammar_for(f"{before} {words} {after}", words)
    denied = bool(outside) and governs(outside, words, grammar_for(outside), near=_NEAR_OUTSIDE, near_condition=-1)
    return denied or governs(before, words, grammar) or turns_after(after, grammar)


def turns_left_out(left_out: str, follows: str) -> bool:
    """Tell whether what an ellipsis omits turns, up to the end of its first sentence, what is left of that sentence."""
    first = next(iter(split_sentences(left_out)), "")
    text = f"{first} {follows if first == left_out else ''}".translate(SAME_SHAPE)
    grammar = grammar_for(text)
    return any(turn.start < len(first) for turn in (*find_turns(text, grammar), *find_conditions(text, grammar)))


def governs(
    before: str, words: str, grammar: Grammar, *, near: int = _NEAR_BEFORE, near_condition: int = _NEAR_CONDITION
) -> bool:
    """Tell whether what is before some words in their sentence has a word that turns them."""
    if grammar.subordinate.match(words) and not grammar.complement.match(words):
        return False
    is_phrase = len(_WORD.findall(words)) <= _FEW
    # One may begin before the words and end in them: “far | from sure”. A negation in the words turns none before them back.
    turns = {
        *find_turns(before, grammar),
        *(turn for turn in find_turns(before + words, grammar) if turn.start < len(before) < turn.end),
    }
    conditions = [one for one in find_conditions(before + words, grammar) if one.start < len(before)]
    start, weak = _reach(before, words, grammar, sorted({*turns, *conditions}, key=lambda turn: turn.start))
    for turn in (*turns, *conditions):
        if turn.start < start or (turn.start < weak and turn.kind != "negation"):
            continue
        distance = len(_WORD.findall(before[turn.end :]))
        most = near_condition if turn.kind == "condition" else near
        if is_phrase:
            beside = _TO.fullmatch(before[turn.end :])
            most = _NEAR_PHRASE if turn.kind == "negation" or beside else 0
        if distance <= most:
            return True
    return False


def turns_after(after: str, grammar: Grammar) -> bool:
    """Tell whether what follows some words in their sentence turns them: a negation, a verdict, or a condition."""
    clause = re.split(rf"{_END}|,|{grammar.join.pattern}|{grammar.contrast.pattern}", after, flags=re.IGNORECASE)[0]
    near = _WORD.findall(clause)[:_NEAR_AFTER]
    if negates(" ".join(near)) or re.match(rf"\W*(?:\w+\s+)?{grammar.verdict.pattern}", after, re.IGNORECASE):
        return True
    conditions = list(find_conditions(after, grammar))
    end = _end_of_clause(after, grammar, conditions)
    return any(one.start < end for one in conditions)


def _end_of_clause(after: str, grammar: Grammar, conditions: list[Turn]) -> int:
    """Return where another clause begins after some words: one with a subject of its own, or after a semicolon."""
    breaks = re.compile(rf"{_END}|(?P<word>{grammar.join.pattern}|{grammar.contrast.pattern})", re.IGNORECASE)
    for match in breaks.finditer(after):
        follows = after[match.end() :].lstrip()
        if any(one.start <= match.start() < one.end for one in conditions):
            continue
        if match[0].strip() in tuple("–—-(") and any(one.start == len(after) - len(follows) for one in conditions):
            continue  # – unless
        if match["word"] is None or after[: match.start()].rstrip().endswith(",") or grammar.subject.match(follows):
            return match.start()
    return len(after)


def _reach(before: str, words: str, grammar: Grammar, turns: list[Turn]) -> tuple[int, int]:
    """Return from where on in `before` negations govern what follows, and from where on other turning words do."""
    contrast, join, subordinate = grammar.contrast.pattern, grammar.join.pattern, grammar.subordinate.pattern
    pattern = rf"{_END}|,|{contrast}|(?P<join>{join})|(?P<sub>{subordinate})"
    weak = 0
    for match in reversed(list(re.finditer(pattern, before, re.IGNORECASE))):
        if any(one.start <= match.start() < one.end for one in turns):
            continue
        follows = (before[match.end() :] + words).lstrip()
        if match[0] == ",":
            if _depends(before[: match.start()], follows, grammar):
                continue
            return _before_inserted_phrase(before, match.start(), turns, match.end()), weak
        if match["join"] and not _begins_clause(before, match, follows, grammar):
            weak = max(weak, match.start())
            continue
        if match["sub"] and grammar.complement.fullmatch(match[0]):
            continue
        return match.end(), weak
    return 0, weak


def _depends(before: str, follows: str, grammar: Grammar) -> bool:
    """Tell whether a comma stands before a clause that depends on the one before it, or in one that has just begun."""
    if grammar.complement.match(follows) or any(
        one.end() == len(before) for one in grammar.complement.finditer(before)
    ):
        return True
    return bool(grammar.infinitive.search(re.split("[,;:]", follows)[0]))


def _begins_clause(before: str, join: re.Match[str], follows: str, grammar: Grammar) -> bool:
    return before[: join.start()].rstrip().endswith(",") or bool(grammar.subject.match(follows))


def _before_inserted_phrase(before: str, comma: int, turns: list[Turn], otherwise: int) -> int:
    """Return where the word is that a phrase between commas parts from what it governs: “not, at any price, recognise”."""
    for turn in reversed(turns):
        inserted = before[turn.end : comma]
        stripped = inserted.lstrip()
        is_inserted = stripped.startswith(",") and "," not in stripped[1:]
        if turn.end <= comma and (not stripped or (is_inserted and len(stripped.split()) <= _LONGEST_INSERTION)):
            return turn.start
    return otherwise
