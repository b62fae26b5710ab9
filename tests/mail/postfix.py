"""Debian's Postfix on a port of this machine, unpacked beside the tests: nothing on the system is installed or changed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mail.authority import Authority

KEPT = Path(__file__).parents[2] / ".venv" / "postfix"

MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/spool
command_directory = {root}/usr/sbin
daemon_directory = {root}/usr/lib/postfix/sbin
shlib_directory = {root}/usr/lib/postfix
meta_directory = {root}/etc/postfix
data_directory = {home}/data
mail_owner = daemon
setgid_group = mail
import_environment = LD_LIBRARY_PATH MAIL_CONFIG LANG=C
maillog_file = {home}/log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = ministry.example
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {certificate}
smtpd_tls_security_level = encrypt
smtpd_relay_restrictions = reject_unauth_destination
smtputf8_enable = yes
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running Postfix: its port, and the folder for all mail to ministry.example, one file per message."""

    port: int
    mail: Path

    def delivered(self, wanted: int) -> list[bytes]:
        """Wait for `count` messages and return them; fewer where they do not arrive in time."""
        for _ in range(300):
            found = list((self.mail / "box" / "new").glob("*"))
            if len(found) >= wanted:
                break
            time.sleep(0.1)
        return [path.read_bytes() for path in found]


@contextmanager
def postfix(authority: Authority) -> Iterator[Postfix]:
    """Run Postfix with TLS required and the authority's certificate; skip the test where Postfix is not available."""
    root = _unpacked()
    # Not pytest's own folder: Postfix's processes run as other users, who cannot read it.
    home = Path(tempfile.mkdtemp(prefix="briefing-postfix-"))
    home.chmod(0o755)
    try:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        certificate = authority.folder / "good.pem"
        for name, owner in (("etc", "root"), ("spool", "root"), ("data", "daemon"), ("mail", "nobody")):
            (home / name).mkdir()
            shutil.chown(home / name, owner)
        (home / "etc" / "main.cf").write_text(MAIN.format(home=home, root=root, certificate=certificate))
        (home / "etc" / "master.cf").write_text(MASTER.format(port=port))
        environment = {**os.environ, "LD_LIBRARY_PATH": str(root / "usr/lib/postfix")}
        check = [root / "usr/sbin/postfix", "-c", home / "etc", "check"]
        subprocess.run([str(word) for word in check], env=environment, check=True, capture_output=True)
        master = [root / "usr/lib/postfix/sbin/master", "-c", home / "etc", "-d"]
        with subprocess.Popen([str(word) for word in master], env=environment) as process:
            try:
                _wait_for(port)
                yield Postfix(port, home / "mail")
            finally:
                process.terminate()
                process.wait(20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Postfix does not answer")


def _unpacked() -> Path:
    """Return the folder of the unpacked Postfix, downloaded from Debian on the first call."""
    if os.geteuid() != 0:
        pytest.skip("Postfix starts its processes as other users, which only root may")
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        pytest.skip("Postfix is fetched with apt, which is not here")
    if not KEPT.is_dir():
        with tempfile.TemporaryDirectory() as scratch:
            fetch = subprocess.run(
                ["apt-get", "-o", "APT::Sandbox::User=root", "download", "postfix"],
                cwd=scratch,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            packages = list(Path(scratch).glob("postfix_*.deb"))
            if not packages:
                pytest.skip(f"Postfix cannot be fetched: {fetch.stderr.strip()[-200:]}")
            new = KEPT.with_name("postfix.new")
            shutil.rmtree(new, ignore_errors=True)
            subprocess.run(["dpkg-deb", "-x", str(packages[0]), str(new)], check=True)
            new.rename(KEPT)
    sbin = KEPT / "usr/lib/postfix/sbin"
    listed = subprocess.run(
        ["ldd", str(sbin / "smtpd")],
        env={**os.environ, "LD_LIBRARY_PATH": str(KEPT / "usr/lib/postfix")},
        capture_output=True,
        text=True,
        check=False,
    )
    if missing := [line.split()[0] for line in listed.stdout.splitlines() if "not found" in line]:
        pytest.skip(f"Postfix needs libraries that are not here: {', '.join(missing)}")
    return KEPT
