"""Store editions in an OCFL archive: publish, compare, sign, verify and export them."""
