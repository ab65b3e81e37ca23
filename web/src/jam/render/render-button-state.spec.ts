import { describe, expect, it } from '@jest/globals';
import { renderButtonState, type RenderButtonInput } from './render-button-state.js';

const ready: RenderButtonInput = {
  signedIn: true,
  mayWrite: true,
  connection: 'live',
  modelKnown: true,
  isModelQuarantined: false,
  prompt: 'a fox',
  negative: '',
  queueTail: { takesAhead: 0, msToStart: 0 },
};
const state = (change: Partial<RenderButtonInput>) => renderButtonState({ ...ready, ...change });

describe('what pressing Render leads to', () => {
  it('starts at once when nothing waits', () => {
    expect(state({})).toMatchObject({ can: true, before: 0, msToStart: 0, secondaryText: false });
  });

  it('is tried with a model that is set aside, for it may have been allowed again, and says so', () => {
    expect(state({ isModelQuarantined: true })).toMatchObject({ can: true, secondaryText: true });
  });

  it('says how many are before, of all rooms, and when it starts once something was measured', () => {
    expect(state({ queueTail: { takesAhead: 2, msToStart: 7_000 } })).toMatchObject({ before: 2, msToStart: 7_000 });
    expect(state({ queueTail: { takesAhead: 2 } })).toMatchObject({ before: 2, msToStart: null });
  });

  it.each([
    [{ connection: 'opening' as const }, 'opening'],
    [{ mayWrite: false }, 'reading'],
    [{ mayWrite: false, signedIn: false }, 'visitor'],
    [{ connection: 'cut' as const }, 'offline'],
    [{ modelKnown: false }, 'noModel'],
    [{ prompt: ' \n' }, 'empty'],
    [{ prompt: 'x'.repeat(2001) }, 'tooLong'],
    [{ negative: 'x'.repeat(2001) }, 'tooLong'],
  ])('%j is not possible: %s', (change, reason) => {
    expect(state(change)).toEqual({ can: false, reason });
  });

  it('[B130] names what was taken out of the hub before anybody presses, the model first', () => {
    const [unavailableModel, unavailableLora] = ['inkpot@1.0', 'wet@1.0'];
    expect(state({ unavailableLora })).toEqual({ can: false, reason: 'loraGone', name: 'wet@1.0' });
    expect(state({ unavailableLora, unavailableModel, modelKnown: false })).toEqual({
      ...{ can: false, reason: 'modelGone', name: 'inkpot@1.0' },
    });
    expect(state({ unavailableLora, prompt: '' })).toMatchObject({ reason: 'loraGone' });
  });
});
