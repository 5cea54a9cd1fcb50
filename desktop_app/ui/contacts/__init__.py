"""Other desks' cards, and this desk's own."""
