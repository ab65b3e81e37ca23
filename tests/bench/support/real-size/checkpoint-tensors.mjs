/**
 * Sizes of Stable Diffusion models: widths and depths of the networks, as their configurations give them. The smallest
 * has the structure alone.
 */
export const SIZES = {
  tiny: {
    unet: { width: 32, levels: [1, 2, 1, 1], depths: [1, 1, 1, 0], middleDepth: 1, context: 64, linear: false },
    vae: { width: 32, levels: [1, 2, 1, 1] },
    texts: [{ kind: 'clip', prefix: 'cond_stage_model.transformer.', width: 64, layers: 2 }],
  },
  sd15: {
    unet: { width: 320, levels: [1, 2, 4, 4], depths: [1, 1, 1, 0], middleDepth: 1, context: 768, linear: false },
    vae: { width: 128, levels: [1, 2, 4, 4] },
    texts: [{ kind: 'clip', prefix: 'cond_stage_model.transformer.', width: 768, layers: 12 }],
  },
  sdxl: {
    unet: {
      ...{ width: 320, levels: [1, 2, 4], depths: [0, 2, 10], middleDepth: 10, context: 2048, linear: true },
      vector: 2816,
    },
    vae: { width: 128, levels: [1, 2, 4, 4] },
    texts: [
      { kind: 'clip', prefix: 'conditioner.embedders.0.transformer.', width: 768, layers: 12 },
      { kind: 'open_clip', prefix: 'conditioner.embedders.1.model.', width: 1280, layers: 32 },
    ],
  },
};

const BLOCKS = 2;
const LATENTS = 4;
const VOCABULARY = 49_408;
const TOKENS = 77;
const WIDER = 4;

/** Names, as in the original code, and shapes of all tensors of a checkpoint. */
export function checkpointTensors({ unet, vae, texts }) {
  const tensors = new Map();
  const add = (name, shape) => tensors.set(name, shape);
  addUnet(layersUnder(add, 'model.diffusion_model.'), unet);
  addVae(layersUnder(add, 'first_stage_model.'), vae);
  for (const text of texts) (text.kind === 'clip' ? addClip : addOpenClip)(layersUnder(add, text.prefix), text);
  return tensors;
}

function layersUnder(add, prefix) {
  const weighted = (name, shape, width) => {
    add(`${prefix}${name}.weight`, shape);
    add(`${prefix}${name}.bias`, [width]);
  };
  return {
    alone: (name, shape) => add(prefix + name, shape),
    norm: (name, width) => weighted(name, [width], width),
    linear: (name, from, to) => weighted(name, [to, from], to),
    conv: (name, from, to, side = 3) => weighted(name, [to, from, side, side], to),
  };
}

function addUnet(layers, { width, levels, depths, middleDepth, context, linear, vector }) {
  const time = width * WIDER;
  layers.linear('time_embed.0', width, time);
  layers.linear('time_embed.2', time, time);
  if (vector) {
    layers.linear('label_emb.0.0', vector, time);
    layers.linear('label_emb.0.2', time, time);
  }
  const residual = (path, from, to) => {
    layers.norm(`${path}.in_layers.0`, from);
    layers.conv(`${path}.in_layers.2`, from, to);
    layers.linear(`${path}.emb_layers.1`, time, to);
    layers.norm(`${path}.out_layers.0`, to);
    layers.conv(`${path}.out_layers.3`, to, to);
    if (from !== to) layers.conv(`${path}.skip_connection`, from, to, 1);
  };
  const transform = (path, channels, depth) => addTransformer(layers, path, { channels, depth, context, linear });
  layers.conv('input_blocks.0.0', LATENTS, width);
  const skips = [width];
  let block = 1;
  for (const [level, factor] of levels.entries()) {
    const channels = width * factor;
    for (let layer = 0; layer < BLOCKS; layer++, block++) {
      residual(`input_blocks.${block}.0`, skips.at(-1), channels);
      transform(`input_blocks.${block}.1`, channels, depths[level]);
      skips.push(channels);
    }
    if (level === levels.length - 1) continue;
    layers.conv(`input_blocks.${block++}.0.op`, channels, channels);
    skips.push(channels);
  }
  let x = skips.at(-1);
  residual('middle_block.0', x, x);
  transform('middle_block.1', x, middleDepth);
  residual('middle_block.2', x, x);
  block = 0;
  for (const [level, factor] of [...levels.entries()].toReversed()) {
    for (let layer = 0; layer <= BLOCKS; layer++, block++) {
      const to = width * factor;
      residual(`output_blocks.${block}.0`, x + skips.pop(), to);
      transform(`output_blocks.${block}.1`, to, depths[level]);
      x = to;
      const isLast = layer === BLOCKS && level > 0;
      if (isLast) layers.conv(`output_blocks.${block}.${depths[level] > 0 ? 2 : 1}.conv`, x, x);
    }
  }
  layers.norm('out.0', x);
  layers.conv('out.2', x, LATENTS);
}

function addTransformer(layers, path, { channels, depth, context, linear }) {
  if (depth === 0) return;
  const project = (name) =>
    linear ? layers.linear(name, channels, channels) : layers.conv(name, channels, channels, 1);
  layers.norm(`${path}.norm`, channels);
  project(`${path}.proj_in`);
  for (let index = 0; index < depth; index++) {
    const inside = `${path}.transformer_blocks.${index}`;
    for (const [name, from] of Object.entries({ attn1: channels, attn2: context })) {
      layers.alone(`${inside}.${name}.to_q.weight`, [channels, channels]);
      layers.alone(`${inside}.${name}.to_k.weight`, [channels, from]);
      layers.alone(`${inside}.${name}.to_v.weight`, [channels, from]);
      layers.linear(`${inside}.${name}.to_out.0`, channels, channels);
    }
    layers.linear(`${inside}.ff.net.0.proj`, channels, 2 * WIDER * channels);
    layers.linear(`${inside}.ff.net.2`, WIDER * channels, channels);
    for (const norm of ['norm1', 'norm2', 'norm3']) layers.norm(`${inside}.${norm}`, channels);
  }
  project(`${path}.proj_out`);
}

function addVae(layers, { width, levels }) {
  const residual = (path, from, to) => {
    layers.norm(`${path}.norm1`, from);
    layers.conv(`${path}.conv1`, from, to);
    layers.norm(`${path}.norm2`, to);
    layers.conv(`${path}.conv2`, to, to);
    if (from !== to) layers.conv(`${path}.nin_shortcut`, from, to, 1);
  };
  const middle = (path, channels) => {
    residual(`${path}.block_1`, channels, channels);
    layers.norm(`${path}.attn_1.norm`, channels);
    for (const name of ['q', 'k', 'v', 'proj_out']) layers.conv(`${path}.attn_1.${name}`, channels, channels, 1);
    residual(`${path}.block_2`, channels, channels);
  };
  const deepest = width * levels.at(-1);
  layers.conv('encoder.conv_in', 3, width);
  let x = width;
  for (const [level, factor] of levels.entries()) {
    for (let layer = 0; layer < BLOCKS; layer++) {
      residual(`encoder.down.${level}.block.${layer}`, x, width * factor);
      x = width * factor;
    }
    if (level < levels.length - 1) layers.conv(`encoder.down.${level}.downsample.conv`, x, x);
  }
  middle('encoder.mid', deepest);
  layers.norm('encoder.norm_out', deepest);
  layers.conv('encoder.conv_out', deepest, 2 * LATENTS);
  layers.conv('quant_conv', 2 * LATENTS, 2 * LATENTS, 1);
  layers.conv('post_quant_conv', LATENTS, LATENTS, 1);
  layers.conv('decoder.conv_in', LATENTS, deepest);
  middle('decoder.mid', deepest);
  for (const [level, factor] of [...levels.entries()].toReversed()) {
    for (let layer = 0; layer <= BLOCKS; layer++) {
      residual(`decoder.up.${level}.block.${layer}`, x, width * factor);
      x = width * factor;
    }
    if (level > 0) layers.conv(`decoder.up.${level}.upsample.conv`, x, x);
  }
  layers.norm('decoder.norm_out', x);
  layers.conv('decoder.conv_out', x, 3);
}

function addClip(layers, { width, layers: count }) {
  layers.alone('text_model.embeddings.token_embedding.weight', [VOCABULARY, width]);
  layers.alone('text_model.embeddings.position_embedding.weight', [TOKENS, width]);
  for (let index = 0; index < count; index++) {
    const path = `text_model.encoder.layers.${index}`;
    for (const name of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) {
      layers.linear(`${path}.self_attn.${name}`, width, width);
    }
    layers.norm(`${path}.layer_norm1`, width);
    layers.linear(`${path}.mlp.fc1`, width, WIDER * width);
    layers.linear(`${path}.mlp.fc2`, WIDER * width, width);
    layers.norm(`${path}.layer_norm2`, width);
  }
  layers.norm('text_model.final_layer_norm', width);
}

function addOpenClip(layers, { width, layers: count }) {
  layers.alone('token_embedding.weight', [VOCABULARY, width]);
  layers.alone('positional_embedding', [TOKENS, width]);
  layers.alone('text_projection', [width, width]);
  for (let index = 0; index < count; index++) {
    const path = `transformer.resblocks.${index}`;
    layers.alone(`${path}.attn.in_proj_weight`, [3 * width, width]);
    layers.alone(`${path}.attn.in_proj_bias`, [3 * width]);
    layers.linear(`${path}.attn.out_proj`, width, width);
    layers.norm(`${path}.ln_1`, width);
    layers.linear(`${path}.mlp.c_fc`, width, WIDER * width);
    layers.linear(`${path}.mlp.c_proj`, WIDER * width, width);
    layers.norm(`${path}.ln_2`, width);
  }
  layers.norm('ln_final', width);
}
