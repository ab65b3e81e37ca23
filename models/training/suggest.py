"""Stage 3, words: python3 -m training.suggest --steps N

The text encoder and the UNet's sketchbook learn what a caption names and how it looks, before any noise is involved.
"""
import argparse

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .data import SceneData, drop_captions
from .dyes import COLORS, MATERIALS
from .grid import GRID
from .latents import LABELS
from .looks import LOOKS
from .moods import SEASONS, WEATHERS
from .networks.guess import GROUND, Sketchbook, key_bias
from .networks.placement import SUBJECTS
from .networks.text import WIDTH, TextEncoder
from .parallel import Plan, train
from .paths import work
from .places import PLACES
from .scenes import ARRANGEMENTS, TIME_NAMES
from .things import THINGS
from .tokenizer import vocabulary

# How many classes each of the labels before `first` has.
CLASSES = (len(ARRANGEMENTS), len(PLACES), len(TIME_NAMES), len(WEATHERS), len(SEASONS), len(LOOKS), len(COLORS) + 1, len(MATERIALS) + 1, 6)
FIRST = LABELS.index("first")


class Suggester(nn.Module):
    """The two parts that are kept, and heads that are thrown away."""

    def __init__(self, vocabulary_size: int):
        super().__init__()
        self.text, self.sketchbook = TextEncoder(vocabulary_size), Sketchbook()
        self.heads = nn.Linear(WIDTH, len(THINGS) * 2 + sum(CLASSES))

    def naming_loss(self, vectors: Tensor, labels: Tensor) -> Tensor:
        """Cross entropies of the setting and of the first and second thing."""
        first, second, *settings = self.heads(vectors).float().split((len(THINGS), len(THINGS), *CLASSES), -1)
        loss = sum(F.cross_entropy(logits, labels[:, i]) for i, logits in enumerate(settings))
        for logits, column in ((first, FIRST), (second, FIRST + 1)):
            named = labels[:, column] >= 0
            if named.any():
                loss = loss + 1.5 * F.cross_entropy(logits[named], labels[named, column])
        return loss


def sketch_loss(drawings: Tensor, ground: Tensor, latents: Tensor, labels: Tensor, known: Tensor, dropped: Tensor) -> Tensor:
    """Squared error of the drawings to those of the named things (nothing where none is named), and of the ground to the image at half size."""
    loss = 0.5 * F.mse_loss(ground.float(), F.adaptive_avg_pool2d(latents, GROUND))
    for subject in range(SUBJECTS):
        things = labels[:, FIRST + subject]
        target = known[things.clamp(min=0)].float() * ((things >= 0) & ~dropped).float().view(-1, 1, 1, 1, 1)
        error = (drawings[:, subject].float() - target).square().flatten(1).mean(1)
        # An unnamed second thing is easy to leave empty and counts less.
        loss = loss + (error * torch.where(things >= 0, 1.0, 0.2)).mean()
    return loss


class Task:
    def __init__(self, data: SceneData, vocabulary_size: int):
        self.data, self.vocabulary_size = data, vocabulary_size
        self.known = torch.load(work("drawings.pt"))[GRID][0].share_memory_()

    def network(self) -> Suggester:
        return Suggester(self.vocabulary_size)

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(latents, labels, token ids, which captions are empty)."""
        latents, labels, ids, _ = self.data.batch(plan.part_size, (step, part))
        return latents, labels, ids, drop_captions(ids, 0.05)

    def loss(self, module: Suggester, batch: tuple[Tensor, ...]) -> Tensor:
        latents, labels, ids, dropped = batch
        if self.known.device != ids.device:
            self.known = self.known.to(ids.device)
        vectors = module.text(ids)
        token_counts = (ids != 0).sum(1, keepdim=True)
        naming = module.naming_loss(vectors[:, 0], labels) + 0.5 * module.naming_loss(vectors.sum(1) / token_counts, labels)
        drawings, ground, _ = module.sketchbook(vectors, key_bias(vectors))
        return 0.05 * naming + sketch_loss(drawings, ground, latents, labels, self.known, dropped)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    plan = Plan(
        options.steps, parts=3, part_size=64, rate=options.rate, ema=0.995, checkpoint=work("suggest.ckpt"),
        adam=("text.token", "text.position", "heads", "sketchbook.query"), flat=0.5,
    )
    module = train(Task(SceneData(), len(vocabulary())), plan, work("suggest.log"), workers=options.workers)
    torch.save(module.state_dict(), work("suggest.pt"))


if __name__ == "__main__":
    main()
