"""netanalysis."""
