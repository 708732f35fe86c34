"""The assessment that moves with a person: its model, how it is read and written, hashed, signed and verified."""
