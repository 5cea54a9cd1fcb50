"""Committees in the window: what each was approved for, its members, its pool of experts, its draws."""
