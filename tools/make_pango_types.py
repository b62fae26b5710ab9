"""Make briefing/pages/pango_types.py: the C declarations of the installed WeasyPrint, in the form cffi reads at once.

    python tools/make_pango_types.py

WeasyPrint hands cffi its declarations as C text, which is parsed at every start in Python. cffi can do that once (its
out-of-line ABI mode). To be run again after WeasyPrint's declarations have changed: a test says when. Same input, same bytes.
"""

from __future__ import annotations

import runpy
import tempfile
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import distribution, version
from pathlib import Path
from unittest.mock import patch

import cffi

TARGET = Path(__file__).resolve().parents[1] / "briefing" / "pages" / "pango_types.py"

HEAD = '''"""The C declarations of WeasyPrint {version}, made ready for cffi by tools/make_pango_types.py. Not to be edited.

The declarations are WeasyPrint's (BSD-3-Clause), the form is cffi's.
"""

# mypy: ignore-errors

from hashlib import sha256

import _cffi_backend

SOURCE = "{digest}"


class FFI(_cffi_backend.FFI):
    """cffi's interface with these declarations; it takes no others."""

    def cdef(self, source):
        """Take the declarations this was made of. Raises ImportError for any others."""
        if sha256(source.encode()).hexdigest() != SOURCE:
            raise ImportError("WeasyPrint's declarations have changed")


'''


class _TakenError(Exception):
    """The declarations have been read; nothing more is wanted."""


def declarations() -> str:
    """Return what the installed WeasyPrint hands to cffi."""
    taken: list[str] = []

    def take(_: cffi.FFI, source: str) -> None:
        taken.append(source)
        raise _TakenError

    path = distribution("weasyprint").locate_file("weasyprint/text/ffi.py")
    with patch.object(cffi.FFI, "cdef", take), suppress(_TakenError):
        runpy.run_path(str(path))
    if not taken:
        raise SystemExit("WeasyPrint no longer declares its C functions to cffi")
    return taken[0]


def made() -> str:
    """Return the text of the module."""
    source = declarations()
    ready = cffi.FFI()
    ready.cdef(source)
    ready.set_source("pango_types", None)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "pango_types.py"
        ready.emit_python_code(str(path))
        body = path.read_text(encoding="utf-8").partition("ffi = _cffi_backend.FFI(")[2]
    head = HEAD.format(version=version("weasyprint"), digest=sha256(source.encode()).hexdigest())
    return f"{head}ffi = FFI({body}"


if __name__ == "__main__":
    TARGET.write_text(made(), encoding="utf-8")
