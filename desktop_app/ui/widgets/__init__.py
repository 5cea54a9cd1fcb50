"""Fields, tables and small parts that the screens are built of."""
