"""Sealing onto a medium, delivery, and the receipt that closes the loop."""
