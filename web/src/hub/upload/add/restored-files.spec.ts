import { describe, expect, it } from '@jest/globals';
import type { DraftView } from '@visionary/contract';
import type { AddedFile } from './added-file.js';
import { uncheckedDrafts, withRestoredFiles } from './restored-files.js';

const draft = (id: string, more: Partial<DraftView> = {}): DraftView => ({
  ...{ id, state: 'uploading', files: [], form: {}, suggestedForm: {}, changedAt: 1 },
  ...more,
});
const known = (path: string, kind: string) =>
  ({ path, bytes: 9, recognized: { kind } }) as NonNullable<DraftView['recognizedFiles']>[number];
const counter = () => {
  let last = 0;
  return () => String((last += 1));
};

describe('[B223] rows of earlier page loads', () => {
  const pair = draft('pair', { recognizedFiles: [known('vae', 'vae'), known('ink', 'checkpoint')] });

  it('are those of drafts, oldest first, with the VAE of a checkpoint', () => {
    const older = draft('older', { recognizedFiles: [known('wet', 'lora')] });
    expect(withRestoredFiles([], [pair, older], counter())).toMatchObject([
      { name: 'wet', bytes: 9, state: 'recognized', draftId: 'older' },
      { id: '3', name: 'vae', draftId: 'pair', usedById: '2' },
      { id: '2', name: 'ink', draftId: 'pair' },
    ]);
  });

  it('are neither new versions, nor published, nor those of drafts with a page of their own', () => {
    const recognizedFiles = [known('wet', 'lora')];
    const drafts = [
      draft('version', { recognizedFiles, model: { id: 'm', name: 'Wet' } }),
      draft('published', { recognizedFiles, published: { modelId: 'm', versionId: 'v' } }),
      draft('folder'),
    ];
    const files: AddedFile[] = [];
    expect(withRestoredFiles(files, drafts, counter())).toBe(files);
  });

  it('are not doubled, and disappear with their draft unless this page has the file', () => {
    const restored = withRestoredFiles([], [pair], counter());
    expect(withRestoredFiles(restored, [pair], counter())).toBe(restored);
    expect(withRestoredFiles(restored, [], counter())).toEqual([]);
    const own = restored.map((one) => ({ ...one, file: new File([], one.name) }));
    expect(withRestoredFiles(own, [], counter())).toBe(own);
  });

  it('are checked when their page was closed after the last byte', () => {
    const files = ['ink', 'vae'].map((path) => ({ path, state: 'checked' })) as DraftView['files'];
    const [whole, half] = [
      { ...pair, files },
      { ...pair, files: files.slice(0, 1) },
    ];
    const restored = withRestoredFiles([], [pair], counter());
    expect(uncheckedDrafts(restored, [whole])).toEqual(['pair']);
    expect(uncheckedDrafts(restored, [half])).toEqual([]);
    expect(uncheckedDrafts(restored, [{ ...whole, state: 'checking' }])).toEqual([]);
    expect(
      uncheckedDrafts(
        restored.map((one) => ({ ...one, file: new File([], one.name) })),
        [whole],
      ),
    ).toEqual([]);
  });
});
