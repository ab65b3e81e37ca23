"""Stage 4, drawing: python3 -m training.draw --steps N [--from-model]

The UNet learns to take noise out of latents; text encoder, sketchbook and templates stay as stage 3 left them. What is expected of
placements goes on learning from the exact ones. Resumes from its checkpoint; with --from-model it starts from the exported model's weights.
"""
import argparse

import torch
from torch import Tensor, nn

from .data import SceneData, drop_captions
from .diffusion import SIGNAL, add_noise, draw_timesteps
from .gaze import NONE, importance, placement_loss, same_drawings
from .latents import LABELS
from .networks.guess import key_bias
from .networks.text import TextEncoder
from .networks.unet import UNet
from .parallel import Plan, train
from .paths import work
from .tokenizer import vocabulary

WITHOUT_CAPTION = 0.1
PAIRS = 2  # scenes of two different things are harder than those of one
PLACEMENT = 0.02  # weight of the placements' likelihood
FIRST = LABELS.index("first")


class DiffusionModel(nn.Module):
    """The text encoder and the UNet."""

    def __init__(self, vocabulary_size: int):
        super().__init__()
        self.text, self.unet = TextEncoder(vocabulary_size), UNet()


def passes_loss(passes: list[Tensor], places: Tensor, labels: Tensor, same: Tensor) -> Tensor:
    """The mean loss of the placements over scenes, things and passes."""
    same = same.to(labels.device)[labels[:, FIRST : FIRST + 2].clamp(min=0)]
    return sum(placement_loss(p, places, same).mean() for p in passes) / len(passes)


class Task:
    def __init__(self, data: SceneData, vocabulary_size: int):
        self.data, self.vocabulary_size, self.same = data, vocabulary_size, same_drawings()

    def network(self) -> DiffusionModel:
        return DiffusionModel(self.vocabulary_size).to(memory_format=torch.channels_last)

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(latents, labels, token ids, placements, timesteps)."""
        latents, labels, ids, places = self.data.batch(plan.part_size, (step + 500000, part))
        places[drop_captions(ids, WITHOUT_CAPTION)] = NONE
        return latents, labels, ids, places, draw_timesteps(len(ids))

    def loss(self, module: DiffusionModel, batch: tuple[Tensor, ...]) -> Tensor:
        latents, labels, ids, places, timesteps = batch
        noisy, velocity = add_noise(latents, torch.randn_like(latents), timesteps)
        with torch.no_grad():
            text = module.text(ids)
        noisy, bias = noisy.bfloat16(), key_bias(text)
        guess = module.unet.guess(noisy, timesteps, text, bias)
        predicted = module.unet.velocity(noisy, timesteps, text, bias, guess)
        # In noise, where things are is not certain yet: weights that know it would show too much of them.
        weight = 1 + importance(places) * SIGNAL.to(timesteps.device)[timesteps].square().view(-1, 1, 1, 1)
        error = ((predicted.float() - velocity).square() * weight).mean() / weight.mean()
        return error + PLACEMENT * passes_loss(guess.passes, places, labels, self.same)


def initial_model(vocabulary_size: int) -> DiffusionModel:
    """A new model with the text encoder, the sketchbook, the templates and the expectations of stages 3 to 3c."""
    model = DiffusionModel(vocabulary_size)
    state = torch.load(work("appearance.pt"))
    model.text.load_state_dict({k[5:]: v for k, v in state.items() if k.startswith("text.")})
    model.unet.guess.load_state_dict({k[6:]: v for k, v in state.items() if k.startswith("guess.")})
    return model


def plan_for(steps: int, rate: float) -> Plan:
    return Plan(
        steps, parts=4, part_size=16, rate=rate, checkpoint=work("draw.ckpt"), flat=0.5, ema=0.9985,
        frozen=("text.", "unet.guess.sketchbook.", "unet.guess.templates."),
        adam=("unet.first", "unet.last", "unet.doubt", "unet.fine_map", "unet.coarse_map", "unet.guess.prior."),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=4600, help="of the whole run: the decay ends there")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--from-model", action="store_true")
    options = parser.parse_args()
    vocabulary_size = len(vocabulary())
    if options.from_model:
        from .exported import load_exported_model

        start = load_exported_model(vocabulary_size)
    else:
        start = initial_model(vocabulary_size)
    plan = plan_for(options.steps, options.rate)
    model = train(Task(SceneData(pairs=PAIRS), vocabulary_size), plan, work("draw.log"), start=start, workers=options.workers)
    torch.save(model.state_dict(), work("draw.pt"))


if __name__ == "__main__":
    main()
