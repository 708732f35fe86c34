"""The JSON reading side, behind the access decision."""
