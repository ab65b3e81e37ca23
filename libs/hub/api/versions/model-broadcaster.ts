import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { HubModelChanged, HubModelRemoved, VersionPublished } from '../../domain/events.js';
import { Versions } from '../../domain/version.js';
import { isVisibleTo } from '../../domain/versions/rights.js';
import { hubChannel } from '../channels.js';

interface ModelMessage {
  readonly event: 'hub.modelChanged' | 'hub.modelDeleted';
  readonly modelId: string;
  /** Not rated for everyone, so that visitors are unsubscribed. */
  readonly isRestricted?: boolean;
}

const MODEL_TOPIC = 'hub.news';

/** Tells the sockets that have a model open, on every node, when it changed or was removed. */
@Injectable()
export class ModelBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly versions: Versions,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(VersionPublished, ({ version }) => this.publishChange(version.modelId));
    this.events.afterCommit(HubModelChanged, ({ modelId }) => this.publishChange(modelId));
    this.events.afterCommit(HubModelRemoved, ({ modelId }) =>
      this.bus.publish(MODEL_TOPIC, { event: 'hub.modelDeleted', modelId } satisfies ModelMessage),
    );
    this.bus.subscribe<ModelMessage>(MODEL_TOPIC, ({ event, modelId, isRestricted }) => {
      const channel = hubChannel(modelId);
      if (isRestricted) this.broadcast.removeLocalVisitors(channel, 'hub.modelDeleted', { modelId });
      this.broadcast.toHere([channel], event, { modelId });
    });
  }

  private async publishChange(modelId: string): Promise<void> {
    const model = await this.versions.modelById(modelId);
    const isRestricted = model !== null && !isVisibleTo(null, model);
    this.bus.publish(MODEL_TOPIC, { event: 'hub.modelChanged', modelId, isRestricted } satisfies ModelMessage);
  }
}
