import { finding, type DoctorFinding } from './findings.js';
import type { ClockReading } from './services.js';

/** Less than leases and rate limits notice. */
const TOLERATED_MS = 2_000;
/** Leases of takes would expire early. */
const DANGEROUS_MS = 10_000;

/** @param readings clocks of other machines */
export function checkClock(readings: readonly ClockReading[]): DoctorFinding[] {
  if (readings.length === 0) return [finding('clock', 'ok', 'clockAlone')];
  const off = readings.filter(({ offsetMs }) => Math.abs(offsetMs) > TOLERATED_MS);
  const largest = Math.max(...readings.map(({ offsetMs }) => Math.abs(offsetMs)));
  if (off.length === 0) return [finding('clock', 'ok', 'clock', { ms: largest })];
  return off.map(({ service, offsetMs }) => {
    const level = Math.abs(offsetMs) > DANGEROUS_MS ? 'problem' : 'warning';
    return finding('clock', level, 'clockOff', { service, ms: Math.abs(offsetMs) });
  });
}
