"""An edition built again from what is stored, to see whether the same bytes come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from briefing.archive.archive import StoredEdition
from briefing.archive.contents import HOUSE, HTML, PAGE, statement_of
from briefing.archive.ocfl.inventory import digest_of
from briefing.archive.restore import restore_edition
from briefing.build import ReportProgress, draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.fingerprint import current_toolchain
from briefing.workspace import Workspace

if TYPE_CHECKING:
    from briefing.model.paper import Paper


@dataclass(frozen=True)
class Rebuilt:
    """An edition built again: the files that came out otherwise, and what it is made with now that was not the same then."""

    differing: tuple[str, ...]
    causes: tuple[str, ...]


def rebuild_edition(edition: StoredEdition, say: ReportProgress) -> Rebuilt:
    """Build an edition again from what is stored, and compare. Raises a BriefingError where it can no longer be built."""
    with TemporaryDirectory(prefix="briefing-rebuild-") as name:
        folder = Path(name) / edition.id
        restore_edition(edition, folder)
        workspace = Workspace(folder)
        paper = cast("Paper", edition.manifest.options["paper"])
        # What the rules of today find is no reason not to see what was published.
        drawn = draw_briefing(BuildRequest(folder, workspace, workspace.out, paper, draft=True), say)
        again = render_edition(drawn, paper, say, statement_of(edition.manifest))
    made = {edition.manifest.pdf: again.pdf.content, HTML: again.document.html.encode()}
    made |= {f"{PAGE}{name}": content for name, content in again.document.files.items()}
    differing = tuple(name for name, content in made.items() if edition.state.get(name) != digest_of(content))
    return Rebuilt(differing, tuple(_causes(edition)))


def _causes(edition: StoredEdition) -> Iterator[str]:
    now, then = current_toolchain({}), edition.manifest
    for what, before, after in (
        *((name, then.made_with.get(name, "none"), known) for name, known in now.made_with.items()),
        *((name, then.fonts.get(name, "none"), known) for name, known in now.fonts.items()),
    ):
        if before != after:
            short = (text[:12] for text in (before, after)) if what == "briefing program" else (before, after)
            yield "{}: {} then, {} now".format(what, *short)
    kept = {name.removeprefix(HOUSE): edition.state[name] for name in edition.names(HOUSE)}
    for name in sorted(kept.keys() | now.house.keys()):
        if name not in now.house:
            yield f"{name}: is gone"
        elif kept.get(name) != digest_of(now.house[name]):
            yield f"{name}: {'has changed' if name in kept else 'is new'}"
