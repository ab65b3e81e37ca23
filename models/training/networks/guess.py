"""The first guess of an image: what the text names, drawn from memory, and laid where the noisy latents show it."""
import math
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..diffusion import NOISE, SIGNAL, STEPS
from ..grid import GRID, SIZES, VARIANTS
from .placement import SUBJECTS, Placement, Prior
from .templates import Templates
from .text import WIDTH as TEXT
from .text import attend
from .vae import LATENT_CHANNELS

QUERIES = 3  # for each subject, and for the ground
DRAWN = 400  # width of the layer before the drawings
GROUND = 8  # side of the guessed ground, spread over the image


def key_bias(text: Tensor) -> Tensor:
    """[B, 1, 1, T]: 0 for tokens, -10000 for padding, whose vectors are zero."""
    return (text.abs().sum(-1) == 0).to(text.dtype)[:, None, None, :] * -1e4


def spread(grid: Tensor, like: Tensor) -> Tensor:
    """A learned map [B, C, n, n] laid over the height and width of `like`.

    In a larger image it keeps its scale, which is the one the network knows: it lies in the middle, and its edges continue
    outward. In a smaller one it is shrunk to fit.
    """
    if not torch.onnx.is_in_onnx_export() and grid.shape[-2:] == like.shape[-2:]:
        return grid
    side = grid.shape[-1]
    rows, columns = (torch.arange(n, dtype=torch.float32, device=like.device) for n in like.shape[-2:])
    height, width = rows[-1] + 1, columns[-1] + 1
    scale = torch.clamp(torch.minimum(height, width) / side, max=1.0)
    # A quarter less than the cell's middle: whole numbers stay, and halves of odd sizes all fall the same way.
    down = ((rows + 0.5 - height / 2) / scale + side / 2 - 0.25).floor().long().clamp(0, side - 1)
    across = ((columns + 0.5 - width / 2) / scale + side / 2 - 0.25).floor().long().clamp(0, side - 1)
    return grid.index_select(2, down).index_select(3, across)


class Sketchbook(nn.Module):
    """From the text alone: drawings of up to two named things, and a rough guess of the ground."""

    def __init__(self):
        super().__init__()
        self.query = nn.Parameter(torch.randn((SUBJECTS + 1) * QUERIES, TEXT) * 0.5)
        self.key, self.value = nn.Linear(TEXT, TEXT), nn.Linear(TEXT, TEXT)
        self.gather = nn.Linear(QUERIES * TEXT, DRAWN)
        self.draw = nn.Linear(DRAWN, VARIANTS * LATENT_CHANNELS * GRID * GRID)
        self.gather_ground = nn.Linear(QUERIES * TEXT, 256)
        self.paint_ground = nn.Linear(256, LATENT_CHANNELS * GROUND * GROUND)

    def forward(self, text: Tensor, bias: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(drawings [B, 2, 3, 8, 16, 16], ground [B, 8, 8, 8], what they were drawn from [B, 2, 768])."""
        batch = text.shape[0]
        query = self.query[None].expand(batch, -1, -1)
        words = attend(query, self.key(text), self.value(text), bias).reshape(batch, SUBJECTS + 1, QUERIES * TEXT)
        drawings = self.draw(F.silu(self.gather(words[:, :SUBJECTS])))
        ground = self.paint_ground(F.silu(self.gather_ground(words[:, SUBJECTS])))
        drawings = drawings.view(batch, SUBJECTS, VARIANTS, LATENT_CHANNELS, GRID, GRID)
        return drawings, ground.view(batch, LATENT_CHANNELS, GROUND, GROUND), words[:, :SUBJECTS]


def time_waves(timestep: Tensor) -> Tensor:
    """[B] to [B, 128]: sines and cosines of geometric frequencies, as in Vaswani et al. (2017)."""
    rates = torch.exp(-math.log(10000) * torch.arange(64, device=timestep.device) / 64)
    angles = timestep.float()[:, None] * rates[None]
    return torch.cat((angles.sin(), angles.cos()), 1)


class Guess(NamedTuple):
    """What is known of the image before the convolutions."""

    ground: Tensor  # [B, 8, h, w]
    layers: Tensor  # [B, 2, 9, h, w]: the drawings where they are expected
    image: Tensor  # [B, 8, h, w]: the layers over the ground
    passes: list[Tensor]  # logarithms of expected numbers of things [B, 2, sizes, drawings, h + 1, w + 1], after each pass
    templates: list[Tensor]  # of each size, [B, 2, drawings, 9, n, n]


class FirstGuess(nn.Module):
    """The sketchbook, its drawings as they look in the scene, and where they are.

    Placements teach the prior alone. Templates that they taught would be deformed, and the sketchbook has a stage of its own.
    """

    def __init__(self):
        super().__init__()
        width = QUERIES * TEXT
        self.sketchbook, self.templates, self.prior = Sketchbook(), Templates(), Prior(width)

    def template_set(self, drawings: Tensor, look: Tensor) -> list[Tensor]:
        """Drawings [B, 2, 3, 8, 16, 16] as templates [B, 2, 6, 9, n, n] of each size, float32: all drawings, then all mirrored."""
        look = look[:, :, None].expand(-1, -1, VARIANTS, -1)
        templates = []
        for t in self.templates(drawings.flatten(0, 2), look.flatten(0, 2)):
            t = t.float().reshape(-1, SUBJECTS, VARIANTS, *t.shape[1:])
            t = torch.cat((t[:, :, :, :-1], torch.sigmoid(t[:, :, :, -1:])), 3)
            templates.append(torch.cat((t, t.flip(5)), 2))
        return templates

    @torch.no_grad()
    def least(self, subjects: Tensor, sentence: Tensor, timestep: Tensor) -> Tensor:
        """Logarithms of how many of each subject there are at least [B, 2]: those expected in pure noise, at most one."""
        drawing, place = self.prior(subjects, sentence, time_waves(torch.full_like(timestep, STEPS - 1)).to(sentence.dtype))
        place = place.reshape(place.shape[0], SUBJECTS, -1)
        return (drawing.logsumexp(2) + place.logsumexp(2)).clamp(max=0)

    def forward(self, sample: Tensor, timestep: Tensor, text: Tensor, bias: Tensor) -> Guess:
        """Draws what the text names, and finds it in the noisy latents [B, 8, h, w]."""
        a, s = (levels.to(sample.device)[timestep].view(-1, 1, 1, 1) for levels in (SIGNAL, NOISE))
        with torch.no_grad():
            drawings, ground, subjects = self.sketchbook(text, bias)
            ground = spread(F.interpolate(ground, scale_factor=2.0, mode="bilinear", align_corners=False), sample).float()
        templates = self.template_set(drawings, self.templates.look(text, bias))
        placement = Placement(sample.float() / a, (s / a).square(), ground, [t.detach() for t in templates])
        drawing, place = self.prior(subjects, text[:, 0], time_waves(timestep).to(text.dtype))
        place = spread(place, placement.padded)
        place = place.reshape(-1, SUBJECTS, len(SIZES), *place.shape[2:])
        passes, layers = placement.find(place[:, :, :, None] + drawing[:, :, None, :, None, None], self.least(subjects, text[:, 0], timestep))
        return Guess(ground, layers, placement.over_ground(layers), passes, templates)
