"""What a build came to, in lines for people and objects for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from briefing.build import Built, Order
from briefing.cli.folders import near
from briefing.cli.lines import complain, tell
from briefing.problems import BriefingError, visible


def with_overdue(built: Built, now: datetime) -> Built:
    """A build's warnings, and that the next update is overdue, which only the clock can tell."""
    if built.due and datetime.fromisoformat(built.due[0]) < now:
        return replace(built, warnings=(*built.warnings, built.due[1]))
    return built


def built_line(built: Built) -> str:
    """What was built, in a line for people."""
    parts = [
        f"{built.pages} page{'s' * (built.pages != 1)}",
        f"{built.size / 1000:,.0f} kB",
        "unchanged" if built.fresh else f"{built.seconds:.1f} s",
        f"{len(built.warnings)} warning{'s' * (len(built.warnings) != 1)}",
    ]
    return f"{near(built.pdf)}: {', '.join(parts)}"


def built_object(order: Order, built: Built) -> dict[str, object]:
    """What was built, for programs."""
    return {
        "folder": str(order.folder),
        **({"parameters": dict(order.parameters)} if order.parameters else {}),
        "pdf": str(built.pdf),
        "pages": built.pages,
        "bytes": built.size,
        "seconds": round(built.seconds, 3),
        "unchanged": built.fresh,
        "warnings": list(built.warnings),
    }


def tell_built(order: Order, built: Built, *, as_json: bool) -> None:
    """Say what was built, and every warning."""
    built = with_overdue(built, datetime.now(UTC))
    for warning in built.warnings:
        complain(warning)
    tell(json.dumps(built_object(order, built)) if as_json else built_line(built))


def complain_of_failures(failed: Sequence[tuple[Order, BriefingError]], total: int) -> None:
    """Close a run of many with what failed: a line for each folder, with the first of its problems."""
    if not failed:
        return
    complain(f"{len(failed)} of {total} failed:")
    width = max(len(str(near(order.shown))) for order, _ in failed)
    for order, error in failed:
        first = error.problems[0]
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        complain(f"  {near(order.shown)!s:<{width}}  {first.code}: {visible(first.what)}{more}")
