"""The person index: identifiers, matching, merge and un-merge, and each person's data keys."""
