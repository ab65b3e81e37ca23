import { Injectable } from '@nestjs/common';
import type { Health } from '@visionary/contract';

/** Health of the parts of the server. */
export type HealthReport = Pick<
  Health,
  'database' | 'bus' | 'renderer' | 'providers' | 'storage' | 'sockets' | 'isolation'
>;
type Probe<T> = () => T | Promise<T>;

const UNKNOWN_HEALTH: HealthReport = {
  database: 'down',
  bus: 'down',
  renderer: 'unavailable',
  providers: [],
  storage: 'unwritable',
  sockets: 0,
  isolation: 'unknown',
};

/** A probe that takes longer counts as failed, so that the route always answers. */
const DEADLINE_MS = 2_000;

const rejectAtDeadline = async <T>(result: T | Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The probe did not answer in time.')), DEADLINE_MS);
  });
  return Promise.race([result, deadline]).finally(() => clearTimeout(timer));
};

/** Registry of health probes. */
@Injectable()
export class HealthProbes {
  private readonly probes = new Map<keyof HealthReport, Probe<unknown>>();
  /** Probes that have not answered. Later checks wait for the same answer, so that hung probes don't pile up. */
  private readonly running = new Map<keyof HealthReport, Promise<unknown>>();

  register<Part extends keyof HealthReport>(part: Part, probe: Probe<HealthReport[Part]>): void {
    this.probes.set(part, probe);
  }

  /** A part without a probe, or with one that throws or hangs, counts as down. Answers within 2 s. */
  async check(): Promise<HealthReport> {
    const parts = Object.keys(UNKNOWN_HEALTH) as (keyof HealthReport)[];
    const entries = await Promise.all(parts.map(async (part) => [part, await this.checkPart(part)] as const));
    return Object.fromEntries(entries) as HealthReport;
  }

  /** Answers within 2 s. */
  async isUp(part: 'database'): Promise<boolean> {
    return (await this.checkPart(part)) === 'up';
  }

  private probe(part: keyof HealthReport): Promise<unknown> {
    const running =
      this.running.get(part) ??
      Promise.resolve()
        .then(() => this.probes.get(part)?.())
        .finally(() => this.running.delete(part));
    this.running.set(part, running);
    return running;
  }

  private async checkPart(part: keyof HealthReport): Promise<unknown> {
    try {
      return (await rejectAtDeadline(this.probe(part))) ?? UNKNOWN_HEALTH[part];
    } catch {
      return UNKNOWN_HEALTH[part];
    }
  }
}
