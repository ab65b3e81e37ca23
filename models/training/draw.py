"""Stage 4, drawing: python3 -m training.draw --steps N [--from-model]

The UNet learns to take noise out of latents; text encoder and sketchbook stay as stage 3 left them. Resumes from its
checkpoint; with --from-model it starts from the exported model's weights.
"""
import argparse

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .data import SceneData, drop_captions
from .diffusion import add_noise, draw_timesteps
from .networks.text import TextEncoder
from .networks.unet import UNet
from .parallel import Plan, train
from .paths import work
from .tokenizer import vocabulary

WITHOUT_CAPTION = 0.1


class DiffusionModel(nn.Module):
    """The text encoder and the UNet."""

    def __init__(self, vocabulary_size: int):
        super().__init__()
        self.text, self.unet = TextEncoder(vocabulary_size), UNet()


class Task:
    def __init__(self, data: SceneData, vocabulary_size: int):
        self.data, self.vocabulary_size = data, vocabulary_size

    def network(self) -> DiffusionModel:
        return DiffusionModel(self.vocabulary_size).to(memory_format=torch.channels_last)

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(latents, token ids, timesteps)."""
        latents, _, ids = self.data.batch(plan.part_size, (step + 500000, part))
        drop_captions(ids, WITHOUT_CAPTION)
        return latents, ids, draw_timesteps(len(ids))

    def loss(self, module: DiffusionModel, batch: tuple[Tensor, ...]) -> Tensor:
        latents, ids, timesteps = batch
        noisy, velocity = add_noise(latents, torch.randn_like(latents), timesteps)
        with torch.no_grad():
            text = module.text(ids)
        predicted = module.unet(noisy.bfloat16(), timesteps, text)
        return F.mse_loss(predicted.float(), velocity)


def initial_model(vocabulary_size: int) -> DiffusionModel:
    """A new model that already knows the words (stage 3)."""
    model = DiffusionModel(vocabulary_size)
    state = torch.load(work("suggest.pt"))
    model.text.load_state_dict({k[5:]: v for k, v in state.items() if k.startswith("text.")})
    model.unet.sketchbook.load_state_dict({k[11:]: v for k, v in state.items() if k.startswith("sketchbook.")})
    return model


def plan_for(steps: int, rate: float) -> Plan:
    return Plan(
        steps, parts=4, part_size=16, rate=rate, checkpoint=work("draw.ckpt"), flat=0.5, ema=0.9995,
        frozen=("text.", "unet.sketchbook."),
        adam=("unet.first", "unet.last", "unet.doubt", "unet.fine_map", "unet.coarse_map", "unet.page_map", "unet.read"),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20000, help="of the whole run: the decay ends there")
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
    model = train(Task(SceneData(), vocabulary_size), plan, work("draw.log"), start=start, workers=options.workers)
    torch.save(model.state_dict(), work("draw.pt"))


if __name__ == "__main__":
    main()
