"""Where the recipe keeps what is too large for git."""
import os
from pathlib import Path

RECIPE = Path(__file__).resolve().parent
WORK = Path(os.environ.get("VISIONARY_TRAINING_DIR", RECIPE / "work"))
SPRITES = WORK / "sprites"
TOKENIZER = RECIPE / "tokenizer"  # fixed before stage 2, because the ids follow the captions
MODEL = WORK / "visionary-mini"


def work(name: str) -> Path:
    """A file in the work folder, its folder made if needed."""
    WORK.mkdir(parents=True, exist_ok=True)
    return WORK / name
