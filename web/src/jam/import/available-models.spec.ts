import { describe, expect, it } from '@jest/globals';
import type { LoraView, ModelView } from '@visionary/contract';
import { isAvailable, modelsToTry, withModel } from './available-models.js';

const model = (id: string) => ({ id }) as ModelView;
const lora = (id: string, compatibleModels: string[] = []) => ({ id, compatibleModels }) as unknown as LoraView;
const listed = { models: [model('mini')], loras: [lora('ink', ['mini'])] };
const nobody = { model: () => Promise.resolve(undefined), lora: () => Promise.resolve(undefined) };
const never = { model: () => Promise.reject(new Error('asked')), lora: () => Promise.reject(new Error('asked')) };

describe('[B108] models a room can choose from beyond the loaded page', () => {
  it('include the requested one, without a request if it is listed', async () => {
    const find = { ...nobody, model: (id: string) => Promise.resolve(model(id)) };
    const found = await withModel('model', 'old@1', listed, find);
    expect(found.models.map(({ id }) => id)).toEqual(['mini', 'old@1']);
    expect(await withModel('model', 'mini', listed, never)).toBe(listed);
    expect(await withModel('model', 'gone@1', listed, nobody)).toBe(listed);
    expect(await withModel('lora', 'gone@1', listed, nobody)).toBe(listed);
  });

  it('include a model compatible with the LoRA', async () => {
    const find = {
      model: (id: string) => Promise.resolve(model(id)),
      lora: (id: string) => Promise.resolve(lora(id, ['far@2'])),
    };
    const found = await withModel('lora', 'wet@1', listed, find);
    expect(found.models.map(({ id }) => id)).toEqual(['mini', 'far@2']);
    expect(isAvailable(found, 'wet@1')).toBe(true);
    expect((await withModel('lora', 'ink', listed, never)).models).toBe(listed.models);
  });

  it('mark a LoRA as not ready while its compatibility is unknown', async () => {
    const found = await withModel('lora', 'new@1', listed, { ...nobody, lora: (id) => Promise.resolve(lora(id)) });
    expect(isAvailable(found, 'new@1')).toBe(false);
  });
});

it('[B108] tries models for an addition: that of the room, then those of its family, published ones first', () => {
  const aModel = (id: string, family: string, more: object = {}) =>
    ({ id, family, quarantined: false, ...more }) as unknown as ModelView;
  const creator = { id: 'ann' };
  const models = [
    ...[aModel('local', 'sdxl'), aModel('old@1', 'sd1', { creator }), aModel('new@1', 'sdxl', { creator })],
    ...[aModel('here', 'sd1'), aModel('crashed@1', 'sdxl', { creator, quarantined: true })],
  ];
  expect(modelsToTry({ base: 'sdxl' }, models, 'here').map(({ id }) => id)).toEqual([
    'here',
    'new@1',
    'local',
    'old@1',
  ]);
});
