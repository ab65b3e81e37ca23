import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeStarted } from '../domain/events.js';
import { inLine } from '../domain/queue-order.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { TURNS_REMEMBERED_MS } from './read-line.js';

/** Gives a node the take whose turn it is. */
@Injectable()
export class ClaimNextTake {
  constructor(
    private readonly takes: Takes,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns null when nothing waits. Nodes that race get different takes. */
  async run(owner: string, leaseMs: number): Promise<Take | null> {
    const { waiting } = await this.takes.backlog();
    if (!waiting.length) return null;
    const served = waiting.length > 1 ? await this.takes.served(this.clock.now() - TURNS_REMEMBERED_MS) : [];
    for (const { id } of inLine(waiting, served)) {
      const take = await this.claim(id, owner, leaseMs);
      if (take) return take;
    }
    return null;
  }

  private claim(id: string, owner: string, leaseMs: number): Promise<Take | null> {
    return this.unitOfWork.run(async () => {
      const at = this.clock.now();
      if (!(await this.takes.claim(id, { owner, until: at + leaseMs }, at))) return null;
      const take = await this.takes.byId(id);
      if (take) this.unitOfWork.announce(new TakeStarted(take, at));
      return take;
    });
  }
}
