"""Paper against online: read an export, see what differs, rule on it."""
