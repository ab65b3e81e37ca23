import type { Check, Finding, Level } from './finding.js';
import type { FindingCode } from './texts.en.js';

export type DoctorFinding = Finding<FindingCode>;

export const finding = (
  check: Check,
  level: Level,
  code: FindingCode,
  values: DoctorFinding['values'] = {},
): DoctorFinding => ({ check, level, code, values });

const MIB = 2 ** 20;
const MIB_PER_GIB = 1024;

/** In MiB below 10 GiB, otherwise in GiB. */
export function formatBytes(bytes: number): string {
  const mebibytes = bytes / MIB;
  return mebibytes < 10 * MIB_PER_GIB ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / MIB_PER_GIB).toFixed(1)} GiB`;
}

/** The system's or driver's code of an error, or its message. Never contains a password. */
export function reasonOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return typeof message === 'string' && message !== '' ? (message.split('\n')[0] ?? message) : String(error);
}
