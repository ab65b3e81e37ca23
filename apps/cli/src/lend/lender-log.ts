import { PinoLogger } from '@visionary/platform/log';
import type { LenderDisplay } from './lender-display.js';

/** Shows errors as everything else. Warnings of the runtime mean nothing to the owner. */
export const lenderLog = (display: Pick<LenderDisplay, 'showError'>): PinoLogger =>
  new PinoLogger({
    level: 'error',
    pretty: false,
    write: (line) => display.showError((JSON.parse(line) as { msg: string }).msg),
  });
