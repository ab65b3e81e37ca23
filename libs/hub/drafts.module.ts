import { Config } from '@visionary/platform/config';
import { Archives, UploadFiles, Inspection, StoredFiles } from './domain/drafts/upload-ports.js';
import { DraftFiles } from './domain/drafts/draft-files.js';
import { DraftLimits } from './domain/drafts/draft-limits.js';
import { DraftRepository, Quarantine } from './domain/drafts/draft-repository.js';
import { ProposalLimits } from './domain/drafts/suggest-form.js';
import { Drafts } from './domain/drafts.js';
import { TrialRegistry } from './domain/trial-registry.js';
import { SqlDraftFiles } from './storage/drafts/sql-draft-files.js';
import { SqlDraftRows } from './storage/drafts/sql-draft-rows.js';
import { SqlQuarantine } from './storage/drafts/sql-quarantine.js';
import { SqlDrafts } from './storage/sql-drafts.js';
import { AutoCheckDraft } from './use-cases/drafts/auto-check-draft.js';
import { BeginUpload } from './use-cases/drafts/begin-upload.js';
import { ChangeDraft } from './use-cases/drafts/change-draft.js';
import { CheckDraft } from './use-cases/drafts/check-draft.js';
import { DraftExpiry } from './use-cases/drafts/draft-expiry.js';
import { DropFiles } from './use-cases/drafts/drop-files.js';
import { UserLockedTransaction } from './use-cases/drafts/user-locked-transaction.js';
import { DraftRights } from './use-cases/drafts/draft-rights.js';
import { DraftUploadRights } from './use-cases/drafts/draft-upload-rights.js';
import { NewMarks } from './use-cases/drafts/new-marks.js';
import { UnpackingRules } from './use-cases/drafts/unpacking-rules.js';
import { Desk } from './use-cases/drafts/desk.js';
import { FinishUpload } from './use-cases/drafts/finish-upload.js';
import { StoreExtractedFiles } from './use-cases/drafts/store-extracted-files.js';
import { ListDrafts } from './use-cases/drafts/list-drafts.js';
import { InspectExtractedFile } from './use-cases/drafts/inspect-extracted-file.js';
import { NewDraft } from './use-cases/drafts/new-draft.js';
import { DeleteDraftsOfUser } from './use-cases/drafts/delete-drafts-of-user.js';
import { SuggestDraftForm } from './use-cases/drafts/proposals.js';
import { RecordDraftCheck } from './use-cases/drafts/record-draft-check.js';
import { RecordRejectedFile } from './use-cases/drafts/record-rejected-file.js';
import { ExpireDrafts } from './use-cases/drafts/expire-drafts.js';
import { ProcessUploadedFile } from './use-cases/drafts/process-uploaded-file.js';
import { RunTrialOnce } from './use-cases/drafts/run-trial-once.js';
import { UnpackArchive } from './use-cases/drafts/unpack-archive.js';
import { BlobStoredFiles } from './api/drafts/blob-stored-files.js';
import { DraftCheckTask } from './api/drafts/draft-check-task.js';
import { draftLimits, proposalLimits } from './api/drafts/contract-limits.js';
import { DiskUploadFiles } from './api/drafts/disk-upload-files.js';
import { DraftTasks } from './api/drafts/draft-tasks.js';
import { DraftBroadcaster } from './api/drafts/draft-broadcaster.js';
import { DraftUploads } from './api/drafts/draft-uploads.js';
import { UploadEndings } from './api/drafts/upload-endings.js';
import { DraftViews } from './api/drafts/draft-views.js';
import { DraftWorker } from './api/drafts/draft-worker.js';
import { DraftsController } from './api/drafts/drafts.controller.js';
import { DraftsExporter } from './api/drafts/drafts-exporter.js';
import { DraftAccountHandler } from './api/drafts/draft-account-handler.js';
import { FileInspectionTask } from './api/drafts/file-inspection-task.js';
import { ChecksumWorkers } from './api/drafts/upload-stream/checksum-workers.js';
import { LocalUploadProgress } from './api/drafts/local-upload-progress.js';
import { UploadReceiver } from './api/drafts/upload-receiver.js';
import { ExpiredDraftSweeper } from './api/drafts/expired-draft-sweeper.js';
import { WorkerInspection } from './api/drafts/worker-inspection.js';
import { WorkLeases } from './api/drafts/work-leases.js';
import { UploadLocks } from './api/drafts/upload-locks.js';
import { UploadsController } from './api/drafts/uploads.controller.js';
import { ZipArchives } from './api/drafts/zip-archives.js';

const ports = [
  { provide: Drafts, useClass: SqlDrafts },
  { provide: DraftRepository, useClass: SqlDraftRows },
  { provide: DraftFiles, useClass: SqlDraftFiles },
  { provide: Quarantine, useClass: SqlQuarantine },
  { provide: UploadFiles, useExisting: DiskUploadFiles },
  { provide: StoredFiles, useExisting: BlobStoredFiles },
  { provide: Inspection, useClass: WorkerInspection },
  { provide: Archives, useClass: ZipArchives },
  { provide: DraftLimits, useFactory: draftLimits, inject: [Config] },
  { provide: ProposalLimits, useValue: proposalLimits },
];
const usecases = [
  ...[NewDraft, DraftRights, NewMarks, ListDrafts, ChangeDraft, AutoCheckDraft, RecordRejectedFile],
  ...[BeginUpload, DraftUploadRights, UserLockedTransaction, FinishUpload],
  ...[ProcessUploadedFile, Desk, UnpackArchive, StoreExtractedFiles, InspectExtractedFile, UnpackingRules],
  ...[CheckDraft, RecordDraftCheck, RunTrialOnce, SuggestDraftForm],
  ...[ExpireDrafts, DraftExpiry, DeleteDraftsOfUser, DropFiles],
];
const wire = [
  ...[
    DiskUploadFiles,
    BlobStoredFiles,
    DraftUploads,
    UploadEndings,
    UploadLocks,
    UploadReceiver,
    LocalUploadProgress,
    ChecksumWorkers,
  ],
  ...[DraftViews, DraftBroadcaster, DraftAccountHandler, DraftsExporter],
  ...[DraftWorker, DraftTasks, FileInspectionTask, DraftCheckTask, WorkLeases, ExpiredDraftSweeper],
];

/** What users upload before they publish it, and how it is checked. */
export const drafts = {
  controllers: [DraftsController, UploadsController],
  providers: [...ports, ...usecases, ...wire, TrialRegistry],
  exports: [Drafts, TrialRegistry],
};
