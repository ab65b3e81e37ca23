"""SHA256SUMS of the model's folder: what every start of the server compares it with."""
import hashlib

from .paths import MODEL

BESIDE = ("model_index.json", "vocabulary.json", "vocabulary.webp", "title.webp")


def write_sums() -> None:
    """What an image depends on, and the vocabulary with its images. The card beside it may be edited."""
    files = [*(MODEL / name for name in BESIDE if (MODEL / name).exists()), *(f for f in sorted(MODEL.glob("*/*")) if f.is_file())]
    sums = ((hashlib.sha256(file.read_bytes()).hexdigest(), file.relative_to(MODEL).as_posix()) for file in files)
    (MODEL / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for digest, name in sums))
