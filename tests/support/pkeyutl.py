"""`openssl pkeyutl -verify` of OpenSSL 3.5 for ML-DSA-65, by the library from pyca, where no such OpenSSL is installed.

Nothing of the program, so that what it stands in for stays a second opinion.
"""

import argparse
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key


def main() -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("what", choices=["pkeyutl"])
    for flag in ("verify", "rawin", "pubin"):
        parser.add_argument(f"-{flag}", action="store_true", required=True)
    for name in ("in", "inkey", "sigfile", "pkeyopt"):
        parser.add_argument(f"-{name}", required=True)
    parser.add_argument("-keyform", choices=["DER", "PEM"], default="PEM")
    given = vars(parser.parse_args())
    load = load_der_public_key if given["keyform"] == "DER" else load_pem_public_key
    key = load(Path(given["inkey"]).read_bytes())
    context = given["pkeyopt"].removeprefix("context-string:").encode()
    assert isinstance(key, MLDSA65PublicKey)
    try:
        key.verify(Path(given["sigfile"]).read_bytes(), Path(given["in"]).read_bytes(), context)
    except (InvalidSignature, OSError):
        sys.exit("Signature Verification Failure")


main()
