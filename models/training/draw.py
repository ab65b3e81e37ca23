"""Stage 4, drawing: python3 -m training.draw --steps N [--from-model]

The UNet learns to take noise out of latents; text encoder and sketch stay as stage 3 left them. Goes on from its checkpoint where there
is one; with --from-model from the exported model's weights.
"""
import argparse

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .diffusion import add_noise, draw_timesteps
from .mixing import Mixer
from .networks.text import TextEncoder
from .networks.unet import UNet
from .parallel import Plan, train
from .paths import work
from .suggest import draw_batch, drop_captions, load_data
from .tokenizer import vocabulary

WITHOUT_CAPTION = 0.1


class DiffusionModel(nn.Module):
    """What draws: the text encoder and the UNet."""

    def __init__(self, vocabulary_size: int):
        super().__init__()
        self.text, self.unet = TextEncoder(vocabulary_size), UNet()


class Task:
    pair_share = 0.125

    def __init__(self, data: dict, vocabulary_size: int):
        self.data, self.mixer, self.vocabulary_size = data, Mixer(data), vocabulary_size

    def network(self) -> DiffusionModel:
        return DiffusionModel(self.vocabulary_size).to(memory_format=torch.channels_last)

    def loss(self, module: DiffusionModel, step: int, part: int, plan: Plan) -> Tensor:
        latents, _, ids = draw_batch(self.data, self.mixer, plan.part_size, self.pair_share, (step + 500000, part))
        drop_captions(ids, WITHOUT_CAPTION)
        timesteps = draw_timesteps(len(ids))
        noisy, velocity = add_noise(latents.float(), torch.randn(latents.shape), timesteps)
        with torch.no_grad():
            text = module.text(ids)
        predicted = module.unet(noisy.bfloat16(), timesteps, text)
        return F.mse_loss(predicted.float(), velocity)


def initial_model(vocabulary_size: int) -> DiffusionModel:
    """A new artist that already knows the words (stage 3)."""
    model = DiffusionModel(vocabulary_size)
    state = torch.load(work("suggest.pt"))
    model.text.load_state_dict({k[5:]: v for k, v in state.items() if k.startswith("text.")})
    model.unet.sketch.load_state_dict({k[7:]: v for k, v in state.items() if k.startswith("sketch.")})
    return model


def plan_for(steps: int, rate: float) -> Plan:
    return Plan(
        steps, parts=4, part_size=16, rate=rate, checkpoint=work("draw.ckpt"), flat=0.35, ema=0.998,
        frozen=("text.", "unet.sketch."),
        adam=("unet.first", "unet.last", "unet.doubt", "unet.fine_map", "unet.coarse_map"),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=4000, help="of the whole run: the decay ends there")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--from-model", action="store_true")
    options = parser.parse_args()
    vocabulary_size = len(vocabulary())
    if options.from_model:
        from .exported import load_exported_model

        start = load_exported_model(vocabulary_size)
    else:
        start = initial_model(vocabulary_size)
    model = train(Task(load_data(), vocabulary_size), plan_for(options.steps, options.rate), work("draw.log"), start=start)
    torch.save(model.state_dict(), work("draw.pt"))


if __name__ == "__main__":
    main()
