import { describe, expect, it } from '@jest/globals';
import type { RecognizedFile } from '@visionary/contract';
import { additionsFor, fitOf, type NamedFile, previewDecoderFor } from './fits.js';
import { areSeveralModels } from './several-files.js';

const file = (title: string, recognized: Partial<RecognizedFile>): NamedFile => ({
  ...{ id: title, title },
  recognized: {
    ...{ kind: 'lora', precision: 'F16', dtypes: ['F16'], tensors: 1, parameters: 1, missing: [] },
    ...{ averagedCopies: 0, strayTensors: 0, triggerWords: [] },
    ...recognized,
  },
});
const ink = file('ink', { kind: 'checkpoint', family: 'sdxl' });
const models = [
  { title: 'Inkpot', family: 'sd1' },
  { title: 'Quiet Hours', family: 'sd1' },
  { title: 'Harbor', family: 'sdxl' },
] as const;

describe('[B221] what an added file fits', () => {
  it('is the checkpoint beside it of its family', () => {
    expect(fitOf(file('a', { family: 'sdxl' }), [ink], models)).toEqual({
      ...{ kind: 'fits', checkpoint: 'ink', models: ['Harbor'] },
    });
  });

  it('is models of this server when the checkpoint beside it has another family', () => {
    expect(fitOf(file('a', { family: 'sd1' }), [ink], models)).toEqual({
      ...{ kind: 'doesNotFit', checkpoint: 'ink', models: ['Inkpot', 'Quiet Hours'] },
    });
  });

  it('is models of this server when no checkpoint is beside it', () => {
    expect(fitOf(file('a', { family: 'sd1' }), [], models)).toMatchObject({ kind: 'familyHere' });
    expect(fitOf(file('a', { family: 'sd2' }), [], models)).toEqual({ kind: 'fitsNothing', models: [] });
  });

  it('[B246] is what the server compared it with, once it is published', () => {
    const lora = { ...file('a', { family: 'sd1' }), compatible: [] };
    expect(fitOf(lora, [ink], models)).toEqual({ kind: 'fitsNoModel', models: [] });
    expect(fitOf({ ...lora, compatible: [{ title: 'Inkpot' }] }, [ink], models)).toEqual({
      ...{ kind: 'fitsHere', models: ['Inkpot'] },
    });
  });

  it('is unknown when the file does not tell its family, and no question for a checkpoint', () => {
    expect(fitOf(file('a', {}), [ink], models)).toMatchObject({ kind: 'unknownFamily' });
    expect(fitOf(ink, [ink], models)).toBeNull();
  });

  it('is the checkpoint beside it whose text is as wide as the vectors of an embedding, and any for a VAE of no known family', () => {
    const wide = file('wide', { kind: 'checkpoint', family: 'sd1', textWidths: [12] });
    const [ti, other] = [12, 16].map((width) => file(`ti ${width}`, { kind: 'embedding', textWidths: [width] }));
    const vae = file('bright', { kind: 'vae' });
    expect(fitOf(ti!, [ink, wide], [])).toEqual({ kind: 'fits', checkpoint: 'wide', models: [] });
    expect(fitOf(other!, [wide], [])).toMatchObject({ kind: 'unknownFamily' });
    expect(fitOf(vae, [wide], [])).toEqual({ kind: 'canBeChosen', checkpoint: 'wide', models: [] });
    expect(fitOf(vae, [], [])).toBeNull();
    expect(additionsFor(wide, [ti!, other!, vae]).map(({ title }) => title)).toEqual(['ti 12', 'bright']);
  });

  it('is put together with the checkpoint', () => {
    const files = [
      ...[ink, file('lora', { family: 'sdxl' }), file('other', { family: 'sd1' })],
      ...[file('x4', { kind: 'upscaler' }), file('taesd', { kind: 'previewDecoder', family: 'sd1' })],
    ];
    expect(additionsFor(ink, files).map(({ title }) => title)).toEqual(['lora', 'x4']);
    expect(previewDecoderFor(ink, files)).toBeUndefined();
    expect(previewDecoderFor(ink, [file('taesd', { kind: 'previewDecoder' })])?.title).toBe('taesd');
  });
});

describe('[B220] picked files', () => {
  const picked = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], path) }));

  it('are several models when several files of weights are no folder', () => {
    expect(areSeveralModels(picked('a.safetensors', 'b.safetensors', 'old.ckpt'))).toBe(true);
    expect(areSeveralModels(picked('a.safetensors', 'old.ckpt'))).toBe(false);
    expect(areSeveralModels(picked('a.safetensors', 'unet/b.safetensors'))).toBe(false);
    expect(areSeveralModels(picked('a.safetensors', 'b.safetensors', 'model_index.json'))).toBe(false);
    expect(areSeveralModels(picked('a.safetensors', 'b.safetensors').map((one) => ({ ...one, folder: 'x' })))).toBe(
      false,
    );
  });
});
