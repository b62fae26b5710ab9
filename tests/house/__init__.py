"""Tests of a look of a desk's own."""
