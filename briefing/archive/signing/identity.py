"""The identity that editions are signed with, as the desk's settings name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from briefing.problems import ArchiveError, Place, Problem, UsageError
from briefing.settings import SETTINGS_FILE, SignSettings

Sign = Callable[[bytes], bytes]
"""A PDF with a signature added to it."""


@contextmanager
def open_identity(settings: SignSettings, root: Path, password: Callable[[], str]) -> Iterator[Sign]:
    """What signs a PDF, by the settings; relative paths are from `root`, and the password is asked for only if needed.

    Raises UsageError (`no-identity`) where the settings name none or the extra is not installed, ArchiveError where it
    cannot be used.
    """
    if not (settings.pkcs12 or settings.pkcs11):
        hint = 'name a PKCS#12 file: [sign] pkcs12 = "desk.p12", or a token: pkcs11, token and key'
        raise UsageError(Problem("no-identity", "there is no identity to sign with", Place(SETTINGS_FILE), hint))
    try:
        from briefing.archive.signing import sign
    except ImportError as error:
        hint = "pip install 'briefing[sign]'"
        raise UsageError(Problem("no-identity", "signing is an extra that is not installed", hint=hint)) from error
    level = sign.Level(
        settings.level,
        sign.stamping(settings.timestamp) if settings.timestamp else None,
        sign.read_certificates(root / settings.trust) if settings.trust else (),
        _crls(root / settings.crls) if settings.crls else (),
    )
    with ExitStack() as held:
        if settings.pkcs12:
            signer = sign.read_identity(root / settings.pkcs12, password())
        else:
            token = sign.open_token(settings.pkcs11, settings.token, settings.key, password())
            signer = held.enter_context(token)
        yield lambda pdf: sign.sign_edition(pdf, signer, level, settings.reason)


def _crls(folder: Path) -> list[bytes]:
    found = [path.read_bytes() for path in sorted(folder.glob("*.crl"))] if folder.is_dir() else []
    if not found:
        raise ArchiveError(Problem("no-trust", "holds no list of revoked certificates (*.crl)", Place(str(folder))))
    return found
