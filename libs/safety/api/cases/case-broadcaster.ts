import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Throttle } from '@visionary/platform/realtime';
import { CaseChanged } from '../../domain/cases/case.js';
import { ReadCases } from '../../use-cases/cases/read-cases.js';
import { CaseViews } from './case-views.js';
import { CaseSubscribers } from './case-subscribers.js';

const TOPIC = 'safety.caseChanged';
/** A case that many report at once is told again no more often than this. */
const AGAIN_AFTER_MS = 300;

/** What happens with cases reaches those who moderate and watch, on every node; while nobody does it costs nothing. */
@Injectable()
export class CaseBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Safety');
  private readonly telling = new Throttle(AGAIN_AFTER_MS, (caseId) => void this.tell(caseId));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly watchers: CaseSubscribers,
    private readonly reading: ReadCases,
    private readonly views: CaseViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CaseChanged, ({ caseId }) => this.bus.publish(TOPIC, caseId));
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
      for (const [userId, sockets] of watching) {
        const counts = await this.reading.counts(userId);
        for (const socket of sockets) socket.emit('safety.caseChanged', { ...(view && { case: view }), counts });
      }
    } catch (error) {
      this.logger.warn('A case could not be told', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
