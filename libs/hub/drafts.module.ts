import { Drafts } from './storage/drafts.js';
import { DraftFiles } from './storage/drafts/draft-files.js';
import { DraftRepository } from './storage/drafts/draft-repository.js';
import { TrialRegistry } from './domain/registries.js';
import { SqlQuarantine } from './storage/drafts/sql-quarantine.js';
import { CheckDraft } from './use-cases/drafts/check-draft.js';
import { DraftsService } from './use-cases/drafts/drafts.service.js';
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

/** Drafts: uploads, their inspection, and their check. */
export const drafts = {
  controllers: [DraftsController, UploadsController],
  providers: [
    Drafts,
    DraftRepository,
    DraftFiles,
    Inspection,
    Archives,
    SqlQuarantine,
    TrialRegistry,
    DraftsService,
    UploadsService,
    InspectFile,
    UnpackArchive,
    CheckDraft,
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
  ],
  exports: [Drafts, TrialRegistry],
};
