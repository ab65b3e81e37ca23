import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { HealthProbes } from './health-probes.js';

/** Whether load balancers should send traffic to this node. */
@Injectable()
export class Readiness {
  private isDraining = false;

  constructor(private readonly probes: HealthProbes) {}

  /** The node is about to stop. */
  drain(): void {
    this.isDraining = true;
  }

  /** @throws Rejection SHUTTING_DOWN while the node drains, UNAVAILABLE while the database is down */
  async require(): Promise<void> {
    if (this.isDraining) throw new Rejection('SHUTTING_DOWN');
    if (!(await this.probes.isUp('database'))) throw new Rejection('UNAVAILABLE');
  }
}
