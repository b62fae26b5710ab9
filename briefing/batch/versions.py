"""Compare what pages are made with on two machines: everything outside of a briefing that could change a byte."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Mapping
from functools import cache

from briefing.fingerprint import current_toolchain, digest, library_version
from briefing.rendering import fontconfig_file

FURTHER_LIBRARIES = (
    "numpy",
    "cffi",
    "pydantic-core",
    "pyyaml",
    "trafilatura",
    "pypdfium2",
    "page-validation",
    "distributed",
)
"""Libraries that a build or its way over a cluster depends on, beside those that are recorded with an edition."""

Versions = Mapping[str, str]
"""Names of libraries and files, with their version or the start of their digest."""


@cache  # what this process has loaded does not change
def versions_here() -> Versions:
    """Return what pages are made with in this process."""
    toolchain = current_toolchain({})
    font_files = sorted((fontconfig_file().parent / "faces").iterdir())
    versions = {
        **toolchain.made_with,
        **toolchain.fonts,
        **{name: library_version(name) for name in FURTHER_LIBRARIES},
        "templates and data": _digest_of(toolchain.house),
        "font files": _digest_of({path.name: path.read_bytes() for path in font_files}),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "machine": platform.machine(),
    }
    return versions | {"briefing program": versions["briefing program"][:12]}


def _digest_of(files: Mapping[str, bytes]) -> str:
    return digest("\n".join(f"{name} {digest(content)}" for name, content in sorted(files.items())).encode())[:12]


def differences(here: Versions, there: Versions) -> list[str]:
    """Return what has another version there than here, each as `weasyprint 69.0 (here 70.0)`."""
    names = [*here, *(name for name in there if name not in here)]
    return [
        f"{name} {there.get(name) or 'missing'} (here {here.get(name) or 'missing'})"
        for name in names
        if here.get(name) != there.get(name)
    ]
