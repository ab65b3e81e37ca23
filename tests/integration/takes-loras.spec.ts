import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { TINY_SD, vectorPath } from '../golden/vectors.js';

interface BuiltChecker {
  isCompatible(loraPath: string, modelDir: string): Promise<boolean>;
}

const BUILT = resolve('dist/libs/generation/storage/lora-compatibility-checker.js');
const MINI = resolve('models/visionary-mini');
const LORA = resolve(vectorPath('lora/lora_kohya.safetensors'));

describe('[G25] LoraCompatibilityChecker', () => {
  let checker: BuiltChecker;
  beforeAll(async () => {
    const { LoraCompatibilityChecker } = (await import(BUILT)) as { LoraCompatibilityChecker: new () => BuiltChecker };
    checker = new LoraCompatibilityChecker();
  });

  it('checks many pairs in a thread of the built server', async () => {
    const [tiny, nowhere] = [resolve(TINY_SD), resolve('tests')];
    const pairs = [
      [LORA, tiny, true],
      [LORA, MINI, false],
      [LORA, nowhere, false],
      [resolve('package.json'), tiny, false],
      [resolve('nowhere.safetensors'), tiny, false],
    ] as const;
    const found = await Promise.all(pairs.map(([lora, model]) => checker.isCompatible(lora, model)));
    expect(found).toEqual(pairs.map(([, , expected]) => expected));
    expect(await checker.isCompatible(LORA, tiny)).toBe(true);
  });
});
