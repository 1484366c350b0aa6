"""Ground for everything else: messages, errors and findings, text, dates, files and processes."""
