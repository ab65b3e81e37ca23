import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { NewsRead, PeopleTold } from '../domain/news.js';
import { NewsSources } from './news-sources.js';
import { OnceAWhile } from './once-a-while.js';

const TOLD = 'news.told';
const READ = 'news.read';
/** What grows while it is unread is told again no more often than this. */
const AGAIN_AFTER_MS = 1_000;

/** One person is told one thing, by one source. */
interface Told {
  readonly source: string;
  readonly id: string;
  readonly personId: string;
}

/** What people are told reaches all their pages; each node looks after the people it has. */
@Injectable()
export class TellNews implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('News');
  private readonly telling = new OnceAWhile<Told>(
    AGAIN_AFTER_MS,
    ({ id }) => id,
    (told) => this.start(this.tell(told)),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly news: NewsSources,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PeopleTold, ({ source, told }) =>
      this.bus.publish(
        TOLD,
        told.map(({ id, personId }): Told => ({ source, id, personId })),
      ),
    );
    this.events.afterCommit(NewsRead, ({ personIds }) => this.bus.publish(READ, [...personIds]));
    this.bus.subscribe<readonly Told[]>(TOLD, (told) => {
      const here = new Set(this.broadcast.peopleHere);
      this.telling.add(told.filter(({ personId }) => here.has(personId)));
    });
    this.bus.subscribe<readonly string[]>(READ, (personIds) => this.start(this.count(personIds)));
    this.bus.onRecovered(() => this.start(this.count(this.broadcast.peopleHere)));
  }

  onApplicationShutdown(): void {
    this.telling.stop();
  }

  private async tell(told: readonly Told[]): Promise<void> {
    const bySource = Map.groupBy(told, ({ source }) => source);
    for (const [source, some] of bySource) {
      const found = await this.news.byIds(
        source,
        some.map(({ id }) => id),
      );
      const unread = await this.news.unreadOf([...new Set(found.map(({ personId }) => personId))]);
      for (const { personId, notification } of found) {
        this.broadcast.toPersonHere(personId, 'me.notified', { notification, unread: unread.get(personId) ?? 0 });
      }
    }
  }

  private async count(personIds: readonly string[]): Promise<void> {
    const here = new Set(this.broadcast.peopleHere);
    const unread = await this.news.unreadOf(personIds.filter((id) => here.has(id)));
    for (const [personId, count] of unread) this.broadcast.toPersonHere(personId, 'me.notified', { unread: count });
  }

  private start(telling: Promise<void>): void {
    telling.catch((error: unknown) => this.logger.error('News could not be told', error));
  }
}
