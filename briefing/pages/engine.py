"""WeasyPrint, brought in with as little as a page needs: half of a short build used to be spent on bringing it in.

What is spared here is only searching, parsing and importing that leads to the same engine. Where one of the ways is not
open (another system, another version), the engine comes in as it would by itself.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import io
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

from briefing.problems import PdfError, Problem


@cache
def engine() -> ModuleType:
    """WeasyPrint, imported on first use: most commands do without it. Raises `PdfError` where a library is missing."""
    with contextlib.redirect_stdout(io.StringIO()):  # it prints its advice on missing libraries
        weasyprint = _import()
    from briefing.pages.acceleration import ease

    ease()
    return weasyprint


def _import() -> ModuleType:
    for shortcuts in ((_no_library_search, _on_demand), (_no_library_search,)):
        with contextlib.suppress(ImportError, OSError), contextlib.ExitStack() as stack:
            for shortcut in shortcuts:
                stack.enter_context(shortcut())
            return _import_whole()
        for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
            del sys.modules[name]
    try:
        return _import_whole()
    except OSError as error:
        what = f"a library that sets type is missing: {error}"
        hint = "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango."
        raise PdfError(Problem("pdf-engine", what, hint=hint)) from error


def _import_whole() -> ModuleType:
    import weasyprint
    from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset is None:
        raise OSError("libharfbuzz-subset")
    return weasyprint  # type: ignore[no-any-return]


@contextlib.contextmanager
def _no_library_search() -> Iterator[None]:
    """Spare the search for libraries on Linux, which starts gcc, ld and ldconfig over and over: a third of a second.

    WeasyPrint tries several names for each library, and among them the one the dynamic loader itself knows
    (`libpango-1.0.so.0`). Only the others are searched for; told that they are not to be found, it comes to that one.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextlib.contextmanager
def _on_demand() -> Iterator[None]:
    """Spare fontTools' own subsetter and its variable fonts: HarfBuzz subsets, and our faces are static."""
    instancer = ModuleType("fontTools.varLib.instancer")
    instancer.instantiateVariableFont = _later(  # type: ignore[attr-defined]
        instancer.__name__, "instantiateVariableFont"
    )
    with _standing_in(_OnDemand("fontTools.subset")), _standing_in(instancer):
        yield


class _OnDemand(ModuleType):
    """A module that is imported when something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def _later(module: str, name: str) -> Callable[..., Any]:
    return lambda *given, **named: getattr(importlib.import_module(module), name)(*given, **named)


@contextlib.contextmanager
def _standing_in(module: ModuleType) -> Iterator[None]:
    """Let a module be found by its name for a while, unless the real one is there already."""
    name = module.__name__
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
