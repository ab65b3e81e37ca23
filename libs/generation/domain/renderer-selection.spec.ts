import { describe, expect, it } from '@jest/globals';
import { canRender } from './renderer-selection.js';
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
    const idsFor = (model: string) => all.map(({ id }) => id).filter((id) => canRender(id, all, model));
    expect([idsFor('a'), idsFor('b'), idsFor('c')]).toEqual([['one', 'here'], ['one', 'two', 'here'], ['here']]);
  });

  it('[N13] allows any renderer when none has the model', () => {
    const [one, two] = [renderer('one', ['a']), renderer('two', ['b'])];
    expect([one, two].map(({ id }) => canRender(id, [one, two], 'c'))).toEqual([true, true]);
  });
});
