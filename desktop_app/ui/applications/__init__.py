"""Applications: the table of all, and the form of one."""
