import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { HubModelChanged, HubModelRemoved, VersionPublished } from '../../domain/events.js';
import { Versions } from '../../domain/version.js';
import { isVisibleTo } from '../../domain/versions/visibility.js';
import { hubChannel } from '../channels.js';

interface News {
  readonly event: 'hub.modelChanged' | 'hub.modelDeleted';
  readonly modelId: string;
  /** It is not for everybody: visitors hear no more of it. */
  readonly isForSome?: boolean;
}

const NEWS = 'hub.news';

/** Who looks at a model hears on every node that its page is another now, or gone. */
@Injectable()
export class ModelBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly versions: Versions,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(VersionPublished, ({ version }) => this.tellChanged(version.modelId));
    this.events.afterCommit(HubModelChanged, ({ modelId }) => this.tellChanged(modelId));
    this.events.afterCommit(HubModelRemoved, ({ modelId }) =>
      this.bus.publish(NEWS, { event: 'hub.modelDeleted', modelId } satisfies News),
    );
    this.bus.subscribe<News>(NEWS, ({ event, modelId, isForSome }) => {
      const channel = hubChannel(modelId);
      if (isForSome) this.broadcast.removeLocalVisitors(channel, 'hub.modelDeleted', { modelId });
      this.broadcast.toHere([channel], event, { modelId });
    });
  }

  private async tellChanged(modelId: string): Promise<void> {
    const model = await this.versions.modelById(modelId);
    const isForSome = model !== null && !isVisibleTo(null, model);
    this.bus.publish(NEWS, { event: 'hub.modelChanged', modelId, isForSome } satisfies News);
  }
}
