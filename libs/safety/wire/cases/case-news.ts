import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Coalescer } from '@visionary/platform/realtime';
import { CaseMoved } from '../../domain/cases/case.js';
import { ReadCases } from '../../usecases/cases/read-cases.js';
import { CaseViews } from './case-views.js';
import { CaseWatchers } from './case-watchers.js';

const TOPIC = 'safety.case';
/** A case that many report at once is told again no more often than this. */
const AGAIN_AFTER_MS = 300;

/** What happens with cases reaches those who moderate and watch, on every node; while nobody does it costs nothing. */
@Injectable()
export class CaseNews implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Safety');
  private readonly telling = new Coalescer(AGAIN_AFTER_MS, (caseId) => void this.tell(caseId));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly watchers: CaseWatchers,
    private readonly reading: ReadCases,
    private readonly views: CaseViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CaseMoved, ({ caseId }) => this.bus.publish(TOPIC, caseId));
    this.bus.subscribe<string>(TOPIC, (caseId) => {
      if (this.watchers.any) this.telling.touch(caseId);
    });
  }

  onApplicationShutdown(): void {
    this.telling.stop();
  }

  private async tell(caseId: string): Promise<void> {
    try {
      const watching = await this.watchers.now();
      if (watching.size === 0) return;
      const [view] = await this.views.of(await this.reading.byIds([caseId]));
      for (const [personId, sockets] of watching) {
        const counts = await this.reading.counts(personId);
        for (const socket of sockets) socket.tell('safety.case', { ...(view && { case: view }), counts });
      }
    } catch (error) {
      this.logger.warn('A case could not be told', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
