"""Parts of a document that are worked out besides the rest: its charts, its annexes."""
