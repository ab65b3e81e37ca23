import { describe, expect, it } from '@jest/globals';
import type { LoraFile } from './lora-file.js';
import type { StoredTensor } from '../safetensors/header.js';
import type { WeightTarget } from './weight-targets.js';
import { compatibilityOf } from '../lora-compatibility.js';
import { splitLoraKey } from './lora-names.js';
import { matchLora } from './match-lora.js';
import { ModuleTable } from './module-table.js';

const target = (path: string, rows = 4, columns = 3, name = `${path}.weight`): WeightTarget => {
  const dataLocation = { location: undefined, offset: 0, length: rows * columns * 4 };
  const weight = { name, type: 1, dims: [rows, columns], dataLocation, range: { start: 0, end: 0 } };
  return { path, weight, rows, columns, isTransposed: false };
};
const tensor = (...shape: number[]): StoredTensor => ({ dtype: 'F32', shape, offset: 0, length: 0 });
const lora = (...names: string[]): LoraFile => ({
  path: '/x',
  name: 'x',
  modules: names.map((name) => ({
    ...{ name, tensors: { down: tensor(2, 3), up: tensor(4, 2) }, alpha: undefined, others: [] },
  })),
});
const match = (paths: readonly string[], file: LoraFile, part: 'unet' | 'text_encoder' = 'unet') =>
  matchLora(file, new Map([[part, new ModuleTable(paths.map((path) => target(path)))]]));

/** SDXL's layout: two layers and a downsampler per block, attention from the second block on. */
const SDXL = [
  'conv_in',
  'time_embedding.linear_1',
  'add_embedding.linear_2',
  ...[0, 1, 2].flatMap((block) => [
    ...[0, 1].map((layer) => `down_blocks.${block}.resnets.${layer}.conv1`),
    ...(block > 0 ? [0, 1].map((layer) => `down_blocks.${block}.attentions.${layer}.proj_in`) : []),
    ...(block < 2 ? [`down_blocks.${block}.downsamplers.0.conv`] : []),
  ]),
  'mid_block.resnets.1.time_emb_proj',
  'mid_block.attentions.0.transformer_blocks.9.attn2.to_out.0',
  ...[0, 1, 2].flatMap((block) => [
    ...[0, 1, 2].map((layer) => `up_blocks.${block}.resnets.${layer}.conv_shortcut`),
    ...(block < 2
      ? [0, 1, 2].map((layer) => `up_blocks.${block}.attentions.${layer}.transformer_blocks.0.ff.net.2`)
      : []),
    ...(block < 2 ? [`up_blocks.${block}.upsamplers.0.conv`] : []),
  ]),
];

describe('[E13] matchLora', () => {
  it.each([
    ['lora_unet_down_blocks_1_attentions_0_proj_in', 'down_blocks.1.attentions.0.proj_in'],
    ['unet.down_blocks.1.attentions.0.proj_in', 'down_blocks.1.attentions.0.proj_in'],
    ['base_model.model.unet.conv_in', 'conv_in'],
    ['down_blocks.2.attentions.1.proj_in', 'down_blocks.2.attentions.1.proj_in'],
    ['lora_unet_input_blocks_0_0', 'conv_in'],
    ['lora_unet_input_blocks_1_0_in_layers_2', 'down_blocks.0.resnets.0.conv1'],
    ['lora_unet_input_blocks_3_0_op', 'down_blocks.0.downsamplers.0.conv'],
    ['lora_unet_input_blocks_4_1_proj_in', 'down_blocks.1.attentions.0.proj_in'],
    ['lora_unet_input_blocks_5_1_proj_in', 'down_blocks.1.attentions.1.proj_in'],
    ['lora_unet_input_blocks_7_1_proj_in', 'down_blocks.2.attentions.0.proj_in'],
    ['diffusion_model.input_blocks.8.1.proj_in', 'down_blocks.2.attentions.1.proj_in'],
    ['lora_unet_middle_block_2_emb_layers_1', 'mid_block.resnets.1.time_emb_proj'],
    ['lora_unet_middle_block_1_transformer_blocks_9_attn2_to_out_0', SDXL.find((path) => path.includes('to_out'))!],
    [
      'lora_unet_output_blocks_0_1_transformer_blocks_0_ff_net_2',
      'up_blocks.0.attentions.0.transformer_blocks.0.ff.net.2',
    ],
    [
      'lora_unet_output_blocks_5_1_transformer_blocks_0_ff_net_2',
      'up_blocks.1.attentions.2.transformer_blocks.0.ff.net.2',
    ],
    ['lora_unet_output_blocks_2_2_conv', 'up_blocks.0.upsamplers.0.conv'],
    ['lora_unet_output_blocks_5_2_conv', 'up_blocks.1.upsamplers.0.conv'],
    ['lora_unet_output_blocks_8_0_skip_connection', 'up_blocks.2.resnets.2.conv_shortcut'],
    ['lora_unet_time_embed_0', 'time_embedding.linear_1'],
    ['lora_unet_label_emb_0_2', 'add_embedding.linear_2'],
  ])('resolves %s', (name, path) => {
    const { matches, unmatched } = match(SDXL, lora(name));
    expect(unmatched).toEqual([]);
    expect(matches[0]?.target.path).toBe(path);
  });

  it('resolves text encoder names with and without their outermost part', () => {
    const path = 'text_model.encoder.layers.0.self_attn.q_proj';
    const names = ['lora_te_', 'lora_te1_'].map((start) => start + path.replaceAll('.', '_'));
    const dotted = [`text_encoder.${path}`, path, 'text_encoder.text_model.encoder.layers.0.self_attn.to_q'];
    expect(match([path], lora(...names, ...dotted), 'text_encoder').unmatched).toEqual([]);
    expect(match([path.slice('text_model.'.length)], lora(...names), 'text_encoder').unmatched).toEqual([]);
    const second = matchLora(
      lora(`lora_te2_${path.replaceAll('.', '_')}`),
      new Map([['text_encoder_2', new ModuleTable([target(path)])]]),
    );
    expect(second.matches).toHaveLength(1);
  });

  it('recognizes parts in every naming scheme', () => {
    const parts = {
      'a.lora_down.weight': 'down',
      'a.lora_up.weight': 'up',
      'a.alpha': 'alpha',
      'a.lora_A.weight': 'down',
      'a.lora_B.default.weight': 'up',
      'a.lora.down.weight': 'down',
      'a_lora.up.weight': 'up',
      'a.lora_linear_layer.down.weight': 'down',
      'a.hada_w1_a': 'hadamard1a',
      'a.lora_mid.weight': 'mid',
    };
    for (const [key, part] of Object.entries(parts)) expect(splitLoraKey(key)).toEqual({ module: 'a', part });
    expect(splitLoraKey('a.glora_a1')).toEqual({ module: 'a', part: undefined });
  });
});

describe('[E14] matchLora reports as unmatched', () => {
  const reasonOf = (paths: readonly string[], file: LoraFile) => match(paths, file).unmatched[0]?.reason ?? 'matched';

  it('a layer that the model does not have', () => {
    const { matched, unmatched } = match(
      ['conv_in'],
      lora('unet.conv_in', 'lora_unet_nowhere', 'lora_te_x', 'transformer.x'),
    );
    expect(matched).toEqual(['unet.conv_in']);
    expect(unmatched.map(({ key }) => key)).toEqual(['lora_unet_nowhere', 'lora_te_x', 'transformer.x']);
    expect(unmatched.map(({ reason }) => reason).join()).toMatch(/no such layer.*no text_encoder.*no graph/);
  });

  it('an underscore name that two layers share', () => {
    expect(reasonOf(['a.b_c', 'a_b.c'], lora('lora_unet_a_b_c'))).toContain('several layers');
    expect(reasonOf(['a.b_c', 'a_b.c'], lora('unet.a_b.c'))).toBe('matched');
  });

  it('a layer that shares its weight with others', () => {
    const table = new ModuleTable([target('a', 4, 3, 'tied'), target('b', 4, 3, 'tied'), target('a', 4, 3, 'tied')]);
    const { unmatched } = matchLora(lora('unet.a'), new Map([['unet', table]]));
    expect(unmatched[0]?.reason).toContain('share');
  });

  const shaped = (down: StoredTensor, up: StoredTensor, more = {}): LoraFile => ({
    ...lora(),
    modules: [{ name: 'unet.a', tensors: { down, ...(up && { up }) }, alpha: undefined, others: [], ...more }],
  });
  it.each([
    ['wrong rows', shaped(tensor(2, 3), tensor(5, 2)), '[4,3]'],
    ['wrong columns', shaped(tensor(2, 4), tensor(4, 2)), '[4,3]'],
    ['two ranks', shaped(tensor(2, 3), tensor(4, 3)), '[4,3]'],
    ['no rank', shaped(tensor(0, 3), tensor(4, 0)), '[4,3]'],
    ['a kernel for a matrix', shaped(tensor(2, 1, 3, 1), tensor(4, 2, 1, 1)), '[4,3]'],
    ['whole numbers', shaped({ ...tensor(2, 3), dtype: 'I32' }, tensor(4, 2)), 'I32'],
    ['several alphas', shaped(tensor(2, 3), tensor(4, 2), { alpha: tensor(2) }), 'alpha'],
    ['another kind of adapter', shaped(tensor(2, 3), tensor(4, 2), { others: ['unet.a.glora_a1'] }), 'glora_a1'],
    ['half of it missing', shaped(tensor(2, 3), undefined!), 'up part is missing'],
  ])('a module with %s', (_, file, message) => expect(reasonOf(['a'], file)).toContain(message));

  it('tells a LoRA of another family by how few of its layers match when none of them reads texts', () => {
    const names = ['conv_in', 'conv_out', 'time_embedding.linear_1'];
    const file = lora(...names.map((name) => `unet.${name}`));
    const matching = (count: number) => {
      const table = new ModuleTable(names.slice(0, count).map((name) => target(name)));
      return compatibilityOf(file, matchLora(file, new Map([['unet' as const, table]])));
    };
    expect(matching(2)).toMatchObject({ isCompatible: true });
    expect(matching(1)).toMatchObject({ isCompatible: false, isOtherBase: true });
    expect(matching(1).reason).toContain('only 1 of its 3 layers fit, by chance');
  });

  it('tells a LoRA of another family by the texts its layers read, whatever else has equal shapes', () => {
    const paths = ['conv_in', 'mid_block.attentions.0.transformer_blocks.0.attn2.to_k'];
    const file = lora('unet.conv_in', 'unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k');
    const fitTo = (width: number) => {
      const table = new ModuleTable([target(paths[0]!), target(paths[1]!, 4, width)]);
      const { name } = file;
      return compatibilityOf({ name }, matchLora(file, new Map([['unet' as const, table]])));
    };
    expect(fitTo(3)).toMatchObject({ isCompatible: true, unmatched: [] });
    expect(fitTo(8)).toMatchObject({
      ...{ isCompatible: false, isOtherBase: true, matched: ['unet.conv_in'] },
      reason: "x: made for another base model: it reads texts 3 wide, the model's are 8",
    });
  });
});
