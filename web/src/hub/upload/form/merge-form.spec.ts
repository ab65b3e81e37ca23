import { describe, expect, it } from '@jest/globals';
import { illegalIn, legalOf, mergeForm, missingIn } from './merge-form.js';

describe('[B118] a draft in two places', () => {
  const base = { name: 'Ink', label: '1.0', triggerWords: ['ink'] };

  it('keeps what I write and takes what others wrote elsewhere', () => {
    const mine = { ...base, name: 'Inkpot' };
    const theirs = { ...base, label: '1.1', notes: 'Less grey.', triggerWords: ['ink', 'wet'] };
    expect(mergeForm(mine, base, theirs)).toEqual({ ...theirs, name: 'Inkpot' });
  });

  it('lets go what they took back, and keeps what I took back', () => {
    expect(mergeForm(base, base, { name: 'Ink' })).toEqual({ name: 'Ink' });
    expect(mergeForm({ name: 'Ink' }, base, base)).toEqual({ name: 'Ink' });
  });
});

describe('[B118] what is written', () => {
  it('is kept but for what the server would not have', () => {
    const form = { name: 'a/b', label: '1.0', recommended: { steps: 900 } };
    expect(illegalIn(form)).toEqual(['name', 'recommended']);
    expect(legalOf(form)).toEqual({ label: '1.0' });
  });

  it('is told what it lacks', () => {
    expect(missingIn({}, false)).toEqual(['name', 'label', 'licence']);
    expect(missingIn({ label: '2' }, true)).toEqual([]);
    expect(missingIn({ name: 'Ink', label: '1', licence: 'other' }, false)).toEqual(['licenceWords']);
  });
});
