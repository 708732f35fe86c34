"""Process charts on pages: read from an answer, told in a sentence, drawn on the server."""
