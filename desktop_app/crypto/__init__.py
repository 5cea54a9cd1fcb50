"""Key derivation, key wrapping, passphrase rules, signatures and age streams. Knows values, no files and no vault."""
