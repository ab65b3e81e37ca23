import { describe, expect, it } from '@jest/globals';
import { LIMITS, type HubVersionView, type LoraView, type ModelView, type Settings } from '@visionary/contract';
import type { HubModelImport } from './hub-model-import.js';
import { hubModelPatch } from './hub-model-patch.js';

const settings: Settings = {
  ...{ model: 'old', scheduler: 'ddim', steps: 20, guidance: 7, width: 128, height: 128, seed: 5, batch: 2 },
};
const aModel = (id: string, more: Partial<ModelView> = {}) =>
  ({
    ...{ id, title: id, sizeMultiple: 32, schedulers: ['ddim', 'euler'], quarantined: false },
    recommended: { ...settings, model: id, steps: 12, guidance: 4 },
    ...more,
  }) as ModelView;
const aLora = (id: string, compatibleModels: string[]) =>
  ({ id, title: id, weight: 0.8, compatibleModels }) as unknown as LoraView;
const fromHub = (versionRef: string, more: Partial<HubVersionView> = {}) =>
  ({
    kind: 'hub',
    model: {},
    version: { versionRef, triggerWords: [], recommended: {}, ...more },
  }) as unknown as HubModelImport;

describe('[B108] applying a hub model to a room', () => {
  const models = [aModel('old'), aModel('ink@1'), aModel('set-aside@1', { quarantined: true })];
  const loras = [aLora('wet@1', ['ink@1', 'old']), aLora('other@1', ['elsewhere']), aLora('ink-only@1', ['ink@1'])];
  const room = (present: Partial<Settings> = {}, prompt = '') => ({
    ...{ present: { ...settings, ...present }, prompt, models, loras },
  });

  it('sets its recommended settings, and adds its trigger words once', () => {
    const recommended = { scheduler: 'euler', steps: 25, width: 100 } as const;
    const taken = hubModelPatch(
      fromHub('ink@1', { triggerWords: ['Ink style', '留白'], recommended }),
      room({}, 'a fox, ink style'),
    );
    expect(taken).toMatchObject({
      model: { id: 'ink@1' },
      patch: {
        prompt: 'a fox, ink style, 留白',
        settings: { model: 'ink@1', scheduler: 'euler', steps: 25, guidance: 4, width: 96, height: 128 },
      },
    });
  });

  it('omits an unsupported sampler and disables incompatible LoRAs', () => {
    const uses = [{ id: 'wet@1', weight: 1 }, ...[{ id: 'other@1', weight: 1 }]];
    const taken = hubModelPatch(fromHub('ink@1', { recommended: { scheduler: 'lcm' } }), room({ loras: uses }));
    expect(taken).toMatchObject({ patch: { settings: { scheduler: 'ddim', loras: [{ id: 'wet@1', weight: 1 }] } } });
  });

  it('applies a LoRA to the chosen model if compatible, else to a compatible one', () => {
    const stays = hubModelPatch(fromHub('wet@1', { recommended: { weight: 0.5 } }), room());
    expect(stays).toMatchObject({
      model: { id: 'old' },
      patch: { settings: { loras: [{ id: 'wet@1', weight: 0.5 }] } },
    });
    expect('patch' in stays && stays.patch.settings).not.toHaveProperty('model');
    const switched = hubModelPatch(fromHub('ink-only@1'), room({ loras: [{ id: 'wet@1', weight: 0.3 }] }));
    expect(switched).toMatchObject({
      model: { id: 'ink@1' },
      patch: {
        settings: {
          ...{ model: 'ink@1', steps: 20, guidance: 7 },
          loras: [
            { id: 'wet@1', weight: 0.3 },
            { id: 'ink-only@1', weight: 0.8 },
          ],
        },
      },
    });
  });

  it('reports why it cannot: withdrawn, quarantined, incompatible, or too many LoRAs', () => {
    expect(hubModelPatch(fromHub('nothing@1'), room())).toEqual({ problem: 'unavailable' });
    expect(hubModelPatch(fromHub('set-aside@1'), room())).toEqual({ problem: 'unavailable' });
    expect(hubModelPatch(fromHub('other@1'), room())).toEqual({ problem: 'noModel' });
    const full = Array.from({ length: LIMITS.loras }, (_, n) => aLora(`l${n}`, ['old']));
    const crowded = { ...room({ loras: full.map(({ id }) => ({ id, weight: 1 })) }), loras: [...loras, ...full] };
    expect(hubModelPatch(fromHub('wet@1'), crowded)).toEqual({ problem: 'tooManyLoras' });
    expect(hubModelPatch(fromHub('l0'), crowded)).toMatchObject({ model: { id: 'old' } });
  });
});
