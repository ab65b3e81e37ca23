"""The model as it is exported: latents of mean 0 and variance 1. And the way back."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import onnx_file
from .draw import DiffusionModel
from .finish import Finish
from .networks.vae import Decoder, Doubler, Encoder, Preview
from .paths import MODEL, work


class ExportedEncoder(nn.Module):
    def __init__(self, encoder: Encoder, mean: Tensor, deviation: Tensor, halved: bool = False):
        super().__init__()
        self.encoder, self.halved = encoder, halved
        self.register_buffer("mean", mean)  # [1, 8, 1, 1]
        self.register_buffer("deviation", deviation)

    def forward(self, sample: Tensor) -> Tensor:
        sample = F.avg_pool2d(sample, 2) if self.halved else sample
        return (self.encoder(sample) - self.mean) / self.deviation


class ExportedDecoder(nn.Module):
    """The decoder with the finish laid on: latents to the image as people see it."""

    def __init__(self, decoder: Decoder, mean: Tensor, deviation: Tensor, doubler: Doubler | None = None):
        super().__init__()
        self.decoder, self.doubler, self.finish = decoder, doubler, Finish(1 if doubler is None else 2)
        self.register_buffer("mean", mean)  # [1, 8, 1, 1]
        self.register_buffer("deviation", deviation)

    def forward(self, latent_sample: Tensor) -> Tensor:
        image, strengths = self.decoder(latent_sample * self.deviation + self.mean)
        image = image.clamp(-1, 1) if self.doubler is None else self.doubler(image.clamp(-1, 1)).clamp(-1, 1)
        return self.finish(image, strengths)


class ExportedPreview(nn.Module):
    def __init__(self, preview: Preview):
        super().__init__()
        self.preview = preview

    def forward(self, latent_sample: Tensor) -> Tensor:
        return self.preview(latent_sample).clamp(-1, 1)


def load_exported_model(vocabulary_size: int) -> DiffusionModel:
    """The text encoder and UNet of the exported model, to go on training from (float16 precision)."""
    model = DiffusionModel(vocabulary_size)
    weights = {f"text.{k}": v for k, v in onnx_file.read(MODEL / "text_encoder" / "model.onnx").items()}
    weights |= {f"unet.{k}": v for k, v in onnx_file.read(MODEL / "unet" / "model.onnx").items()}
    # The exporter keeps one of several equal initializers: what is missing still has its starting value.
    model.load_state_dict({k: weights.get(k, start) for k, start in model.state_dict().items()})
    return model


def restore_autoencoder() -> None:
    """Writes vae.pt and space.pt from the exported model, so that stage 2 can make data for more training."""
    weights = onnx_file.read(MODEL / "vae_encoder" / "model.onnx") | onnx_file.read(MODEL / "vae_decoder" / "model.onnx")
    torch.save({k: v for k, v in weights.items() if k.startswith(("encoder.", "decoder."))}, work("vae.pt"))
    torch.save((weights["mean"], weights["deviation"]), work("space.pt"))
