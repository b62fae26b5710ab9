"""Stances of reactions: the vocabulary that every briefing has, and those that a desk adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from briefing.model.field_types import STANCES, BriefingPart, ShortText

LONGEST_STANCE = 24
"""The most characters of a stance: it is printed in a frame, in a narrow column."""


class OwnStance(BriefingPart):
    """A stance that the desk adds: its word, and the one of the vocabulary whose tone it has.

    It is framed as that one is, and comes after it in the order of stances.
    """

    stance: Annotated[
        ShortText, Field(max_length=LONGEST_STANCE, description="the word that is printed, as in stance: pledges")
    ]
    tone: Annotated[
        Literal["supports", "neutral", "concerned", "warns", "demands", "criticises", "condemns"],
        Field(description="the stance that it is like: it is framed as that one, as in tone: supports"),
    ]


def stance_order(own: Sequence[OwnStance]) -> list[str]:
    """Return all stances, from support to condemnation: each of the desk's own after the one whose tone it has."""
    return [word for tone in STANCES for word in (tone, *(one.stance for one in own if one.tone == tone))]
