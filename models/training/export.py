"""Stage 5, the model folder: python3 -m training.export

Writes the folder visionary-mini in the work folder, in the layout of a diffusers / optimum Stable Diffusion ONNX export.
"""
import json
import shutil

import numpy as np
import torch
from torch import nn

from . import onnx_file
from .draw import DiffusionModel
from .diffusion import BETA_END, BETA_START, STEPS
from .exported import ExportedDecoder, ExportedEncoder, ExportedPreview
from .grid import GRID
from .latents import latent_space
from .networks.text import HEADS, LAYERS, POSITIONS, WIDTH
from .networks.unet import COARSE, FINE, STAGES
from .networks.vae import LATENT_CHANNELS, WIDTHS, Doubler, Preview
from .parallel import load_flat
from .paths import MODEL, TOKENIZER, work
from .scenes import SIDE
from .sums import write_sums
from .tokenizer import BOS, EOS, PAD, encode, vocabulary
from .vae import Autoencoder

DIFFUSERS = "0.30.0"  # the release whose layout is followed


def _json(path: str, value: dict) -> None:
    (MODEL / path).parent.mkdir(parents=True, exist_ok=True)
    (MODEL / path).write_text(json.dumps(value, indent=2) + "\n", "utf8")


def write_index() -> None:
    """model_index.json and the scheduler's settings, the same numbers as in diffusion.py."""
    runtime = ["diffusers", "OnnxRuntimeModel"]
    _json("model_index.json", {
        "_class_name": "OnnxStableDiffusionPipeline", "_diffusers_version": DIFFUSERS, "_name_or_path": "visionary-mini",
        "requires_safety_checker": False, "safety_checker": [None, None], "feature_extractor": [None, None],
        "scheduler": ["diffusers", "DDIMScheduler"], "tokenizer": ["transformers", "PreTrainedTokenizerFast"],
        "text_encoder": runtime, "unet": runtime, "vae_decoder": runtime, "vae_encoder": runtime,
    })
    _json("scheduler/scheduler_config.json", {
        "_class_name": "DDIMScheduler", "_diffusers_version": DIFFUSERS, "num_train_timesteps": STEPS,
        "beta_start": BETA_START, "beta_end": BETA_END, "beta_schedule": "scaled_linear", "prediction_type": "v_prediction",
        "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1, "timestep_spacing": "leading",
        "trained_betas": None, "rescale_betas_zero_snr": False,
    })


def write_text_encoder(model: DiffusionModel) -> None:
    ids = torch.from_numpy(encode("a fox").astype(np.int64))[None]
    axes = {"input_ids": {0: "batch", 1: "seq"}, "last_hidden_state": {0: "batch", 1: "seq"}}
    onnx_file.write(model.text, {"input_ids": ids}, "last_hidden_state", axes, MODEL / "text_encoder" / "model.onnx")
    _json("text_encoder/config.json", {
        "_class_name": "VisionaryTextEncoder", "vocab_size": len(vocabulary()), "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS, "intermediate_size": WIDTH * 2, "max_position_embeddings": POSITIONS,
        "pad_token_id": PAD, "bos_token_id": BOS, "eos_token_id": EOS, "hidden_act": "silu",
    })


def write_unet(model: DiffusionModel) -> None:
    inputs = {
        "sample": torch.randn(2, LATENT_CHANNELS, GRID, GRID), "timestep": torch.tensor([500]),
        "encoder_hidden_states": torch.randn(2, POSITIONS, WIDTH),
    }
    image_axes = {0: "batch", 2: "height", 3: "width"}
    axes = {"sample": image_axes, "timestep": {0: "steps"}, "encoder_hidden_states": {0: "batch", 1: "seq"}, "out_sample": image_axes}
    onnx_file.write(model.unet, inputs, "out_sample", axes, MODEL / "unet" / "model.onnx")
    _json("unet/config.json", {
        "_class_name": "UNet2DConditionModel", "sample_size": GRID, "in_channels": LATENT_CHANNELS, "out_channels": LATENT_CHANNELS,
        "block_out_channels": [FINE, COARSE], "cross_attention_dim": WIDTH, "attention_head_dim": 64, "num_middle_blocks": STAGES,
        "prediction_type": "v_prediction",
    })


def load_doubler() -> Doubler | None:
    """The network of stage 1c, where it has run: images then have 512 pixels a side."""
    if not work("double.pt").exists():
        return None
    doubler = Doubler()
    doubler.load_state_dict(torch.load(work("double.pt")))
    return doubler


def write_vae(vae: Autoencoder, mean: torch.Tensor, deviation: torch.Tensor, factors: list, bias: list) -> None:
    latent, image_axes = {0: "batch", 2: "lh", 3: "lw"}, {0: "batch", 2: "height", 3: "width"}
    doubler = load_doubler()
    side = SIDE if doubler is None else SIDE * 2
    onnx_file.write(
        ExportedEncoder(vae.encoder, mean, deviation, halved=doubler is not None), {"sample": torch.randn(1, 3, side, side)}, "latent_sample",
        {"sample": image_axes, "latent_sample": latent}, MODEL / "vae_encoder" / "model.onnx",
    )
    onnx_file.write(
        ExportedDecoder(vae.decoder, mean, deviation, doubler), {"latent_sample": torch.randn(1, LATENT_CHANNELS, GRID, GRID)}, "sample",
        {"sample": image_axes, "latent_sample": latent}, MODEL / "vae_decoder" / "model.onnx",
    )
    # One entry for each of 1, 1/2, 1/4, … of the side: the factor is 2^(entries - 1).
    channels = [WIDTHS[3], WIDTHS[3], WIDTHS[2], WIDTHS[1], WIDTHS[0]] if doubler is None else [24, WIDTHS[3], WIDTHS[3], WIDTHS[2], WIDTHS[1], WIDTHS[0]]
    config = {
        "_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": LATENT_CHANNELS, "sample_size": side,
        "block_out_channels": channels, "scaling_factor": 1.0,
        "note": "latents already have mean 0 and variance 1; no log-variance output; the decoder's graph ends with a fixed finish",
    }
    _json("vae_encoder/config.json", config)
    _json("vae_decoder/config.json", config | {"latent_rgb_factors": factors, "latent_rgb_bias": bias})


def write_preview(weights: dict) -> None:
    preview = Preview()
    preview.load_state_dict(weights)
    axes = {"sample": {0: "batch", 2: "height", 3: "width"}, "latent_sample": {0: "batch", 2: "lh", 3: "lw"}}
    inputs = {"latent_sample": torch.randn(1, LATENT_CHANNELS, GRID, GRID)}
    onnx_file.write(ExportedPreview(preview), inputs, "sample", axes, MODEL / "preview_decoder" / "model.onnx")
    _json("preview_decoder/config.json", {
        "_class_name": "VisionaryPreviewDecoder", "latent_channels": LATENT_CHANNELS, "out_channels": 3, "scale": 8,
        "note": "latents as for vae_decoder; an image of 8h x 8w in -1..1, for steps that are not finished",
    })


def latest_model() -> DiffusionModel:
    """The averaged weights of stage 4: finished, or from its checkpoint where that is newer."""
    model, finished, checkpoint = DiffusionModel(len(vocabulary())), work("draw.pt"), work("draw.ckpt")
    if finished.exists() and (not checkpoint.exists() or finished.stat().st_mtime >= checkpoint.stat().st_mtime):
        model.load_state_dict(torch.load(finished))
        return model
    return load_flat(model, torch.load(checkpoint)["mean"])


def main():
    model: nn.Module = latest_model()
    vae, preview = Autoencoder(), torch.load(work("preview.pt"))
    vae.load_state_dict(torch.load(work("vae.pt")))
    shutil.copytree(TOKENIZER, MODEL / "tokenizer", dirs_exist_ok=True)
    write_index()
    write_text_encoder(model)
    write_unet(model)
    write_vae(vae, *latent_space(), preview["factors"], preview["bias"])
    write_preview(preview["weights"])
    write_sums()
    for file in sorted(MODEL.glob("*/model.onnx")):
        print(f"{file.parent.name}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
