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

describe('the Render button', () => {
  it('starts at once when the queue is empty', () => {
    expect(state({})).toMatchObject({ can: true, before: 0, msToStart: 0, secondaryText: false });
  });

  it('stays enabled with a quarantined model, which may have been released, and shows a warning', () => {
    expect(state({ isModelQuarantined: true })).toMatchObject({ can: true, secondaryText: true });
  });

  it('shows the number of earlier takes of all rooms, and the start time once it can be estimated', () => {
    expect(state({ queueTail: { takesAhead: 2, msToStart: 7_000 } })).toMatchObject({ before: 2, msToStart: 7_000 });
    expect(state({ queueTail: { takesAhead: 2 } })).toMatchObject({ before: 2, msToStart: null });
  });

  it.each([
    [{ connection: 'opening' as const }, 'opening'],
    [{ mayWrite: false }, 'viewer'],
    [{ mayWrite: false, signedIn: false }, 'visitor'],
    [{ connection: 'cut' as const }, 'offline'],
    [{ modelKnown: false }, 'noModel'],
    [{ prompt: ' \n' }, 'empty'],
    [{ prompt: 'x'.repeat(2001) }, 'tooLong'],
    [{ negative: 'x'.repeat(2001) }, 'tooLong'],
  ])('%j disables it: %s', (change, reason) => {
    expect(state(change)).toEqual({ can: false, reason });
  });

  it('[B130] names withdrawn models before anyone presses it, the base model first', () => {
    const [unavailableModel, unavailableLora] = ['inkpot@1.0', 'wet@1.0'];
    expect(state({ unavailableLora })).toEqual({ can: false, reason: 'loraUnavailable', name: 'wet@1.0' });
    expect(state({ unavailableLora, unavailableModel, modelKnown: false })).toEqual({
      ...{ can: false, reason: 'modelUnavailable', name: 'inkpot@1.0' },
    });
    expect(state({ unavailableLora, prompt: '' })).toMatchObject({ reason: 'loraUnavailable' });
  });

  it('[B130] names a withdrawn VAE with its kind, and then all that does not fit the model', () => {
    const unavailableAddition = { kind: 'vae' as const, id: 'mse@1.0' };
    const misfits = ['Edges 1.0', 'Wet paper'];
    expect(state({ unavailableAddition, misfits })).toEqual({
      ...{ can: false, reason: 'additionUnavailable', kind: 'vae', name: 'mse@1.0' },
    });
    expect(state({ misfits, prompt: '' })).toEqual({ can: false, reason: 'misfits', name: 'Edges 1.0, Wet paper' });
    expect(state({ misfits: [] })).toMatchObject({ can: true });
  });

  it.each(['initUnsupported', 'hiresInit', 'hiresEncoder', 'hiresTooLarge'] as const)(
    '[B225] settings with which the model cannot render disable it: %s',
    (settingsProblem) => {
      expect(state({ settingsProblem })).toEqual({ can: false, reason: settingsProblem });
      expect(state({ settingsProblem, prompt: '' })).toMatchObject({ reason: settingsProblem });
    },
  );
});
