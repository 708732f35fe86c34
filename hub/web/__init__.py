"""The pages people work from, behind the same access decision."""
