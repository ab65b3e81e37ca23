import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { CommentsModule } from '@visionary/comments';
import { NotificationsModule } from '@visionary/notifications';
import { SafetyModule } from '@visionary/safety';
import { ModelCreators } from './use-cases/creators.js';
import { QuarantineVersion } from './use-cases/quarantine-version.js';
import { CreditAccountHandler } from './api/credit-account-handler.js';
import { PublishedVersions } from './storage/sql-published-versions.js';
import { ModelCredits } from './storage/sql-model-credits.js';
import {
  HashLookup,
  QuarantineReasons,
  ReservedNames,
  VersionUsageRegistry,
  TrialRegistry,
} from './domain/registries.js';
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
import { Drafts } from './storage/drafts/drafts.js';
import { DraftFiles } from './storage/drafts/draft-files.js';
import { SqlQuarantine } from './storage/drafts/sql-quarantine.js';
import { AddPublishedFile } from './use-cases/drafts/add-published-file.js';
import { CheckDraft } from './use-cases/drafts/check-draft.js';
import { CheckVocabulary } from './use-cases/drafts/check-vocabulary.js';
import { DraftsService } from './use-cases/drafts/drafts.service.js';
import { QuotasService } from './use-cases/quotas.service.js';
import { ExpireDrafts } from './use-cases/drafts/expire-drafts.js';
import { InspectFile } from './use-cases/drafts/inspect-file.js';
import { UnpackArchive } from './use-cases/drafts/unpack-archive.js';
import { UploadsService } from './use-cases/drafts/uploads.service.js';
import { StoredFiles } from './storage/drafts/stored-files.js';
import { UploadFiles } from './storage/drafts/upload-files.js';
import { DraftAccountHandler } from './api/drafts/draft-account-handler.js';
import { DraftBroadcaster } from './api/drafts/draft-broadcaster.js';
import { DraftJobs } from './api/drafts/draft-jobs.js';
import { DraftUploads } from './api/drafts/draft-uploads.js';
import { DraftViews } from './api/drafts/draft-views.js';
import { DraftsController } from './api/drafts/drafts.controller.js';
import { ExpiredDraftSweeper } from './api/drafts/expired-draft-sweeper.js';
import { UploadLocks } from './api/drafts/upload-locks.js';
import { ChecksumWorkers } from './storage/drafts/upload-stream/streaming-checksums.js';
import { UploadsController } from './api/drafts/uploads.controller.js';
import { Inspection } from './storage/drafts/inspection.js';
import { Archives } from './storage/drafts/archives.js';
import { SampleProduction } from './use-cases/samples/sample-production.js';
import { SampleThumbnail } from './use-cases/samples/sample-thumbnail.js';
import { SamplesService } from './use-cases/samples/samples.service.js';
import { SamplesController } from './api/samples/samples.controller.js';
import { Samples } from './storage/samples/sql-samples.js';
import { SampleFiles } from './storage/samples/sample-files.js';
import { SqlDownloadCounts } from './storage/downloads/sql-download-counts.js';
import { FindDownload } from './use-cases/downloads/find-download.js';
import { DownloadCounter } from './api/downloads/download-counter.js';
import { DownloadsController } from './api/downloads/downloads.controller.js';
import { SqlModelCounters } from './storage/feedback/sql-model-counters.js';
import { SqlReviews } from './storage/feedback/sql-reviews.js';
import { ModelNotifications } from './use-cases/feedback/model-notifications.js';
import { ReviewsService } from './use-cases/feedback/reviews.service.js';
import { FeedbackAccountHandler } from './use-cases/feedback/feedback-account-handler.js';
import { FeedbackBroadcaster } from './api/feedback/feedback-broadcaster.js';
import { FeedbackController } from './api/feedback/feedback.controller.js';
import { FeedbackGateway, OpenModels } from './api/feedback/feedback.gateway.js';
import { FeedbackPresenter } from './api/feedback/feedback-presenter.js';
import { ModelCounts } from './api/feedback/model-counts.js';
import { ModelSubject } from './api/feedback/model-subject.js';
import { ModelVisibility } from './api/feedback/model-visibility.js';
import { ModeratedModels } from './use-cases/moderation/moderated-models.js';
import { ModeratedVersions } from './use-cases/moderation/moderated-versions.js';
import { ModeratedReviews } from './use-cases/moderation/moderated-reviews.js';

/** The model hub: drafts, uploads, versions, downloads, samples, feedback, moderation. */
@Module({
  imports: [AccountsModule, CommentsModule, NotificationsModule, SafetyModule],
  controllers: [
    ModelsController,
    DraftsController,
    UploadsController,
    SamplesController,
    DownloadsController,
    FeedbackController,
  ],
  providers: [
    // Credits of creators, and published versions for other slices.
    ModelCredits,
    PublishedVersions,
    ModelCreators,
    QuarantineVersion,
    CreditAccountHandler,
    // Published models and versions.
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
    // Drafts: uploads, their inspection, and their check.
    Drafts,
    DraftFiles,
    Inspection,
    Archives,
    SqlQuarantine,
    TrialRegistry,
    DraftsService,
    QuotasService,
    UploadsService,
    InspectFile,
    UnpackArchive,
    AddPublishedFile,
    CheckDraft,
    CheckVocabulary,
    ExpireDrafts,
    UploadFiles,
    StoredFiles,
    ChecksumWorkers,
    DraftUploads,
    UploadLocks,
    DraftViews,
    DraftBroadcaster,
    DraftAccountHandler,
    DraftJobs,
    ExpiredDraftSweeper,
    // Example images of versions.
    Samples,
    SampleFiles,
    SamplesService,
    SampleProduction,
    SampleThumbnail,
    // Downloads of versions.
    SqlDownloadCounts,
    FindDownload,
    DownloadCounter,
    // Reviews of models.
    SqlReviews,
    SqlModelCounters,
    ReviewsService,
    ModelNotifications,
    FeedbackGateway,
    OpenModels,
    FeedbackPresenter,
    FeedbackBroadcaster,
    ModelCounts,
    ModelSubject,
    ModelVisibility,
    FeedbackAccountHandler,
    // Moderation of models and reviews.
    ModeratedReviews,
    ModeratedModels,
    ModeratedVersions,
  ],
  exports: [
    ModelCredits,
    ModelCreators,
    PublishedVersions,
    QuarantineVersion,
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
    Drafts,
    TrialRegistry,
    SampleProduction,
    ReviewsService,
  ],
})
export class HubModule {}
