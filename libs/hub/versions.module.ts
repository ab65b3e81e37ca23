import { DependantCounts } from './domain/dependants.js';
import { Versions } from './domain/version.js';
import { FormRules } from './domain/versions/form-rules.js';
import { FolderNames } from './domain/versions/folder-names.js';
import { Hashes, HashFinders } from './domain/versions/hashes.js';
import { HubPages } from './domain/versions/hub-pages.js';
import { HubSearch } from './domain/versions/hub-search.js';
import { HubLimits } from './domain/versions/limits.js';
import { SetAsideReasons } from './domain/versions/set-aside.js';
import { Shelf } from './domain/versions/shelf.js';
import { Uses } from './domain/versions/uses.js';
import { SqlVersions } from './storage/sql-versions.js';
import { SqlHashes } from './storage/versions/sql-hashes.js';
import { SqlHubPages } from './storage/versions/sql-hub-pages.js';
import { SqlHubSearch } from './storage/versions/sql-hub-search.js';
import { SqlShelf } from './storage/versions/sql-shelf.js';
import { SqlUses } from './storage/versions/sql-uses.js';
import { AddVersion } from './usecases/versions/add-version.js';
import { AssembleVersion } from './usecases/versions/assemble-version.js';
import { BesideTheFolder } from './usecases/versions/beside-the-folder.js';
import { BringFiles } from './usecases/versions/bring-files.js';
import { EndBrought } from './usecases/versions/end-brought.js';
import { ChangeModel } from './usecases/versions/change-model.js';
import { ChangeVersion } from './usecases/versions/change-version.js';
import { CountDependants } from './usecases/versions/count-dependants.js';
import { CountUses } from './usecases/versions/count-uses.js';
import { FindByHash } from './usecases/versions/find-by-hash.js';
import { FindModels } from './usecases/versions/find-models.js';
import { MarkSample } from './usecases/versions/mark-sample.js';
import { NewFiles } from './usecases/versions/new-files.js';
import { NewLabel } from './usecases/versions/new-label.js';
import { PartModels } from './usecases/versions/part-models.js';
import { PublishDraft } from './usecases/versions/publish-draft.js';
import { PublishWords } from './usecases/versions/publish-words.js';
import { RemoveModel } from './usecases/versions/remove-model.js';
import { RemoveVersion } from './usecases/versions/remove-version.js';
import { ContractFormRules } from './wire/versions/contract-form-rules.js';
import { hubLimits } from './wire/versions/contract-limits.js';
import { FoundModels } from './wire/versions/found-models.js';
import { HashesController } from './wire/versions/hashes.controller.js';
import { HubChangesController } from './wire/versions/hub-changes.controller.js';
import { HubDetails } from './wire/versions/hub-details.js';
import { HubModelsController } from './wire/versions/hub-models.controller.js';
import { HubNews } from './wire/versions/hub-news.js';
import { HubRemovalsController } from './wire/versions/hub-removals.controller.js';
import { HubViews } from './wire/versions/hub-views.js';
import { ModelCards } from './wire/versions/model-cards.js';
import { ModelsFollowPeople } from './wire/versions/models-follow-people.js';
import { OfferRevisions } from './wire/versions/offer-revisions.js';
import { PublishController } from './wire/versions/publish.controller.js';
import { ServersOwn } from './wire/versions/servers-own.js';
import { StylesFollowVersions } from './wire/versions/styles-follow-versions.js';

const ports = [
  { provide: Versions, useClass: SqlVersions },
  { provide: HubPages, useClass: SqlHubPages },
  { provide: HubSearch, useClass: SqlHubSearch },
  { provide: Hashes, useClass: SqlHashes },
  { provide: Uses, useClass: SqlUses },
  { provide: Shelf, useClass: SqlShelf },
  { provide: FormRules, useClass: ContractFormRules },
  { provide: HubLimits, useValue: hubLimits },
];
const usecases = [
  ...[
    AddVersion,
    AssembleVersion,
    ChangeModel,
    ChangeVersion,
    CountDependants,
    FindModels,
    PartModels,
    PublishDraft,
    PublishWords,
  ],
  ...[RemoveModel, RemoveVersion, FindByHash, CountUses, BringFiles, EndBrought, BesideTheFolder, NewLabel, NewFiles],
  MarkSample,
];
const wire = [
  ...[FoundModels, HubDetails, HubNews, HubViews, ModelCards, ModelsFollowPeople, OfferRevisions, ServersOwn],
  ...[StylesFollowVersions],
];

/** What is published: models and their versions. */
export const versions = {
  controllers: [HashesController, HubModelsController, HubChangesController, HubRemovalsController, PublishController],
  providers: [...ports, ...usecases, ...wire, DependantCounts, FolderNames, HashFinders, SetAsideReasons],
  exports: [
    BringFiles,
    CountUses,
    FolderNames,
    HashFinders,
    MarkSample,
    SetAsideReasons,
    Versions,
    DependantCounts,
    HubViews,
    PublishWords,
  ],
};
