"""The ledger (台账) of an agency as a workbook: written for its offices to fill in, and read back."""
