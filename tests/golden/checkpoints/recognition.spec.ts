import { describe, expect, it } from '@jest/globals';
import { recognize } from '../../../libs/diffusion/inspection.js';
import type { StoredTensor } from '../../../libs/diffusion/safetensors/header.js';
import { readModelFolder } from '../../../libs/diffusion/model-folder/read-model-folder.js';
import { checkpointNames, fileNames, modelFolder, readFileHeader, readInfo, readKeys } from './vectors.js';

/** Tensors of shapes alone, as a header has them. */
const tensorsOf = (shapes: Readonly<Record<string, readonly number[]>>, dtype = 'F16') =>
  new Map<string, StoredTensor>(
    Object.entries(shapes).map(([name, shape]) => [name, { dtype, shape, offset: 0, length: 0 }]),
  );
const recognizeKeys = (
  shapes: Readonly<Record<string, readonly number[]>>,
  { name = 'a.safetensors', metadata = {} }: { readonly name?: string; readonly metadata?: Record<string, string> } = {},
) => recognize({ name, tensors: tensorsOf(shapes), metadata: new Map(Object.entries(metadata)) });

const FIRST = 'model.diffusion_model.input_blocks.0.0.weight';
const inpaintingTwin = (keys: Readonly<Record<string, readonly number[]>>) => {
  const [width = 0, , ...kernel] = keys[FIRST]!;
  return { ...keys, [FIRST]: [width, 9, ...kernel] };
};

describe('[E85] recognition by the header of a real model', () => {
  const [sd1, sd2, xl] = (['sd15', 'sd20-base', 'sdxl-base'] as const).map(readKeys) as [Keys, Keys, Keys];
  type Keys = ReturnType<typeof readKeys>;

  it.each([
    ['sd15', { family: 'sd1', prediction: 'epsilon', nativeSize: 512 }],
    ['sdxl-base', { family: 'sdxl', prediction: 'epsilon', nativeSize: 1024 }],
    ['sdxl-refiner', { family: 'sdxl', variant: 'refiner' }],
  ] as const)('tells what %s is', (name, expected) => {
    const keys = readKeys(name);
    const found = recognizeKeys(keys);
    expect(found).toMatchObject({ kind: 'checkpoint', precision: 'F16', missing: [], averagedCopies: 0, ...expected });
    expect(found.tensors).toBe(Object.keys(keys).length);
  });

  it('leaves open what a Stable Diffusion 2 predicts, which only its weights tell', () => {
    const found = recognizeKeys(sd2);
    expect(found).toMatchObject({ kind: 'checkpoint', family: 'sd2' });
    expect(found.prediction).toBeUndefined();
    expect(recognizeKeys(sd2, { metadata: { 'modelspec.predict_key': 'v' } })).toMatchObject({
      ...{ prediction: 'v_prediction', nativeSize: 768 },
    });
  });

  it.each([
    ['sd1', sd1],
    ['sd2', sd2],
    ['sdxl', xl],
  ] as const)('tells the inpainting twin of %s by its nine channels', (family, keys) => {
    expect(recognizeKeys(inpaintingTwin(keys))).toMatchObject({ kind: 'checkpoint', family, variant: 'inpainting' });
    expect(recognizeKeys(keys).variant).toBeUndefined();
  });

  it('tells marks, and fine-tunes by metadata or name only', () => {
    expect(recognizeKeys({ ...xl, v_pred: [0] })).toMatchObject({ prediction: 'v_prediction', zeroTerminalSnr: false });
    const marked = recognizeKeys({ ...xl, v_pred: [0], ztsnr: [0] }, { name: 'noobaiXL_vPred.safetensors' });
    expect(marked).toMatchObject({ prediction: 'v_prediction', zeroTerminalSnr: true, edition: 'NoobAI' });
    expect(recognizeKeys(xl).edition).toBeUndefined();
    expect(recognizeKeys(xl, { name: 'sd_xl_turbo_1.0_fp16.safetensors' }).edition).toBe('Turbo');
    expect(recognizeKeys(xl, { name: 'dreamshaperXL_lightning.safetensors' }).edition).toBe('Lightning');
    expect(recognizeKeys(xl, { metadata: { 'modelspec.title': 'Pony Diffusion V6' } }).edition).toBe('Pony');
    expect(recognizeKeys(xl, { name: 'Illustrious-XL-v1.0.safetensors' }).edition).toBe('Illustrious');
  });

  it('tells what is missing, copied, and stray', () => {
    const without = (pattern: RegExp) =>
      Object.fromEntries(Object.entries(xl).filter(([name]) => !pattern.test(name)));
    expect(recognizeKeys(without(/^first_stage_model\./)).missing).toEqual(['vae']);
    expect(recognizeKeys(without(/^conditioner\./)).missing).toEqual(['textEncoder']);
    expect(recognizeKeys(without(/^conditioner\.embedders\.1\./)).missing).toEqual(['secondTextEncoder']);
    const { strayTensors } = recognizeKeys(sd1);
    const copies = { 'model_ema.diffusion_modelinput_blocks00weight': [320, 4, 3, 3], betas: [1000] };
    expect(recognizeKeys({ ...sd1, ...copies })).toMatchObject({ averagedCopies: 1, strayTensors: strayTensors + 1 });
  });

  it.each([
    ['Stable Diffusion 3', { 'model.diffusion_model.joint_blocks.0.context_block.attn.qkv.weight': [4608, 1536] }],
    ['Flux.1', { 'double_blocks.0.img_attn.norm.key_norm.scale': [128], 'img_in.weight': [3072, 64] }],
    ['Flux.1', { 'transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight': [16, 3072] }],
    ['Flux.2', { 'double_stream_modulation_img.lin.weight': [9, 9], 'double_blocks.0.img_attn.qkv.weight': [9, 9] }],
    ['Chroma', { 'distilled_guidance_layer.in_proj.bias': [9], 'double_blocks.0.img_attn.qkv.weight': [9, 9] }],
    ['PixArt', { 't_block.1.weight': [6912, 1152], 'x_embedder.proj.weight': [1152, 4, 2, 2] }],
    ['Stable Cascade', { 'clip_txt_mapper.weight': [2048, 1280] }],
    ['InstructPix2Pix', { ...sd1, [FIRST]: [320, 8, 3, 3] }],
    ['upscaler of Stable Diffusion 2', { ...sd2, [FIRST]: [256, 7, 3, 3] }],
    ['Playground 2.5', { ...xl, edm_mean: [1, 4, 1, 1], edm_std: [1, 4, 1, 1] }],
  ] as const)('names %s, which cannot be used', (unsupported, keys) => {
    expect(recognizeKeys(keys)).toMatchObject({ unsupported });
  });

  it('tells the rank, family, and trigger words of a LoRA', () => {
    const module = 'lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k';
    const keys = { [`${module}.lora_down.weight`]: [32, 2048], [`${module}.lora_up.weight`]: [640, 32] };
    const metadata = { ss_tag_frequency: '{"10_a":{"wet paper":9,"edge bleed":9,"cat":2}}' };
    expect(recognizeKeys(keys, { metadata })).toMatchObject({
      ...{ kind: 'lora', form: 'LoRA', rank: 32, modules: 1, family: 'sdxl' },
      triggerWords: ['edge bleed', 'wet paper'],
    });
  });
});

/** What the files of the vectors are, by their names. */
const FORMS = new Map([
  ['plain', 'LoRA'],
  ['peft', 'LoRA'],
  ['sdxl', 'LoRA'],
  ['locon', 'LoCon'],
  ['loha', 'LoHa'],
  ['lokr', 'LoKr'],
  ['ia3', 'IA3'],
  ['oft', 'OFT'],
  ['full', 'full'],
  ['dora', 'DoRA'],
]);

describe('[E85] recognition by the header of a vector', () => {
  const names = fileNames();
  const recognized = (name: string) => {
    const { file, ...header } = readFileHeader(name);
    return recognize(header, file);
  };

  it.each(checkpointNames())('tells family and parts of %s', (name) => {
    const { family } = readInfo(name);
    const found = recognized(`${name}.safetensors`);
    expect(found.kind).toBe('checkpoint');
    expect(found.family).toBe(/xl/i.test(family) ? 'sdxl' : /2/.test(family) ? 'sd2' : 'sd1');
    expect(found.variant).toBe(family.includes('inpaint') ? 'inpainting' : undefined);
    if (found.family === 'sd2') expect(found.prediction).toBe('v_prediction');
    expect(found).toMatchObject({ precision: 'F16', missing: [] });
  });

  it.each(names.filter((name) => name.startsWith('lora_')))('tells the form of %s', (name) => {
    const found = recognized(name);
    expect(found).toMatchObject({ kind: 'lora', form: FORMS.get(/^lora_([^_.]+)/.exec(name)![1]!) });
    if (!name.includes('peft')) expect(found.family).toBe(name.includes('sdxl') ? 'sdxl' : 'sd1');
  });

  const others = names.filter((name) => !/^(lora_|sd|inpaint)/.test(name));
  it.each(others)('tells the kind of %s', (name) => {
    const found = recognized(name);
    if (name.startsWith('ti_')) {
      expect(found.kind).toBe('embedding');
      expect(found.word !== undefined).toBe(name.includes('diffusers'));
      if (name.includes('sd15')) expect(found.textWidths).toEqual(recognized('sd15.safetensors').textWidths);
      if (name.includes('sdxl')) expect(found.family).toBe('sdxl');
    } else if (name.startsWith('vae')) expect(found).toMatchObject({ kind: 'vae', precision: 'BF16' });
    else if (name.startsWith('controlnet')) expect(found).toMatchObject({ kind: 'controlNet', family: 'sd1' });
    else if (name.startsWith('esrgan')) {
      expect(found).toMatchObject({ kind: 'upscaler', factor: Number(/_x(\d)/.exec(name)![1]) });
    } else if (name.startsWith('taesd_decoder')) expect(found.kind).toBe('previewDecoder');
    else if (name.startsWith('taesd_encoder')) expect(found).toMatchObject({ kind: 'unknown', addition: 'TAESD encoder' });
    else {
      expect(name).toMatch(/^variant/);
      expect(found).toMatchObject({ kind: 'checkpoint', family: 'sd1', precision: 'mixed', missing: ['vae'] });
      expect(found.averagedCopies).toBeGreaterThan(100);
    }
  });
});

describe('[E90] the native size of a checkpoint', () => {
  const sizeOf = async (settings: object) => {
    const { nativeCells = 0, vae } = await readModelFolder(modelFolder([`${checkpointNames()[0]}.safetensors`], settings));
    return nativeCells * vae.spatialFactor;
  };

  it('is 128 pixels when its UNet is narrower than any published one, and what its settings say', async () => {
    expect(await sizeOf({})).toBe(128);
    expect(await sizeOf({ nativeSize: 256 })).toBe(256);
    await expect(sizeOf({ nativeSize: 100 })).rejects.toThrow(/nativeSize/);
  });
});
