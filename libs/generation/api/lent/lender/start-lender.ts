import { join } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { ModelCache } from '../../renderer/cache/model-cache.js';
import { LocalRenderers } from '../../renderer/local-renderers.js';
import { RendererOptions } from '../../renderer/renderer-options.js';
import type { InstanceAddress } from './instance-connection.js';
import { Lender, type LenderEvent } from './lender.js';
import { RemoteFiles } from './remote-files.js';

const MIB = 2 ** 20;

export interface StartedLender {
  setPaused(isPaused: boolean): void;
  /** Returns its take, disconnects, and ends the renderer. */
  stop(): Promise<void>;
}

/**
 * Connects to an instance, and starts this machine's renderer for it.
 * @param options whether it renders nothing while another program uses the card
 */
export function startLender(
  config: Config,
  address: InstanceAddress,
  onEvent: (event: LenderEvent) => void,
  { pausesWhenBusy = true }: { readonly pausesWhenBusy?: boolean } = {},
): StartedLender {
  const files = new RemoteFiles(join(config.dataDir, 'incomplete-files'));
  let renderers: LocalRenderers | undefined;
  const lender = new Lender({
    ...address,
    files,
    onEvent,
    createWorker: ({ memoryMiB }) => {
      const own = new RendererOptions(config);
      const options = { ...own, memoryMiB: memoryMiB ?? own.memoryMiB, pausesWhenBusy };
      const cache = new ModelCache(files, { dir: own.modelCacheDir, budgetBytes: config.modelCacheMiB * MIB });
      renderers = new LocalRenderers([options], cache);
      return renderers.workers[0]!;
    },
  });
  lender.start();
  return {
    setPaused: (isPaused) => lender.setPaused(isPaused),
    stop: async () => {
      await lender.stop();
      await renderers?.onApplicationShutdown();
    },
  };
}
