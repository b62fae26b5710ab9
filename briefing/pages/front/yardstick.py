"""The yardstick of likelihood, drawn as a scale below the assessment: what each term means, and which terms it uses."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.i18n import Translator
from briefing.model.briefing import Briefing
from briefing.part_names import likelihood_names

SCALES = {
    "phia": (
        (("remote chance",), 0, 5),
        (("highly unlikely",), 10, 20),
        (("unlikely",), 25, 35),
        (("realistic possibility",), 40, 50),
        (("likely", "probable"), 55, 75),
        (("highly likely",), 80, 90),
        (("almost certain",), 95, 100),
    ),
    "icd203": (
        (("almost no chance", "remote"), 1, 5),
        (("very unlikely", "highly improbable"), 5, 20),
        (("unlikely", "improbable"), 20, 45),
        (("roughly even chance", "roughly even odds"), 45, 55),
        (("likely", "probable"), 55, 80),
        (("very likely", "highly probable"), 80, 95),
        (("almost certain", "nearly certain"), 95, 99),
    ),
}
"""The terms that mean the same, and the least and the most per cent that they stand for.

From the PHIA Probability Yardstick (UK Professional Head of Intelligence Assessment, 2025) and Intelligence Community
Directive 203 (US Office of the Director of National Intelligence, 2015).
"""


@dataclass(frozen=True)
class YardstickStep:
    """A step of the scale: its term, the range it stands for, and whether the assessment uses it."""

    term: str
    range: str
    is_used: bool


def yardstick_steps(briefing: Briefing, translator: Translator) -> list[YardstickStep]:
    """Return the steps of a briefing's scale, the least likely first; of the terms of a step, the one that is in use.

    Nothing where its assessment uses none of them.
    """
    names = likelihood_names(translator)
    in_use = {one.likelihood.casefold() for one in briefing.assessment if one.likelihood}
    steps = []
    for terms, least, most in SCALES[briefing.yardstick]:
        found = next((term for term in terms if term in in_use), "")
        span = translator.gettext("{least}–{most} %", least=least, most=most)
        steps.append(YardstickStep(names.get(found or terms[0], found or terms[0]), span, bool(found)))
    return steps if any(step.is_used for step in steps) else []
