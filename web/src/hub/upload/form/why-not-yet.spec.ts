import { describe, expect, it } from '@jest/globals';
import { whyNotYet } from './why-not-yet.js';

const READY = {
  draft: { state: 'ready' as const },
  rows: [{ state: 'checked' as const }],
  unbegun: 0,
  missing: [],
  illegal: [],
};

describe('[B119] what stands between a draft and its publishing', () => {
  it('is nothing, once everything is there', () => expect(whyNotYet(READY)).toBeNull());

  it('is the first thing that has to be seen to', () => {
    expect(whyNotYet({ ...READY, rows: [] })).toEqual({ what: 'empty' });
    expect(whyNotYet({ ...READY, rows: [{ state: 'sending' }, { state: 'refused' }], missing: ['name'] })).toEqual({
      ...{ what: 'refused', count: 1 },
    });
    expect(whyNotYet({ ...READY, rows: [{ state: 'paused' }] })).toEqual({ what: 'underWay' });
    expect(whyNotYet({ ...READY, rows: [], unbegun: 2 })).toEqual({ what: 'unbegun', count: 2 });
    expect(whyNotYet({ ...READY, rows: [{ state: 'resting' }] })).toEqual({ what: 'resting' });
    expect(whyNotYet({ ...READY, draft: { state: 'checking' } })).toEqual({ what: 'checking' });
    const whole = { state: 'refused' as const, refusal: { code: 'MODEL_INCOMPLETE' as const } };
    expect(whyNotYet({ ...READY, draft: whole, missing: ['name'] })).toEqual({ what: 'whole' });
    expect(whyNotYet({ ...READY, missing: ['name', 'licence'] })).toMatchObject({ fields: ['name', 'licence'] });
    expect(whyNotYet({ ...READY, illegal: ['name'], missing: ['licence'] })).toMatchObject({ what: 'illegal' });
    expect(whyNotYet({ ...READY, draft: { state: 'uploading' } })).toEqual({ what: 'unchecked' });
  });
});
