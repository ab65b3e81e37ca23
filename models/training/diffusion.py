"""The noise schedule of scheduler_config.json, and DDIM sampling for the sheets and scores."""
import torch
from torch import Tensor

from .networks.vae import LATENT_CHANNELS

STEPS = 1000
BETA_START, BETA_END = 0.00085, 0.024
TO_NOISE = 0.1  # mean of the logit of the training timesteps

# scaled_linear, as diffusers names it: the square roots of the betas are evenly spaced.
BETAS = torch.linspace(BETA_START**0.5, BETA_END**0.5, STEPS, dtype=torch.float64) ** 2
ALPHAS_CUMPROD = torch.cumprod(1 - BETAS, 0)  # alpha bar: the share of variance that is still image
SIGNAL, NOISE = ALPHAS_CUMPROD.sqrt().float(), (1 - ALPHAS_CUMPROD).sqrt().float()
ANGLES = torch.atan2(NOISE, SIGNAL)  # 0 is clean, pi/2 is noise; rises with the timestep


def draw_timesteps(size: int, uniform: float = 0.25) -> Tensor:
    """[B] int64: mostly logit-normal in the angle of the noise level and leaning to the noise, where things are placed; a quarter uniform in time."""
    logit_normal = torch.searchsorted(ANGLES, torch.sigmoid(torch.randn(size) + TO_NOISE) * (torch.pi / 2)).clamp_(max=STEPS - 1)
    return torch.where(torch.rand(size) < uniform, torch.randint(STEPS, (size,)), logit_normal)


def add_noise(clean: Tensor, noise: Tensor, timesteps: Tensor) -> tuple[Tensor, Tensor]:
    """(noisy, velocity): a·x + s·n, and a·n - s·x (Salimans and Ho, 2022)."""
    a, s = (levels.to(clean.device)[timesteps].view(-1, 1, 1, 1) for levels in (SIGNAL, NOISE))
    return a * clean + s * noise, a * noise - s * clean


@torch.no_grad()
def sample(unet, text: Tensor, empty: Tensor, seeds: list[int], guidance: float = 2.0, steps: int = 20, eta: float = 1.0) -> Tensor:
    """DDIM with leading timesteps and offset 1. `text` [B,T,256], `empty` [1,T,256]; gives latents [B,8,16,16] float32.

    `eta` is the share of the noise that each step adds anew (Song et al., 2021). With 1, two poses of a thing don't end as one ghost of both.
    """
    generators = [torch.Generator().manual_seed(s) for s in seeds]
    x = torch.stack([torch.randn(LATENT_CHANNELS, 16, 16, generator=g) for g in generators])
    text_batch = torch.cat((empty.expand_as(text), text))
    stride = STEPS // steps
    for t in (torch.arange(steps) * stride + 1).flip(0).tolist():
        noisy = torch.cat((x, x)).to(text.dtype)
        unconditional, conditional = unet(noisy, torch.tensor([t]), text_batch).float().chunk(2)
        velocity = unconditional + guidance * (conditional - unconditional)
        a, s = SIGNAL[t], NOISE[t]
        clean, noise = a * x - s * velocity, a * velocity + s * x
        # Below the first step the schedule's own first value stands in (set_alpha_to_one is false).
        a2, s2 = SIGNAL[max(t - stride, 0)], NOISE[max(t - stride, 0)]
        added = eta * s2 / s * (1 - (a / a2).square()).sqrt() if t > stride else torch.zeros(())
        x = a2 * clean + (s2.square() - added.square()).sqrt() * noise
        x = x + added * torch.stack([torch.randn(LATENT_CHANNELS, 16, 16, generator=g) for g in generators])
    return x
