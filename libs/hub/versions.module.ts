import { HashLookup, QuarantineReasons, ReservedNames, VersionUsageRegistry } from './domain/registries.js';
import { Versions } from './storage/versions.js';
import { SqlHashes } from './storage/versions/sql-hashes.js';
import { SqlHubSearch } from './storage/versions/sql-hub-search.js';
import { SqlModelRepository } from './storage/versions/sql-model-repository.js';
import { SqlVersionImageCounts } from './storage/versions/sql-version-image-counts.js';
import { AddVersion } from './use-cases/versions/add-version.js';
import { ImportFiles } from './use-cases/versions/import-files.js';
import { ModelsService } from './use-cases/versions/models.service.js';
import { PublishCheckedDraft } from './use-cases/versions/publish-checked-draft.js';
import { SearchModels } from './use-cases/versions/search-models.js';
import { UpdateImageCounts } from './use-cases/versions/update-image-counts.js';
import { HubDetails } from './api/versions/hub-details.js';
import { HubViews } from './api/versions/hub-views.js';
import { LocalDuplicates } from './api/versions/local-duplicates.js';
import { ModelBroadcaster } from './api/versions/model-broadcaster.js';
import { ModelEventHandlers } from './api/versions/model-event-handlers.js';
import { ModelLinkPreviews } from './api/versions/model-link-previews.js';
import { ModelSearchPages } from './api/versions/model-search-pages.js';
import { ModelsController } from './api/versions/models.controller.js';
import { HubPages } from './storage/versions/sql-hub-pages.js';

/** Published models and versions. */
export const versions = {
  controllers: [ModelsController],
  providers: [
    Versions,
    HubPages,
    SqlHubSearch,
    SqlHashes,
    SqlVersionImageCounts,
    SqlModelRepository,
    VersionUsageRegistry,
    ReservedNames,
    HashLookup,
    QuarantineReasons,
    ModelsService,
    AddVersion,
    PublishCheckedDraft,
    ImportFiles,
    SearchModels,
    UpdateImageCounts,
    HubDetails,
    HubViews,
    LocalDuplicates,
    ModelSearchPages,
    ModelBroadcaster,
    ModelEventHandlers,
    ModelLinkPreviews,
  ],
  exports: [
    ImportFiles,
    UpdateImageCounts,
    ReservedNames,
    HashLookup,
    ModelsService,
    QuarantineReasons,
    Versions,
    VersionUsageRegistry,
    HubViews,
    PublishCheckedDraft,
  ],
};
