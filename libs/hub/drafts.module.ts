import { Config } from '@visionary/platform/config';
import { Archives, IncomingFiles, Inspection, KeptFiles } from './domain/drafts/desk.js';
import { DraftFiles } from './domain/drafts/draft-files.js';
import { DraftLimits } from './domain/drafts/draft-limits.js';
import { DraftRows, Quarantine } from './domain/drafts/draft-rows.js';
import { ProposalLimits } from './domain/drafts/propose-form.js';
import { Drafts } from './domain/drafts.js';
import { Trials } from './domain/trials.js';
import { SqlDraftFiles } from './storage/drafts/sql-draft-files.js';
import { SqlDraftRows } from './storage/drafts/sql-draft-rows.js';
import { SqlQuarantine } from './storage/drafts/sql-quarantine.js';
import { SqlDrafts } from './storage/sql-drafts.js';
import { AskIfWhole } from './usecases/drafts/ask-if-whole.js';
import { BeginUpload } from './usecases/drafts/begin-upload.js';
import { ChangeDraft } from './usecases/drafts/change-draft.js';
import { CheckDraft } from './usecases/drafts/check-draft.js';
import { DraftAges } from './usecases/drafts/draft-ages.js';
import { DropFiles } from './usecases/drafts/drop-files.js';
import { HoldingWork } from './usecases/drafts/holding-work.js';
import { MayDraft } from './usecases/drafts/may-draft.js';
import { MayUpload } from './usecases/drafts/may-upload.js';
import { NewMarks } from './usecases/drafts/new-marks.js';
import { UnpackingRules } from './usecases/drafts/unpacking-rules.js';
import { Desk } from './usecases/drafts/desk.js';
import { EndUpload } from './usecases/drafts/end-upload.js';
import { KeepUnpacked } from './usecases/drafts/keep-unpacked.js';
import { ListDrafts } from './usecases/drafts/list-drafts.js';
import { LookAtUnpacked } from './usecases/drafts/look-at-unpacked.js';
import { NewDraft } from './usecases/drafts/new-draft.js';
import { PartWithDrafts } from './usecases/drafts/part-with-drafts.js';
import { Proposals } from './usecases/drafts/proposals.js';
import { SettleDraft } from './usecases/drafts/settle-draft.js';
import { NoteTurnedAway } from './usecases/drafts/note-turned-away.js';
import { SweepDrafts } from './usecases/drafts/sweep-drafts.js';
import { TakeInFile } from './usecases/drafts/take-in-file.js';
import { TryOnce } from './usecases/drafts/try-once.js';
import { UnpackArchive } from './usecases/drafts/unpack-archive.js';
import { BlobKeptFiles } from './wire/drafts/blob-kept-files.js';
import { CheckWork } from './wire/drafts/check-work.js';
import { draftLimits, proposalLimits } from './wire/drafts/contract-limits.js';
import { DiskIncomingFiles } from './wire/drafts/disk-incoming-files.js';
import { DraftJobs } from './wire/drafts/draft-jobs.js';
import { DraftNews } from './wire/drafts/draft-news.js';
import { DraftUploads } from './wire/drafts/draft-uploads.js';
import { UploadEndings } from './wire/drafts/upload-endings.js';
import { DraftViews } from './wire/drafts/draft-views.js';
import { DraftWorker } from './wire/drafts/draft-worker.js';
import { DraftsController } from './wire/drafts/drafts.controller.js';
import { DraftRecords } from './wire/drafts/draft-records.js';
import { DraftsFollowPeople } from './wire/drafts/drafts-follow-people.js';
import { FileWork } from './wire/drafts/file-work.js';
import { SumThreads } from './wire/drafts/incoming/sum-threads.js';
import { ReceivedHere } from './wire/drafts/received-here.js';
import { ReceiveUpload } from './wire/drafts/receive-upload.js';
import { SweepLeftDrafts } from './wire/drafts/sweep-left-drafts.js';
import { ThreadedInspection } from './wire/drafts/threaded-inspection.js';
import { TurnsAtWork } from './wire/drafts/turns-at-work.js';
import { UploadLocks } from './wire/drafts/upload-locks.js';
import { UploadsController } from './wire/drafts/uploads.controller.js';
import { ZipArchives } from './wire/drafts/zip-archives.js';

const ports = [
  { provide: Drafts, useClass: SqlDrafts },
  { provide: DraftRows, useClass: SqlDraftRows },
  { provide: DraftFiles, useClass: SqlDraftFiles },
  { provide: Quarantine, useClass: SqlQuarantine },
  { provide: IncomingFiles, useExisting: DiskIncomingFiles },
  { provide: KeptFiles, useExisting: BlobKeptFiles },
  { provide: Inspection, useClass: ThreadedInspection },
  { provide: Archives, useClass: ZipArchives },
  { provide: DraftLimits, useFactory: draftLimits, inject: [Config] },
  { provide: ProposalLimits, useValue: proposalLimits },
];
const usecases = [
  ...[NewDraft, MayDraft, NewMarks, ListDrafts, ChangeDraft, AskIfWhole, NoteTurnedAway],
  ...[BeginUpload, MayUpload, HoldingWork, EndUpload],
  ...[TakeInFile, Desk, UnpackArchive, KeepUnpacked, LookAtUnpacked, UnpackingRules],
  ...[CheckDraft, SettleDraft, TryOnce, Proposals],
  ...[SweepDrafts, DraftAges, PartWithDrafts, DropFiles],
];
const wire = [
  ...[
    DiskIncomingFiles,
    BlobKeptFiles,
    DraftUploads,
    UploadEndings,
    UploadLocks,
    ReceiveUpload,
    ReceivedHere,
    SumThreads,
  ],
  ...[DraftViews, DraftNews, DraftsFollowPeople, DraftRecords],
  ...[DraftWorker, DraftJobs, FileWork, CheckWork, TurnsAtWork, SweepLeftDrafts],
];

/** What people upload before they publish it, and how it is checked. */
export const drafts = {
  controllers: [DraftsController, UploadsController],
  providers: [...ports, ...usecases, ...wire, Trials],
  exports: [Drafts, Trials],
};
