import { describe, expect, it } from '@jest/globals';
import { LIMITS, type HubVersionView } from '@visionary/contract';
import { formOf, recommendedIn, wordsIn, wrongIn, type VersionForm } from './version-form.js';

const version = {
  ...{ notes: 'less grey', baseName: 'SD 1.5', triggerWords: ['ink', '留白'] },
  recommended: { scheduler: 'euler', steps: 20, guidance: 5.5, weight: -0.5 },
} as unknown as HubVersionView;
const form = (more: Partial<VersionForm> = {}): VersionForm => ({ ...formOf(version), ...more });
const numbers = (more: Partial<VersionForm['numbers']>) => form({ numbers: { ...formOf(version).numbers, ...more } });

describe('what a maker says of a version', () => {
  it('comes out as it went in', () => {
    expect(recommendedIn(form())).toEqual(version.recommended);
    expect(wordsIn(form().triggers)).toEqual(['ink', '留白']);
    expect(wrongIn(form())).toEqual({ numbers: [] });
  });

  it('has what is empty unsaid', () => {
    expect(recommendedIn(form({ scheduler: '', numbers: numbers({ steps: ' ', weight: '' }).numbers }))).toEqual({
      guidance: 5.5,
    });
    expect(wordsIn(' \n ink \n\nink\n')).toEqual(['ink']);
  });

  it('is held back where a number is none, or beyond what there is', () => {
    expect(wrongIn(numbers({ steps: '2.5', width: '100', height: '128' })).numbers).toEqual(['steps', 'width']);
    expect(wrongIn(numbers({ guidance: '31', weight: 'x' })).numbers).toEqual(['guidance', 'weight']);
    expect(wrongIn(form({ triggers: 'x'.repeat(LIMITS.triggerWordLength + 1) })).triggers).toBe('long');
    const many = Array.from({ length: LIMITS.triggerWords + 1 }, (_, n) => `w${n}`).join('\n');
    expect(wrongIn(form({ triggers: many })).triggers).toBe('many');
  });
});
