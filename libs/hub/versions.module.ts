import { VersionUsageRegistry } from './domain/version-usage.js';
import { Versions } from './domain/version.js';
import { FormRules } from './domain/versions/form-rules.js';
import { ReservedNames } from './domain/versions/folder-names.js';
import { Hashes, HashLookup } from './domain/versions/hashes.js';
import { HubPages } from './domain/versions/hub-pages.js';
import { HubSearch } from './domain/versions/hub-search.js';
import { HubLimits } from './domain/versions/limits.js';
import { QuarantineReasons } from './domain/versions/quarantine-reason.js';
import { ModelRepository } from './domain/versions/model-repository.js';
import { VersionImageCounts } from './domain/versions/uses.js';
import { SqlVersions } from './storage/sql-versions.js';
import { SqlHashes } from './storage/versions/sql-hashes.js';
import { SqlHubPages } from './storage/versions/sql-hub-pages.js';
import { SqlHubSearch } from './storage/versions/sql-hub-search.js';
import { SqlModelRepository } from './storage/versions/sql-model-repository.js';
import { SqlVersionImageCounts } from './storage/versions/sql-version-image-counts.js';
import { AddVersion } from './use-cases/versions/add-version.js';
import { AssembleVersion } from './use-cases/versions/assemble-version.js';
import { LocalModelConflicts } from './use-cases/versions/local-model-conflicts.js';
import { ImportFiles } from './use-cases/versions/import-files.js';
import { FinishLocalUpload } from './use-cases/versions/finish-local-upload.js';
import { ChangeModel } from './use-cases/versions/change-model.js';
import { ChangeVersion } from './use-cases/versions/change-version.js';
import { CountVersionUsage } from './use-cases/versions/count-version-usage.js';
import { UpdateImageCounts } from './use-cases/versions/update-image-counts.js';
import { FindByHash } from './use-cases/versions/find-by-hash.js';
import { SearchModels } from './use-cases/versions/search-models.js';
import { MarkSeeded } from './use-cases/versions/mark-seeded.js';
import { NewFilesCheck } from './use-cases/versions/new-files-check.js';
import { NewLabelCheck } from './use-cases/versions/new-label-check.js';
import { DeleteModelsOfUser } from './use-cases/versions/delete-models-of-user.js';
import { PublishDraft } from './use-cases/versions/publish-draft.js';
import { PublishCheckedDraft } from './use-cases/versions/publish-checked-draft.js';
import { RemoveModel } from './use-cases/versions/remove-model.js';
import { RemoveVersion } from './use-cases/versions/remove-version.js';
import { ContractFormRules } from './api/versions/contract-form-rules.js';
import { hubLimits } from './api/versions/contract-limits.js';
import { ModelSearchPages } from './api/versions/found-models.js';
import { HashesController } from './api/versions/hashes.controller.js';
import { HubChangesController } from './api/versions/hub-changes.controller.js';
import { HubDetails } from './api/versions/hub-details.js';
import { HubModelsController } from './api/versions/hub-models.controller.js';
import { ModelBroadcaster } from './api/versions/hub-news.js';
import { HubRemovalsController } from './api/versions/hub-removals.controller.js';
import { HubViews } from './api/versions/hub-views.js';
import { ModelLinkPreviews } from './api/versions/model-link-previews.js';
import { ModelAccountCleanup } from './api/versions/model-account-cleanup.js';
import { OfferRevisions } from './api/versions/offer-revisions.js';
import { PublishController } from './api/versions/publish.controller.js';
import { LocalDuplicates } from './api/versions/local-duplicates.js';
import { PromptPrefixCleanup } from './api/versions/prompt-prefix-cleanup.js';

const ports = [
  { provide: Versions, useClass: SqlVersions },
  { provide: HubPages, useClass: SqlHubPages },
  { provide: HubSearch, useClass: SqlHubSearch },
  { provide: Hashes, useClass: SqlHashes },
  { provide: VersionImageCounts, useClass: SqlVersionImageCounts },
  { provide: ModelRepository, useClass: SqlModelRepository },
  { provide: FormRules, useClass: ContractFormRules },
  { provide: HubLimits, useValue: hubLimits },
];
const usecases = [
  ...[
    AddVersion,
    AssembleVersion,
    ChangeModel,
    ChangeVersion,
    CountVersionUsage,
    SearchModels,
    DeleteModelsOfUser,
    PublishDraft,
    PublishCheckedDraft,
  ],
  ...[
    RemoveModel,
    RemoveVersion,
    FindByHash,
    UpdateImageCounts,
    ImportFiles,
    FinishLocalUpload,
    LocalModelConflicts,
    NewLabelCheck,
    NewFilesCheck,
  ],
  MarkSeeded,
];
const wire = [
  ...[
    ModelSearchPages,
    HubDetails,
    ModelBroadcaster,
    HubViews,
    ModelLinkPreviews,
    ModelAccountCleanup,
    OfferRevisions,
    LocalDuplicates,
  ],
  ...[PromptPrefixCleanup],
];

/** What is published: models and their versions. */
export const versions = {
  controllers: [HashesController, HubModelsController, HubChangesController, HubRemovalsController, PublishController],
  providers: [...ports, ...usecases, ...wire, VersionUsageRegistry, ReservedNames, HashLookup, QuarantineReasons],
  exports: [
    ImportFiles,
    UpdateImageCounts,
    ReservedNames,
    HashLookup,
    MarkSeeded,
    QuarantineReasons,
    Versions,
    VersionUsageRegistry,
    HubViews,
    PublishCheckedDraft,
  ],
};
