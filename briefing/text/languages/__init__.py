"""The lists of words by language that the analysis of texts needs: one module for each kind of word."""
