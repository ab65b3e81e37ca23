import { PublishedModels } from './domain/published-models.js';
import { RecentModelRooms, ModelSelections } from './domain/model-selections.js';
import { SqlRecentRooms } from './storage/sql-recent-rooms.js';
import { CountRoomsUsingModel } from './use-cases/count-rooms-using-model.js';
import { FailTakesOfRemovedModel } from './use-cases/fail-takes-of-removed-model.js';
import { FindManifests } from './use-cases/find-manifests.js';
import { ChoiceViews } from './api/hub/choice-views.js';
import { PublishedModelInvalidation } from './api/hub/hub-news.js';
import { ModelPicker } from './api/hub/model-choices.js';
import { HubPublishedModels } from './api/hub/hub-published-models.js';
import { VersionUsageProvider } from './api/hub/version-usage-provider.js';
import { QuarantineReasonProvider } from './api/hub/quarantine-reason-provider.js';
import { WithdrawnVersionHandler } from './api/hub/withdrawn-version-handler.js';

/** What users publish in the hub, as models and LoRAs that can be rendered with. */
export const hub = [
  HubPublishedModels,
  { provide: PublishedModels, useExisting: HubPublishedModels },
  { provide: RecentModelRooms, useClass: SqlRecentRooms },
  ...[FindManifests, FailTakesOfRemovedModel, ModelSelections, CountRoomsUsingModel],
  ...[
    PublishedModelInvalidation,
    WithdrawnVersionHandler,
    VersionUsageProvider,
    QuarantineReasonProvider,
    ModelPicker,
    ChoiceViews,
  ],
];
