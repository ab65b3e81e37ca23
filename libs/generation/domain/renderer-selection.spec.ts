import { describe, expect, it } from '@jest/globals';
import type { Provider } from '@visionary/contract';
import { canRender, fastestFirst, type ProviderFailures } from './renderer-selection.js';
import type { RendererStatus } from './renderers.js';

const renderer = (id: string, models?: readonly string[], state: RendererStatus['state'] = 'idle'): RendererStatus => ({
  ...{ id, host: id, state, attempt: null, idleSince: 0, restarts: 0, pool: null },
  ...(models && { models }),
});

describe('canRender', () => {
  const all = [
    renderer('one', ['a', 'b']),
    renderer('two', ['b']),
    renderer('gone', ['c'], 'unavailable'),
    renderer('here'),
  ];

  it('[N13] allows only renderers with the model, or without a list of models', () => {
    const idsFor = (model: string) => all.map(({ id }) => id).filter((id) => canRender(id, all, { model }));
    expect([idsFor('a'), idsFor('b'), idsFor('c')]).toEqual([['one', 'here'], ['one', 'two', 'here'], ['here']]);
  });

  it('[N13] allows any renderer when none has the model', () => {
    const [one, two] = [renderer('one', ['a']), renderer('two', ['b'])];
    expect([one, two].map(({ id }) => canRender(id, [one, two], { model: 'c' }))).toEqual([true, true]);
  });

  describe('after crashes', () => {
    const on = (id: string, provider: Provider, state: RendererStatus['state'] = 'idle'): RendererStatus => ({
      ...renderer(id, undefined, state),
      device: { provider, problems: [] },
    });
    const crashed = (...providers: Provider[]) => ({ quarantined: new Set<Provider>(), failed: new Set(providers) });
    const quarantined = (...providers: Provider[]) => ({ quarantined: new Set(providers), failed: new Set(providers) });
    const both = [renderer('cpu'), on('card', 'webgpu')];
    const ids = (list: readonly RendererStatus[], failures: ProviderFailures, wasLost = false) =>
      list.map(({ id }) => id).filter((id) => canRender(id, list, { model: 'a', wasLost }, failures));

    it('[G82] allows no renderer with a provider that the model is quarantined for', () => {
      expect(ids(both, quarantined('webgpu'))).toEqual(['cpu']);
      expect(ids(both, quarantined('cpu'))).toEqual(['card']);
    });

    it('[G82] allows any when the model is quarantined for all, so that the take fails with the reason', () => {
      expect(ids(both, quarantined('webgpu', 'cpu'))).toEqual(['cpu', 'card']);
      expect(ids([on('card', 'webgpu')], quarantined('webgpu'))).toEqual(['card']);
    });

    it('[G82] waits for a renderer that restarts, when the model is quarantined for all others', () => {
      expect(ids([on('cpu', 'cpu', 'unavailable'), on('card', 'webgpu')], quarantined('webgpu'))).toEqual([]);
    });

    it('[G82] tries a take that lost its renderer with another provider, and other takes with any', () => {
      expect(ids(both, crashed('webgpu'), true)).toEqual(['cpu']);
      expect(ids(both, crashed('webgpu'))).toEqual(['cpu', 'card']);
      expect(ids(both, crashed('webgpu', 'cpu'), true)).toEqual(['cpu', 'card']);
      expect(ids([on('card', 'webgpu')], crashed('webgpu'), true)).toEqual(['card']);
    });
  });
});

describe('fastestFirst', () => {
  it('[G86] devices choose before processors, and renderers of the instance before lent ones', () => {
    const lender = { id: 'l', ownerId: 'o', name: 'PC' };
    const device = { provider: 'cuda' as const, problems: [] };
    const idle = [
      { ...renderer('lent cpu'), lender },
      renderer('cpu'),
      { ...renderer('lent card'), lender, device },
      { ...renderer('card'), device },
    ];
    expect(fastestFirst(idle).map(({ id }) => id)).toEqual(['card', 'lent card', 'cpu', 'lent cpu']);
  });
});
