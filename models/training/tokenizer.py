"""WordPiece as tokenizer.json states it, in plain Python, and the making of its vocabulary.

The reference is the tokenizers library (BertNormalizer, BertPreTokenizer, WordPiece): check_tokenizer.mjs
compares the two on odd input.
"""
import json
import re
import sys
import unicodedata
from functools import lru_cache

import numpy as np

from . import words
from .captions import chinese, english
from .dyes import COLORS, MATERIALS
from .looks import LOOKS
from .paths import RECIPE, TOKENIZER
from .places import PLACES
from .scenes import random_scene
from .things import THINGS

PAD, UNK, BOS, EOS = range(4)
SPECIAL = ("[PAD]", "[UNK]", "[BOS]", "[EOS]")
LENGTH = 48
RESERVED = 120  # entries for words of a later edition
CJK = re.compile("([\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0002fa1f])")
FILE = TOKENIZER / "tokenizer.json"


def _is_punctuation(c: str) -> bool:
    return (c.isascii() and c.isprintable() and not c.isalnum() and c != " ") or unicodedata.category(c)[0] == "P"


def words_of(text: str) -> list[str]:
    """Normalized words, CJK characters and punctuation marks of a text, in order."""
    text = "".join(" " if c.isspace() else c for c in text if c in "\t\n\r" or unicodedata.category(c)[0] != "C" and c != "\ufffd")
    text = unicodedata.normalize("NFD", CJK.sub(r" \1 ", text))
    text = "".join(c for c in text if unicodedata.category(c) != "Mn").lower()
    return "".join(f" {c} " if _is_punctuation(c) else c for c in text).split()


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    return json.loads(FILE.read_text("utf8"))["model"]["vocab"]


@lru_cache(maxsize=50000)
def _pieces(word: str) -> tuple[int, ...]:
    """Longest pieces first; a word with a part that is no piece is [UNK] as a whole."""
    ids, start, vocab = [], 0, vocabulary()
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = vocab.get(("##" if start else "") + word[start:end])
            if piece is not None:
                ids.append(piece)
                start = end
                break
        else:
            return (UNK,)
    return tuple(ids)


def encode(text: str) -> np.ndarray:
    """[48] uint16: BOS, the pieces (46 at most), EOS, then PAD."""
    ids = [piece for word in words_of(text) for piece in _pieces(word)][: LENGTH - 2]
    row = np.full(LENGTH, PAD, np.uint16)
    row[: len(ids) + 2] = [BOS, *ids, EOS]
    return row


def _special_token(i: int, content: str) -> dict:
    return {"id": i, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}


def _all_texts() -> list[str]:
    """Every text of the word lists, however rarely captions draw it."""
    texts: list[str] = []

    def collect(value):
        if isinstance(value, str):
            texts.append(value.replace("{subject}", "").replace("{style}", "").replace("{}", ""))
        elif isinstance(value, dict):
            collect(tuple(value.values()))
        elif isinstance(value, (tuple, list)):
            for part in value:
                collect(part)

    for thing in THINGS:
        collect((thing.english, tuple(words.plural(n) for n in thing.english), thing.chinese))
    collect(tuple((names, chinese_names) for names, chinese_names, *_ in COLORS))
    collect(tuple(row[:3] for row in MATERIALS))
    collect(tuple((look.english, look.chinese) for look in LOOKS))
    collect(tuple(words.place_words(place) for place in PLACES))
    collect(tuple(value for name, value in vars(words).items() if name.isupper()))
    return texts


def build_tokenizer(captions: int = 12000) -> dict:
    """tokenizer.json with every word of the word lists and of so many captions, plus endings for plurals."""
    random, seen_words = np.random.default_rng(5), set()
    for text in _all_texts():
        seen_words.update(words_of(text))
    for _ in range(captions // 2):
        scene = random_scene(random)
        seen_words.update(words_of(english(scene, random)))
        seen_words.update(words_of(chinese(scene, random)))
    vocab = [*SPECIAL, "##s", "##es", *sorted(seen_words), *(f"[unused{i}]" for i in range(RESERVED))]
    single_template = [{"SpecialToken": {"id": "[BOS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[EOS]", "type_id": 0}}]
    pair_template = [{"SpecialToken": {"id": "[BOS]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[EOS]", "type_id": 1}}]
    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": LENGTH, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": LENGTH}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": PAD, "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": [_special_token(i, content) for i, content in enumerate(SPECIAL)],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing", "single": single_template, "pair": single_template + pair_template,
            "special_tokens": {t: {"id": t, "ids": [i], "tokens": [t]} for t, i in (("[BOS]", BOS), ("[EOS]", EOS))},
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {w: i for i, w in enumerate(vocab)}},
    }


def write() -> None:
    """Writes tokenizer.json and tokenizer_config.json into the model's folder."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(build_tokenizer(), ensure_ascii=False, separators=(",", ":")), "utf8")
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": LENGTH, "padding_side": "right", "truncation_side": "right",
        "do_lower_case": True, "bos_token": "[BOS]", "eos_token": "[EOS]", "pad_token": "[PAD]", "unk_token": "[UNK]", "clean_up_tokenization_spaces": True,
    }
    (FILE.parent / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    print(len(vocabulary()), "entries")


def main():
    """Makes the tokenizer; with --ids, prints the ids of odd texts for check_tokenizer.mjs instead."""
    if "--ids" not in sys.argv:
        return write()
    random = np.random.default_rng(8)
    texts = json.loads((RECIPE / "odd-texts.json").read_text("utf8"))
    texts += [caption(random_scene(random), random) for _ in range(200) for caption in (english, chinese)]
    print(json.dumps([{"text": t, "ids": encode(t).tolist()} for t in texts]))


if __name__ == "__main__":
    main()
