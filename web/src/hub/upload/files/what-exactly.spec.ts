import { describe, expect, it } from '@jest/globals';
import { REFUSED_BECAUSE, type Refusal, type RefusedBecause } from '@visionary/contract';
import en from '../i18n.en.js';
import zh from '../i18n.zh.js';
import { whatExactly } from './what-exactly.js';

const reason = 'as whoever looked at it says it';
const REFUSALS: readonly (readonly [Refusal, string])[] = [
  [{ code: 'MODEL_INCOMPLETE', detail: { missing: 'model_index.json', weights: 2, reason } }, 'noWeights'],
  [
    {
      code: 'MODEL_SHAPES_MISMATCH',
      detail: { path: 'vae', tensor: 'conv_in', shape: '[2, 16]', expected: 4, beside: 'unet/model.onnx', reason },
    },
    'shape',
  ],
  [{ code: 'MODEL_SHAPES_MISMATCH', detail: { path: 'tokenizer', words: 49407, expected: 512, reason } }, 'words'],
  [{ code: 'MODEL_NOT_FINITE', detail: { tensor: 'down.0.weight', reason } }, 'tensor'],
  [{ code: 'MODEL_OPERATOR_REFUSED', detail: { operator: 'Loop', node: '/loop', reason } }, 'operator'],
  [
    { code: 'MODEL_OPERATOR_REFUSED', detail: { operator: 'Conv', node: '/a', attribute: 'pads', reason } },
    'attribute',
  ],
  [{ code: 'MODEL_OPERATOR_REFUSED', detail: { operator: 'If', reason } }, 'operatorAlone'],
  [{ code: 'MODEL_TOO_MANY_NODES', detail: { most: 50_000, reason } }, 'most'],
];

describe('[B123] what exactly is wrong with a file', () => {
  it.each(REFUSALS)('%j is said in both languages', (refusal, says) => {
    const exactly = whatExactly(refusal);
    if (typeof exactly !== 'object') throw new Error(`it is ${exactly}`);
    expect(exactly.says).toBe(`exactly.${says}`);
    for (const { upload } of [en, zh]) {
      const sentence = (upload.exactly as Readonly<Record<string, string>>)[says] ?? '';
      const needs = [...sentence.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
      expect(sentence).not.toBe('');
      expect(Object.keys(exactly.values)).toEqual(expect.arrayContaining(needs));
    }
  });

  it.each(Object.entries(REFUSED_BECAUSE).filter(([because]) => because !== 'kind'))(
    '[B150] [B190] %s is said in both languages, with what it needs, by whoever looked',
    (because, needs) => {
      const detail = { because, reason, ...Object.fromEntries(needs.map((name) => [name, `a ${name}`])) };
      const values = Object.fromEntries(needs.map((name) => [name, `a ${name}`]));
      expect(whatExactly({ code: 'MODEL_PATH_REFUSED', detail })).toEqual({ says: `because.${because}`, values });
      for (const { upload } of [en, zh]) {
        const said = [...upload.because[because as RefusedBecause].matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
        expect(said.sort()).toEqual([...needs].sort());
      }
      if (needs.length > 0) {
        expect(whatExactly({ code: 'MODEL_PATH_REFUSED', detail: { because, reason } })).toBeUndefined();
      }
    },
  );

  it('is in the words of whoever looked at it where there is no sentence for it, and is not said twice', () => {
    expect(whatExactly({ code: 'MODEL_GRAPH_INVALID', detail: { reason } })).toBeUndefined();
    expect(whatExactly({ code: 'MODEL_SHAPES_MISMATCH', detail: { expected: 4, reason } })).toBeUndefined();
    expect(whatExactly({ code: 'MODEL_PICKLE', detail: { reason } })).toBe('said');
    expect(whatExactly({ code: 'MODEL_TOO_LARGE' })).toBe('said');
    expect(whatExactly({ code: 'MODEL_FILE_UNKNOWN', detail: { because: 'kind', reason } })).toBe('said');
    expect(whatExactly({ code: 'MODEL_TOO_LARGE', detail: { because: 'toString', reason } })).toBeUndefined();
  });
});
