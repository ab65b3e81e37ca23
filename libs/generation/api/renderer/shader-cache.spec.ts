import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { hasFilesOfStrangers, ShaderCache } from './shader-cache.js';

const root = mkdtempSync(join(tmpdir(), 'visionary-shaders-'));
afterAll(() => rmSync(root, { recursive: true }));

const homeWith = (text: string): string => {
  const home = mkdtempSync(join(root, 'home-'));
  mkdirSync(join(home, '.cache/mesa_shader_cache_db/part0'), { recursive: true });
  writeFileSync(join(home, '.cache/mesa_shader_cache_db/part0/mesa_cache.db'), text);
  writeFileSync(join(home, 'model.onnx'), 'no shader');
  return home;
};
const DATABASE = '.cache/mesa_shader_cache_db/part0/mesa_cache.db';
const newHome = () => mkdtempSync(join(root, 'home-'));

describe('ShaderCache', () => {
  it('[E113] is kept only from processes that had no files of strangers', () => {
    const hasThem = (command: object) => hasFilesOfStrangers(command, '/srv/models');
    expect(
      hasThem({ type: 'render', modelDir: '/srv/models/mini', files: ['/srv/models/loras/ink.safetensors'] }),
    ).toBe(false);
    expect(hasThem({ type: 'cancel', takeId: 'x' })).toBe(false);
    const foreign = [
      { type: 'render', modelDir: '/srv/data/models-cache/abc' },
      { type: 'render', modelDir: '/srv/models/../data/models-cache/abc' },
      { type: 'render', modelDir: '/srv/models/mini', files: ['/srv/data/models-cache/abc'] },
      { type: 'forecast', modelDir: '/srv/models/mini', loraFiles: [], vaeFile: '/srv/data/vae.safetensors' },
      { type: 'render', modelDir: '/srv/models/mini', initPng: new Uint8Array(1) },
    ];
    expect(foreign.map(hasThem)).toEqual([true, true, true, true, true]);
  });

  it('[E113] gives the next process what drivers left, and nothing else', async () => {
    const folder = join(root, 'cache', 'webgpu');
    const cache = new ShaderCache(folder);
    const home = newHome();
    await cache.copyTo(home);
    expect(existsSync(join(home, '.cache'))).toBe(false);
    await cache.keep(homeWith('first'));
    await cache.keep(homeWith('second'));
    await new ShaderCache(folder).copyTo(home);
    expect(readFileSync(join(home, DATABASE), 'utf8')).toBe('second');
    expect(existsSync(join(home, 'model.onnx'))).toBe(false);
    await cache.keep(newHome());
    expect(readFileSync(join(folder, DATABASE), 'utf8')).toBe('second');
  });

  it('[E113] follows no links, and keeps what it had if a process leaves too much', async () => {
    const folder = join(root, 'cache', 'cuda');
    const cache = new ShaderCache(folder);
    const home = homeWith('kept');
    writeFileSync(join(root, 'secret'), 'secret');
    symlinkSync(join(root, 'secret'), join(home, '.cache', 'link'));
    symlinkSync(root, join(home, '.nv'));
    await cache.keep(home);
    expect(readFileSync(join(folder, DATABASE), 'utf8')).toBe('kept');
    expect([existsSync(join(folder, '.cache/link')), existsSync(join(folder, '.nv'))]).toEqual([false, false]);
    const full = homeWith('too much');
    writeFileSync(join(full, '.cache/large'), '');
    truncateSync(join(full, '.cache/large'), 2 ** 29);
    await cache.keep(full);
    expect(readFileSync(join(folder, DATABASE), 'utf8')).toBe('kept');
  });
});
