"""The autoencoder: images [B, 3, 16h, 16w] in -1..1 and latents [B, 4, h, w]."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import Enlarge, ResBlock, channel_norm

LATENT_CHANNELS = 4
WIDTHS = (224, 112, 56, 24)  # at 1/16, 1/8, 1/4 and 1/2 of the image's side


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3 * 64, 96, 3, padding=1)
        self.fine = ResBlock(96)
        self.halve = nn.Conv2d(96, 160, 3, stride=2, padding=1)
        self.coarse = ResBlock(160)
        self.last = nn.Conv2d(160, LATENT_CHANNELS, 3, padding=1)

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
        self.body = nn.Sequential(
            ResBlock(a), ResBlock(a), Enlarge(a, b), ResBlock(b), ResBlock(b),
            Enlarge(b, c), ResBlock(c), ResBlock(c), Enlarge(c, d), ResBlock(d),
        )
        self.last = nn.Conv2d(d, 12, 3, padding=1)

    def forward(self, latent: Tensor) -> Tensor:
        # No norm before the last layer: brightness must survive to the pixels.
        return F.pixel_shuffle(self.last(F.silu(self.body(self.first(latent)))), 2)


class Preview(nn.Module):
    """A decoder for step previews, [B, 4, h, w] to [B, 3, 4h, 4w]: a quarter of the image's side, and very cheap."""

    def __init__(self, width: int = 40):
        super().__init__()
        self.first = nn.Conv2d(LATENT_CHANNELS, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.third = nn.Conv2d(width, width, 3, padding=1)
        self.last = nn.Conv2d(width, 48, 3, padding=1)

    def forward(self, latent: Tensor) -> Tensor:
        x = F.relu(self.third(F.relu(self.second(F.relu(self.first(latent))))))
        return F.pixel_shuffle(self.last(x), 4)
