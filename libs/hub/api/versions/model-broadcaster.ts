import { Injectable } from '@nestjs/common';
import { Broadcast, LiveSubjects } from '@visionary/platform/realtime';
import { HubModelChanged, HubModelRemoved, VersionPublished } from '../../domain/events.js';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { Versions } from '../../storage/versions.js';
import { isVisibleTo } from '../../domain/versions/rights.js';
import { hubChannel, modelAudience } from '../channels.js';
import { ModelCounts } from '../feedback/model-counts.js';

interface ChangedModel {
  readonly event: 'hub.modelChanged' | 'hub.modelDeleted';
  readonly modelId: string;
}

/** Broadcasts changes of a model and its counters to the clients that have it open. */
@Injectable()
export class ModelBroadcaster {
  constructor(
    live: LiveSubjects,
    private readonly broadcast: Broadcast,
    private readonly versions: Versions,
    private readonly counts: ModelCounts,
  ) {
    const isOpen = (modelId: string) => broadcast.hasLocalListeners(hubChannel(modelId));
    live
      .declare<ChangedModel>({
        topic: 'hub.models',
        isWatched: ({ modelId }) => isOpen(modelId),
        broadcast: async (changes) => {
          for (const change of changes) await this.sendChange(change);
        },
      })
      .when(VersionPublished, ({ version: { modelId } }) => ({ event: 'hub.modelChanged', modelId }))
      .when(HubModelChanged, ({ modelId }) => ({ event: 'hub.modelChanged', modelId }))
      .when(HubModelRemoved, ({ modelId }) => ({ event: 'hub.modelDeleted', modelId }));
    live
      .declare<string>({
        topic: 'hub.counts',
        intervalMs: 1_000,
        isWatched: isOpen,
        broadcast: async (modelIds) => {
          for (const modelId of modelIds) await this.sendCounts(modelId);
        },
      })
      .when(ModelCountsChanged, ({ modelId }) => modelId);
  }

  private async sendChange({ event, modelId }: ChangedModel): Promise<void> {
    const channel = hubChannel(modelId);
    const model = event === 'hub.modelChanged' ? await this.versions.modelById(modelId) : null;
    if (model && !isVisibleTo(null, model)) {
      this.broadcast.removeLocalVisitors(channel, 'hub.modelDeleted', { modelId });
    }
    this.broadcast.toChannelsLocally([channel], event, { modelId });
  }

  private async sendCounts(modelId: string): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model) return;
    const counts = await this.counts.of(model);
    this.broadcast.toChannelsLocally([modelAudience(model)], 'hub.countsChanged', { modelId, counts });
  }
}
