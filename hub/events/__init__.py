"""What happened: past tense, frozen, one file per family."""
