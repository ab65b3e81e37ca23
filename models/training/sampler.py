"""Images from prompts with the training-time networks, in bf16."""
import numpy as np
import torch

from .diffusion import sample
from .export import latest_model
from .finish import Finish
from .latents import latent_space
from .paths import work
from .tokenizer import encode
from .vae import Autoencoder

BATCH = 24


class Sampler:
    """Draws with the averaged weights of the checkpoint, or of the finished stage once that is newer."""

    def __init__(self, guidance: float = 2.0, steps: int = 20):
        self.guidance, self.steps = guidance, steps
        model = latest_model()
        self.model = model.bfloat16().to(memory_format=torch.channels_last)
        vae = Autoencoder()
        vae.load_state_dict(torch.load(work("vae.pt")))
        self.decoder, self.finish = vae.decoder.bfloat16().to(memory_format=torch.channels_last), Finish()
        self.mean, self.deviation = latent_space()

    def texts(self, prompts: list[str]) -> torch.Tensor:
        ids = torch.from_numpy(np.stack([encode(p) for p in prompts]).astype(np.int64))
        return self.model.text(ids)

    @torch.no_grad()
    def decode(self, latents: torch.Tensor) -> np.ndarray:
        """Latents of mean 0 and variance 1 to [B, 256, 256, 3] uint8."""
        raw = (latents * self.deviation + self.mean).bfloat16()
        clean, strengths = self.decoder(raw.contiguous(memory_format=torch.channels_last))
        decoded = self.finish(clean.float().clamp(-1, 1), strengths.float())
        return ((decoded + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()

    @torch.no_grad()
    def draw(self, prompts: list[str], seeds: list[int]) -> np.ndarray:
        """[N, 256, 256, 3] uint8."""
        empty, images = self.texts([""]), []
        for start in range(0, len(prompts), BATCH):
            part = slice(start, start + BATCH)
            latents = sample(self.model.unet, self.texts(prompts[part]), empty, seeds[part], self.guidance, self.steps)
            images.append(self.decode(latents))
        return np.concatenate(images)
