"""All that could change the bytes of a page and is not in the briefing, as it is on this machine, and how two differ."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Mapping

from briefing.fingerprint import current_toolchain, digest, library_version
from briefing.rendering import fontconfig_file

ALSO = ("numpy", "cffi", "pydantic-core", "pyyaml", "trafilatura", "pypdfium2", "page-validation", "distributed")
"""Libraries that a build or its way over a cluster rests on, beside those that are recorded with an edition."""

Versions = Mapping[str, str]
"""What there is, with its version or the beginning of its digest."""


def versions_here() -> Versions:
    """What pages are made with on this machine."""
    making = current_toolchain({})
    faces = sorted((fontconfig_file().parent / "faces").iterdir())
    told = {
        **making.made_with,
        **making.fonts,
        **{name: library_version(name) for name in ALSO},
        "templates and data": _digest_of(making.house),
        "font files": _digest_of({path.name: path.read_bytes() for path in faces}),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "machine": platform.machine(),
    }
    return told | {"briefing program": told["briefing program"][:12]}


def _digest_of(files: Mapping[str, bytes]) -> str:
    return digest("\n".join(f"{name} {digest(content)}" for name, content in sorted(files.items())).encode())[:12]


def differences(here: Versions, there: Versions) -> list[str]:
    """What is another version there than here, one after the other in words, as `weasyprint 69.0 (here 70.0)`."""
    names = [*here, *(name for name in there if name not in here)]
    return [
        f"{name} {there.get(name) or 'missing'} (here {here.get(name) or 'missing'})"
        for name in names
        if here.get(name) != there.get(name)
    ]
