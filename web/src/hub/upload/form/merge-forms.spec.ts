import { describe, expect, it } from '@jest/globals';
import { invalidFields, validPart, mergeForms, missingFields } from './merge-forms.js';

describe('[B118] merging a draft edited on two devices', () => {
  const base = { name: 'Ink', label: '1.0', triggerWords: ['ink'] };

  it('keeps local changes and applies remote ones', () => {
    const mine = { ...base, name: 'Inkpot' };
    const theirs = { ...base, label: '1.1', notes: 'Less grey.', triggerWords: ['ink', 'wet'] };
    expect(mergeForms(mine, base, theirs)).toEqual({ ...theirs, name: 'Inkpot' });
  });

  it('removes what was removed remotely, and keeps local removals', () => {
    expect(mergeForms(base, base, { name: 'Ink' })).toEqual({ name: 'Ink' });
    expect(mergeForms({ name: 'Ink' }, base, base)).toEqual({ name: 'Ink' });
  });
});

describe('[B118] saving a draft form', () => {
  it('omits invalid fields', () => {
    const form = { name: 'a/b', label: '1.0', recommended: { steps: 900 } };
    expect(invalidFields(form)).toEqual(['name', 'recommended']);
    expect(validPart(form)).toEqual({ label: '1.0' });
  });

  it('lists missing fields', () => {
    expect(missingFields({}, false)).toEqual(['name', 'label', 'license']);
    expect(missingFields({ label: '2' }, true)).toEqual([]);
    expect(missingFields({ name: 'Ink', label: '1', license: 'other' }, false)).toEqual(['licenseText']);
  });
});
