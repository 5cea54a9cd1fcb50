"""Habits of the window, the passphrase, the vault's health."""
