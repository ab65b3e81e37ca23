import type { DoctorFinding } from './findings.js';

/** The clock of a service, compared with that of this machine. */
export interface ClockReading {
  readonly service: 'MySQL' | 'Redis';
  readonly offsetMs: number;
}

export interface ServiceFindings {
  readonly findings: DoctorFinding[];
  readonly clock?: ClockReading;
}

/** Assumes that the service read its clock halfway between request and answer. All in ms. */
export const clockOffset = (remote: number, sentAt: number, receivedAt: number): number =>
  Math.round(remote - (sentAt + receivedAt) / 2);

/** @returns whether a version such as `10.11.6-MariaDB` is at least `[major, minor]` */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
