import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { RendererChild } from '../../libs/generation/api/renderer/renderer-child.js';
import { builtRenderer } from '../../libs/generation/api/renderer/renderer-options.js';
import type { RendererReport } from '../../libs/generation/domain/renderer-protocol.js';
import { TINY_SD } from '../golden/vectors.js';
import { onCleanup } from '../support/cleanup.js';
import { freshFolder } from '../support/services.js';

const JOB = {
  ...{ prompt: 'a', negative: '', scheduler: 'ddim', steps: 1, guidance: 5 },
  ...{ width: 64, height: 64, seed: 1, batch: 1 },
};

describe('the sandbox of the renderer', () => {
  it('[E44] a model is rendered when it is added or linked while the renderer runs', async () => {
    Logger.overrideLogger(false);
    const folder = freshFolder();
    const [modelsDir, elsewhere] = [join(folder, 'models'), join(folder, 'elsewhere')];
    mkdirSync(modelsDir);
    const images = { areChecked: false, classifiers: [], thresholds: {} };
    const devices = { provider: 'cpu', deviceMemoryMiB: 0, pausesWhenBusy: false };
    const limits = { images, memoryMiB: 0, threads: 1, stallMs: 60_000, ...devices };
    const child = new RendererChild({
      script: builtRenderer(),
      modelsDir,
      modelCacheDir: join(folder, 'cache'),
      ...limits,
    });
    onCleanup(() => child.close());
    const ready: (() => void)[] = [];
    const ends = new Map<string, (report: RendererReport) => void>();
    child.listen({
      onReady: () => ready.shift()?.(),
      onReport: (report) => {
        if (report.type === 'finished' || report.type === 'failed') ends.get(report.takeId)?.(report);
      },
      onLost: (reason) => ends.forEach((end) => end({ type: 'failed', takeId: '', code: 'LOST', detail: reason })),
    });
    const started = () => new Promise<void>((resolve) => ready.push(resolve));
    const render = (takeId: string, modelDir: string): Promise<RendererReport> => {
      const end = new Promise<RendererReport>((resolve) => ends.set(takeId, resolve));
      child.send({ type: 'render', takeId, modelDir, modelName: takeId, job: JOB, sendFrames: false });
      return end;
    };
    const first = started();
    child.start();
    await first;
    const pid = child.pid;

    cpSync(TINY_SD, join(modelsDir, 'added'), { recursive: true });
    await child.provide([join(modelsDir, 'added')]);
    expect(await render('added', join(modelsDir, 'added'))).toMatchObject({ type: 'finished' });
    expect(child.pid).toBe(pid);

    cpSync(TINY_SD, elsewhere, { recursive: true });
    symlinkSync(elsewhere, join(modelsDir, 'linked'));
    // Only bubblewrap shows a process nothing but the folders that it was started with.
    const level = child.isolation?.level;
    const again = level === 'bubblewrap' ? started() : Promise.resolve();
    await child.provide([join(modelsDir, 'linked')]);
    await again;
    expect(await render('linked', join(modelsDir, 'linked'))).toMatchObject({ type: 'finished' });
    expect([child.pid === pid, child.restarts]).toEqual([level !== 'bubblewrap', 0]);
  });
});
