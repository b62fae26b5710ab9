"""Imports of everything that builds a briefing, made once in the process that pool workers are forked from."""

from __future__ import annotations

import gc
from contextlib import suppress

import briefing.build
import briefing.check.review
import briefing.figures.data.imported
import briefing.figures.draw
import briefing.load.folder
import briefing.pages.compose
import briefing.rendering
from briefing.problems import PdfError

with suppress(PdfError):  # each build reports it
    briefing.rendering.load_renderer()

# Nothing imported here is ever garbage: without this, the collector of every worker would scan it and copy its pages.
gc.collect()
gc.freeze()
