"""`briefing build --watch`: built again after each save, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace

from briefing.batch.watch import watch_all
from briefing.build_output import BuildRequest, BuildResult, RenderedBriefing, write_build
from briefing.cli.outcome import tell_built, tell_failed
from briefing.cli.progress import Progress
from briefing.problems import BriefingError


def watch_orders(orders: Sequence[BuildRequest], *, force: bool, as_json: bool) -> None:
    """Build what is ordered, and again whenever it changes, and say what became of each build; Ctrl-C ends it."""
    # Whoever stands in a folder that is deleted meanwhile stands nowhere.
    lasting = [replace(order, folder=order.folder.absolute(), out=order.out.absolute()) for order in orders]
    with suppress(KeyboardInterrupt), Progress("watching") as progress:

        def begin(order: BuildRequest) -> None:
            progress.say(f"building {order.shown.name}")

        progress.say("getting ready")
        with closing(watch_all(lasting, begin, force=force)) as outcomes:
            for order, outcome in outcomes:
                progress.clear()
                _tell(order, outcome, as_json=as_json)
                progress.say("Ctrl-C ends it")


def _tell(order: BuildRequest, outcome: BuildResult | RenderedBriefing | BriefingError, *, as_json: bool) -> None:
    try:
        if isinstance(outcome, BriefingError):
            raise outcome
        built = write_build(outcome, order, {}) if isinstance(outcome, RenderedBriefing) else outcome
        tell_built(order, built, as_json=as_json)
    except BriefingError as error:
        tell_failed(order, error, as_json=as_json)
