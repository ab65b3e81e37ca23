import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { HubModelChanged, HubModelRemoved, VersionPublished } from '../../domain/events.js';
import { hubChannel } from '../channels.js';

interface News {
  readonly event: 'hub.changed' | 'hub.removed';
  readonly modelId: string;
}

const NEWS = 'hub.news';

/** Who looks at a model hears on every node that its page is another now, or gone. */
@Injectable()
export class HubNews implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    const tell = (event: News['event'], modelId: string) => this.bus.publish(NEWS, { event, modelId } satisfies News);
    this.events.afterCommit(VersionPublished, ({ version }) => tell('hub.changed', version.modelId));
    this.events.afterCommit(HubModelChanged, ({ modelId }) => tell('hub.changed', modelId));
    this.events.afterCommit(HubModelRemoved, ({ modelId }) => tell('hub.removed', modelId));
    this.bus.subscribe<News>(NEWS, ({ event, modelId }) =>
      this.broadcast.toHere([hubChannel(modelId)], event, { modelId }),
    );
  }
}
