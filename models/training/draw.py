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


class Artist(nn.Module):
    """What draws: the text encoder and the UNet."""

    def __init__(self, words: int):
        super().__init__()
        self.text, self.unet = TextEncoder(words), UNet()


class Task:
    mixed = 0.125

    def __init__(self, data: dict, words: int):
        self.data, self.mixer, self.words = data, Mixer(data), words

    def network(self) -> Artist:
        return Artist(self.words).to(memory_format=torch.channels_last)

    def loss(self, module: Artist, step: int, part: int, plan: Plan) -> Tensor:
        latents, _, ids = draw_batch(self.data, self.mixer, plan.part_size, self.mixed, (step + 500000, part))
        drop_captions(ids, WITHOUT_CAPTION)
        timesteps = draw_timesteps(len(ids))
        noisy, velocity = add_noise(latents.float(), torch.randn(latents.shape), timesteps)
        with torch.no_grad():
            text = module.text(ids)
        made = module.unet(noisy.bfloat16(), timesteps, text)
        return F.mse_loss(made.float(), velocity)


def first_weights(words: int) -> Artist:
    """A new artist that already knows the words (stage 3)."""
    artist = Artist(words)
    known = torch.load(work("suggest.pt"))
    artist.text.load_state_dict({k[5:]: v for k, v in known.items() if k.startswith("text.")})
    artist.unet.sketch.load_state_dict({k[7:]: v for k, v in known.items() if k.startswith("sketch.")})
    return artist


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
    words = len(vocabulary())
    if options.from_model:
        from .exported import artist_from_model

        start = artist_from_model(words)
    else:
        start = first_weights(words)
    artist = train(Task(load_data(), words), plan_for(options.steps, options.rate), work("draw.log"), start=start)
    torch.save(artist.state_dict(), work("draw.pt"))


if __name__ == "__main__":
    main()
