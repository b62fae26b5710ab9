"""Check signatures: whether a signed PDF is unmodified, who signed it, when, and whether we trust them.

Nothing is fetched from the network: the proof that a certificate is valid is in the file (level B-LT), or it is not known.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from briefing.archive.signing.sign import Certificate
from briefing.problems import ArchiveError, Problem


@dataclass(frozen=True)
class Signature:
    """One signature.

    `intact` says that not a byte it covers has changed, `whole` that it covers the whole file, `trusted` that its
    certificate leads to one of the authorities given. `level` is that of PAdES, `signed` the time it claims or, with
    `stamped`, the one in its time stamp.
    """

    signer: str
    signed: datetime | None
    stamped: bool
    level: str
    intact: bool
    whole: bool
    trusted: bool


BROKEN = Signature("someone", None, False, "", intact=False, whole=False, trusted=False)
"""A signature in a file so damaged that no more can be read of it."""


def read_signatures(pdf: bytes, trust: Sequence[Certificate] = ()) -> list[Signature]:
    """Return the signatures of a PDF in the order of signing; none where it is unsigned or not a PDF."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        return [_check(reader, one, trust) for one in reader.embedded_regular_signatures]
    except Exception:  # a damaged file can fail its reader in any way
        return [BROKEN] if b"/ByteRange" in pdf else []


def _check(reader: PdfFileReader, embedded: EmbeddedPdfSignature, trust: Sequence[Certificate]) -> Signature:
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        store = None
    moment = embedded.self_reported_timestamp
    names = embedded.signer_cert.subject
    signer = str(names.native.get("common_name") or names.human_friendly)
    try:
        # Twice, because a certificate is checked at the time it was used, which only a time stamp proves.
        status = validate_pdf_signature(embedded, _context(store, trust, None), _context(store, trust, None))
        stamp = status.timestamp_validity
        if stamp is not None:
            moment = stamp.timestamp
            then = (_context(store, trust, moment), _context(store, trust, moment))
            status = validate_pdf_signature(embedded, *then)
    except (SignatureValidationError, ValueError):
        return Signature(signer, moment, False, "", intact=False, whole=False, trusted=False)
    return Signature(
        signer,
        moment,
        stamped=bool(stamp and stamp.valid),
        level="B-B" if stamp is None else "B-LT" if store else "B-T",
        intact=bool(status.intact and status.valid),
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        trusted=bool(status.trusted),
    )


def _context(
    store: DocumentSecurityStore | None, trust: Sequence[Certificate], moment: datetime | None
) -> ValidationContext:
    values: dict[str, Any] = {"trust_roots": list(trust), "allow_fetching": False}
    if moment:
        values["moment"] = moment
    if store:
        return store.as_validation_context({**values, "revocation_mode": "require", "retroactive_revinfo": True})
    return ValidationContext(**values, revocation_mode="soft-fail")


def check_signed(pdf: bytes) -> None:
    """Raise ArchiveError (`signature`) unless a PDF has a signature, and all it has are intact and cover the file."""
    signatures = read_signatures(pdf)
    if not signatures:
        raise ArchiveError(Problem("signature", "there is no signature"))
    if not all(one.intact and one.whole for one in signatures):
        raise ArchiveError(Problem("signature", "the signature is broken: the file was changed after it was signed"))
