import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { OutOfMemoryError } from '../errors.js';
import { onCleanup } from '../../../tests/support/cleanup.js';
import { availableBytes } from './memory.js';
import { asOutOfMemory } from './out-of-memory.js';

/** A root folder with these system files. */
function system(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'visionary-system-'));
  onCleanup(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const MACHINE = { 'proc/meminfo': 'MemTotal:       8000 kB\nMemFree:         100 kB\nMemAvailable:    4000 kB\n' };

describe('[E11] availableBytes', () => {
  it('is the available memory of the machine', () => expect(availableBytes(system(MACHINE))).toBe(4000 * 1024));

  it('is what the container has left, including droppable file caches', () => {
    const cgroup = {
      'sys/fs/cgroup/memory.max': '3000000\n',
      'sys/fs/cgroup/memory.current': '2500000\n',
      'sys/fs/cgroup/memory.stat': 'anon 1500000\ninactive_file 600000\nactive_file 300000\n',
    };
    expect(availableBytes(system({ ...MACHINE, ...cgroup }))).toBe(1_400_000);
    expect(availableBytes(system({ ...MACHINE, ...cgroup, 'sys/fs/cgroup/memory.max': 'max\n' }))).toBe(4000 * 1024);
  });

  it('reads version 1 control groups, too', () => {
    const folder = 'sys/fs/cgroup/memory';
    const old = { [`${folder}/memory.limit_in_bytes`]: '1000\n', [`${folder}/memory.usage_in_bytes`]: '1200\n' };
    expect(availableBytes(system({ ...MACHINE, ...old }))).toBe(0);
  });

  it('is positive on this machine', () => expect(availableBytes()).toBeGreaterThan(2 ** 20));
});

describe('[E11] asOutOfMemory', () => {
  it.each([
    'std::bad_alloc',
    'Failed to allocate memory for requested buffer of size 1073741824',
    'Array buffer allocation failed',
    'ENOMEM: not enough memory, read',
  ])('recognizes: %s', (message) => expect(asOutOfMemory(new Error(message))?.code).toBe('MODEL_OUT_OF_MEMORY'));

  it('ignores other errors, and returns an OutOfMemoryError unchanged', () => {
    expect(asOutOfMemory(new Error('Protobuf parsing failed.'))).toBeUndefined();
    expect(asOutOfMemory('out of memory')).toBeUndefined();
    const ours = new OutOfMemoryError(3 * 2 ** 30, 5 * 2 ** 20, 'why');
    expect(asOutOfMemory(ours)).toBe(ours);
    expect(ours.message).toBe('it needs 3.0 GiB and 5 MiB are available: why');
  });
});
