"""A cipher module in software (`sealing/MODULE.md`), by the OpenSSL program: `sm2_module.py KEY-FOLDER WORD …`.

SM2 and SM3 are OpenSSL's, the key is a file: no certified module, but a real one to hold the contract against. What
stands in the folder's file `wrong` it does wrong, as a bad module would.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

#: What stands before an SM2 public key in a SubjectPublicKeyInfo.
_INFO = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_ID = ["-pkeyopt", "distid:1234567812345678"]


def openssl(*words: str, data: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *words], input=data, capture_output=True, check=False)
    if done.returncode:
        sys.exit(1)
    return done.stdout


def main(folder: Path, word: str, *arguments: str) -> bytes:
    key, wrong = folder / "key.pem", (folder / "wrong").read_text() if (folder / "wrong").exists() else ""
    if not key.exists():
        openssl("genpkey", "-algorithm", "SM2", "-out", str(key))
    data = b"" if word == "describe" else sys.stdin.buffer.read()
    with tempfile.TemporaryDirectory() as scratch:
        message, public, signature = (Path(scratch) / name for name in ("message", "public", "signature"))
        message.write_bytes(data)
        theirs = ["-pubin", "-keyform", "DER", "-inkey", str(public)]
        if arguments:
            public.write_bytes(_INFO + bytes.fromhex(arguments[0]))
        match word:
            case "describe":
                raw = openssl("pkey", "-in", str(key), "-pubout", "-outform", "DER")[len(_INFO) :]
                return json.dumps({"fengjuan_module": 1, "name": "OpenSSL", "sm2_public": raw.hex()}).encode()
            case "digest":
                return openssl("dgst", "-sha256" if "digest" in wrong else "-sm3", "-r", str(message))[:64]
            case "sign":
                hashed = ["-rawin", "-digest", "sm3", "-in", str(message), *_ID]
                return openssl("pkeyutl", "-sign", "-inkey", str(key), *hashed)
            case "verify":
                signature.write_bytes(bytes.fromhex(arguments[1]))
                hashed = ["-rawin", "-digest", "sm3", "-in", str(message), *_ID]
                return (
                    b""
                    if "verify" in wrong
                    else openssl("pkeyutl", "-verify", *theirs, *hashed, "-sigfile", str(signature))
                )
            case "wrap":
                return data * 2 if "wrap" in wrong else openssl("pkeyutl", "-encrypt", *theirs, "-in", str(message))
            case "unwrap" if "wrap" in wrong:
                return data[:16]
            case "unwrap":
                return openssl("pkeyutl", "-decrypt", "-inkey", str(key), "-in", str(message))
    sys.exit(2)


if __name__ == "__main__":
    sys.stdout.buffer.write(main(Path(sys.argv[1]), *sys.argv[2:]))
