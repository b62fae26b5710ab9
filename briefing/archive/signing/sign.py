"""Sign PDFs with PAdES (ETSI EN 319 142-1) at the levels B-B, B-T and B-LT: invisible, over the whole file."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.generic import IndirectObject, PdfObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator import ValidationContext

from briefing.problems import ArchiveError, Place, Problem, reason_of

# Without a handler, the library would print its log.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

FIELD = "Edition"
"""The name of the signature's field."""
Certificate = Any
"""A certificate as asn1crypto, which has no types, reads it."""

_FIELD = SigFieldSpec(
    FIELD,
    readable_field_name="Signature of this edition",
    # A field that is not in the structure must be outside the page (ISO 14289-1, 7.18.1), and must print (PDF/A).
    invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
)


class _IncrementalWriter(IncrementalPdfFileWriter):
    """Adds to a PDF and leaves its metadata as they are: they say what was published, not when it was signed."""

    def _update_meta(self) -> None:
        # pyHanko would write new XMP, in a form that PDF/A-3 does not let extension schemas have.
        return

    def add_object(self, obj: PdfObject, *places: Any, **named: Any) -> IndirectObject:
        """Add an object; encode a stream that ends with a carriage return, so that its length is not ambiguous.

        One certificate in 256 does, and readers may take the carriage return for a part of the line end after it.
        """
        if isinstance(obj, StreamObject) and obj.encoded_data.endswith(b"\r"):
            obj.apply_filter(pdf_name("/ASCIIHexDecode"))
        return super().add_object(obj, *places, **named)


@dataclass(frozen=True)
class SignatureLevel:
    """What a signature carries: a time stamp (B-T), and proof that its certificates are valid then (B-LT).

    `trust` are the certificates of the trusted authorities, `crls` lists of revoked ones in DER; without these, they are
    fetched from the addresses that the certificates name.
    """

    name: str = "B-B"
    timestamper: TimeStamper | None = None
    trust: Sequence[Certificate] = ()
    crls: Sequence[bytes] = ()


def sign_pdf(pdf: bytes, signer: Signer, level: SignatureLevel, reason: str = "") -> bytes:
    """Return a PDF with a signature added; it begins with the unsigned one, byte for byte.

    Raises ArchiveError (`cannot-sign`).
    """
    context = None
    if level.name == "B-LT":
        context = ValidationContext(
            trust_roots=list(level.trust),
            crls=list(level.crls),
            allow_fetching=not level.crls,
            revocation_mode="require",
        )
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        embed_validation_info=context is not None,
        validation_context=context,
        # In the one revision that the signature covers, so that nothing is added to the file after it.
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )
    timestamper = None if level.name == "B-B" else level.timestamper
    if level.name != "B-B" and timestamper is None:
        what = f"a signature of level {level.name} needs a time stamp"
        raise ArchiveError(Problem("cannot-sign", what, None, "set timestamp in [sign] of briefing.toml"))
    pdf_signer = PdfSigner(metadata, signer=signer, timestamper=timestamper, new_field_spec=_FIELD)
    try:
        signed = bytes(pdf_signer.sign_pdf(_IncrementalWriter(io.BytesIO(pdf))).getvalue())
    except Exception as error:  # a library of many parts, whose errors have no common root
        hint = "check the key, its certificates and the servers"
        raise ArchiveError(Problem("cannot-sign", f"the signature failed: {error}", None, hint)) from error
    if not signed.startswith(pdf):
        what, hint = "the signed file does not begin with the unsigned one", "report this; nothing was published"
        raise ArchiveError(Problem("cannot-sign", what, None, hint))
    return signed


def read_identity(path: Path, password: str) -> Signer:
    """Return the key and certificates of a PKCS#12 file. Raises ArchiveError (`no-identity`) where it cannot be used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        what, hint = reason_of(error), "set pkcs12 in [sign] of briefing.toml"
        raise _no_identity(path, what, hint) from error
    try:
        signer = SimpleSigner.load_pkcs12_data(content, (), passphrase=password.encode() or None)
    except ValueError:
        signer = None
    if signer is None or signer.signing_cert is None:
        raise _no_identity(
            path, "the password is wrong, or the file is not a PKCS#12 file", "set BRIEFING_SIGN_PASSWORD"
        )
    return cast("Signer", signer)


@contextmanager
def open_token(library: str, token: str, key: str, pin: str) -> Iterator[Signer]:
    """Yield the key on a PKCS#11 token, by the labels of both. Raises ArchiveError (`no-identity`).

    The library is the token maker's; it also needs python-pkcs11, which `briefing[token]` installs.
    """
    path = Path(library)
    try:
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        criteria = TokenCriteria(label=token) if token else None
        session = open_pkcs11_session(library, token_criteria=criteria, user_pin=pin)
    except ImportError as error:
        raise _no_identity(path, "python-pkcs11 is missing", "pip install 'briefing[token]'") from error
    except Exception as error:  # the library's own errors, of any kind
        what = f"the token cannot be opened: {error or type(error).__name__}"
        raise _no_identity(path, what, "check pkcs11, token and the PIN") from error
    with session:
        signer = PKCS11Signer(session, cert_label=key, key_label=key)
        try:
            if signer.signing_cert is None:
                raise ValueError("no certificate")
        except Exception as error:
            raise _no_identity(path, f'no key and certificate "{key}" on the token', "check key") from error
        yield signer


def connect_timestamper(address: str) -> TimeStamper:
    """Return a time-stamping server (RFC 3161) by its address."""
    return HTTPTimeStamper(address)


def read_certificates(path: Path) -> list[Certificate]:
    """Return the certificates of a PEM or DER file. Raises ArchiveError (`no-trust`)."""
    try:
        certificates = list(load_certs_from_pemder_data(path.read_bytes()))
        # They are decoded on demand: only this shows whether they are certificates.
        _ = [certificate.subject.native for certificate in certificates]
        if not certificates:
            raise ValueError("it contains none")
    except (OSError, ValueError, TypeError) as error:
        what = f"cannot be read as certificates: {error}"
        raise ArchiveError(Problem("no-trust", what, Place(str(path)), "set trust to a PEM file")) from error
    return certificates


def _no_identity(path: Path, what: str, hint: str) -> ArchiveError:
    return ArchiveError(Problem("no-identity", what, Place(str(path)), hint))
