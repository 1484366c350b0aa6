"""What each question is answered with: the catalogue's rows become documents. No format, no clock, no terminal."""
