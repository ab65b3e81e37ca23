import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withoutPermission } from '../../../tests/support/without-permission.js';
import { checkAddress } from './check-address.js';
import { checkClock } from './check-clock.js';
import { checkLimits, checkMachine } from './check-machine.js';
import { redisFindings } from './check-redis.js';
import { checkRenderer } from './check-renderer.js';
import { checkSpace } from './check-space.js';
import type { DoctorFinding } from './findings.js';
import { finding } from './findings.js';
import { formatReport, reportOf } from './report.js';
import { textsEn } from './texts.en.js';
import { textsZh } from './texts.zh.js';

const GIB = 2 ** 30;

const summaryOf = (findings: DoctorFinding | readonly DoctorFinding[]): string[] =>
  [findings].flat().map(({ level, code }) => `${level} ${code}`);

const placeholders = (text: string | undefined): string[] => [...(text ?? '').matchAll(/\{\w+\}/g)].map(String).sort();

describe('findings', () => {
  it('[H45] the doctor reports the data folder when it cannot be written', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'visionary-doctor-'));
    const findings = await withoutPermission(dataDir, () => checkSpace({ dataDir, minFreeBytes: 0 }));
    rmSync(dataDir, { recursive: true });
    expect(findings).toMatchObject([{ level: 'problem', code: 'folderUnusable', values: { reason: 'EACCES' } }]);
  });

  it.each([
    [4 * GIB, ['ok machine']],
    [GIB, ['warning memoryLow']],
  ])('[T18] the doctor judges %d bytes of memory', (bytes, expected) => {
    expect(summaryOf(checkMachine(bytes))).toEqual(expected);
  });

  it.each([
    ['1048576', '63000', 'max', ['ok limits']],
    ['1024', '63000', 'max', ['warning openFilesLow']],
    ['unlimited', 'unlimited', '100', ['warning processesLow']],
    ['1024', '100', 'max', ['warning openFilesLow', 'warning processesLow']],
  ])('[T18] the doctor judges %s open files, %s processes, %s in the group', (files, processes, group, expected) => {
    const system: Record<string, string> = {
      '/proc/self/limits': `Limit  Soft Limit  Hard Limit  Units
Max processes             ${processes}     ${processes}     processes
Max open files            ${files}         1048576          files`,
      '/proc/self/cgroup': '0::/system.slice/visionary.service\n',
      '/sys/fs/cgroup/system.slice/visionary.service/pids.max': `${group}\n`,
    };
    expect(summaryOf(checkLimits((path) => system[path] ?? ''))).toEqual(expected);
  });

  it('[T18] the doctor leaves out limits when the system reports none', () => {
    expect(checkLimits(() => '')).toEqual([]);
  });

  it.each([
    [[], ['ok clockAlone']],
    [[1_900], ['ok clock']],
    [[-2_500, 20], ['warning clockOff']],
    [
      [11_000, -11_000],
      ['problem clockOff', 'problem clockOff'],
    ],
  ])('[T18] the doctor judges clocks that differ by %j ms', (offsets, expected) => {
    const readings = offsets.map((offsetMs) => ({ service: 'Redis', offsetMs }) as const);
    expect(summaryOf(checkClock(readings))).toEqual(expected);
  });

  const HEALTHY = 'redis_version:7.4.1\r\nrole:master\r\nmaxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n';

  it.each([
    [HEALTHY, '7.4.1', true, ['ok redis']],
    [HEALTHY, '7.4.1', false, ['warning redisOpen']],
    [HEALTHY, '5.0.9', true, ['problem redisTooOld']],
    [HEALTHY.replace('maxmemory:0', 'maxmemory:1000'), '7.4.1', true, ['problem redisEvicts']],
    [HEALTHY.replace('master', 'slave'), '7.4.1', true, ['problem redisReplica']],
  ])('[T18] the doctor judges what Redis answers', (info, version, isGuarded, expected) => {
    expect(summaryOf(redisFindings(info, { address: 'cache:6379', version, ms: 1 }, isGuarded))).toEqual(expected);
  });

  it.each([
    ['127.0.0.1', undefined, false, 'ok addressLocal'],
    ['0.0.0.0', undefined, false, 'warning addressUnencrypted'],
    ['0.0.0.0', 'http://art.example', 1, 'warning addressUnencrypted'],
    ['127.0.0.1', 'https://art.example', false, 'warning proxyUntrusted'],
    ['127.0.0.1', 'https://art.example', 1, 'ok addressPublic'],
  ])('[T18] the doctor judges HOST=%s, PUBLIC_URL=%s, TRUST_PROXY=%s', (host, publicUrl, trustProxy, expected) => {
    expect(summaryOf(checkAddress({ host, publicUrl, trustProxy }))).toEqual([expected]);
  });

  it.each([
    [false, undefined, 'ok rendererElsewhere'],
    [true, ['sse2', 'avx2'], 'ok rendererCpu'],
    [true, undefined, 'ok rendererCpu'],
    [true, ['sse2'], process.arch === 'x64' ? 'warning rendererSlow' : 'ok rendererCpu'],
  ])('[T18] the doctor judges a renderer (enabled: %s) on a CPU with %j', (rendererEnabled, flags, expected) => {
    expect(summaryOf(checkRenderer({ rendererEnabled, rendererThreads: 0 }, flags))).toEqual([expected]);
  });
});

describe('report', () => {
  it('[T18] both languages fill the same placeholders', () => {
    const shapes = (texts: typeof textsZh) =>
      Object.fromEntries(
        Object.entries(texts).map(([code, { message, advice }]) => [
          code,
          [placeholders(message), [...new Set(placeholders(advice))]],
        ]),
      );
    expect(shapes(textsZh)).toEqual(shapes(textsEn));
  });

  it('[T18] the report aligns its lines and puts the advice below', () => {
    const findings = [
      finding('redis', 'problem', 'redisUnreachable', { address: 'cache:6379', reason: 'ECONNREFUSED' }),
      finding('space', 'ok', 'space', { folder: '/data', free: '3.0 GiB' }),
    ];
    expect(formatReport(findings, 'en')).toBe(`✗ Redis           Redis at cache:6379 can’t be reached (ECONNREFUSED)
                  → Check that it is running, and the address and password in REDIS_URL.
✓ Disk space      3.0 GiB free in /data`);
    expect(formatReport(findings, 'zh')).toBe(`✗ Redis     无法连接位于 cache:6379 的 Redis（ECONNREFUSED）
            → 请确认 Redis 正在运行，并检查 REDIS_URL 中的地址和密码。
✓ 磁盘空间  /data 还有 3.0 GiB 可用空间`);
    expect(reportOf(findings, 'en').isHealthy).toBe(false);
    expect(reportOf(findings.slice(1), 'en').isHealthy).toBe(true);
  });
});
