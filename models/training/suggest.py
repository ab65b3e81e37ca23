"""Stage 3, words: python3 -m training.suggest --steps N

The text encoder and the UNet's sketch learn what a caption names and roughly how it looks, before any
noise is involved. Without this the images ignore the words for long.
"""
import argparse

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .colours import COLOURS
from .mixing import Mixer
from .networks.text import WIDTH, TextEncoder
from .networks.unet import Sketch, key_bias
from .parallel import Plan, train
from .paths import work
from .places import PLACES
from .scenes import KINDS
from .things import THINGS
from .tokenizer import BOS, EOS, vocabulary


def draw_batch(data: dict, mixer: Mixer, size: int, pair_share: float, seed: tuple[int, int]) -> tuple[Tensor, Tensor, Tensor]:
    """(latents [B,4,16,16] bf16, labels [B,7], token ids [B,T]) at random; T is the longest caption's length.

    A share `mixed` of the batch are new pairs.
    """
    generator = torch.Generator().manual_seed(seed[0] * 1009 + seed[1])
    pairs = mixer.draw(round(size * pair_share), seed)
    rows = torch.randint(len(data["latents"]), (size - len(pairs[0]),), generator=generator)
    caption = torch.randint(data["tokens"].shape[1], (len(rows),), generator=generator)
    ids = torch.cat((data["tokens"][rows, caption].long(), pairs[2]))
    ids = ids[:, : int((ids != 0).sum(1).max())]
    latents = torch.cat((data["latents"][rows], pairs[0]))
    return latents.bfloat16(), torch.cat((data["labels"][rows].long(), pairs[1])), ids


def drop_captions(ids: Tensor, share: float) -> None:
    """Empties a share of the captions in place: guidance needs to know what no caption looks like."""
    dropped = torch.rand(len(ids)) < share
    ids[dropped] = 0
    ids[dropped, 0], ids[dropped, 1] = BOS, EOS


def at_usual_spot(latents: Tensor, labels: Tensor) -> Tensor:
    """The latents with their things moved to the usual spot, so that their mean is sharp."""
    return torch.stack([
        x if dx == 0 and dy == 0 else x.roll((dy, dx), (1, 2))
        for x, (dx, dy) in zip(latents, labels[:, 5:].tolist())
    ])


def sketch_loss(sketch: Tensor, latents: Tensor, labels: Tensor) -> Tensor:
    """Squared error of the sketch's first four channels to the usual, of the next four to the actual latents."""
    moved = F.mse_loss(sketch[:, :4].float(), at_usual_spot(latents, labels).float())
    return moved + 0.5 * F.mse_loss(sketch[:, 4:8].float(), latents.float())


class Suggester(nn.Module):
    """The two parts that are kept, and heads that are thrown away."""

    def __init__(self, vocabulary_size: int):
        super().__init__()
        self.text, self.sketch = TextEncoder(vocabulary_size), Sketch()
        self.heads = nn.Linear(WIDTH, len(THINGS) + len(PLACES) + len(KINDS) + len(COLOURS) + 1)

    def naming_loss(self, vectors: Tensor, labels: Tensor) -> Tensor:
        """Cross entropies of place, kind and colour, and of each thing's presence."""
        kind, place, first, last, colour = labels[:, :5].T
        sizes = (len(THINGS), len(PLACES), len(KINDS), len(COLOURS) + 1)
        things, places, kinds, colours = self.heads(vectors).float().split(sizes, -1)
        present = torch.zeros_like(things)
        has_thing = first >= 0
        present[has_thing, first[has_thing]] = 1
        present[has_thing, last[has_thing]] = 1
        loss = F.binary_cross_entropy_with_logits(things, present) * 20
        return loss + F.cross_entropy(places, place) + F.cross_entropy(kinds, kind) + F.cross_entropy(colours, colour)


class Task:
    pair_share = 0.4

    def __init__(self, data: dict, vocabulary_size: int):
        self.data, self.mixer, self.vocabulary_size = data, Mixer(data), vocabulary_size

    def network(self) -> Suggester:
        return Suggester(self.vocabulary_size)

    def loss(self, module: Suggester, step: int, part: int, plan: Plan) -> Tensor:
        latents, labels, ids = draw_batch(self.data, self.mixer, plan.part_size, self.pair_share, (step, part))
        drop_captions(ids, 0.05)
        vectors = module.text(ids)
        token_counts = (ids != 0).sum(1, keepdim=True)
        loss = module.naming_loss(vectors[:, 0], labels) + 0.5 * module.naming_loss(vectors.sum(1) / token_counts, labels)
        sketch = module.sketch(vectors, key_bias(vectors))
        return 0.1 * loss + sketch_loss(sketch, latents, labels)


def load_data() -> dict:
    data = torch.load(work("latents.pt"))
    return {k: v.share_memory_() for k, v in data.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=2e-3)
    options = parser.parse_args()
    plan = Plan(
        options.steps, parts=3, part_size=64, rate=options.rate, ema=0.99, checkpoint=work("suggest.ckpt"),
        adam=("text.token", "text.position", "heads", "sketch.query"), flat=0.5,
    )
    module = train(Task(load_data(), len(vocabulary())), plan, work("suggest.log"))
    torch.save(module.state_dict(), work("suggest.pt"))


if __name__ == "__main__":
    main()
