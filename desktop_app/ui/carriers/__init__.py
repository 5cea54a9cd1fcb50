"""Classified carriers: where each is, what is done with it, the registers and the yearly count."""
