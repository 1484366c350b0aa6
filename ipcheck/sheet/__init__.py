"""The 台账 of an agency as a workbook: written for the offices to fill in, and read back."""
