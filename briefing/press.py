"""A second process that brings in the engine and sets its first page while this one still reads and draws.

Half of a short build is bringing in libraries, and the engine's half needs nothing of the briefing. What comes out is the
same to the byte: only where it is made differs.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from briefing.problems import BriefingError

if TYPE_CHECKING:
    from briefing.pages.page import Page, Pdf

Render = Callable[["Page"], "Pdf"]
"""A page in, a PDF out; raises PdfError."""


@contextmanager
def warm_press() -> Iterator[Render | None]:
    """Start a second process, and give what sends a page there; it is gone when this is left, whatever happens.

    None where it would bring nothing (on one core), or where this process cannot be doubled safely.
    """
    if not _can_double():
        yield None
        return
    page_out, page_in = os.pipe()
    pdf_out, pdf_in = os.pipe()
    child = os.fork()
    if not child:
        os.close(page_in)
        os.close(pdf_out)
        _serve(page_out, pdf_in)
    os.close(page_out)
    os.close(pdf_in)
    with os.fdopen(page_in, "wb") as pages, os.fdopen(pdf_out, "rb") as pdfs:
        try:
            yield lambda page: _send(page, pages, pdfs)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _can_double() -> bool:
    """Whether there is a core to spare and no thread but this, nor any of a library's: a fork would leave its locks locked.

    Only Linux tells.
    """
    if sys.platform != "linux":
        return False
    return len(os.sched_getaffinity(0)) > 1 and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208


def _send(page: Page, pages: BinaryIO, pdfs: BinaryIO) -> Pdf:
    """Have a page set in the second process; where that has died, set it here."""
    try:
        pickle.dump(page, pages)
        pages.flush()
        answer = pickle.load(pdfs)  # noqa: S301 - from our own child
    except (OSError, EOFError):
        from briefing.pages.render import render_pdf

        return render_pdf(page)
    if isinstance(answer, BaseException):
        raise answer
    return answer  # type: ignore[no-any-return]


def _serve(page_out: int, pdf_in: int) -> None:
    """Bring in the engine, then set each page that comes, until no more can; the end of the second process."""
    # Whoever presses Ctrl-C means the first process, and that takes this one with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BaseException), os.fdopen(page_out, "rb") as pages, os.fdopen(pdf_in, "wb") as pdfs:
        from briefing.pages.render import render_pdf, warm_up

        with suppress(BriefingError):  # told again when a page is set
            warm_up()
        while True:
            page = pickle.load(pages)  # noqa: S301 - from our own parent
            answer: Pdf | BaseException
            try:
                answer = render_pdf(page)
            except Exception as error:
                answer = error
            pickle.dump(answer, pdfs)
            pdfs.flush()
    os._exit(0)
