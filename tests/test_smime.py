"""Signed messages: OpenSSL, an independent judge, finds them whole, and a changed one not."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from briefing.delivery.message import LetterWriter
from briefing.delivery.smime import read_signer
from briefing.problems import DeliveryError
from tests.mail.desk import DESK, DESPATCH, people
from tests.mail.lint import lint


@pytest.fixture(params=["rsa", "ec"])
def identity(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A PKCS#12 file, and `ca.pem` beside it: the desk's certificate vouches for itself."""
    key = rsa.generate_private_key(65537, 2048) if request.param == "rsa" else ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sahel desk")]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name("desk@ministry.example")]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(b"secret")
    (tmp_path / "desk.p12").write_bytes(serialize_key_and_certificates(b"desk", key, certificate, None, encryption))
    (tmp_path / "ca.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return tmp_path / "desk.p12"


def verify(content: bytes, ca: Path) -> bool:
    if not shutil.which("openssl"):
        pytest.skip("openssl, which judges the signature, is not installed")
    command = ["openssl", "cms", "-verify", "-CAfile", str(ca), "-out", "/dev/null"]
    return subprocess.run(command, input=content, capture_output=True, check=False).returncode == 0


def test_a_signed_message_is_whole_and_a_changed_one_is_not(identity: Path) -> None:
    signer = read_signer(identity, "secret")
    letter = LetterWriter(DESPATCH, DESK, sign=signer).write(people(1)[0], None, DESPATCH.published)
    assert lint(letter.content) == []
    assert verify(letter.content, identity.with_name("ca.pem"))
    assert not verify(letter.content.replace(b"Crane", b"Brane"), identity.with_name("ca.pem"))
    message = message_from_bytes(letter.content, policy=default)
    assert message.get_content_type() == "multipart/signed"
    inner, signature = message.iter_parts()
    assert inner.get_content_type() == "multipart/mixed"
    assert signature.get_filename() == "smime.p7s"
    assert message.get_all("MIME-Version") == ["1.0"]


def test_an_identity_that_cannot_be_read(identity: Path) -> None:
    for path, password in ((identity, "wrong"), (identity.with_name("ca.pem"), ""), (identity.with_name("no"), "")):
        with pytest.raises(DeliveryError, match="no-identity") as caught:
            read_signer(path, password)
        assert "wrong " not in str(caught.value).replace("wrong password", "")
