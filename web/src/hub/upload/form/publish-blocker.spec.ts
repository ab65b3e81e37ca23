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
    expect(publishBlocker({ ...READY, rows: [] })).toEqual({ what: 'empty' });
    expect(
      publishBlocker({ ...READY, rows: [{ state: 'sending' }, { state: 'rejected' }], missing: ['name'] }),
    ).toEqual({
      ...{ what: 'rejected', count: 1 },
    });
    expect(publishBlocker({ ...READY, rows: [{ state: 'paused' }] })).toEqual({ what: 'uploading' });
    expect(publishBlocker({ ...READY, rows: [], pending: 2 })).toEqual({ what: 'notStarted', count: 2 });
    expect(publishBlocker({ ...READY, rows: [{ state: 'partlyUploaded' }] })).toEqual({ what: 'partlyUploaded' });
    expect(publishBlocker({ ...READY, draft: { state: 'checking' } })).toEqual({ what: 'checking' });
    const whole = { state: 'rejected' as const, rejection: { code: 'MODEL_INCOMPLETE' as const } };
    expect(publishBlocker({ ...READY, draft: whole, missing: ['name'] })).toEqual({ what: 'failed' });
    expect(publishBlocker({ ...READY, missing: ['name', 'license'] })).toMatchObject({ fields: ['name', 'license'] });
    expect(publishBlocker({ ...READY, illegal: ['name'], missing: ['license'] })).toMatchObject({ what: 'invalid' });
    expect(publishBlocker({ ...READY, draft: { state: 'uploading' } })).toEqual({ what: 'unchecked' });
  });
});
