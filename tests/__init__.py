"""The proofs, by kind: unit, property, contract, integration, end to end."""
