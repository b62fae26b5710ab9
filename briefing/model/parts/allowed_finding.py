"""What a briefing says of problems that its desk accepts."""

from __future__ import annotations

from briefing.model.field_types import BriefingPart, ShortText


class AllowedFinding(BriefingPart):
    """A problem found by the check that the desk allows, with its reason.

    `about` are words of its message, needed where it is an error, so that no other error is allowed by mistake.
    """

    code: ShortText
    reason: ShortText
    about: ShortText | None = None
