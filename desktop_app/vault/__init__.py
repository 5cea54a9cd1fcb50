"""The encrypted store: key slots, one connection, migrations, repositories, audit chain. All SQL is here."""
