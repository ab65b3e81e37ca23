import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { JobFiles } from './job-files.js';

const folder = mkdtempSync(join(tmpdir(), 'visionary-job-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Header length in eight bytes, header, weights; more than one chunk of reading long. */
function safetensors(name: string, header: string, weights: Uint8Array): string {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = join(folder, name);
  writeFileSync(file, Buffer.concat([length, Buffer.from(header), weights]));
  return file;
}

const WEIGHTS = new Uint8Array(1_500_000).map((_, at) => at % 251);
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

describe('JobFiles', () => {
  it('hashes the whole file, and the weights alone', async () => {
    const one = safetensors('one.safetensors', '{"note":"a"}', WEIGHTS);
    const two = safetensors('two.safetensors', `{"note":"${'b'.repeat(1_200_000)}"}`, WEIGHTS);
    const loras = ['one', 'two'].map((id) => ({ kind: 'lora' as const, id }));
    const [first, second] = await new JobFiles().hashesOf(loras, [one, two]);
    expect(first!.sha256).not.toBe(second!.sha256);
    expect(first!.shortHash).toBe(sha256(WEIGHTS).slice(0, 12));
    expect(second!.shortHash).toBe(first!.shortHash);
  });

  it('reads a file again when it was replaced', async () => {
    const files = new JobFiles();
    const file = safetensors('changing.safetensors', '{}', WEIGHTS);
    const [before] = await files.hashesOf([{ kind: 'lora', id: 'x' }], [file]);
    safetensors('changing.safetensors', '{ }', WEIGHTS);
    await expect(files.hashesOf([{ kind: 'lora', id: 'x', sha256: before!.sha256 }], [file])).rejects.toMatchObject({
      code: 'LORA_INVALID',
    });
  });

  it('hashes the whole file when the header length is wrong', async () => {
    const length = Buffer.alloc(8, 0xff);
    const file = join(folder, 'liar.safetensors');
    writeFileSync(file, Buffer.concat([length, WEIGHTS]));
    const [hash] = await new JobFiles().hashesOf([{ kind: 'vae', id: 'liar' }], [file]);
    expect(hash!.sha256).toBe(sha256(length, WEIGHTS));
  });

  it('names a missing file without its path', async () => {
    const asked = new JobFiles().hashesOf([{ kind: 'embedding', id: 'gone' }], [join(folder, 'gone.safetensors')]);
    await expect(asked).rejects.toMatchObject({
      code: 'ADDITION_INVALID',
      message: expect.not.stringContaining(folder),
    });
  });
});
