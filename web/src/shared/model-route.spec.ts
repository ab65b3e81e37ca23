import { expect, it } from '@jest/globals';
import { modelRoute } from './model-route.js';

it('[B291] models and LoRAs lead to their pages, in the hub and of the server', () => {
  expect(modelRoute('Frost@1.0', 'lora')).toEqual({ name: 'model', params: { modelId: 'Frost@1.0' } });
  expect(modelRoute('ink', 'lora')).toEqual({ name: 'local-lora', params: { localId: 'ink' } });
  expect(modelRoute('mini', 'model')).toEqual({ name: 'local-model', params: { localId: 'mini' } });
  expect([modelRoute('bright'), modelRoute(undefined)]).toEqual([null, null]);
});
