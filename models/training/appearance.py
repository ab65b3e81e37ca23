"""Stage 3c, drawings in the colors, styles and light of texts: python3 -m training.appearance --steps N

The templates alone learn on, from the scenes: each thing's drawing of the sketchbook, in the look of the caption, against the latents at its
exact placement. Only the drawings that are there are made, and nothing is searched, so a sample costs a tenth of one of stage 3b.
"""
import argparse

import torch
from torch import Tensor

from .data import SceneData
from .gaze import NONE
from .grid import SIZES, VARIANTS
from .networks.guess import key_bias
from .parallel import Plan, train
from .paths import work
from .templates import DRAWN, Finder, Task as TemplateTask, patches, template_loss
from .networks.templates import LOOK
from .tokenizer import vocabulary


def appearance_errors(guess, text: Tensor, latents: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """(squared errors of the templates at the true placements, their variance within each thing), weighted sums over covered cells."""
    with torch.no_grad():
        drawings, _, _ = guess.sketchbook(text, key_bias(text))
    looks = guess.templates.look(text, key_bias(text))
    scene, number = torch.nonzero(places[..., 0] != NONE, as_tuple=True)
    subject, variant, mirrored, size, row, column = places[scene, number].long().unbind(1)
    templates = guess.templates(drawings[scene, subject, variant], looks[scene, subject])
    inside, middles = torch.ones_like(latents[:, :1]), torch.stack((row, column), 1)
    error = total = latents.new_zeros(())
    for i, (side, template) in enumerate(zip(SIZES, templates)):
        chosen = torch.nonzero(size == i)[:, 0]
        if not len(chosen):
            continue
        shown = template[chosen].float()
        shown = torch.where((mirrored[chosen] == 1)[:, None, None, None], shown.flip(3), shown)
        real = patches(latents[scene[chosen]], middles[chosen], side)
        weight = torch.sigmoid(shown[:, -1:].detach()) * patches(inside[scene[chosen]], middles[chosen], side)
        mean = (real * weight).sum((2, 3), keepdim=True) / weight.sum((2, 3), keepdim=True).clamp(min=1e-3)
        # Between a share of each thing and a share of each cell: small things count, too.
        weight = weight / weight.sum((2, 3), keepdim=True).clamp(min=1).sqrt()
        error = error + ((shown[:, :-1] - real).square() * weight).sum()
        total = total + ((real - mean).square() * weight).sum()
    return error, total


class Task(TemplateTask):
    def network(self) -> Finder:
        return Finder(self.vocabulary_size).to(memory_format=torch.channels_last)

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(latents, token ids, placements, numbers of drawings)."""
        latents, _, ids, places = self.data.batch(plan.part_size, (step + 700000, part))
        return latents, ids, places, torch.randint(len(self.known[0][0]), (DRAWN,))

    def loss(self, module: Finder, batch: tuple[Tensor, ...]) -> Tensor:
        latents, ids, places, chosen = batch
        known = [tuple(part[chosen].float() for part in size) for size in self.known]
        plain = torch.zeros(len(chosen), LOOK, dtype=torch.bfloat16)
        loss = template_loss(module.guess.templates(known[0][0].bfloat16(), plain), known)
        with torch.no_grad():
            text = module.text(ids)
        error, total = appearance_errors(module.guess, text, latents, places)
        return 0.3 * loss + error / total.clamp(min=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    start = Finder(len(vocabulary()))
    known, fresh = torch.load(work("templates.pt")), start.state_dict()
    start.load_state_dict(fresh | {k: v for k, v in known.items() if k in fresh and v.shape == fresh[k].shape})
    plan = Plan(
        options.steps, parts=2, part_size=48, rate=options.rate, ema=0.995, checkpoint=work("appearance.ckpt"), flat=0.5,
        frozen=("text.", "guess.sketchbook.", "guess.prior."), adam=("guess.templates.first", "guess.templates.last", "guess.templates.look.query"),
    )
    module = train(Task(SceneData(), len(vocabulary())), plan, work("appearance.log"), start=start, workers=options.workers)
    torch.save(module.state_dict(), work("appearance.pt"))


if __name__ == "__main__":
    main()
