"""What every test may ask for by name."""

from tests.verapdf import verapdf

__all__ = ["verapdf"]
