import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { rendererEnvironment } from '../../libs/generation/api/renderer/renderer-options.js';

const SCRIPT = fileURLToPath(new URL('../support/load-cycles.mjs', import.meta.url));
const MODEL = fileURLToPath(new URL('../../models/visionary-mini', import.meta.url));
const MEBIBYTE = 2 ** 20;
const CYCLES = 8;

describe('[E12] an evicted model', () => {
  it('returns its memory to the system each time', async () => {
    const env = rendererEnvironment({ threads: 1, memoryMiB: 0 }, process.env);
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, MODEL, String(CYCLES)], { env });
    const { loaded, released } = JSON.parse(stdout) as { loaded: number[]; released: number[] };
    const model = Math.min(...loaded);
    expect(model).toBeGreaterThan(45 * MEBIBYTE);
    // The first load leaves code and caches of the runtime; after that at most a third of a model remains.
    expect(Math.max(...released)).toBeLessThan(released[0]! + model / 3);
    expect(Math.max(...released)).toBeLessThan(model * 0.75);
  });
});
