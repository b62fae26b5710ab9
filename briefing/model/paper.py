"""Paper sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Paper = Literal["a4", "letter"]
PAPERS: Mapping[Paper, str] = {"a4": "A4", "letter": "letter"}
TEXT_WIDTH_MM: Mapping[Paper, float] = {"a4": 170.0, "letter": 175.9}
"""The width between the margins of `print.css`: 210 or 215.9 mm less 20 mm on either side."""
