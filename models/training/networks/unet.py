"""The UNet: noisy latents, a timestep and text vectors to the predicted velocity, all latents [B, 4, h, w]."""
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..diffusion import NOISE, SIGNAL
from .layers import channel_norm
from .text import WIDTH as TEXT
from .text import attend
from .vae import LATENT_CHANNELS

FINE, COARSE = 96, 192  # channels at the latent's size and at half of it
STAGES = 3
GRID = 16  # side of the latents it is trained on
SLOTS = 6
SKETCH = 12  # channels; the first eight are guesses of the clean latent, see training/suggest.py


def key_bias(text: Tensor) -> Tensor:
    """[B, 1, 1, T]: 0 for tokens, -10000 for padding, whose vectors are zero."""
    return (text.abs().sum(-1) == 0).to(text.dtype)[:, None, None, :] * -1e4


def spread(grid: Tensor, like: Tensor) -> Tensor:
    """A learned map [B, C, n, n] laid over the height and width of `like`.

    In a larger image it keeps its scale, which is the one the network knows: it stands in the middle and its
    edges go on outwards. In a smaller one it is shrunk to fit.
    """
    if not torch.onnx.is_in_onnx_export() and grid.shape[-2:] == like.shape[-2:]:
        return grid
    side = grid.shape[-1]
    rows, columns = (torch.arange(n, dtype=torch.float32) for n in like.shape[-2:])
    height, width = rows[-1] + 1, columns[-1] + 1
    scale = torch.clamp(torch.minimum(height, width) / side, max=1.0)
    # A quarter less than the cell's middle: whole numbers stay, and halves of odd sizes all fall the same way.
    down = ((rows + 0.5 - height / 2) / scale + side / 2 - 0.25).floor().long().clamp(0, side - 1)
    across = ((columns + 0.5 - width / 2) / scale + side / 2 - 0.25).floor().long().clamp(0, side - 1)
    return grid.index_select(2, down).index_select(3, across)


class Sketch(nn.Module):
    """Draws a first guess of the latent from the text: [B, T, 256] to [B, 12, 16, 16].

    Learned queries gather the words, two layers place them. So a drawing is remembered in one matrix, and the
    convolutions are left with moving it and making it sharp.
    """

    def __init__(self):
        super().__init__()
        self.query = nn.Parameter(torch.randn(SLOTS, TEXT) * 0.5)
        self.key, self.value = nn.Linear(TEXT, TEXT), nn.Linear(TEXT, TEXT)
        self.gather = nn.Linear(SLOTS * TEXT, 512)
        self.place = nn.Linear(512, SKETCH * GRID * GRID)

    def forward(self, text: Tensor, bias: Tensor) -> Tensor:
        query = self.query[None].expand(text.shape[0], -1, -1)
        slots = attend(query, self.key(text), self.value(text), bias)
        sketch = self.place(F.silu(self.gather(slots.flatten(1))))
        return sketch.view(-1, SKETCH, GRID, GRID)


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


class Attention(nn.Module):
    """Self-attention, cross-attention to the text, and a small MLP, on [B, N, 192]."""

    def __init__(self):
        super().__init__()
        self.self_qkv, self.self_out = nn.Linear(COARSE, COARSE * 3), nn.Linear(COARSE, COARSE)
        self.query, self.out = nn.Linear(COARSE, COARSE), nn.Linear(COARSE, COARSE)
        self.key_value = nn.Linear(TEXT, COARSE * 2)
        self.up, self.down = nn.Linear(COARSE, COARSE * 2), nn.Linear(COARSE * 2, COARSE)
        for layer in (self.self_out, self.out, self.down):
            nn.init.normal_(layer.weight, std=0.002)

    def forward(self, x: Tensor, text: Tensor, bias: Tensor) -> Tensor:
        norm = (COARSE,)
        x = x + self.self_out(attend(*self.self_qkv(F.layer_norm(x, norm)).chunk(3, -1)))
        key, value = self.key_value(text).chunk(2, -1)
        x = x + self.out(attend(self.query(F.layer_norm(x, norm)), key, value, bias))
        return x + self.down(F.silu(self.up(F.layer_norm(x, norm))))


def position_map(channels: int, side: int) -> Tensor:
    """Sines and cosines of row and column, [1, C, side, side], amplitude 0.5: where learning starts from."""
    steps = (torch.arange(side) + 0.5) / side
    waves = steps[None] * torch.pi * (1 + torch.arange(channels // 4))[:, None] / 2
    rows = torch.cat((waves.sin(), waves.cos()))
    grid = torch.cat((rows[:, :, None].expand(-1, -1, side), rows[:, None, :].expand(-1, side, -1)))
    return 0.5 * grid[None]


def time_waves(timestep: Tensor) -> Tensor:
    """[B] to [B, 128]: sines and cosines of geometric frequencies, as in Vaswani et al. (2017)."""
    rates = torch.exp(-math.log(10000) * torch.arange(64) / 64)
    angles = timestep.float()[:, None] * rates[None]
    return torch.cat((angles.sin(), angles.cos()), 1)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.sketch = Sketch()
        self.doubt = nn.Parameter(torch.full((1, LATENT_CHANNELS, 1, 1), 0.3))
        self.first = nn.Conv2d(LATENT_CHANNELS + SKETCH, FINE, 3, padding=1)
        self.fine_map = nn.Parameter(position_map(FINE, GRID))
        self.coarse_map = nn.Parameter(position_map(COARSE, GRID // 2))
        self.time1, self.time2 = nn.Linear(128, TEXT), nn.Linear(TEXT, TEXT)
        self.pooled = nn.Linear(TEXT, TEXT)
        self.before = nn.ModuleList(Modulated(FINE) for _ in range(2))
        self.halve = nn.Conv2d(FINE, COARSE, 3, stride=2, padding=1)
        self.stages = nn.ModuleList(Modulated(COARSE) for _ in range(STAGES))
        self.attentions = nn.ModuleList(Attention() for _ in range(STAGES))
        self.enlarge = nn.Conv2d(COARSE, FINE * 4, 1)
        self.join = nn.Conv2d(FINE * 2, FINE, 1)
        self.after = nn.ModuleList(Modulated(FINE) for _ in range(3))
        self.last = nn.Conv2d(FINE, LATENT_CHANNELS, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def condition(self, timestep: Tensor, text: Tensor) -> Tensor:
        waves = time_waves(timestep).to(text.dtype)
        return F.silu(self.time2(F.silu(self.time1(waves))) + self.pooled(text[:, 0]))

    def first_guess(self, sample: Tensor, timestep: Tensor, guess: Tensor) -> Tensor:
        """The velocity if each latent were the sketch's guess plus Gaussian doubt, of variance r².

        For x = a·x0 + s·n, x0 ~ N(g, r²): E[a·n - s·x0 | x] = (x - a·g)·a·s·(1 - r²) / (a²r² + s²) - s·g.
        """
        a, s = SIGNAL[timestep].view(-1, 1, 1, 1), NOISE[timestep].view(-1, 1, 1, 1)
        guess, doubt = guess.float(), self.doubt.float()
        return (sample.float() - a * guess) * (a * s * (1 - doubt) / (a * a * doubt + s * s)) - s * guess

    def middle(self, x: Tensor, condition: Tensor, text: Tensor, bias: Tensor) -> Tensor:
        """The stages at half size; attention sees the cells as a sequence."""
        for block, attention in zip(self.stages, self.attentions):
            x = block(x, condition)
            cells = x.permute(0, 2, 3, 1)
            flat = attention(cells.reshape(cells.shape[0], -1, COARSE), text, bias)
            x = flat.view(cells.shape).permute(0, 3, 1, 2)
        return x

    def forward(self, sample: Tensor, timestep: Tensor, text: Tensor) -> Tensor:
        """Velocity [B, 4, h, w] float32; timestep [B] or [1], whole numbers."""
        bias = key_bias(text)
        sketch = spread(self.sketch(text, bias), sample)
        condition = self.condition(timestep, text)
        guess = self.first_guess(sample, timestep, sketch[:, 4:8])
        x = torch.cat((sample, sketch), 1)
        if not torch.onnx.is_in_onnx_export():
            x = x.contiguous(memory_format=torch.channels_last)
        x = self.first(x)
        x = x + spread(self.fine_map, x)
        for block in self.before:
            x = block(x, condition)
        coarse = self.halve(x)
        coarse = self.middle(coarse + spread(self.coarse_map, coarse), condition, text, bias)
        fine = F.pixel_shuffle(self.enlarge(coarse), 2)[:, :, : x.shape[2], : x.shape[3]]  # odd sides grew by one
        x = self.join(torch.cat((x, fine), 1))
        for block in self.after:
            x = block(x, condition)
        return guess + self.last(F.silu(channel_norm(x, FINE))).float()
