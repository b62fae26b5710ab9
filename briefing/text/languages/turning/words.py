"""What is listed of each language to tell whether a part of a sentence, taken alone, says something else than the sentence.

Each list is of regular expressions of whole words, without regard to case, separated by white space; `_` stands for a
space, a line may begin with the bar of a choice, and apostrophes are straight. To add a language, add a module with one
`TurningWords`, and its line in `LANGUAGES` (`negations.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TurningWords:
    """The lists of one language.

    `negations` negate; neither they nor `denials` may be inserted in a quotation. `denials` and `reversals` turn what they
    govern without negating (refuse, doubt, far from); a negation beside one turns it back (nobody doubts). `harmless` are
    turns of phrase with such a word that turn nothing. `conditions` begin what must be fulfilled; `unconditional` look like
    it. `verdicts` follow what they call untrue.

    `complements` begin a clause that depends on the one before, though a comma may stand between; `infinitive` is found in
    such a clause without one. `contrasts` and `subordinates` begin a clause that the words before do not turn. `joins` do so
    where one of `subjects` or `pronouns` follows. `pronouns` go on with the person spoken of.
    """

    negations: str
    denials: str
    reversals: str
    harmless: str
    conditions: str
    unconditional: str
    verdicts: str
    complements: str
    contrasts: str
    joins: str
    subordinates: str
    subjects: str
    pronouns: str
    infinitive: str = ""
