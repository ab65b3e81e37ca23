import { describe, expect, it } from '@jest/globals';
import type { DraftView } from '@visionary/contract';
import { draftName, firstDraftError } from './draft-summary.js';

const away = { path: 'old.ckpt', rejection: { code: 'MODEL_PICKLE_NOT_ALLOWED' as const } };
const aDraft = (more: Partial<DraftView>): DraftView => ({
  ...{ id: 'd', state: 'empty', files: [], form: {}, suggestedForm: {}, changedAt: 0, ...more },
});
const aFile = (path: string, code?: 'MODEL_WEIGHTS_NAN_OR_INF'): DraftView['files'][number] => ({
  ...{ id: path, path, bytes: 1, received: 1, state: code ? 'rejected' : 'checked', isDeduplicated: false },
  ...(code && { rejection: { code } }),
});

describe('[B191] the draft list', () => {
  it('names a draft without accepted files after its rejected file, and shows the reason', () => {
    const draft = aDraft({ rejectedFiles: [away, { ...away, path: 'older.ckpt' }] });
    expect(draftName(draft)).toBe('old.ckpt');
    expect(firstDraftError(draft)).toEqual({ ...away, others: 1 });
  });

  it('shows the error of the whole draft first, then of the first file, and none for a valid draft', () => {
    const files = [aFile('unet/model.onnx'), aFile('vae.onnx', 'MODEL_WEIGHTS_NAN_OR_INF')];
    const draft = aDraft({ files, rejectedFiles: [away], form: { name: 'Ink' } });
    expect(draftName(draft)).toBe('Ink');
    expect(firstDraftError(draft)).toMatchObject({ path: 'vae.onnx', others: 1 });
    expect(firstDraftError({ ...draft, rejection: { code: 'MODEL_INCOMPLETE' } })).toMatchObject({
      path: '',
      others: 2,
    });
    expect(firstDraftError(aDraft({ files: [aFile('a')] }))).toBeNull();
    expect(draftName(aDraft({}))).toBeUndefined();
  });
});
