import { collectGarbage } from '@visionary/diffusion';

const IDLE_MS = 1_000;
let timer: NodeJS.Timeout | undefined;

/**
 * Collects garbage once no model was read for a moment. Parsed vocabularies leave a hundred megabytes, which the runtime would
 * keep otherwise.
 */
export function scheduleGarbageCollection(): void {
  clearTimeout(timer);
  timer = setTimeout(collectGarbage, IDLE_MS).unref();
}
