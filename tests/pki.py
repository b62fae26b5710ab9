"""A small public-key infrastructure for the tests of signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSWORD = "not secret"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


class Authority:
    """A root authority that issues certificates for signers and a time-stamping server, and lists of revoked ones."""

    def __init__(self, name: str = "Test root") -> None:
        self.now = datetime.now(UTC)
        key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        certificate = (
            self._builder(subject, subject, key, 3650)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        self.root = Issued(key, certificate)

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, days: int
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - DAY)
            .not_valid_after(self.now + days * DAY)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def issue(self, name: str, *, stamping: bool = False) -> Issued:
        key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        builder = self._builder(subject, self.root.certificate.subject, key, 365).add_extension(usage, critical=True)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root.key.public_key())
        builder = builder.add_extension(identifier, critical=False)
        if stamping:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return Issued(key, builder.sign(self.root.key, hashes.SHA256()))

    def pkcs12(self, issued: Issued, password: str = PASSWORD) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"desk",
            issued.key,
            issued.certificate,
            [self.root.certificate],
            serialization.BestAvailableEncryption(password.encode()),
        )

    def crl(self, *revoked: Issued, number: int = 1) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(self.now - DAY)
            .next_update(self.now + 30 * DAY)
        )
        for one in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(self.now - DAY / 2).build())
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root.key.public_key())
        builder = builder.add_extension(identifier, critical=False).add_extension(
            x509.CRLNumber(number), critical=False
        )
        return builder.sign(self.root.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def timestamper(self, issued: Issued) -> DummyTimeStamper:
        return DummyTimeStamper(
            next(iter(load_certs_from_pemder_data(issued.pem()))),
            load_private_key_from_pemder_data(issued.key_pem(), passphrase=None),
            certs_to_embed=SimpleCertificateStore.from_certs(load_certs_from_pemder_data(self.root.pem())),  # type: ignore[no-untyped-call]
        )

    def write(self, folder: Path, issued: Issued) -> None:
        """Write a desk's identity, its trusted authorities and the list of revoked certificates into a folder."""
        (folder / "desk.p12").write_bytes(self.pkcs12(issued))
        (folder / "trust.pem").write_bytes(self.root.pem())
        (folder / "crls").mkdir(exist_ok=True)
        (folder / "crls" / "root.crl").write_bytes(self.crl())
