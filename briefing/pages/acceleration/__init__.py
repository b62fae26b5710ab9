"""Make WeasyPrint and pydyf faster by replacing some of their functions. Optional: everything works without this folder.

`PATCHES` lists what is replaced, and what that saves of the processor time of a whole build of the worked example: the first
in a process, or a later one (docs/performance-notes.md says how this was measured). The pages are the same with and without.
Nothing is replaced in versions other than those it was proven with.
"""

from __future__ import annotations

import ctypes.util
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from briefing.pages.acceleration import drawings, layout, writing

PROVEN_VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0", "cffi": "2.1.1"}

PATCHES: dict[tuple[str, str], Callable[[Any], Any]] = {
    # The three together: 8 % of a first build, 5 % of a later one.
    ("weasyprint.text.line_break", "Layout.set_text"): layout.mark_single_paragraph,
    ("weasyprint.text.line_break", "Layout.deactivate"): layout.keep_measured_line,
    ("weasyprint.text.line_break", "Layout.reactivate"): layout.draw_measured_line,
    # 6 % of any build.
    ("weasyprint.css", "ComputedStyle.__missing__"): layout.take_plain_values_first,
    # 4 % of a first build.
    ("cffi.cparser", "Parser.parse_type_and_quals"): layout.look_up_simple_types,
    # Style attributes: a few dozen between hundreds of marks. 4 % of a build with drawings not painted before.
    ("weasyprint.svg", "parse_declarations"): lru_cache(10_000),
    # 17 % of a build with the drawings of an earlier one.
    ("weasyprint.images", "SVGImage.draw"): drawings.cache_drawings,
    # 5 % of a first build, 8 % of a later one.
    ("pydyf", "Stream.data"): writing.cache_compressed_streams,
}
"""What makes the replacement of each attribute (of a module, or of a class in it) from the original."""


def apply_patches(*, enabled: bool) -> None:
    """Import WeasyPrint quickly and replace what `PATCHES` lists; to be called once. If not enabled, do nothing."""
    if not enabled:
        return
    # Where a library is not found without the search, the caller imports the engine with it, and reports what is missing.
    with suppress(OSError), _no_library_search():
        importlib.import_module("weasyprint")
    if any(version(library) != proven for library, proven in PROVEN_VERSIONS.items()):
        return
    for (module, attribute), make in PATCHES.items():
        owner, name = locate(module, attribute)
        setattr(owner, name, make(vars(owner)[name]))


def locate(module: str, attribute: str) -> tuple[Any, str]:
    """Return the owner of an attribute of a module ("function" or "Class.method") and its name there."""
    path, _, name = attribute.rpartition(".")
    owner = importlib.import_module(module)
    return (getattr(owner, path) if path else owner), name


@contextmanager
def _no_library_search() -> Iterator[None]:
    """Skip the search for libraries on Linux, which starts gcc, ld and ldconfig again and again: 20 % of a first build.

    WeasyPrint tries several names for each library, among them the one that the dynamic loader knows (`libpango-1.0.so.0`).
    Only the others are searched for; if they are not found, it comes to that one.
    """
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library
