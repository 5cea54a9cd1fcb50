"""Coverage-guided damage for one reader: `python -m tests.fuzz.guided NAME [libFuzzer's options]`.

Needs the package atheris, which no other test needs; `-max_total_time=600` ends it. New inputs go into
`tests/fuzz/corpus/NAME`: the few worth keeping stay, and every ordinary run tries them.
"""

import sys

import atheris


def main() -> None:
    name, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["desktop_app"]):
        from tests.support.fuzz_targets import CORPUS, TARGETS
    folder = CORPUS / name
    if not folder.is_dir():
        folder.mkdir(parents=True)
        for number, sample in enumerate(TARGETS[name].samples()):
            (folder / f"sample-{number}").write_bytes(sample)

    def walk(untrusted: bytes) -> None:
        TARGETS[name].feed(untrusted)

    atheris.Setup([sys.argv[0], *options, str(folder)], walk)
    atheris.Fuzz()


main()
