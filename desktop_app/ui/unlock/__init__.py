"""The door: unlock a vault, or make the first one."""
