"""Images from prompts with the exported graphs, in onnxruntime: what users of the model get."""
import json

import numpy as np
import onnxruntime

from .paths import MODEL
from .tokenizer import encode


def _open(part: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(MODEL / part / "model.onnx"), options, providers=["CPUExecutionProvider"])


class ExportedSampler:
    """Without torch: the Debian packages of torch and onnxruntime can't be loaded together."""

    def __init__(self, guidance: float = 2.0):
        self.guidance = guidance
        config = json.loads((MODEL / "scheduler" / "scheduler_config.json").read_text())
        self.steps = config["num_train_timesteps"]
        betas = np.linspace(config["beta_start"] ** 0.5, config["beta_end"] ** 0.5, self.steps) ** 2
        kept = np.cumprod(1 - betas)  # alpha bar: the share of variance that is still image
        self.signal, self.noise = np.sqrt(kept).astype(np.float32), np.sqrt(1 - kept).astype(np.float32)
        self.text, self.unet, self.decoder = _open("text_encoder"), _open("unet"), _open("vae_decoder")

    def _encode(self, prompt: str) -> np.ndarray:
        return self.text.run(None, {"input_ids": encode(prompt).astype(np.int64)[None]})[0]

    def draw(self, prompt: str, seed: int, steps: int, width: int = 256, height: int = 256) -> np.ndarray:
        """[H, W, 3] uint8, by DDIM with leading timesteps, offset 1, and all noise added anew at each step (eta 1)."""
        text = np.concatenate((self._encode(""), self._encode(prompt)))
        channels, cells = self.unet.get_inputs()[0].shape[1], 16
        random = np.random.default_rng(seed)
        x = random.standard_normal((1, channels, height // cells, width // cells), np.float32)
        signal, noise, stride = self.signal, self.noise, self.steps // steps
        for t in range((steps - 1) * stride + 1, 0, -stride):
            inputs = {"sample": np.concatenate((x, x)), "timestep": np.array([t]), "encoder_hidden_states": text}
            without, with_text = np.split(self.unet.run(None, inputs)[0], 2)
            velocity = without + self.guidance * (with_text - without)
            clean, noisy = signal[t] * x - noise[t] * velocity, signal[t] * velocity + noise[t] * x
            # Below the first step the schedule's own first value stands in.
            a, s = signal[max(t - stride, 0)], noise[max(t - stride, 0)]
            added = s / noise[t] * np.sqrt(1 - (signal[t] / a) ** 2) if t > stride else np.float32(0)
            x = a * clean + np.sqrt(s * s - added * added) * noisy + added * random.standard_normal(x.shape, np.float32)
        pixels = self.decoder.run(None, {"latent_sample": x.astype(np.float32)})[0][0]
        return ((pixels.transpose(1, 2, 0).clip(-1, 1) + 1) * 127.5).round().astype(np.uint8)
