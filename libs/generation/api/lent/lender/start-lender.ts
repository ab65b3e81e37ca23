import { join } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { ModelCache } from '../../renderer/cache/model-cache.js';
import { LocalRenderers } from '../../renderer/local-renderers.js';
import { allRendererOptions } from '../../renderer/renderer-options.js';
import type { LendingTerms } from '../../../domain/lending-protocol.js';
import type { InstanceAddress } from './instance-connection.js';
import { Lender, type LenderEvent } from './lender.js';
import { RemoteFiles } from './remote-files.js';

const MIB = 2 ** 20;

export interface StartedLender {
  setPaused(isPaused: boolean): void;
  /** Returns its takes, disconnects, and ends the renderers. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Whether a renderer renders nothing while another program uses its card. */
  readonly pausesWhenBusy?: boolean;
}

/**
 * Connects to an instance, and starts this machine's renderers for it: one for each entry of RENDERER_PROVIDER, with a connection
 * of its own.
 * @param onEvent of any of them
 */
export function startLender(
  config: Config,
  address: InstanceAddress,
  onEvent: (event: LenderEvent, card: number) => void,
  { pausesWhenBusy = true }: StartOptions = {},
): StartedLender {
  const files = new RemoteFiles(join(config.dataDir, 'incomplete-files'));
  let renderers: LocalRenderers | undefined;
  /** Once the instance has sent its terms, which are the same for all of them. */
  const start = (terms: LendingTerms): LocalRenderers => {
    const options = allRendererOptions({ ...config, rendererMemoryMiB: terms.memoryMiB ?? config.rendererMemoryMiB });
    const { modelCacheDir } = options[0]!;
    const cache = new ModelCache(files, { dir: modelCacheDir, budgetBytes: config.modelCacheMiB * MIB });
    return new LocalRenderers(
      options.map((one) => ({ ...one, pausesWhenBusy })),
      cache,
    );
  };
  const lenders = config.rendererProviders.map(
    (_, card) =>
      new Lender({
        ...{ ...address, card, files },
        onEvent: (event) => onEvent(event, card),
        createWorker: (terms) => (renderers ??= start(terms)).workers[card]!,
      }),
  );
  for (const lender of lenders) lender.start();
  return {
    setPaused: (isPaused) => lenders.forEach((lender) => lender.setPaused(isPaused)),
    stop: async () => {
      await Promise.all(lenders.map((lender) => lender.stop()));
      await renderers?.onApplicationShutdown();
    },
  };
}
