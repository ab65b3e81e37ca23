import { describe, expect, it } from '@jest/globals';
import { publishBlocker } from './publish-blocker.js';

const READY = {
  draft: { state: 'ready' as const },
  rows: [{ state: 'checked' as const }],
  pending: 0,
  missing: [],
  illegal: [],
};

describe('[B119] the publish blocker of a draft', () => {
  it('is null when the draft is complete', () => expect(publishBlocker(READY)).toBeNull());

  it('is the first problem to solve', () => {
    expect(publishBlocker({ ...READY, rows: [] })).toEqual({ kind: 'empty' });
    expect(
      publishBlocker({ ...READY, rows: [{ state: 'sending' }, { state: 'rejected' }], missing: ['name'] }),
    ).toEqual({
      ...{ kind: 'rejected', count: 1 },
    });
    expect(publishBlocker({ ...READY, rows: [{ state: 'paused' }] })).toEqual({ kind: 'uploading' });
    expect(publishBlocker({ ...READY, rows: [], pending: 2 })).toEqual({ kind: 'notStarted', count: 2 });
    expect(publishBlocker({ ...READY, rows: [{ state: 'partlyUploaded' }] })).toEqual({ kind: 'partlyUploaded' });
    expect(publishBlocker({ ...READY, draft: { state: 'checking' } })).toEqual({ kind: 'checking' });
    const whole = { state: 'rejected' as const, rejection: { code: 'MODEL_INCOMPLETE' as const } };
    expect(publishBlocker({ ...READY, draft: whole, missing: ['name'] })).toEqual({ kind: 'failed' });
    expect(publishBlocker({ ...READY, missing: ['name', 'license'] })).toMatchObject({ fields: ['name', 'license'] });
    expect(publishBlocker({ ...READY, illegal: ['name'], missing: ['license'] })).toMatchObject({ kind: 'invalid' });
    expect(publishBlocker({ ...READY, draft: { state: 'uploading' } })).toEqual({ kind: 'unchecked' });
  });
});
