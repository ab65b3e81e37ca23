import { collectGarbage } from '@visionary/diffusion';

const QUIET_MS = 1_000;
let timer: NodeJS.Timeout | undefined;

/**
 * Gives back what reading a model left behind in this thread, once nothing more has been read for a moment: vocabularies
 * leave a hundred megabytes, which the language otherwise keeps for as long as nobody else asks for them.
 */
export function scheduleGarbageCollection(): void {
  clearTimeout(timer);
  timer = setTimeout(collectGarbage, QUIET_MS).unref();
}
