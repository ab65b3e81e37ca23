export { type Called, type Credit, Credits, type Made, type MadeKind } from './domain/credits.js';
export { DependantCounts } from './domain/dependants.js';
export { HubModelChanged, HubModelRemoved, VersionPublished, VersionWithdrawn } from './domain/events.js';
export { type Offer, Offers } from './domain/offers.js';
export type { StoredComment as ModelComment } from './domain/talk/comments.js';
export {
  ModelCommented,
  ModelCommentEdited,
  ModelCountsMoved,
  ModelReactionsMoved,
  ModelReviewed,
  ModelTalkErased,
} from './domain/talk/events.js';
export type { Review as HubReview } from './domain/talk/reviews.js';
export { Trials, type ToTry, type TrialResult } from './domain/trials.js';
export { type Draft, type DraftForm, Drafts } from './domain/drafts.js';
export { type HubModel, type Version, type VersionFile, Versions } from './domain/version.js';
export { type SetAsideReason, SetAsideReasons } from './domain/versions/set-aside.js';
export { HUB } from './domain/versions/subjects.js';
export { HubModule } from './hub.module.js';
export type { Unsampled } from './domain/samples/samples.js';
export { MakeSamples } from './usecases/samples/make-samples.js';
export { FolderNames } from './domain/versions/folder-names.js';
export { HashFinders, type HashMatch } from './domain/versions/hashes.js';
export { MarkSample } from './usecases/versions/mark-sample.js';
export { CountUses } from './usecases/versions/count-uses.js';
export { BringFiles, type FileAtHand } from './usecases/versions/bring-files.js';
export { PublishWords } from './usecases/versions/publish-words.js';
export { hubBlobs, hubEntities } from './storage/entities.js';
export { type NamedFile, SqlNamedFiles } from './storage/downloads/sql-named-files.js';
export { SqlCredits } from './storage/sql-credits.js';
export { GiveReview as GiveModelReview } from './usecases/talk/give-review.js';
export { ReactToModel } from './usecases/talk/react-to-model.js';
export { SayComment as SayOfModel } from './usecases/talk/say-comment.js';
export { SaidOfModels } from './usecases/talk/said-of-models.js';
export { QuarantineVersion } from './usecases/quarantine-version.js';
export { Makers } from './usecases/makers.js';
