import { describe, expect, it } from '@jest/globals';
import { invalidFields, validPart, mergeForms, missingFields } from './merge-forms.js';

describe('[B118] a draft in two places', () => {
  const base = { name: 'Ink', label: '1.0', triggerWords: ['ink'] };

  it('keeps what I write and takes what others wrote elsewhere', () => {
    const mine = { ...base, name: 'Inkpot' };
    const theirs = { ...base, label: '1.1', notes: 'Less grey.', triggerWords: ['ink', 'wet'] };
    expect(mergeForms(mine, base, theirs)).toEqual({ ...theirs, name: 'Inkpot' });
  });

  it('lets go what they took back, and keeps what I took back', () => {
    expect(mergeForms(base, base, { name: 'Ink' })).toEqual({ name: 'Ink' });
    expect(mergeForms({ name: 'Ink' }, base, base)).toEqual({ name: 'Ink' });
  });
});

describe('[B118] what is written', () => {
  it('is kept but for what the server would not have', () => {
    const form = { name: 'a/b', label: '1.0', recommended: { steps: 900 } };
    expect(invalidFields(form)).toEqual(['name', 'recommended']);
    expect(validPart(form)).toEqual({ label: '1.0' });
  });

  it('is told what it lacks', () => {
    expect(missingFields({}, false)).toEqual(['name', 'label', 'license']);
    expect(missingFields({ label: '2' }, true)).toEqual([]);
    expect(missingFields({ name: 'Ink', label: '1', license: 'other' }, false)).toEqual(['licenseText']);
  });
});
