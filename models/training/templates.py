"""Stage 3b, drawings in all sizes and looks: python3 -m training.templates --steps N

The templates learn to make each drawing of the sketchbook in the smaller sizes, against encoded drawings of those sizes, and in the colors and
styles of captions, against the scenes where the drawing's exact placement is known (both go on in stage 3c). The prior learns what to expect of placements. Text
encoder and sketchbook stay as stage 3 left them.
"""
import argparse

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .data import SceneData, drop_captions
from .diffusion import add_noise, draw_timesteps
from .draw import WITHOUT_CAPTION, passes_loss
from .gaze import NONE, same_drawings
from .grid import GRID, SIZES, VARIANTS
from .networks.guess import FirstGuess, key_bias
from .networks.templates import LOOK
from .networks.text import TextEncoder
from .parallel import Plan, train
from .paths import work
from .tokenizer import vocabulary

BARE = 0.05  # weight of a cell that a drawing doesn't cover
DRAWN = 32  # drawings to each part of a step


class Finder(nn.Module):
    def __init__(self, vocabulary_size: int):
        super().__init__()
        self.text, self.guess = TextEncoder(vocabulary_size), FirstGuess()


def unexplained(templates: list[Tensor], known: list[tuple[Tensor, Tensor]]) -> Tensor:
    """For each size, the squared error of the covered cells as a share of their variance."""
    shares = []
    for template, (latents, opacity) in zip(templates, known):
        mean = (latents * opacity).sum((0, 2, 3), keepdim=True) / opacity.sum()
        error, variance = (((x - latents).square() * opacity).sum() for x in (template[:, :-1].float(), mean))
        shares.append(error / variance)
    return torch.stack(shares)


def patches(maps: Tensor, places: Tensor, side: int) -> Tensor:
    """Squares of maps [N, C, 16, 16] around the middles [N, 2], zero beyond the map: [N, C, side, side]."""
    padded = F.pad(maps, (GRID // 2,) * 4)
    first = places + (GRID - side) // 2
    return torch.stack([m[:, r : r + side, c : c + side] for m, (r, c) in zip(padded, first.tolist())])


def look_errors(templates: list[Tensor], latents: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """(squared errors of the templates at the true placements of the scenes, what they would be of zeros), summed over covered cells."""
    error = total = latents.new_zeros(())
    inside = torch.ones_like(latents[:, :1])
    for i, (side, template) in enumerate(zip(SIZES, templates)):
        scene, number = torch.nonzero((places[..., 0] != NONE) & (places[..., 3] == i), as_tuple=True)
        if not len(scene):
            continue
        subject, variant, mirrored, _, row, column = places[scene, number].long().unbind(1)
        shown = template[scene, subject, mirrored * VARIANTS + variant]
        middles = torch.stack((row, column), 1)
        real, weight = patches(latents[scene], middles, side), shown[:, -1:].detach() * patches(inside[scene], middles, side)
        error = error + ((shown[:, :-1] - real).square() * weight).sum()
        total = total + (real.square() * weight).sum()
    return error, total


def template_loss(templates: list[Tensor], known: list[tuple[Tensor, Tensor]]) -> Tensor:
    loss = 0
    for template, (latents, opacity) in zip(templates, known):
        template = template.float()
        loss = loss + ((template[:, :-1] - latents).square() * (opacity + BARE)).mean()
        loss = loss + 0.3 * F.binary_cross_entropy_with_logits(template[:, -1:], opacity)
    return loss


class Task:
    def __init__(self, data: SceneData, vocabulary_size: int):
        self.data, self.vocabulary_size, self.same = data, vocabulary_size, same_drawings()
        drawings = torch.load(work("drawings.pt"))
        self.known = [tuple(part.flatten(0, 1).share_memory_() for part in drawings[n]) for n in SIZES]

    def network(self) -> Finder:
        return Finder(self.vocabulary_size).to(memory_format=torch.channels_last)

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(latents, labels, token ids, placements, timesteps, numbers of drawings)."""
        latents, labels, ids, places = self.data.batch(plan.part_size, (step + 300000, part))
        places[drop_captions(ids, WITHOUT_CAPTION)] = NONE
        chosen = torch.randint(len(self.known[0][0]), (DRAWN,))
        return latents, labels, ids, places, draw_timesteps(len(ids)), chosen

    def loss(self, module: Finder, batch: tuple[Tensor, ...]) -> Tensor:
        latents, labels, ids, places, timesteps, chosen = batch
        device = latents.device
        known = [tuple(part[chosen.cpu()].to(device).float() for part in size) for size in self.known]
        plain = torch.zeros(len(chosen), LOOK, dtype=torch.bfloat16, device=device)
        loss = template_loss(module.guess.templates(known[SIZES.index(GRID)][0].bfloat16(), plain), known)
        noisy, _ = add_noise(latents, torch.randn_like(latents), timesteps)
        with torch.no_grad():
            text = module.text(ids)
        guess = module.guess(noisy.bfloat16(), timesteps, text, key_bias(text))
        error, total = look_errors(guess.templates, latents, places)
        return loss + error / total.clamp(min=1) + 0.1 * passes_loss(guess.passes, places, labels, self.same)


@torch.no_grad()
def quality(module: Finder, task: Task) -> list[float]:
    """What the templates of each size leave unexplained of the encoded drawings."""
    plain = torch.zeros(256, LOOK)
    known = [tuple(part.float() for part in size) for size in task.known]
    parts = range(0, len(known[0][0]), 256)
    shares = [unexplained(module.guess.templates(known[0][0][i : i + 256], plain[: len(known[0][0]) - i]), [tuple(p[i : i + 256] for p in size) for size in known]) for i in parts]
    return [round(float(x), 4) for x in torch.stack(shares).mean(0)]


def plan_for(steps: int, rate: float) -> Plan:
    return Plan(
        steps, parts=2, part_size=16, rate=rate, ema=0.995, checkpoint=work("templates.ckpt"), flat=0.5,
        frozen=("text.", "guess.sketchbook."), adam=("guess.prior.", "guess.templates.first", "guess.templates.last", "guess.templates.look.query"),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    start = Finder(len(vocabulary()))
    state = torch.load(work("suggest.pt"))
    start.text.load_state_dict({k[5:]: v for k, v in state.items() if k.startswith("text.")})
    start.guess.sketchbook.load_state_dict({k[11:]: v for k, v in state.items() if k.startswith("sketchbook.")})
    task = Task(SceneData(), len(vocabulary()))
    module = train(task, plan_for(options.steps, options.rate), work("templates.log"), start=start, workers=options.workers)
    torch.save(module.state_dict(), work("templates.pt"))
    with open(work("templates.log"), "a") as file:
        print(f"unexplained of sizes {SIZES}: {quality(module, task)}", file=file)


if __name__ == "__main__":
    main()
