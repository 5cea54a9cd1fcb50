"""The machine under the program: folders, files written whole or not at all, media, one instance, hardening."""
