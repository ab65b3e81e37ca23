import { chmodSync, copyFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkpointFile } from '../support/additions.js';
import { freshDatabase, freshFolder, redisUrl } from '../support/services.js';
import { visionary, visionaryHere } from '../support/visionary.js';

interface Report {
  readonly isHealthy: boolean;
  readonly findings: readonly {
    readonly check: string;
    readonly level: string;
    readonly code: string;
    readonly message: string;
    readonly advice?: string;
  }[];
}

async function examine(settings: Record<string, string>, options: readonly string[] = []) {
  const { stdout } = await visionaryHere(['doctor', '--json', ...options], settings);
  const report = JSON.parse(stdout) as Report;
  const codeOf = (check: string) => report.findings.filter((one) => one.check === check).map((one) => one.code);
  return { ...report, codeOf };
}

describe('visionary doctor', () => {
  it('[T18] the doctor describes an instance without settings, and changes nothing', async () => {
    const report = await examine({ DATA_DIR: `${freshFolder()}/new` });
    expect(report.codeOf('database')).toEqual(['databaseAbsent']);
    expect(report.codeOf('redis')).toEqual(['redisUnused']);
    expect(report.codeOf('models')).toEqual(['models']);
    expect(report.codeOf('sandbox').length).toBe(1);
    expect(report.codeOf('graphics').length).toBeGreaterThan(0);
    expect(report).toMatchObject({ isHealthy: true });
    expect(report.findings.flatMap(({ message, advice = '' }) => [message, advice]).join(' ')).not.toMatch(/[{}]/);
  });

  it('[T18] the doctor compares with MySQL and Redis, and counts pending migrations', async () => {
    const settings = { DATABASE_URL: await freshDatabase('mysql'), REDIS_URL: redisUrl() };
    const empty = await examine(settings);
    expect(empty.codeOf('database')).toEqual(['databasePending']);
    expect(empty.codeOf('clock')).toEqual(['clock']);
    await visionaryHere(['migrate'], settings);
    expect((await examine(settings)).codeOf('database')).toEqual(['database']);
    expect((await examine({ REDIS_URL: redisUrl() }, ['--worker'])).codeOf('redis')).toEqual(['redis']);
  });

  it('[T18] the doctor exits with 1 and says what to do when services cannot be reached', async () => {
    const settings = { DATABASE_URL: 'mysql://a:s3cr3t@127.0.0.1:1/x', REDIS_URL: 'redis://:s3cr3t@127.0.0.1:1' };
    const { code, stdout } = await visionary(['doctor'], settings);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Database +The database at 127\.0\.0\.1:1 can’t be used \(ECONNREFUSED\)\n +→ /);
    expect(stdout).toMatch(/✗ Redis +Redis at 127\.0\.0\.1:1 can’t be reached \(ECONNREFUSED\)\n +→ /);
    expect(stdout).not.toContain('s3cr3t');
  });

  it('[T24] the doctor starts a renderer to say what it computes with', async () => {
    const report = await examine({ RENDERER_PROVIDER: 'cpu,dml' });
    const codes = report.codeOf('graphics').filter((code) => /^(device|provider)/.test(code));
    const hasDirectX = process.platform === 'win32';
    expect(codes.slice(0, 2)).toEqual(['deviceCpu', hasDirectX ? expect.stringMatching(/^device/) : 'deviceNotChosen']);
    if (!hasDirectX) expect(codes.slice(2)).toEqual(['providerUnsupported']);
    expect((await examine({ RENDERER_ENABLED: 'false' })).codeOf('graphics')).not.toContain('deviceCpu');
  });

  it('[T18] the doctor counts checkpoints, and warns of a data folder that others can read', async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    const modelsDir = freshFolder();
    copyFileSync(checkpointFile('sd15'), `${modelsDir}/tiny.safetensors`);
    const report = await examine({ DATA_DIR: folder, MODELS_DIR: modelsDir });
    expect(report.codeOf('models')).toEqual(['models']);
    expect(report.codeOf('space')).toEqual(['space', 'folderOpen']);
  });

  it('[T18] the doctor speaks Chinese on request, and rejects unknown options', async () => {
    expect((await visionaryHere(['doctor', '--lang', 'zh'])).stdout).toMatch(/✓ 数据库 .*沙箱 /s);
    expect((await visionaryHere(['doctor', '--lang', 'fr'])).code).toBe(2);
    expect((await visionaryHere(['doctor', '--louder'])).code).toBe(2);
  });
});
