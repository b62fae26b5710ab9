"""Sets a page of HTML: python plutoprint_page.py PAGE.html OUT.pdf. Its typefaces are the system's, by fontconfig."""

import sys

import plutoprint  # type: ignore[import-not-found]

book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
book.load_url(sys.argv[1])
book.write_to_pdf(sys.argv[2])
