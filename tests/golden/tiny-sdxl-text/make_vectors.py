"""Two tiny text encoders of SDXL's shape with random weights, and what they must give for a few prompts.

Run with torch and onnx: python3 make_vectors.py. Every byte is a token here, so that the tokens need no second program.
"""
import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

HERE = Path(__file__).parent
WINDOW = 77
PROMPTS = {
    "short": [("a red fox", 1.0)],
    "weighted": [("a ", 1.0), ("red", 1.5), (" fox", 1.0)],
    "two windows": [("the quick brown fox jumps over the lazy dog while the old grey wolf looks on from the hill "
                     "above the river", 1.0)],
    "empty": [("", 1.0)],
}


def letters_of_bytes() -> list[str]:
    """GPT-2's letters for the 256 bytes: printable ones stand for themselves."""
    keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(b) if b in keep else chr(next(others)) for b in range(256)]


LETTERS = letters_of_bytes()
ORDER = sorted(range(256), key=lambda b: (LETTERS[b] != chr(b), b))
NAMES = [LETTERS[b] for b in ORDER] + [LETTERS[b] + "</w>" for b in ORDER] + ["<|startoftext|>", "<|endoftext|>"]
VOCAB = {name: i for i, name in enumerate(NAMES)}
BEGIN, END = len(VOCAB) - 2, len(VOCAB) - 1


def words(text: str) -> list[int]:
    ids = []
    for word in re.findall(r"[a-z]+|[0-9]|[^\sa-z0-9]+", text.lower()):
        names = [LETTERS[b] for b in word.encode()]
        ids += [VOCAB[name] for name in names[:-1]] + [VOCAB[names[-1] + "</w>"]]
    return ids


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, quick: bool):
        super().__init__()
        self.heads, self.quick = heads, quick
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x, mask):
        batch, length, width = x.shape
        y = self.norm1(x)
        split = lambda z: z.view(batch, length, self.heads, -1).transpose(1, 2)
        scores = split(self.q(y)) @ split(self.k(y)).transpose(2, 3) / (width // self.heads) ** 0.5 + mask
        x = x + self.out((scores.softmax(-1) @ split(self.v(y))).transpose(1, 2).reshape(batch, length, width))
        y = self.up(self.norm2(x))
        y = y * torch.sigmoid(1.702 * y) if self.quick else nn.functional.gelu(y)
        return x + self.down(y)


class Encoder(nn.Module):
    def __init__(self, width: int, heads: int, layers: int, projection: int | None, has_mask: bool):
        super().__init__()
        self.tokens, self.places = nn.Embedding(len(VOCAB), width), nn.Embedding(WINDOW, width)
        self.layers = nn.ModuleList(Layer(width, heads, projection is None) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.norm.bias.data.normal_(0.3, 0.2)
        self.projection = nn.Linear(width, projection, bias=False) if projection else None
        self.has_mask = has_mask

    def forward(self, ids, attention_mask=None):
        length = ids.shape[1]
        causal = torch.full((length, length), -1e4).triu(1)
        if self.has_mask:
            causal = causal + (1.0 - attention_mask.float())[:, None, None, :] * -1e4
        states = [self.tokens(ids.long()) + self.places.weight[:length]]
        for layer in self.layers:
            states.append(layer(states[-1], causal))
        last = self.norm(states[-1])
        pooled = last[torch.arange(ids.shape[0]), (ids == END).int().argmax(-1)]
        return [self.projection(pooled) if self.projection else pooled, last, *states]


def export(model: Encoder, part: str, ids: torch.Tensor, pooled: str) -> None:
    path = HERE / part / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    inputs = {"input_ids": ids} | ({"attention_mask": torch.ones_like(ids)} if model.has_mask else {})
    outputs = [pooled, "last_hidden_state", *(f"hidden_states.{i}" for i in range(len(model.layers) + 1))]
    axes = {name: {0: "batch", 1: "sequence"} for name in inputs}
    torch.onnx.export(model, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    graph = onnx.load(str(path))
    graph.doc_string = ""
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(graph, str(path))
    (path.parent / "config.json").write_text(json.dumps({"max_position_embeddings": WINDOW}))


def tokenizer(part: str, pad: str) -> None:
    folder = HERE / part
    folder.mkdir(exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(VOCAB, ensure_ascii=False, separators=(",", ":")))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    marks = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": pad}
    (folder / "special_tokens_map.json").write_text(json.dumps(marks))
    # As older folders have it: the config names another padding, and the map holds.
    config = marks | {"pad_token": "<|endoftext|>", "model_max_length": WINDOW, "tokenizer_class": "CLIPTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


def windows(pieces, pad: int):
    ids = [(i, weight) for text, weight in pieces for i in words(text)]
    for at in range(0, max(len(ids), 1), WINDOW - 2):
        part = ids[at:at + WINDOW - 2]
        rest = WINDOW - 2 - len(part)
        yield ([BEGIN, *(i for i, _ in part), END, *[pad] * rest], [1.0, *(w for _, w in part), *[1.0] * (rest + 1)])


def encode(encoder: Encoder, pieces, pad: int):
    joined, first = [], None
    for ids, weights in windows(pieces, pad):
        tensor = torch.tensor([ids])
        pooled, _, *states = encoder(tensor, torch.ones_like(tensor))
        state = states[-2][0].numpy()
        weighted = state * np.array(weights, np.float32)[:, None]
        joined.append(weighted * (state.mean() / weighted.mean()))
        first = pooled[0].numpy() if first is None else first
    return np.concatenate(joined), first


def main() -> None:
    torch.manual_seed(23)
    one, two = Encoder(8, 2, 3, None, False).eval(), Encoder(12, 3, 4, 10, True).eval()
    cases = []
    with torch.no_grad():
        export(one, "text_encoder", torch.ones(1, WINDOW, dtype=torch.int32), "pooler_output")
        export(two, "text_encoder_2", torch.ones(1, WINDOW, dtype=torch.int64), "text_embeds")
        tokenizer("tokenizer", "<|endoftext|>")
        tokenizer("tokenizer_2", "!")
        for name, pieces in PROMPTS.items():
            (left, _), (right, pooled) = encode(one, pieces, END), encode(two, pieces, 0)
            prompt = "".join(text if weight == 1.0 else f"({text}:{weight})" for text, weight in pieces)
            states = np.concatenate([left, right], -1)
            cases.append({"name": name, "prompt": prompt, "tokens": len(states), "width": states.shape[1],
                          "states": [float(f"{x:.7g}") for x in states.flatten()],
                          "pooled": [float(f"{x:.7g}") for x in pooled]})
    assert VOCAB["!"] == 0
    (HERE / "vectors.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")))


if __name__ == "__main__":
    main()
