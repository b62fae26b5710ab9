"""Open the identity that editions are signed with, as the desk's settings name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from briefing.problems import ArchiveError, Place, Problem, UsageError
from briefing.settings import SETTINGS_FILE, SignSettings
from briefing.workspace import display_name

Sign = Callable[[bytes], bytes]
"""Returns a PDF with a signature added to it."""


@contextmanager
def open_identity(settings: SignSettings, root: Path, password: Callable[[], str]) -> Iterator[Sign]:
    """Yield the function that signs a PDF; relative paths in the settings are from `root`, `password` is called if needed.

    Raises UsageError (`no-identity`) where the settings name none or the extra is not installed, ArchiveError where it
    cannot be used.
    """
    if not (settings.pkcs12 or settings.pkcs11):
        hint = 'name a PKCS#12 file: [sign] pkcs12 = "desk.p12", or a token: pkcs11, token and key'
        raise UsageError(
            Problem("no-identity", "there is no identity to sign with", Place(display_name(root / SETTINGS_FILE)), hint)
        )
    try:
        from briefing.archive.signing import sign
    except ImportError as error:
        hint = "pip install 'briefing[sign]'"
        raise UsageError(Problem("no-identity", "signing is an extra that is not installed", hint=hint)) from error
    level = sign.SignatureLevel(
        settings.level,
        sign.connect_timestamper(settings.timestamp) if settings.timestamp else None,
        sign.read_certificates(root / settings.trust) if settings.trust else (),
        _read_crls(root / settings.crls) if settings.crls else (),
    )
    with ExitStack() as stack:
        if settings.pkcs12:
            signer = sign.read_identity(root / settings.pkcs12, password())
        else:
            token = sign.open_token(settings.pkcs11, settings.token, settings.key, password())
            signer = stack.enter_context(token)
        yield lambda pdf: sign.sign_pdf(pdf, signer, level, settings.reason)


def _read_crls(folder: Path) -> list[bytes]:
    crls = [path.read_bytes() for path in sorted(folder.glob("*.crl"))] if folder.is_dir() else []
    if not crls:
        what = "the folder contains no list of revoked certificates (*.crl)"
        raise ArchiveError(Problem("no-trust", what, Place(str(folder)), "set crls in [sign] of briefing.toml"))
    return crls
