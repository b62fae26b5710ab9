"""`briefing verify`: for anyone who has received a PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.options import ArchiveOption, open_selected_archive
from briefing.cli.output import print_line
from briefing.cli.remarks import shown
from briefing.problems import ArchiveError, ExitCode, Place, Problem, UsageError

if TYPE_CHECKING:
    from briefing.archive.received import Received
    from briefing.archive.signing.signatures import Signature

MAX_BYTES = 200_000_000


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf")],
    archive: ArchiveOption = None,
    trust: Annotated[
        Path | None, typer.Option(metavar="FILE.pem", help="The authorities whose signatures count.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which edition a PDF is, whether it is untouched, who signed it, and whether it still stands."""
    from briefing.archive.received import fingerprint, look_up

    pdf = _read(file)
    kept = open_selected_archive(archive)
    if not kept.root.exists():
        hint = "name it with --archive, or stand in the workspace it belongs to"
        raise ArchiveError(Problem("no-archive", "there is no archive here", Place(str(kept.root)), hint))
    received = look_up(pdf, kept)
    signatures = _signatures(pdf, trust)
    sound = received.stands and all(one.intact and one.whole for one in signatures)
    if as_json:
        print_line(
            json.dumps({**_object(received, signatures), "sha256": fingerprint(pdf), "stands": sound}, default=str)
        )
    else:
        lines = [f"{file}: {_verdict(received)}", *map(_signed, signatures), f"  SHA-256    {fingerprint(pdf)}"]
        print_line("\n".join(lines))
    if not sound:
        raise typer.Exit(ExitCode.ARCHIVE)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened_file:
            content = opened_file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise UsageError(Problem("no-file", what, Place(str(file)))) from error
    if not content.startswith(b"%PDF-") or len(content) > MAX_BYTES:
        raise UsageError(Problem("no-pdf", "this is not a PDF that can be verified", Place(str(file))))
    return content


def _signatures(pdf: bytes, trust: Path | None) -> list[Signature]:
    try:
        from briefing.archive.signing.sign import read_certificates
        from briefing.archive.signing.signatures import read_signatures
    except ImportError as error:
        if trust is None and b"/ByteRange" not in pdf:
            return []
        hint = "pip install 'briefing[sign]'"
        raise UsageError(Problem("no-signatures", "signatures cannot be read here", hint=hint)) from error
    return read_signatures(pdf, read_certificates(trust) if trust else ())


def _verdict(received: Received) -> str:
    edition = received.edition
    if edition is None:
        said = f"it says that it is {received.claims}, but" if received.claims else "it names no edition, and"
        return f"unknown: {said} this archive does not hold it"
    if not received.untouched:
        return f"NOT what was published: it says that it is {edition.name}, and is another file"
    if edition.notice:
        instead = f"; {edition.id}@{edition.notice.replaced_by} stands instead" if edition.notice.replaced_by else ""
        return f"{edition.name}, untouched, but WITHDRAWN: {shown(edition.notice.reason)}{instead}"
    if edition.status == "superseded":
        return f"{edition.name}, untouched, but superseded by a later edition"
    return f"{edition.name}, untouched, the current edition; published {edition.published:%Y-%m-%d %H:%M} UTC"


def _signed(one: Signature) -> str:
    if not (one.intact and one.whole):
        return f"  signature  BROKEN: the file was changed after {one.signer} signed it"
    when = f" on {one.signed:%Y-%m-%d %H:%M} UTC" if one.signed else ""
    stamped = ", time vouched for" if one.stamped else ""
    trusted = "trusted" if one.trusted else "the certificate is not known here: name its authority with --trust"
    return f"  signature  {one.signer}{when} ({one.level}{stamped}); {trusted}"


def _object(received: Received, signatures: list[Signature]) -> dict[str, Any]:
    edition = received.edition
    return {
        "claims": received.claims,
        "edition": edition.name if edition else None,
        "untouched": received.untouched,
        "status": edition.status if edition else None,
        "withdrawn": edition.notice.reason if edition and edition.notice else None,
        "signatures": [vars(one) for one in signatures],
    }
