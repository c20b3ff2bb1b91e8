"""The golden export and seal, byte for byte as docs/formats.md has them."""

from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
EXPORT = (FOLDER / "export.jsonl").read_bytes()
SEAL = (FOLDER / "seal.json").read_bytes()
