import { describe, expect, it } from '@jest/globals';
import type { HubVersionView } from '@visionary/contract';
import { compatibleModels, tryBlocker, type ModelsHere } from './try-blocker.js';

const version = (values: Partial<HubVersionView> = {}) =>
  ({ state: 'published', versionRef: 'ink@1', base: 'sdxl', fileMetadata: {}, ...values }) as HubVersionView;
const here = (values: Partial<ModelsHere> = {}): ModelsHere => ({
  ...{ loaded: true, list: [{ id: 'tiny', title: 'Tiny', family: 'sd1' }], loras: [] },
  ...values,
});
const lora = (...compatible: string[]) => ({ id: 'ink@1', title: 'Ink', compatibleModels: compatible });

describe('[B247] trying a version in a room', () => {
  it('is refused for a LoRA that fits no model here, once that is known', () => {
    const blockerOf = (models: ModelsHere) => tryBlocker({ kind: 'lora' }, version(), models);
    expect(blockerOf(here({ loras: [lora()] }))).toBe('noModel');
    expect(blockerOf(here({ loras: [lora('tiny')] }))).toBeNull();
    expect(blockerOf(here())).toBeNull();
    expect(blockerOf(here({ loaded: false, loras: [lora()] }))).toBeNull();
    expect(compatibleModels('ink@1', here({ loras: [lora('tiny')] }))).toEqual([
      { id: 'tiny', title: 'Tiny', family: 'sd1' },
    ]);
  });

  it.each(['embedding', 'vae', 'controlnet'] as const)('is refused for an %s of a family that is not here', (kind) => {
    expect(tryBlocker({ kind }, version(), here())).toBe('noModel');
    expect(tryBlocker({ kind }, version({ base: 'sd1' }), here())).toBeNull();
    expect(tryBlocker({ kind }, version({ base: 'other' }), here())).toBeNull();
    expect(tryBlocker({ kind }, version(), here({ loaded: false, list: [] }))).toBeNull();
  });

  it('needs no model here for a model and an upscaler', () => {
    expect(tryBlocker({ kind: 'model' }, version(), here())).toBeNull();
    expect(tryBlocker({ kind: 'upscaler' }, version(), here())).toBeNull();
  });
});
