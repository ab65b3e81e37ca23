import { Config } from '@visionary/platform/config';
import { Drafts } from './storage/drafts.js';
import { DraftFiles } from './storage/drafts/draft-files.js';
import { DraftRepository } from './storage/drafts/draft-repository.js';
import { Archives, Inspection, StoredFiles, UploadFiles, UploadQuota } from './domain/drafts/upload-ports.js';
import { TrialRegistry } from './domain/registries.js';
import { SqlQuarantine } from './storage/drafts/sql-quarantine.js';
import { CheckDraft } from './use-cases/drafts/check-draft.js';
import { DraftsService } from './use-cases/drafts/drafts.service.js';
import { ExpireDrafts } from './use-cases/drafts/expire-drafts.js';
import { InspectFile } from './use-cases/drafts/inspect-file.js';
import { UnpackArchive } from './use-cases/drafts/unpack-archive.js';
import { UploadsService } from './use-cases/drafts/uploads.service.js';
import { BlobStoredFiles } from './api/drafts/blob-stored-files.js';
import { DiskUploadFiles } from './api/drafts/disk-upload-files.js';
import { DraftAccountHandler } from './api/drafts/draft-account-handler.js';
import { DraftBroadcaster } from './api/drafts/draft-broadcaster.js';
import { DraftJobs } from './api/drafts/draft-jobs.js';
import { DraftUploads } from './api/drafts/draft-uploads.js';
import { DraftViews } from './api/drafts/draft-views.js';
import { DraftsController } from './api/drafts/drafts.controller.js';
import { ExpiredDraftSweeper } from './api/drafts/expired-draft-sweeper.js';
import { UploadLocks } from './api/drafts/upload-locks.js';
import { ChecksumWorkers } from './api/drafts/upload-stream/streaming-checksums.js';
import { UploadsController } from './api/drafts/uploads.controller.js';
import { WorkerInspection } from './api/drafts/worker-inspection.js';
import { ZipArchives } from './api/drafts/zip-archives.js';

const ports = [
  Drafts,
  DraftRepository,
  DraftFiles,
  { provide: UploadFiles, useExisting: DiskUploadFiles },
  { provide: StoredFiles, useExisting: BlobStoredFiles },
  { provide: Inspection, useClass: WorkerInspection },
  { provide: Archives, useClass: ZipArchives },
  {
    provide: UploadQuota,
    useFactory: ({ hubQuotaBytes }: Config): UploadQuota => ({ bytes: hubQuotaBytes }),
    inject: [Config],
  },
];

/** Drafts: uploads, their inspection, and their check. */
export const drafts = {
  controllers: [DraftsController, UploadsController],
  providers: [
    ...ports,
    SqlQuarantine,
    TrialRegistry,
    DraftsService,
    UploadsService,
    InspectFile,
    UnpackArchive,
    CheckDraft,
    ExpireDrafts,
    DiskUploadFiles,
    BlobStoredFiles,
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
