import { fork } from 'node:child_process';
import type { DeviceView } from '@visionary/contract';
import type { Config } from '@visionary/platform/config';
import { builtRenderer, rendererEnvironment, type RendererReport } from '../../../libs/generation/cli.js';

/**
 * What a renderer of this machine computes with. It is started for that, because only it tries what there is.
 * @returns undefined if it doesn't say. @throws Error if it doesn't start
 */
export function triedDevice({ rendererThreads: threads }: Config): Promise<DeviceView | undefined> {
  const child = fork(builtRenderer(), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: rendererEnvironment({ threads, memoryMiB: 0 }, process.env),
  });
  return new Promise<DeviceView | undefined>((resolve, reject) => {
    child.on('message', (report: RendererReport) => {
      if (report.type === 'ready') resolve(report.device);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`it ended: ${signal ?? `code ${code}`}`)));
  }).finally(() => child.kill('SIGKILL'));
}
