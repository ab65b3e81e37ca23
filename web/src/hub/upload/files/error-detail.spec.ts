import { describe, expect, it } from '@jest/globals';
import { REJECTION_REASONS, type FileRejection, type RejectionReason } from '@visionary/contract';
import en from '../i18n.en.js';
import zh from '../i18n.zh.js';
import { errorDetailText } from './error-detail.js';

const reason = 'the reason of the inspection';
const REJECTIONS: readonly (readonly [FileRejection, string])[] = [
  [{ code: 'MODEL_INCOMPLETE', detail: { missing: 'model_index.json', weights: 2, reason } }, 'noWeights'],
  [{ code: 'MODEL_INCOMPLETE', detail: { missing: 'model_index.json', weights: 0, reason } }, 'weightsMissing'],
  [
    {
      code: 'MODEL_SHAPES_MISMATCH',
      detail: { path: 'vae', tensor: 'conv_in', shape: '[2, 16]', expected: 4, beside: 'unet/model.onnx', reason },
    },
    'shape',
  ],
  [{ code: 'MODEL_SHAPES_MISMATCH', detail: { path: 'tokenizer', words: 49407, expected: 512, reason } }, 'words'],
  [{ code: 'MODEL_WEIGHTS_NAN_OR_INF', detail: { tensor: 'down.0.weight', reason } }, 'tensor'],
  [{ code: 'MODEL_OPERATOR_NOT_ALLOWED', detail: { operator: 'Loop', node: '/loop', reason } }, 'operator'],
  [
    { code: 'MODEL_OPERATOR_NOT_ALLOWED', detail: { operator: 'Conv', node: '/a', attribute: 'pads', reason } },
    'attribute',
  ],
  [{ code: 'MODEL_OPERATOR_NOT_ALLOWED', detail: { operator: 'If', reason } }, 'operatorAlone'],
  [{ code: 'MODEL_TOO_MANY_NODES', detail: { most: 50_000, reason } }, 'most'],
];

describe('[B123] the detail of a file error', () => {
  it.each(REJECTIONS)('%j has a text in both languages', (rejection, messageKey) => {
    const exactly = errorDetailText(rejection);
    if (typeof exactly !== 'object') throw new Error(`it is ${exactly}`);
    expect(exactly.messageKey).toBe(`upload.fileFaults.${messageKey}`);
    for (const { upload } of [en, zh]) {
      const sentence = (upload.fileFaults as Readonly<Record<string, string>>)[messageKey] ?? '';
      const needs = [...sentence.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
      expect(sentence).not.toBe('');
      expect(Object.keys(exactly.values)).toEqual(expect.arrayContaining(needs));
    }
  });

  it.each(Object.entries(REJECTION_REASONS).filter(([reasonKey]) => reasonKey !== 'unsupportedFileType'))(
    '[B150] [B190] checker reason %s has a text with its values in both languages',
    (reasonKey, needs) => {
      const detail = { reasonKey, reason, ...Object.fromEntries(needs.map((name) => [name, `a ${name}`])) };
      const values = Object.fromEntries(needs.map((name) => [name, `a ${name}`]));
      expect(errorDetailText({ code: 'MODEL_PATH_INVALID', detail })).toEqual({
        messageKey: `upload.reasons.${reasonKey}`,
        values,
      });
      for (const { upload } of [en, zh]) {
        const value = [...upload.reasons[reasonKey as RejectionReason].matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
        expect(value.sort()).toEqual([...needs].sort());
      }
      if (needs.length > 0) {
        expect(errorDetailText({ code: 'MODEL_PATH_INVALID', detail: { reasonKey, reason } })).toBeUndefined();
      }
    },
  );

  it('uses the checker’s text if there is no translation, and does not repeat it', () => {
    expect(errorDetailText({ code: 'MODEL_GRAPH_INVALID', detail: { reason } })).toBeUndefined();
    expect(errorDetailText({ code: 'MODEL_SHAPES_MISMATCH', detail: { expected: 4, reason } })).toBeUndefined();
    expect(errorDetailText({ code: 'MODEL_PICKLE_NOT_ALLOWED', detail: { reason } })).toBe('codeText');
    expect(errorDetailText({ code: 'MODEL_TOO_LARGE' })).toBe('codeText');
    expect(
      errorDetailText({ code: 'MODEL_FILE_TYPE_UNSUPPORTED', detail: { reasonKey: 'unsupportedFileType', reason } }),
    ).toBe('codeText');
    expect(errorDetailText({ code: 'MODEL_TOO_LARGE', detail: { reasonKey: 'toString', reason } })).toBeUndefined();
  });
});
