import { fork } from 'node:child_process';
import type { DeviceView } from '@visionary/contract';
import type { Config } from '@visionary/platform/config';
import { builtRenderer, rendererEnvironment, type RendererReport } from '../../../libs/generation/cli.js';

export interface TriedDevice {
  readonly device: DeviceView;
  /** Its entry of RENDERER_PROVIDER. */
  readonly setting: string;
}

/**
 * What the renderers of this machine compute with. They are started for that, one after the other, because only they try
 * what there is.
 * @throws Error if one doesn't start
 */
export async function triedDevices(config: Config): Promise<TriedDevice[]> {
  const devices: TriedDevice[] = [];
  for (const provider of config.rendererProviders) {
    const device = await triedDevice({ threads: config.rendererThreads, provider });
    if (device) devices.push({ device, setting: provider });
  }
  return devices;
}

function triedDevice(settings: { threads: number; provider: string }): Promise<DeviceView | undefined> {
  const child = fork(builtRenderer(), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: rendererEnvironment({ ...settings, memoryMiB: 0 }, process.env),
  });
  return new Promise<DeviceView | undefined>((resolve, reject) => {
    child.on('message', (report: RendererReport) => {
      if (report.type === 'ready') resolve(report.device);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`it ended: ${signal ?? `code ${code}`}`)));
  }).finally(() => child.kill('SIGKILL'));
}
