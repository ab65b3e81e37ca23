"""The drawings of the sketchbook in all sizes that they have in a scene, as latents, and which cells they cover."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..grid import SIZES
from .layers import ResBlock, channel_norm
from .vae import LATENT_CHANNELS

FINE, COARSE = 32, 48  # channels
STEP = 24


class Template(nn.Module):
    """The last layer of a size: features to latents and, in the last channel, opacity."""

    def __init__(self, channels: int):
        super().__init__()
        self.last = nn.Conv2d(channels, LATENT_CHANNELS + 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(F.silu(channel_norm(x, self.last.in_channels)))


class Templates(nn.Module):
    """Drawings [N, 8, 16, 16] to one template [N, 9, n, n] for each of SIZES: latents, and the logit of each cell's opacity.

    Latents cannot be resized by interpolation, because the eight numbers of a cell stand for 16×16 pixels. So each size has layers of its own,
    on features that are shared.
    """

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(LATENT_CHANNELS, FINE, 3, padding=1)
        self.full = ResBlock(FINE)
        self.narrow, self.regroup = nn.Conv2d(FINE, STEP, 1), nn.Conv2d(STEP, FINE * 9, 4, stride=4)  # four cells become three
        self.three_quarters = ResBlock(FINE)
        self.halve = nn.ModuleList(nn.Conv2d(channels, COARSE, 3, stride=2, padding=1) for channels in (FINE, FINE, COARSE))
        self.small = nn.ModuleList(ResBlock(COARSE) for _ in range(3))  # of half, three eighths, and a quarter
        self.last = nn.ModuleList(Template(channels) for channels in (FINE, FINE, COARSE, COARSE, COARSE))

    def forward(self, drawings: Tensor) -> list[Tensor]:
        full = self.full(self.first(drawings))
        twelve = self.three_quarters(F.pixel_shuffle(self.regroup(self.narrow(full)), 3))
        eight = self.small[0](self.halve[0](full))
        six = self.small[1](self.halve[1](twelve))
        four = self.small[2](self.halve[2](eight))
        templates = [last(x) for last, x in zip(self.last, (full, twelve, eight, six, four))]
        # In its full size, a drawing is its own template.
        templates[0] = torch.cat((drawings, templates[0][:, LATENT_CHANNELS:]), 1)
        assert len(templates) == len(SIZES)
        return templates
