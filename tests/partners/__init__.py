"""Two thin connectors: referrals from DWP and tables from care providers."""
