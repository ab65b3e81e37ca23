import { describe, expect, it } from '@jest/globals';
import {
  checkStoredCompatibility,
  loraChanges,
  checkLoraCompatibility,
  patchableWeights,
} from '../lora-compatibility.js';

const MODELS = ['models/visionary-mini', 'tests/golden/tiny-sd-random'];
const LORAS = ['models/loras/cyanotype.safetensors', 'tests/golden/vectors/lora/lora_kohya.safetensors'];
const PAIRS = MODELS.flatMap((model) => LORAS.map((lora) => [model, lora] as const));

describe('checkStoredCompatibility', () => {
  it.each(PAIRS)('[M10] checkStoredCompatibility agrees with the files of %s and %s', async (model, lora) => {
    const { isCompatible, matched } = await checkLoraCompatibility(model, lora);
    // Serialized, as the server stores it.
    const stored = JSON.parse(JSON.stringify([loraChanges(lora), await patchableWeights(model)])) as [
      ReturnType<typeof loraChanges>,
      Awaited<ReturnType<typeof patchableWeights>>,
    ];
    const result = checkStoredCompatibility('lora.safetensors', ...stored);
    expect({ isCompatible: result.isCompatible, matched: result.matched }).toEqual({ isCompatible, matched });
    expect(result.isCompatible || result.reason !== undefined).toBe(true);
  });
});
