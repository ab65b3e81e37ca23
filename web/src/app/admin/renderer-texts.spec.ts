import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ProviderProblem, RendererView } from '@visionary/contract';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import admin from './i18n.en.js';
import { deviceText, groupedProblems, problemText, rendererNames, stepText } from './renderer-texts.js';

const rendererWith = (device?: RendererView['device']): RendererView => ({
  ...{ id: 'a', host: 'atelier', state: 'idle', takeId: null, restarts: 0, pool: null },
  ...(device && { device }),
});

describe('[B251] a renderer on the admin page', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', { ...shared, ...admin });
    i18n.global.locale.value = 'en';
  });

  it('names providers together that are not used for the same reason', () => {
    const none = { reason: 'noDevice', detail: 'no graphics card was found' } as const;
    const groups = groupedProblems([
      { provider: 'cuda', ...none },
      { provider: 'webgpu', ...none },
      { provider: 'dml', reason: 'failed', detail: 'x' },
    ]);
    expect(groups).toMatchObject([
      { providers: ['CUDA', 'WebGPU'], details: [none.detail] },
      { providers: ['DirectML'] },
    ]);
    expect(problemText('atelier', groups[0]!)).toBe(
      'atelier doesn’t use CUDA and WebGPU: no graphics card or driver was found.',
    );
  });

  it('says that the processor renders models with which the device failed', () => {
    const failed = {
      provider: 'webgpu',
      reason: 'failed',
      detail: 'with mini, which the processor renders: x',
    } as const;
    const [group] = groupedProblems([failed], 'webgpu');
    expect(problemText('atelier', group!)).toBe('atelier renders some models with its CPU: WebGPU failed with them.');
    expect(groupedProblems([failed], 'cpu')).toMatchObject([{ reason: 'failed' }]);
  });

  it('has the name of its host, and a number beside others of the same host', () => {
    const renderers = [
      { id: 'b', host: 'atelier' },
      { id: 'x', host: 'studio' },
      { id: 'a', host: 'atelier' },
    ];
    expect([...rendererNames(renderers)]).toEqual([
      ['b', 'atelier, renderer 1'],
      ['x', 'studio'],
      ['a', 'atelier, renderer 2'],
    ]);
  });

  it('says what it computes with', () => {
    const card = {
      provider: 'cuda',
      name: 'NVIDIA GeForce RTX 4090',
      memoryBytes: 24 * 2 ** 30,
      problems: [],
    } as const;
    expect(deviceText(rendererWith({ ...card, problems: [] }))).toBe('NVIDIA GeForce RTX 4090, CUDA, 24 GB');
    expect(deviceText(rendererWith({ provider: 'cpu', name: 'AMD EPYC', problems: [] }))).toBe('AMD EPYC');
    expect(deviceText(rendererWith({ provider: 'webgpu', problems: [] }))).toBe('WebGPU');
    expect(deviceText(rendererWith())).toBe('');
  });

  it('says how long a step takes', () => {
    const step = (ms: number, pixels: number) => stepText({ ...rendererWith(), step: { model: 'mini', ms, pixels } });
    expect([step(1_912, 512 * 512), step(113, 1024 * 1024)]).toEqual([
      '1.9 s a step at 512 px',
      '0.11 s a step at 1024 px',
    ]);
    expect(stepText(rendererWith())).toBe('');
  });

  it('says in one sentence why it does not use a provider', () => {
    const text = (problem: Omit<ProviderProblem, 'provider'>) =>
      problemText('atelier', groupedProblems([{ provider: 'webgpu', ...problem }])[0]!);
    const start = 'atelier doesn’t use WebGPU: ';
    expect(text({ reason: 'tooSlow', slowdown: 60.4 })).toBe(
      `${start}a step there takes 60 times as long as on its CPU.`,
    );
    expect(text({ reason: 'tooSlow', slowdown: 1.25 })).toBe(
      `${start}a step there takes 1.3 times as long as on its CPU.`,
    );
    expect(text({ reason: 'tooSlow' })).toBe(`${start}a step there takes longer than on its CPU.`);
    expect(text({ reason: 'noDevice' })).toBe(`${start}no graphics card or driver was found.`);
  });
});
