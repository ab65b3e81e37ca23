"""The drawings of the sketchbook as they look in a scene: in all sizes, in the color and style of the text, as latents, and which cells they cover."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..grid import SIZES
from .layers import channel_norm
from .text import WIDTH as TEXT
from .text import attend
from .vae import LATENT_CHANNELS

FINE, COARSE = 32, 48  # channels
HIDDEN = 96  # channels inside of blocks that know the look
STEP = 24
LOOK = 96  # width of what is known of color, style and light
SUBJECTS = 2  # things that a text may name
OWN, SHARED, SEEN = 2, 4, 128  # looks at the text for each subject, looks for the whole image, and their width


class Look(nn.Module):
    """What the text says of each subject's color and material, and of the image's style and light: from [B, T, 256] to [B, 2, 96].

    It reads the tokens. The sketchbook's vectors tell what a thing is, but not its color: of dyed things, 98 % of the variance stayed
    unexplained with them.
    """

    def __init__(self):
        super().__init__()
        self.query = nn.Parameter(torch.randn(SUBJECTS * OWN + SHARED, SEEN) * 0.5)
        self.key, self.value = nn.Linear(TEXT, SEEN), nn.Linear(TEXT, SEEN)
        self.gather = nn.Linear((OWN + SHARED) * SEEN, LOOK)

    def forward(self, text: Tensor, bias: Tensor) -> Tensor:
        seen = attend(self.query[None].expand(text.shape[0], -1, -1), self.key(text), self.value(text), bias)
        own = seen[:, : SUBJECTS * OWN].reshape(-1, SUBJECTS, OWN * SEEN)
        shared = seen[:, SUBJECTS * OWN :].reshape(-1, 1, SHARED * SEEN).expand(-1, SUBJECTS, -1)
        return F.silu(self.gather(torch.cat((own, shared), 2)))


class Styled(nn.Module):
    """A residual block whose second norm is scaled and shifted by the look [N, 96]."""

    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, HIDDEN, 3, padding=1)
        self.second = nn.Conv2d(HIDDEN, channels, 3, padding=1)
        self.modulate = nn.Linear(LOOK, HIDDEN * 2)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor, look: Tensor) -> Tensor:
        scale, shift = self.modulate(look)[:, :, None, None].chunk(2, 1)
        h = self.first(F.silu(channel_norm(x, self.first.in_channels)))
        h = torch.addcmul(shift, channel_norm(h, self.second.in_channels), 1 + scale)
        return x + self.second(F.silu(h))


class Template(nn.Module):
    """The last layer of a size: features to latents and, in the last channel, opacity."""

    def __init__(self, channels: int):
        super().__init__()
        self.last = nn.Conv2d(channels, LATENT_CHANNELS + 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(F.silu(channel_norm(x, self.last.in_channels)))


class Templates(nn.Module):
    """Drawings [N, 8, 16, 16] and looks [N, 96] to one template [N, 9, n, n] for each of SIZES: latents, and the logit of each cell's opacity.

    Latents cannot be resized by interpolation, because the eight numbers of a cell stand for 16×16 pixels. So each size has layers of its own,
    on features that are shared. A look of zeros is that of the drawings themselves.
    """

    def __init__(self):
        super().__init__()
        self.look = Look()
        self.first = nn.Conv2d(LATENT_CHANNELS, FINE, 3, padding=1)
        self.full = Styled(FINE)
        self.narrow, self.regroup = nn.Conv2d(FINE, STEP, 1), nn.Conv2d(STEP, FINE * 9, 4, stride=4)  # four cells become three
        self.three_quarters = Styled(FINE)
        self.halve = nn.ModuleList(nn.Conv2d(channels, COARSE, 3, stride=2, padding=1) for channels in (FINE, FINE, COARSE))
        self.small = nn.ModuleList(Styled(COARSE) for _ in range(3))  # of half, three eighths, and a quarter
        self.last = nn.ModuleList(Template(channels) for channels in (FINE, FINE, COARSE, COARSE, COARSE))

    def forward(self, drawings: Tensor, look: Tensor) -> list[Tensor]:
        full = self.full(self.first(drawings), look)
        twelve = self.three_quarters(F.pixel_shuffle(self.regroup(self.narrow(full)), 3), look)
        eight = self.small[0](self.halve[0](full), look)
        six = self.small[1](self.halve[1](twelve), look)
        four = self.small[2](self.halve[2](eight), look)
        templates = [last(x) for last, x in zip(self.last, (full, twelve, eight, six, four))]
        # In its full size, only what the look changes has to be learned.
        templates[0] = templates[0] + F.pad(drawings, (0, 0, 0, 0, 0, 1))
        assert len(templates) == len(SIZES)
        return templates
