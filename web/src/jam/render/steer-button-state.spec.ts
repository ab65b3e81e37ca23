import { describe, expect, it } from '@jest/globals';
import { LIMITS, type SteerView } from '@visionary/contract';
import { steeredFrom } from '../../generation/index.js';
import { steerButtonState, type SteerButtonInput } from './steer-button-state.js';

const steer = (prompt: string): SteerView => ({
  ...{ by: { id: 'a', name: 'Ana' }, prompt, negative: '', image: 0, step: 3, at: 1 },
});
const sources = (over: Partial<SteerButtonInput> = {}): SteerButtonInput => ({
  take: { prompt: 'a fox', negative: '' },
  ...{ step: 4, steps: 20, isLastImage: true, connected: true, pendingSteer: null },
  prompt: { prompt: 'an owl', negative: '' },
  ...over,
});

describe('the Steer button', () => {
  it('[B18] applies from the step after the shown one', () => {
    expect(steerButtonState(sources())).toEqual({ can: true, from: 5, changes: 1, isLate: false });
  });

  it('[B18] names the same step before the steer as the take does after it', () => {
    const { from } = steerButtonState(sources({ step: 6 }));
    expect(steeredFrom({ step: 6 })).toBe(from);
  });

  it('compares with the last steer, not with the initial prompt', () => {
    const take = { prompt: 'a fox', negative: '', steers: [steer('an owl')] };
    expect(steerButtonState(sources({ take }))).toMatchObject({ can: false, reason: 'same' });
    expect(steerButtonState(sources({ take, prompt: { prompt: 'a fox', negative: '' } }))).toMatchObject({ can: true });
  });

  it.each([
    ['offline', { connected: false }],
    ['sent', { pendingSteer: { prompt: 'an owl', negative: '' } }],
    ['same', { prompt: { prompt: 'a fox', negative: '' } }],
    ['separate', { promptAtStart: { prompt: 'an owl', negative: '' } }],
    ['empty', { prompt: { prompt: ' ', negative: '' } }],
    ['tooLong', { prompt: { prompt: 'x'.repeat(LIMITS.promptLength + 1), negative: '' } }],
    ['lastStep', { step: 20 }],
    [
      'tooOften',
      {
        take: {
          prompt: 'a fox',
          negative: '',
          steers: Array.from({ length: LIMITS.steersPerTake }, (_, n) => steer(`fox ${n}`)),
        },
      },
    ],
  ] as const)('says why not: %s', (reason, over) => {
    expect(steerButtonState(sources(over as Partial<SteerButtonInput>))).toMatchObject({ can: false, reason });
  });

  it.each([
    [10, true, false],
    [11, true, true],
    [11, false, false],
  ])('[B18] after step %d of 20, of the last image: %s, changes details only: %s', (step, isLastImage, isLate) => {
    expect(steerButtonState(sources({ step, isLastImage }))).toMatchObject({ can: true, isLate });
  });

  it('can steer a take of another prompt once the shared prompt is edited', () => {
    const promptAtStart = { prompt: 'a whale', negative: '' };
    expect(steerButtonState(sources({ promptAtStart }))).toMatchObject({ can: true });
  });

  it('applies to the next image when the current one is at its last step', () => {
    expect(steerButtonState(sources({ step: 20, isLastImage: false }))).toMatchObject({ can: true, from: 20 });
  });
});
