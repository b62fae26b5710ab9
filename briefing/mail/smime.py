"""S/MIME (RFC 8551): sign the body of a message with the identity that signs the PDF, so that mail programs show who sent it.

The only module that imports cryptography, which comes with the extra `briefing[sign]`.
"""

from __future__ import annotations

from base64 import encodebytes
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509 import Certificate

from briefing.problems import DeliveryError, Place, Problem


class Signer:
    """Signs the bodies of messages with one key; call it with a body."""

    def __init__(
        self, key: RSAPrivateKey | EllipticCurvePrivateKey, certificate: Certificate, chain: list[Certificate]
    ) -> None:
        self._key, self._certificate, self._chain = key, certificate, chain

    def __call__(self, entity: bytes) -> bytes:
        """Return a MIME entity (lines ended by CRLF) as multipart/signed, with the entity's bytes unchanged inside."""
        builder = PKCS7SignatureBuilder().set_data(entity).add_signer(self._certificate, self._key, SHA256())
        for certificate in self._chain:
            builder = builder.add_certificate(certificate)
        signature = builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])
        # No line of quoted-printable or Base64 can contain "=_" (RFC 2045, section 6.7).
        boundary = f"=_{sha256(entity).hexdigest()[:32]}_s"
        head = (
            "MIME-Version: 1.0\r\n"
            'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n'
            f' micalg="sha-256"; boundary="{boundary}"\r\n\r\n'
        )
        signed = (
            f"\r\n--{boundary}\r\n"
            'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n'
            "Content-Transfer-Encoding: base64\r\n"
            'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n'
        )
        coded = encodebytes(signature).replace(b"\n", b"\r\n")
        end = f"--{boundary}--\r\n"
        return head.encode() + f"--{boundary}\r\n".encode() + entity + signed.encode() + coded + end.encode()


def read_signer(path: Path, password: str) -> Signer:
    """Read the key and certificates of a PKCS#12 file. Raises DeliveryError (`no-identity`) where it cannot be used."""
    try:
        key, certificate, chain = load_key_and_certificates(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError) as error:
        what = f"cannot be read: {error.strerror if isinstance(error, OSError) else 'wrong password, or not a PKCS#12 file'}"
        raise DeliveryError(
            Problem("no-identity", what, Place(str(path)), "check [sign] in briefing.toml, and the password")
        ) from None
    if certificate is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        what = "holds no certificate with an RSA or elliptic-curve key"
        raise DeliveryError(
            Problem("no-identity", what, Place(str(path)), "use an identity with such a key, which S/MIME needs")
        )
    return Signer(key, certificate, list(chain))
