export { isCreditedKind, type LocalModelName, type ModelCredit, type ModelFileRef } from './domain/model-credits.js';
export { ModelCredits } from './storage/sql-model-credits.js';
export { HubModelChanged, HubModelRemoved, VersionPublished, VersionWithdrawn } from './domain/events.js';
export type { PublishedVersion } from './domain/published-versions.js';
export { PublishedVersions } from './storage/sql-published-versions.js';
export { ModelCountsChanged } from './domain/feedback/events.js';
export {
  HashLookup,
  type HashMatch,
  QuarantineReasons,
  ReservedNames,
  type TrialInput,
  TrialRegistry,
  type TrialResult,
  VersionUsageRegistry,
} from './domain/registries.js';
export { type Draft, type DraftForm } from './domain/drafts.js';
export { Drafts } from './storage/drafts/drafts.js';
export { type HubModel, type Version, type VersionFile } from './domain/version.js';
export { Versions } from './storage/versions.js';
export { canDownload } from './domain/versions/rights.js';
export { HUB_CACHE_TAG } from './domain/versions/cache-tags.js';
export { HubModule } from './hub.module.js';
export type { VersionNeedingSamples } from './domain/samples.js';
export { SampleProduction } from './use-cases/samples/sample-production.js';
export { ModelsService as HubModelsService } from './use-cases/versions/models.service.js';
export { UpdateImageCounts } from './use-cases/versions/update-image-counts.js';
export { ImportFiles, type LocalFile } from './use-cases/versions/import-files.js';
export { PublishCheckedDraft } from './use-cases/versions/publish-checked-draft.js';
export { hubBlobs, hubEntities } from './storage/entities.js';
export { type NamedFile, SqlNamedFiles } from './storage/downloads/sql-named-files.js';
export { ReviewsService as HubReviewsService } from './use-cases/feedback/reviews.service.js';
export { QuarantineVersion } from './use-cases/quarantine-version.js';
export { ModelCreators } from './use-cases/creators.js';
