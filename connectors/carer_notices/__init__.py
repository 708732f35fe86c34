"""Notices of carers from GPs and children's services."""
