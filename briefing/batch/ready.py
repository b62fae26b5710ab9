"""What every worker of a batch needs, brought in once: the server that workers are forked from imports this."""

from __future__ import annotations

import gc
from contextlib import suppress

import briefing.build
import briefing.check.review
import briefing.figures.data.imported
import briefing.figures.draw
import briefing.load.folder
import briefing.pages.compose
import briefing.pages.render
import briefing.rendering
from briefing.problems import PdfError

with suppress(PdfError):  # each briefing tells it again
    briefing.rendering.load_renderer()

# What is here now stays, and the workers' collectors need not look at it again.
gc.collect()
gc.freeze()
