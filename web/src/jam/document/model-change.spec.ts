import { describe, expect, it } from '@jest/globals';
import type { ModelView, Settings } from '@visionary/contract';
import { modelChange } from './model-change.js';

const settings: Settings = {
  ...{ model: 'mini', scheduler: 'euler', steps: 20, guidance: 7, width: 512, height: 512, seed: 5, batch: 2 },
};
const modelOf = (id: string, recommended: Partial<Settings>, change: Partial<ModelView> = {}) =>
  ({
    ...{ id, sizes: [{ width: 512, height: 512 }], sizeMultiple: 8, schedulers: ['euler', 'ddim'], maxClipSkip: 12 },
    recommended: { ...settings, model: id, ...recommended },
    ...change,
  }) as ModelView;

const mini = modelOf('mini', {});
const fine = modelOf('fine', { steps: 30, scheduler: 'ddim' });
const large = modelOf(
  'large',
  { guidance: 5, width: 1024, height: 1024 },
  { sizes: [{ width: 1024, height: 1024 }], sizeMultiple: 64, maxClipSkip: undefined },
);

describe('[J13] modelChange', () => {
  it('follows the new model where the settings were as the former one recommends them', () => {
    const { values, changed, kept, before } = modelChange(settings, mini, fine);
    expect(values).toEqual({
      ...{ model: 'fine', scheduler: 'ddim', steps: 30, guidance: 7, width: 512, height: 512, clipSkip: undefined },
    });
    expect(changed).toEqual([
      { name: 'steps', from: 20, to: 30 },
      { name: 'scheduler', from: 'euler', to: 'ddim' },
    ]);
    expect(kept).toEqual([]);
    expect(before).toMatchObject({ model: 'mini', scheduler: 'euler', steps: 20 });
  });

  it('keeps what someone chose, and says what the model recommends instead', () => {
    const chosen: Settings = { ...settings, steps: 8, guidance: 9 };
    const { values, changed, kept, recommended } = modelChange(chosen, mini, fine);
    expect(values).toMatchObject({ steps: 8, guidance: 9, scheduler: 'ddim' });
    expect(changed).toEqual([{ name: 'scheduler', from: 'euler', to: 'ddim' }]);
    expect(kept).toEqual([
      { name: 'steps', from: 8, to: 30 },
      { name: 'guidance', from: 9, to: 7 },
    ]);
    expect(recommended).toMatchObject({ steps: 30, guidance: 7, scheduler: 'ddim', width: 512 });
  });

  it('keeps a chosen size among models of one size, and its aspect ratio elsewhere', () => {
    const wide: Settings = { ...settings, width: 768, height: 512 };
    expect(modelChange(wide, mini, fine).values).toMatchObject({ width: 768, height: 512 });
    const { values, changed } = modelChange(wide, mini, large);
    expect(values).toMatchObject({ width: 1280, height: 832 });
    expect(changed[1]).toEqual({ name: 'size', from: { width: 768, height: 512 }, to: { width: 1280, height: 832 } });
    expect(modelChange(settings, mini, large).values).toMatchObject({ width: 1024, height: 1024 });
  });

  it('replaces what the new model does not support', () => {
    const chosen: Settings = { ...settings, scheduler: 'lcm', clipSkip: 2 };
    const { values, changed } = modelChange(chosen, mini, large);
    expect(values).toMatchObject({ scheduler: 'euler' });
    expect(values.clipSkip).toBeUndefined();
    expect(changed).toContainEqual({ name: 'scheduler', from: 'lcm', to: 'euler' });
    expect(changed).toContainEqual({ name: 'clipSkip', from: 2, to: 1 });
    expect(modelChange(chosen, mini, fine).values.clipSkip).toBe(2);
  });

  it('follows the new model if the former one is unavailable, and can be undone', () => {
    const chosen: Settings = { ...settings, steps: 8, clipSkip: 2 };
    const { values, before } = modelChange(chosen, undefined, fine);
    expect(values).toMatchObject({ steps: 30, clipSkip: 2 });
    expect({ ...chosen, ...values, ...before }).toEqual(chosen);
  });
});
