"""The finish: paper, pigment and edges, laid on a clean image by fixed operations that are part of the decoder's graph.

The autoencoder and the UNet only deal with clean shapes. What makes them look painted (edges displaced by noise, pigment
pooling at borders, blotches, grain, strokes, halftone, pixels, glow) is the same everywhere and costs no parameters: the
decoder only says how much of each an area gets. The noise tiles repeat without a seam, so any size works.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .looks import FINISH

TILE = 256
TILE_SCALE = 32
COARSENESS = {1: 1.0, 2: 1.6}
LUMA = (0.3, 0.59, 0.11)
PAPER = (0.92, 0.84, 0.66)  # of the range -1..1


def _noise(seed: int, wavelength: float, width: float = 0.5) -> np.ndarray:
    """Seamless noise [256, 256] around a wavelength in pixels, of variance 1."""
    frequencies = np.fft.fftfreq(TILE)
    radius = np.sqrt(frequencies[:, None] ** 2 + frequencies[None] ** 2) + 1e-9
    band = np.exp(-(np.log(radius * wavelength) ** 2) / (2 * width**2))
    spectrum = np.fft.fft2(np.random.default_rng(seed).standard_normal((TILE, TILE))) * band
    noise = np.fft.ifft2(spectrum).real
    return (noise / noise.std()).astype(np.float32)


def make_tiles(coarseness: float) -> np.ndarray:
    """[6, 256, 256]: shift right, shift down (pixels), blotches, grain, halftone screen, strokes."""
    k = coarseness
    ys, xs = np.mgrid[:TILE, :TILE].astype(np.float32)
    across, down = (k * (0.7 * _noise(s, 22 * k) + 0.36 * _noise(s + 1, 6 * k)) for s in (11, 21))
    blotches = 0.45 * _noise(31, 60 * k) + 0.6 * _noise(32, 18 * k) + 0.45 * _noise(33, 6 * k)
    grain = 0.75 * _noise(41, 2.6, 0.35) + 0.35 * _noise(42, 5)
    angle = 2 * np.pi * round(45 / k) / TILE  # a whole number of dots fits the tile
    screen = 0.5 * (np.cos((xs + ys) * angle) + np.cos((xs - ys) * angle))
    lean = xs * round(34 / k) + ys * round(22 / k)
    strokes = np.clip(0.5 + 0.5 * np.sin(lean * 2 * np.pi / TILE + 1.1 * _noise(51, 30 * k)) + 0.22 * _noise(52, 3 * k), 0, 1)
    return np.stack((across, down, blotches, grain, screen, strokes)).astype(np.float32)


def _blur(x: Tensor, size: int) -> Tensor:
    return F.avg_pool2d(F.pad(x, (size // 2,) * 4, mode="replicate"), size, 1)


class Finish(nn.Module):
    """A clean image [B, 3, H, W] in -1..1 and strengths [B, 8, h, w] or [B, 8, 1, 1] in 0..1 to the finished image."""

    def __init__(self, scale: int = 1):
        """`scale` 2 is for images of twice the side: everything but the grain is coarser, though not twice as coarse."""
        super().__init__()
        self.scale = scale
        # A byte for each value keeps the exported file small.
        tiles = torch.from_numpy(make_tiles(COARSENESS[scale]))[None]
        self.register_buffer("tiles", (tiles * TILE_SCALE).round().clamp(-127, 127).to(torch.int8), persistent=False)

    def _laid(self, like: Tensor) -> Tensor:
        height, width = like.shape[-2:]
        if not torch.onnx.is_in_onnx_export() and height <= TILE and width <= TILE:
            return self.tiles[..., :height, :width].to(like.dtype) / TILE_SCALE
        rows, columns = torch.arange(height, device=like.device) % TILE, torch.arange(width, device=like.device) % TILE
        return self.tiles.index_select(2, rows).index_select(3, columns).to(like.dtype) / TILE_SCALE

    def forward(self, image: Tensor, strengths: Tensor) -> Tensor:
        height, width = image.shape[-2:]
        if strengths.shape[-1] > 1:
            strengths = F.interpolate(strengths, size=(height, width), mode="bilinear", align_corners=False)
        part = {name: strengths[:, i : i + 1] for i, name in enumerate(FINISH)}
        across, down, blotches, grain, screen, strokes = self._laid(image).split(1, 1)
        x = self._glow(image, part["glow"])
        x = self._displace(x, across * part["rough"], down * part["rough"])
        x = x - part["pool"] * 0.75 * F.relu(_blur(x, 7 if self.scale == 1 else 11) - x).clamp(max=0.5) * (1 + 0.35 * blotches)
        x = x + part["pool"] * 0.12 * F.relu(x - _blur(x, 5 if self.scale == 1 else 7)).clamp(max=0.3)
        x = x + part["wash"] * 0.066 * blotches * (1.15 - 0.35 * x.abs())
        paper = torch.tensor(PAPER, dtype=x.dtype, device=x.device).view(1, 3, 1, 1)
        x = x + part["strokes"] * 0.32 * strokes * (paper - x)
        middle = (1 - x * x).clamp(min=0)
        x = x + part["halftone"] * 0.2 * screen * middle
        x = x + part["grain"] * 0.055 * grain
        return self._pixels(x, part["pixel"]).clamp(-1, 1)

    def _glow(self, x: Tensor, strength: Tensor) -> Tensor:
        bright = F.avg_pool2d(F.relu(x + 0.2), 4 * self.scale)
        soft = _blur(_blur(bright, 5), 3)
        soft = F.interpolate(soft, size=x.shape[-2:], mode="bilinear", align_corners=False)
        return x + strength * 0.75 * soft * (1 - x) * 0.5

    def _displace(self, x: Tensor, across: Tensor, down: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        columns = (torch.arange(width, device=x.device, dtype=x.dtype) * 2 + 1) / width - 1
        rows = (torch.arange(height, device=x.device, dtype=x.dtype) * 2 + 1) / height - 1
        grid = torch.stack((columns.view(1, 1, -1) + across[:, 0] * (2 / width), rows.view(1, -1, 1) + down[:, 0] * (2 / height)), -1)
        return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)

    def _pixels(self, x: Tensor, strength: Tensor) -> Tensor:
        side = 4 * self.scale
        blocks = F.interpolate(F.avg_pool2d(x, side), scale_factor=float(side), mode="nearest")
        return x + strength * (blocks - x)
