"""The UNet: noisy latents, a timestep and text vectors to the predicted velocity, all latents [B, 8, h, w].

The sketchbook turns the text into drawings of the things that are named, each alone. The matched filter of placement.py finds where in
the noise they are. Laid there, they are the first guess of the image (guess.py). So drawings are remembered in one matrix, nothing has to
be learned about finding them, and the convolutions are left with coloring them, joining them with the ground, and making them sharp.
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..diffusion import NOISE, SIGNAL
from ..grid import GRID
from .guess import FirstGuess, Guess, key_bias, spread, time_waves
from .layers import channel_norm
from .placement import SUBJECTS
from .text import WIDTH as TEXT
from .text import attend
from .vae import LATENT_CHANNELS

FINE, COARSE = 128, 256  # channels at the latent's size and at half of it
STAGES = 3
ATTENTIONS = 2  # behind the first stages


class Modulated(nn.Module):
    """A residual block whose second norm is scaled and shifted by the condition [B, 256]."""

    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.modulate = nn.Linear(TEXT, channels * 2)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        scale, shift = self.modulate(condition)[:, :, None, None].chunk(2, 1)
        h = self.first(F.silu(channel_norm(x, self.first.in_channels)))
        h = torch.addcmul(shift, channel_norm(h, self.second.in_channels), 1 + scale)
        return x + self.second(F.silu(h))


class Lookup(nn.Module):
    """Cross-attention of cells [B, N, C] to vectors [B, M, 256]."""

    def __init__(self, channels: int):
        super().__init__()
        self.query, self.out = nn.Linear(channels, channels), nn.Linear(channels, channels)
        self.key_value = nn.Linear(TEXT, channels * 2)
        nn.init.normal_(self.out.weight, std=0.002)

    def forward(self, x: Tensor, vectors: Tensor, bias: Tensor | None = None) -> Tensor:
        key, value = self.key_value(vectors).chunk(2, -1)
        return x + self.out(attend(self.query(F.layer_norm(x, (self.query.in_features,))), key, value, bias))


class Attention(nn.Module):
    """Self-attention, then a look at the text, on [B, N, 256]."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(COARSE, COARSE * 3), nn.Linear(COARSE, COARSE)
        self.words = Lookup(COARSE)
        nn.init.normal_(self.out.weight, std=0.002)

    def forward(self, x: Tensor, text: Tensor, bias: Tensor) -> Tensor:
        x = x + self.out(attend(*self.qkv(F.layer_norm(x, (COARSE,))).chunk(3, -1)))
        return self.words(x, text, bias)


def position_map(channels: int, side: int) -> Tensor:
    """Sines and cosines of row and column, [1, C, side, side], amplitude 0.5: where learning starts from."""
    steps = (torch.arange(side) + 0.5) / side
    waves = steps[None] * torch.pi * (1 + torch.arange(channels // 4))[:, None] / 2
    rows = torch.cat((waves.sin(), waves.cos()))
    grid = torch.cat((rows[:, :, None].expand(-1, -1, side), rows[:, None, :].expand(-1, side, -1)))
    return 0.5 * grid[None]


def _cells(x: Tensor) -> Tensor:
    """[B, C, h, w] to [B, h·w, C]."""
    return x.permute(0, 2, 3, 1).reshape(x.shape[0], -1, x.shape[1])


def _image(cells: Tensor, like: Tensor) -> Tensor:
    """[B, h·w, C] back to the shape of `like`."""
    return cells.view(like.shape[0], like.shape[2], like.shape[3], like.shape[1]).permute(0, 3, 1, 2)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.guess = FirstGuess()
        self.doubt = nn.Parameter(torch.full((1, LATENT_CHANNELS, 1, 1), 0.5))
        # The noisy latents, the first guess, and both things alone.
        self.first = nn.Conv2d(LATENT_CHANNELS * 2 + SUBJECTS * (LATENT_CHANNELS + 1), FINE, 3, padding=1)
        self.fine_map = nn.Parameter(position_map(FINE, GRID))
        self.coarse_map = nn.Parameter(position_map(COARSE, GRID // 2))
        self.time1, self.time2 = nn.Linear(128, TEXT), nn.Linear(TEXT, TEXT)
        self.pooled = nn.Linear(TEXT, TEXT)
        self.before = nn.ModuleList(Modulated(FINE) for _ in range(2))
        self.halve = nn.Conv2d(FINE, COARSE, 3, stride=2, padding=1)
        self.stages = nn.ModuleList(Modulated(COARSE) for _ in range(STAGES))
        self.attentions = nn.ModuleList(Attention() for _ in range(ATTENTIONS))
        self.enlarge = nn.Conv2d(COARSE, FINE * 4, 1)
        self.join = nn.Conv2d(FINE * 2, FINE, 1)
        self.after = nn.ModuleList(Modulated(FINE) for _ in range(3))
        self.last = nn.Conv2d(FINE, LATENT_CHANNELS, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def condition(self, timestep: Tensor, text: Tensor) -> Tensor:
        waves = time_waves(timestep).to(text.dtype)
        return F.silu(self.time2(F.silu(self.time1(waves))) + self.pooled(text[:, 0]))

    def from_guess(self, sample: Tensor, timestep: Tensor, image: Tensor) -> Tensor:
        """The velocity if each latent were the guessed image plus Gaussian doubt, of variance r².

        For x = a·x0 + s·n, x0 ~ N(g, r²): E[a·n - s·x0 | x] = (x - a·g)·a·s·(1 - r²) / (a²r² + s²) - s·g.
        """
        a, s = (levels.to(sample.device)[timestep].view(-1, 1, 1, 1) for levels in (SIGNAL, NOISE))
        doubt = self.doubt.float()
        return (sample.float() - a * image) * (a * s * (1 - doubt) / (a * a * doubt + s * s)) - s * image

    def velocity(self, sample: Tensor, timestep: Tensor, text: Tensor, bias: Tensor, guess: Guess) -> Tensor:
        condition = self.condition(timestep, text)
        x = torch.cat((sample, guess.image.to(sample.dtype), guess.layers.flatten(1, 2).to(sample.dtype)), 1)
        if not torch.onnx.is_in_onnx_export():
            x = x.contiguous(memory_format=torch.channels_last)
        x = self.first(x)
        x = x + spread(self.fine_map, x)
        for block in self.before:
            x = block(x, condition)
        coarse = self.halve(x)
        coarse = coarse + spread(self.coarse_map, coarse)
        for i, block in enumerate(self.stages):
            coarse = block(coarse, condition)
            if i < ATTENTIONS:
                coarse = _image(self.attentions[i](_cells(coarse), text, bias), coarse)
        fine = F.pixel_shuffle(self.enlarge(coarse), 2)[:, :, : x.shape[2], : x.shape[3]]  # odd sides grew by one
        x = self.join(torch.cat((x, fine), 1))
        for block in self.after:
            x = block(x, condition)
        return self.from_guess(sample, timestep, guess.image) + self.last(F.silu(channel_norm(x, FINE))).float()

    def forward(self, sample: Tensor, timestep: Tensor, text: Tensor) -> Tensor:
        """Velocity [B, 8, h, w] float32; timestep [B] or [1], whole numbers."""
        bias = key_bias(text)
        return self.velocity(sample, timestep, text, bias, self.guess(sample, timestep, text, bias))
