"""People: identifiers, matching, sealing."""
