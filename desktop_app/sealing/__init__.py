"""Sealed packages: cards, writer, reader, label, receipts. The format stands in FORMAT.md beside this file."""
