import { describe, expect, it } from '@jest/globals';
import type { DraftView, FileRejection } from '@visionary/contract';
import type { AddedFile } from './added-file.js';
import { rowState } from './row-state.js';
import { checkpointsFirst, waitEnd } from './waiting-files.js';

const added: AddedFile = {
  ...{ id: 'ink', name: 'ink.safetensors', bytes: 9, file: new File([], 'ink.safetensors') },
  ...{ state: 'recognized' as const, draftId: 'd' },
};
const draft: DraftView = {
  ...{ id: 'd', state: 'uploading', files: [], form: {}, suggestedForm: {}, changedAt: 1 },
};
const uploaded = (values: Partial<DraftView>): DraftView => ({
  ...draft,
  files: [{ path: added.name, state: 'checked' }] as DraftView['files'],
  ...values,
});
const ready = (facts: Partial<DraftView['facts']>) =>
  uploaded({ state: 'ready', facts: facts as NonNullable<DraftView['facts']> });

describe('[B234] what an added file waits for', () => {
  it('is its upload until that has started, and then its check', () => {
    expect(rowState({ ...added, draftId: undefined }, undefined, [])).toEqual({ kind: 'queued' });
    expect(rowState(added, draft, [])).toEqual({ kind: 'queued' });
    expect(rowState({ ...added, file: undefined }, draft, [])).toEqual({ kind: 'chooseAgain' });
    expect(rowState(added, uploaded({ state: 'checking' }), [])).toEqual({ kind: 'checking' });
    expect(rowState(added, ready({ kind: 'model' }), [])).toEqual({ kind: 'ready', test: 'rendered' });
  });

  it.each([
    [{ kind: 'lora', isTestRendered: true }, 'rendered'],
    [{ kind: 'lora', isTestRendered: false }, 'notRendered'],
    [{ kind: 'lora' }, 'notRendered'],
    [{ kind: 'embedding' }, 'loaded'],
    [{ kind: 'weights' }, 'read'],
  ] as const)('[B246] is publishing after its check, which says of %j that it was %s', (facts, test) => {
    expect(rowState(added, ready(facts), [])).toEqual({ kind: 'ready', test });
  });

  it.each(['RATE_LIMITED', 'HUB_TOO_MANY_DRAFTS'] as const)(
    'is the end of %s, also before it is recognized',
    (code) => {
      const rejection: FileRejection = { code, detail: {} };
      expect(rowState({ ...added, rejection }, undefined, [])).toEqual({ kind: 'waits', rejection });
      expect(rowState({ ...added, rejection, state: 'reading' }, undefined, [])).toEqual({ kind: 'waits', rejection });
    },
  );

  it('is nothing after another refusal', () => {
    const rejection: FileRejection = { code: 'HUB_QUOTA_EXCEEDED', detail: {} };
    expect(rowState({ ...added, rejection }, undefined, [])).toEqual({ kind: 'notStarted', rejection });
    expect(waitEnd(rejection, 0)).toBeUndefined();
  });

  it('ends when the server says', () => {
    expect(waitEnd({ code: 'RATE_LIMITED', detail: { retryAfterSeconds: 90 } }, 1_000)).toBe(91_000);
    expect(waitEnd({ code: 'RATE_LIMITED', detail: {} }, 0)).toBe(60_000);
  });

  it('[B249] is nothing after a reload for a file that was rejected before its upload', () => {
    const rejection: FileRejection = { code: 'MODEL_PATH_INVALID', detail: { reasonKey: 'forbiddenCharacter' } };
    const rejected = { ...draft, rejectedFiles: [{ path: added.name, rejection }] };
    expect(rowState({ ...added, file: undefined }, rejected, [])).toEqual({ kind: 'failed', rejection });
  });

  it('is a VAE where a checkpoint lacks one', () => {
    const rejection: FileRejection = { code: 'MODEL_INCOMPLETE', detail: { reasonKey: 'vaeMissing' } };
    expect(rowState(added, uploaded({ rejection }), [])).toEqual({ kind: 'lacksVae' });
  });

  it('is for a VAE that is used also its checkpoint', () => {
    const vae = { ...added, id: 'vae', usedById: 'ink' };
    expect(checkpointsFirst([vae, added]).map(({ id }) => id)).toEqual(['ink', 'vae']);
  });
});
