"""The autoencoder: images [B, 3, 16h, 16w] in -1..1 and latents [B, 8, h, w].

The encoder takes the paint off: it sees finished or clean images, and the decoder gives back the clean image with the
strengths of its finish (see ../finish.py), which the exported graph then lays on.
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..looks import FINISH
from .layers import Enlarge, ResBlock, channel_norm

LATENT_CHANNELS = 8
WIDTHS = (256, 128, 64, 32)  # at 1/16, 1/8, 1/4 and 1/2 of the image's side


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3 * 64, 112, 3, padding=1)
        self.fine = nn.Sequential(ResBlock(112), ResBlock(112))
        self.halve = nn.Conv2d(112, 192, 3, stride=2, padding=1)
        self.coarse = ResBlock(192)
        self.last = nn.Conv2d(192, LATENT_CHANNELS, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        x = F.pixel_unshuffle(image, 8)
        if not torch.onnx.is_in_onnx_export():
            x = x.contiguous(memory_format=torch.channels_last)
        x = self.fine(self.first(x))
        return self.last(F.silu(channel_norm(self.coarse(self.halve(x)), self.last.in_channels)))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.first = nn.Conv2d(LATENT_CHANNELS, a, 3, padding=1)
        self.head = nn.Sequential(ResBlock(a), ResBlock(a))
        self.finish = nn.Conv2d(a, len(FINISH), 1)
        self.body = nn.Sequential(
            Enlarge(a, b), ResBlock(b), ResBlock(b), Enlarge(b, c), ResBlock(c), ResBlock(c), Enlarge(c, d), ResBlock(d),
        )
        self.last = nn.Conv2d(d, 12, 3, padding=1)

    def forward(self, latent: Tensor) -> tuple[Tensor, Tensor]:
        """(clean image [B, 3, 16h, 16w], strengths of the finish [B, 8, h, w] in 0..1)."""
        x = self.head(self.first(latent))
        # No norm before the last layer: brightness must survive to the pixels.
        image = F.pixel_shuffle(self.last(F.silu(self.body(x))), 2)
        return image, torch.sigmoid(self.finish(x))


class Doubler(nn.Module):
    """A clean image at twice the side, [B, 3, H, W] to [B, 3, 2H, 2W]: flat colors stay, edges become sharp again."""

    def __init__(self, width: int = 24):
        super().__init__()
        self.first, self.block, self.last = nn.Conv2d(3, width, 3, padding=1), ResBlock(width), nn.Conv2d(width, 12, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def forward(self, image: Tensor) -> Tensor:
        detail = F.pixel_shuffle(self.last(F.silu(self.block(self.first(image)))), 2)
        return F.interpolate(image, scale_factor=2.0, mode="bilinear", align_corners=False) + detail


class Preview(nn.Module):
    """A decoder for step previews, [B, 8, h, w] to [B, 3, 8h, 8w]: half of the image's side, and very cheap."""

    def __init__(self, width: int = 48, fine: int = 32):
        super().__init__()
        self.first = nn.Conv2d(LATENT_CHANNELS, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.third = nn.Conv2d(width, fine * 4, 3, padding=1)
        self.fourth = nn.Conv2d(fine, fine, 3, padding=1)
        self.last = nn.Conv2d(fine, 48, 3, padding=1)

    def forward(self, latent: Tensor) -> Tensor:
        x = F.relu(self.third(F.relu(self.second(F.relu(self.first(latent))))))
        x = F.relu(self.fourth(F.pixel_shuffle(x, 2)))
        return F.pixel_shuffle(self.last(x), 4)
