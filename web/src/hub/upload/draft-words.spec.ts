import { describe, expect, it } from '@jest/globals';
import type { DraftView } from '@visionary/contract';
import { draftName, draftTrouble } from './draft-words.js';

const away = { path: 'old.ckpt', refusal: { code: 'MODEL_PICKLE' as const } };
const aDraft = (more: Partial<DraftView>): DraftView => ({
  ...{ id: 'd', state: 'empty', files: [], form: {}, proposed: {}, changedAt: 0, ...more },
});
const aFile = (path: string, code?: 'MODEL_NOT_FINITE'): DraftView['files'][number] => ({
  ...{ id: path, path, bytes: 1, received: 1, state: code ? 'refused' : 'checked', isKnown: false },
  ...(code && { refusal: { code } }),
});

describe('[B191] drafts in a list', () => {
  it('of which nothing was taken have the name of what was refused, and say why', () => {
    const draft = aDraft({ turnedAway: [away, { ...away, path: 'older.ckpt' }] });
    expect(draftName(draft)).toBe('old.ckpt');
    expect(draftTrouble(draft)).toEqual({ ...away, others: 1 });
  });

  it('say what is wrong as a whole first, then with which file, and nothing where all is well', () => {
    const files = [aFile('unet/model.onnx'), aFile('vae.onnx', 'MODEL_NOT_FINITE')];
    const draft = aDraft({ files, turnedAway: [away], form: { name: 'Ink' } });
    expect(draftName(draft)).toBe('Ink');
    expect(draftTrouble(draft)).toMatchObject({ path: 'vae.onnx', others: 1 });
    expect(draftTrouble({ ...draft, refusal: { code: 'MODEL_INCOMPLETE' } })).toMatchObject({ path: '', others: 2 });
    expect(draftTrouble(aDraft({ files: [aFile('a')] }))).toBeNull();
    expect(draftName(aDraft({}))).toBeUndefined();
  });
});
