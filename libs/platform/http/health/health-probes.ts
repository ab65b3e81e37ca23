import { Injectable } from '@nestjs/common';
import type { Health } from '@visionary/contract';

/** Health of the parts of the server. */
export type HealthReport = Pick<Health, 'database' | 'bus' | 'renderer' | 'sockets' | 'isolation'>;
type Probe<T> = () => T | Promise<T>;

const UNKNOWN_HEALTH: HealthReport = {
  database: 'down',
  bus: 'down',
  renderer: 'unavailable',
  sockets: 0,
  isolation: 'unknown',
};

/** Registry of health probes. */
@Injectable()
export class HealthProbes {
  private readonly probes = new Map<keyof HealthReport, Probe<unknown>>();

  register<Part extends keyof HealthReport>(part: Part, probe: Probe<HealthReport[Part]>): void {
    this.probes.set(part, probe);
  }

  /** A part without a probe, or with one that throws, counts as down. */
  async check(): Promise<HealthReport> {
    const parts = Object.keys(UNKNOWN_HEALTH) as (keyof HealthReport)[];
    const entries = await Promise.all(parts.map(async (part) => [part, await this.checkPart(part)] as const));
    return Object.fromEntries(entries) as HealthReport;
  }

  private async checkPart(part: keyof HealthReport): Promise<unknown> {
    try {
      return (await this.probes.get(part)?.()) ?? UNKNOWN_HEALTH[part];
    } catch {
      return UNKNOWN_HEALTH[part];
    }
  }
}
