"""Printed documents: forms as data, laid out and drawn to PDF bytes in memory. Nothing here writes a file."""
