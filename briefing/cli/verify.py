"""`briefing verify`: for anyone who has received a PDF."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.atomic import open_regular_file
from briefing.cli.options import ArchiveOption, JsonOption, open_selected_archive
from briefing.cli.output import note_line, print_json, print_line
from briefing.problems import ArchiveError, ExitCode, Place, Problem, UsageError, reason_of
from briefing.workspace import nearest_workspace

if TYPE_CHECKING:
    from briefing.archive.archive import Archive
    from briefing.archive.identify import ReceivedPdf
    from briefing.archive.signing.signatures import Signature

MAX_BYTES = 200_000_000
_VERDICTS = {
    ExitCode.DONE: "current",
    ExitCode.ARCHIVE: "altered",
    ExitCode.SUPERSEDED: "superseded",
    ExitCode.WITHDRAWN: "withdrawn",
    ExitCode.UNKNOWN: "unknown",
}


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf")],
    archive: ArchiveOption = None,
    trust: Annotated[
        Path | None, typer.Option(metavar="FILE.pem", help="The certificate authorities to trust for signatures.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check a PDF that you have received.

    Tells which edition it is, whether it is unaltered, who signed it, and whether it is current. Exit codes: 0 the current
    edition, unaltered; 6 altered, its signature is broken, or the archive is damaged; 9 superseded; 10 withdrawn; 11 not
    known to this archive.
    """
    from briefing.archive.identify import identify_pdf

    pdf = _read_pdf(file)
    if not archive and not nearest_workspace(Path.cwd()):
        what = "this folder is in no workspace, so there is no archive to look in"
        hint = "name the archive with --archive DIR, or run this in its workspace"
        raise UsageError(Problem("no-workspace", what, hint=hint))
    opened = _open_archive(archive)
    received = identify_pdf(pdf, opened)
    signatures = _read_signatures(pdf, trust)
    code = _exit_code(received, signatures)
    if as_json:
        known: dict[str, object] = {
            "sha256": sha256(pdf).hexdigest(),
            "stands": code is ExitCode.DONE,
            "exit": int(code),
        }
        known["verdict"] = _VERDICTS[code]
        print_json({**_json_object(received, signatures), **known})
    else:
        nothing = "" if opened.root.exists() else ": nothing has been published here yet"
        print_line(f"{file}: {_verdict(received)}{nothing}")
        for signature in signatures:
            print_line(_signature_line(signature))
        print_line(f"  SHA-256    {sha256(pdf).hexdigest()}")
    if code:
        raise typer.Exit(code)


def _open_archive(archive: Path | None) -> Archive:
    """Open the archive to look in; before the first edition, that of a workspace has none.

    Raises UsageError where there is none at all, or none that may be read: only what is damaged, or altered, exits with 6.
    """
    try:
        opened = open_selected_archive(archive)
    except ArchiveError as error:
        if {problem.code for problem in error.problems} <= {"archive-unreadable", "not-an-archive"}:
            raise UsageError(error.problems) from error
        raise
    if archive and not opened.root.exists():
        hint = "name it with --archive, or run this in its workspace"
        raise UsageError(Problem("no-archive", "there is no archive here", Place(str(opened.root)), hint))
    return opened


def _exit_code(received: ReceivedPdf, signatures: list[Signature]) -> ExitCode:
    """Return what a PDF is: unknown here, altered, withdrawn, superseded, or the current edition; the first that holds."""
    edition = received.edition
    if edition is None:
        return ExitCode.UNKNOWN
    if not received.unmodified or not all(one.intact and one.whole for one in signatures):
        return ExitCode.ARCHIVE
    if edition.notice:
        return ExitCode.WITHDRAWN
    return ExitCode.DONE if edition.status == "current" else ExitCode.SUPERSEDED


def _read_pdf(file: Path) -> bytes:
    try:
        # A link is followed, for the reader has named it; a pipe or a device is not waited for.
        with open_regular_file(file.resolve()) as opened:
            content = opened.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:
        what = f"cannot be read: {reason_of(error)}"
        raise UsageError(Problem("no-file", what, Place(str(file)), "name an existing PDF file")) from error
    if not content.startswith(b"%PDF-") or len(content) > MAX_BYTES:
        hint = f"name a PDF file of at most {MAX_BYTES // 1_000_000} MB"
        raise UsageError(Problem("no-pdf", "this is not a PDF that can be verified", Place(str(file)), hint))
    return content


def _read_signatures(pdf: bytes, trust: Path | None) -> list[Signature]:
    try:
        from briefing.archive.signing.sign import read_certificates
        from briefing.archive.signing.signatures import read_signatures
    except ImportError as error:
        if trust is None and b"/ByteRange" not in pdf:
            return []
        hint = "install what reads them: pip install 'briefing[sign]'"
        raise UsageError(Problem("no-signatures", "signatures cannot be read here", hint=hint)) from error
    return read_signatures(pdf, read_certificates(trust) if trust else ())


def _verdict(received: ReceivedPdf) -> str:
    edition = received.edition
    if edition is None:
        claim = f"it claims to be {received.claims}, but" if received.claims else "it names no edition, and"
        return f"unknown: {claim} it is not in this archive"
    if not received.unmodified:
        return f"NOT as published: it claims to be {edition.name}, but the content differs"
    if edition.notice:
        instead = f"; replaced by {edition.id}@{edition.notice.replaced_by}" if edition.notice.replaced_by else ""
        return f"{edition.name}, unaltered, but WITHDRAWN: {note_line(edition.notice.reason)}{instead}"
    if edition.status == "superseded":
        return f"{edition.name}, unaltered, but superseded by a later edition"
    return f"{edition.name}, unaltered, the current edition; published {edition.published:%Y-%m-%d %H:%M} UTC"


def _signature_line(signature: Signature) -> str:
    if not (signature.intact and signature.whole):
        return f"  signature  BROKEN: the file was changed after {signature.signer} signed it"
    when = f" on {signature.signed:%Y-%m-%d %H:%M} UTC" if signature.signed else ""
    stamped = ", with a trusted time stamp" if signature.stamped else ""
    trust = "trusted" if signature.trusted else "not trusted: name the authority of its certificate with --trust"
    return f"  signature  {signature.signer}{when} ({signature.level}{stamped}); {trust}"


def _json_object(received: ReceivedPdf, signatures: list[Signature]) -> dict[str, object]:
    edition = received.edition
    return {
        "claims": received.claims,
        "edition": edition.name if edition else None,
        "untouched": received.unmodified,
        "status": edition.status if edition else None,
        "withdrawn": edition.notice.reason if edition and edition.notice else None,
        "signatures": [vars(one) for one in signatures],
    }
