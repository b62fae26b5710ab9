"""What the engine logs or warns of becomes problems."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from briefing.problems import Problem


class RefusedError(ValueError):
    """The document asked for a file that is not its own; the problem has been recorded."""


@contextmanager
def problems_from_messages(problems: list[Problem], base_url: str) -> Iterator[None]:
    """Turn what the engine and its libraries log or warn of into problems, and let none of it reach the screen.

    `base_url` is left out of URLs.
    """
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    collector = _LogCollector(problems, base_url)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        for category in (UserWarning, RuntimeWarning):
            warnings.filterwarnings("always", category=category)
        for logger in loggers:
            logger.addHandler(collector)
            logger.setLevel(logging.WARNING)
            logger.propagate = False
        try:
            yield
        finally:
            for logger, (level, propagate) in zip(loggers, before, strict=True):
                logger.removeHandler(collector)
                logger.setLevel(level)
                logger.propagate = propagate
    problems.extend(Problem("pdf-warning", str(warning.message)) for warning in caught)


class _LogCollector(logging.Handler):
    """Turns log records of the thread that made it into problems."""

    def __init__(self, problems: list[Problem], base_url: str) -> None:
        super().__init__(logging.WARNING)
        self._problems, self._base_url = problems, base_url
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread != self._thread or RefusedError.__name__ in message:
            return
        if message.startswith(".notdef") and isinstance(record.args, tuple):
            character, code = record.args
            problem = Problem("pdf-glyph", f"no shipped font has the character “{character}” (U+{code:04X})")
        else:
            problem = Problem("pdf-warning", message.replace(self._base_url, ""))
        self._problems.append(problem)
