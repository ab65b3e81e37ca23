import { describe, expect, it } from '@jest/globals';
import type { Language } from '@visionary/platform/doctor';
import type { LenderEvent } from '../../../../libs/generation/lender.js';
import { LenderDisplay } from './lender-display.js';
import { lenderLog } from './lender-log.js';
import { readServerAddress } from './server-address.js';
import { LenderTexts } from './texts.js';

const shown = (language: Language, events: readonly LenderEvent[], cards = ['auto']) => {
  const lines: string[] = [];
  const display = new LenderDisplay({
    ...{ cards, hasKeys: true, texts: new LenderTexts(language), address: readServerAddress('https://art.example')! },
    write: (text) => void lines.push(text.replace(/^\d\d:\d\d:\d\d {2}|\n$/g, '')),
  });
  for (const event of events) display.show(event);
  return { lines, display };
};

const TERMS = { name: 'PC', memoryMiB: null, pausedBy: null };
const job = { width: 512, height: 768, steps: 20, batch: 1 } as Extract<LenderEvent, { type: 'started' }>['job'];
const EVENTS: readonly LenderEvent[] = [
  { type: 'connected', terms: { ...TERMS, pausedBy: 'approval' } },
  { type: 'device', device: { provider: 'cuda', name: 'RTX 4070', problems: [] } },
  { type: 'terms', terms: TERMS },
  { type: 'started', model: 'sd15', job },
  { type: 'ended', outcome: 'finished', ms: 15_000, renderMs: 4_520 },
  { type: 'ended', outcome: 'finished', ms: 4_000, renderMs: 3_990 },
];

describe('LenderDisplay', () => {
  it('[L31] says in English what the renderer does, and for how long it rendered as the page does', () => {
    const { lines, display } = shown('en', EVENTS);
    expect(lines).toEqual([
      'Connected to art.example as “PC”. Press p to pause, q to stop.',
      'An admin has to accept it before it gets takes.',
      'It renders with CUDA: RTX 4070.',
      'It gets takes.',
      'Rendering with sd15: 512 × 768, 20 steps',
      '  finished in 4.5 s, after 10 s of downloading and loading; 1 so far',
      '  finished in 4 s; 2 so far',
    ]);
    expect(display.summary).toBe('Rendered 2 takes for art.example in 8.5 s.');
  });

  it('[L32] shows words of the server without control sequences', () => {
    const name = '\u001b]0;title\u0007\u202ePC\n';
    const { lines, display } = shown('en', [{ type: 'connected', terms: { ...TERMS, name } }]);
    expect(lines[0]).toBe('Connected to art.example as “ ]0;title PC ”. Press p to pause, q to stop.');
    const rejected = { type: 'rejected', code: 'LENDING_BANNED', reason: '\u001b[2Jbad', isFinal: true } as const;
    expect(display.rejectionOf(rejected)).not.toContain('\u001b');
  });

  it('[L31] says the same in Chinese', () => {
    const { lines, display } = shown('zh', EVENTS);
    expect(lines).toEqual([
      '已连接 art.example，渲染器名为“PC”。按 p 暂停，按 q 停止。',
      '需要管理员批准后才会收到画稿。',
      '使用 CUDA 渲染：RTX 4070。',
      '可以接收画稿。',
      '正在用 sd15 渲染：512 × 768，20 步',
      '  已完成，用时 4.5 秒，此前下载和加载用了 10 秒；共完成 1 稿',
      '  已完成，用时 4 秒；共完成 2 稿',
    ]);
    expect(display.togglePause()).toBe(true);
    expect(lines.at(-1)).toBe('已暂停。按 p 继续。');
    expect(display.summary).toBe('为 art.example 渲染了 2 稿，用时 8.5 秒。');
  });

  it('[L31] says why it renders on the processor, unless it is set', () => {
    const event: LenderEvent = { type: 'device', device: { provider: 'cpu', problems: [] } };
    expect(shown('en', [event]).lines).toEqual([
      expect.stringContaining('no faster card was found. npx visionary doctor'),
    ]);
    const named: LenderEvent = { type: 'device', device: { ...event.device, name: 'Ryzen' } };
    expect(shown('en', [named], ['cpu']).lines).toEqual([
      'It renders on the processor (Ryzen), as RENDERER_PROVIDER or --cards says.',
    ]);
    expect(shown('zh', [named]).lines).toEqual([
      expect.stringMatching(/^使用处理器（Ryzen）渲染：没有找到更快的显卡。/),
    ]);
  });

  it('[L31] says what is wrong with the connection when that changes, and not at every try', () => {
    const refused = { type: 'disconnected', problem: 'unreachable', reason: 'connect ECONNREFUSED' } as const;
    const { lines } = shown('en', [
      ...[refused, refused, { ...refused, problem: 'notTls' } as const],
      ...[{ type: 'connected', terms: TERMS } as const, refused],
    ]);
    const unreachable =
      'The server at https://art.example does not answer. Check the address, and whether it runs. It keeps trying.';
    expect(lines).toEqual([
      ...[unreachable, 'art.example does not speak https. Try http://art.example instead. It keeps trying.'],
      ...['Connected to art.example as “PC”. Press p to pause, q to stop.', unreachable],
    ]);
  });

  it('[L31] says that the server knows no such token, and where to create one', () => {
    const event = { type: 'rejected', code: 'LENDING_TOKEN_INVALID', isFinal: true } as const;
    expect(shown('en', []).display.rejectionOf(event)).toMatch(
      /^art\.example: The server knows no such token: it was replaced or deleted, .+ in your profile there, under “Lend your GPU”\.$/,
    );
    expect(shown('zh', []).display.rejectionOf(event)).toMatch(/^art\.example：服务器上没有这个令牌/);
    expect(shown('zh', []).display.rejectionOf({ ...event, code: 'LENDING_BANNED', reason: 'broken' })).toBe(
      'art.example：管理员封禁了这台渲染器。原因：broken',
    );
  });
});

describe('lenderLog', () => {
  it('[L31] shows errors in the format of the program, and no warnings', () => {
    const { lines, display } = shown('zh', []);
    const log = lenderLog(display);
    log.warn('Renderer Warning: maxDynamicUniformBuffers', 'Renderer');
    log.error('the renderer ended', { code: 1 }, 'Renderer');
    expect(lines).toEqual(['错误：the renderer ended']);
  });
});

describe('readServerAddress', () => {
  it.each([
    ['localhost:3000', 'http://localhost:3000'],
    ['192.168.1.7:3000', 'http://192.168.1.7:3000'],
    ['172.32.0.1', 'https://172.32.0.1'],
    ['[fd00::1]:3000', 'http://[fd00::1]:3000'],
    ['nas:443', 'http://nas:443'],
    ['nas.local', 'http://nas.local'],
    ['art.example', 'https://art.example'],
    ['10.example.org', 'https://10.example.org'],
    ['https://localhost', 'https://localhost'],
  ])('[L31] reads %s as %s', (text, origin) => {
    expect(readServerAddress(text)?.url.origin).toBe(origin);
  });

  it('[L31] reads no other scheme', () => {
    expect(readServerAddress('ftp://art.example')).toBeUndefined();
    expect(readServerAddress('art example')).toBeUndefined();
  });
});
