import { describe, expect, it } from '@jest/globals';
import { programEnvironment } from './program-environment.js';

describe('the environment of a program in a sandbox', () => {
  it('[E99] has its own settings and paths of programs, no secret and no folder of compiled code', () => {
    const server = { PATH: '/usr/bin', REDIS_URL: 'redis://:secret@redis', NODE_COMPILE_CACHE: '/tmp/compiled' };
    const environment = programEnvironment({ RENDERER_THREADS: '1', RENDERER_MEMORY: undefined }, server);
    expect(environment).toMatchObject({ PATH: '/usr/bin', RENDERER_THREADS: '1' });
    expect(Object.keys(environment)).not.toContain('RENDERER_MEMORY');
    expect(JSON.stringify(environment)).not.toMatch(/secret|compiled/);
  });
});
