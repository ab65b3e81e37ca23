import { describe, expect, it } from '@jest/globals';
import type { DraftView } from '@visionary/contract';
import { addableParts, isPartFor } from './draft-parts.js';

const file = (path: string, rejection?: DraftView['rejection']) =>
  ({ path, ...(rejection && { rejection }) }) as DraftView['files'][number];
const facts = (hasPreviewDecoder?: boolean) =>
  ({ kind: 'model', base: 'sd1', ...(hasPreviewDecoder !== undefined && { hasPreviewDecoder }) }) as DraftView['facts'];

describe('[B245] what a draft can use from the hub', () => {
  it('is the VAE that its checkpoint lacks, and then a preview decoder', () => {
    const missing = { code: 'MODEL_INCOMPLETE', detail: { reasonKey: 'vaeMissing' } } as const;
    expect(addableParts({ files: [file('a.safetensors')], rejection: missing })).toEqual(['vae']);
    expect(addableParts({ files: [file('a.safetensors', missing)] })).toEqual(['vae']);
    expect(addableParts({ files: [file('a.safetensors')] })).toEqual([]);
    expect(addableParts({ files: [file('a.safetensors')], facts: facts(false) })).toEqual(['previewDecoder']);
    expect(addableParts({ files: [file('a.safetensors')], facts: facts(true) })).toEqual([]);
    expect(addableParts({ files: [file('unet/model.onnx')], facts: facts() })).toEqual([]);
  });

  it('is of its latents', () => {
    const vae = { kind: 'vae', base: 'sdxl' } as const;
    expect([isPartFor('vae', vae, 'sd1'), isPartFor('vae', vae, 'sdxl'), isPartFor('vae', vae)]).toEqual([
      false,
      true,
      true,
    ]);
    const weights = { kind: 'weights', base: 'other' } as const;
    expect(isPartFor('previewDecoder', weights, 'sd1')).toBe(false);
    expect(isPartFor('previewDecoder', { ...weights, weightsKind: 'previewDecoder' }, 'sd1')).toBe(true);
  });
});
