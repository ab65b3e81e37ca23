import { Injectable } from '@nestjs/common';
import type { Health } from '@visionary/contract';

/** What the parts of the server say about themselves. */
export type ProbedHealth = Pick<Health, 'database' | 'bus' | 'renderer' | 'sockets' | 'modelTrials'>;
type Probe<T> = () => T | Promise<T>;

const UNPROBED: ProbedHealth = { database: 'down', bus: 'down', renderer: 'away', sockets: 0, modelTrials: 'none' };

/** Where a part says how it is asked for its health. */
@Injectable()
export class HealthProbes {
  private readonly probes = new Map<keyof ProbedHealth, Probe<unknown>>();

  register<Part extends keyof ProbedHealth>(part: Part, probe: Probe<ProbedHealth[Part]>): void {
    this.probes.set(part, probe);
  }

  /** A part that nobody speaks for, or whose probe throws, counts as down. */
  async ask(): Promise<ProbedHealth> {
    const parts = Object.keys(UNPROBED) as (keyof ProbedHealth)[];
    const answers = await Promise.all(parts.map(async (part) => [part, await this.askOne(part)] as const));
    return Object.fromEntries(answers) as ProbedHealth;
  }

  private async askOne(part: keyof ProbedHealth): Promise<unknown> {
    try {
      return (await this.probes.get(part)?.()) ?? UNPROBED[part];
    } catch {
      return UNPROBED[part];
    }
  }
}
