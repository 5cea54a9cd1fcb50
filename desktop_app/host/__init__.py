"""The machine under the program: folders, files written whole or not at all, media, one instance, hardening."""

#: The argument that makes the program a reader of untrusted bytes; it stands here because every start asks for it.
CONFINED = "--confined"
