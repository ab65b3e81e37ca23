import { Injectable } from '@nestjs/common';
import { Jobs } from '@visionary/kernel';
import { Database, type Row } from '@visionary/platform/database';
import {
  type DraftFileRecord,
  type NewFile,
  type Checksums,
  INSPECT_FILE,
  type UploadLease,
} from '../../domain/drafts/draft-files.js';
import type { FileRejection } from '../../domain/drafts.js';
import { draftFileOf } from '../rows.js';

const UNLEASED = { lease_owner: null, lease_until: null } as const;

/** The files of drafts, their state, and the leases on their uploads. */
@Injectable()
export class DraftFiles {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  private get files() {
    return this.database
      .selectFrom('hub_draft_file')
      .innerJoin('hub_draft', 'hub_draft.id', 'hub_draft_file.draft_id')
      .selectAll('hub_draft_file')
      .select('hub_draft.creator_id');
  }

  async byId(id: string): Promise<DraftFileRecord | null> {
    const row = await this.files.where('hub_draft_file.id', '=', id).executeTakeFirst();
    return row ? toDraftFile(row) : null;
  }

  async add(file: NewFile): Promise<void> {
    await this.database.insertInto('hub_draft_file').values(rowOf(file)).execute();
  }
  /** Adds a checked file whose content is stored. @param file `archiveId`: what it was extracted from */
  async addStored(
    file: NewFile & Checksums & { readonly archiveId: string | null; readonly isDeduplicated: boolean },
  ): Promise<void> {
    const { archiveId, sha256, weightsHash, crc32, isDeduplicated, bytes } = file;
    const columns = {
      sha256,
      weights_hash: weightsHash,
      crc32,
      is_deduplicated: Number(isDeduplicated),
      received: bytes,
    };
    const row = { ...rowOf(file), ...columns, state: 'checked' as const, archive_id: archiveId };
    await this.database.insertInto('hub_draft_file').values(row).execute();
  }

  async ofArchive(archiveId: string): Promise<DraftFileRecord[]> {
    return (await this.files.where('hub_draft_file.archive_id', '=', archiveId).execute()).map(toDraftFile);
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database
      .deleteFrom('hub_draft_file')
      .where('id', 'in', [...ids])
      .execute();
  }

  async setReceived(id: string, bytes: number, at: number): Promise<void> {
    await this.change(id).set({ received: bytes, last_received_at: at }).where('state', '=', 'uploading').execute();
  }
  /** Marks an upload as complete and adds the job of its inspection. @returns false if it was complete before */
  async completeUpload(id: string, { sha256, weightsHash, crc32 }: Checksums, at: number): Promise<boolean> {
    const result = await this.change(id)
      .set(({ ref }) => ({
        state: 'waiting',
        received: ref('bytes'),
        last_received_at: at,
        sha256,
        weights_hash: weightsHash,
        crc32,
        ...UNLEASED,
      }))
      .where('state', '=', 'uploading')
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) return false;
    await this.jobs.add(INSPECT_FILE, id);
    return true;
  }

  async settle(id: string, outcome: { isDeduplicated: boolean } | { rejection: FileRejection }): Promise<void> {
    const columns =
      'rejection' in outcome
        ? // A rejected file isn't stored.
          { state: 'rejected' as const, rejection: JSON.stringify(outcome.rejection), sha256: null, weights_hash: null }
        : { state: 'checked' as const, is_deduplicated: Number(outcome.isDeduplicated) };
    await this.change(id).set(columns).execute();
  }

  async rename(id: string, path: string): Promise<void> {
    await this.change(id).set({ path }).execute();
  }
  /** Rejects a file that was accepted before, because the draft as a whole failed on it. */
  async reject(id: string, rejection: FileRejection): Promise<void> {
    await this.change(id)
      .set({ state: 'rejected', rejection: JSON.stringify(rejection) })
      .execute();
  }
  /** Acquires or renews a lease. @returns false if another holder has it */
  async acquireLease(id: string, { holder, now, until }: UploadLease): Promise<boolean> {
    const result = await this.change(id)
      .set({ lease_owner: holder, lease_until: until })
      .where(({ or, eb }) =>
        or([eb('lease_owner', 'is', null), eb('lease_owner', '=', holder), eb('lease_until', '<', now)]),
      )
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }
  /** @returns the file, now in state `checking`; null if it is gone or inspected */
  async startInspection(id: string): Promise<DraftFileRecord | null> {
    const update = this.change(id).set({ state: 'checking' }).where('state', 'in', ['waiting', 'checking']);
    return (await update.executeTakeFirst()).numUpdatedRows > 0n ? this.byId(id) : null;
  }

  async releaseLease(id: string, holder: string): Promise<void> {
    await this.change(id).set(UNLEASED).where('lease_owner', '=', holder).execute();
  }
  /** Only safe with a single node. */
  async releaseAllLeases(): Promise<void> {
    await this.database.updateTable('hub_draft_file').set(UNLEASED).where('lease_owner', 'is not', null).execute();
  }
  /** Incomplete uploads, longest idle first. */
  async unfinished(idleSince: number, limit: number): Promise<DraftFileRecord[]> {
    const rows = this.files
      .where('hub_draft_file.state', '=', 'uploading')
      .where('hub_draft_file.last_received_at', '<', idleSince);
    return (await rows.orderBy('hub_draft_file.last_received_at').limit(limit).execute()).map(toDraftFile);
  }
  /** Bytes of a user's versions and drafts. Uploads count with their announced size. */
  async bytesOf(creatorId: string): Promise<number> {
    const drafts = await this.database
      .selectFrom('hub_draft_file')
      .innerJoin('hub_draft', 'hub_draft.id', 'hub_draft_file.draft_id')
      .select(({ fn }) => fn.sum<number | null>('hub_draft_file.bytes').as('bytes'))
      .where('hub_draft.creator_id', '=', creatorId)
      // Files that were rejected at inspection aren't stored.
      .where(({ or, eb }) => or([eb('hub_draft_file.state', '!=', 'rejected'), eb('sha256', 'is not', null)]))
      .executeTakeFirst();
    const versions = await this.database
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(({ fn }) => fn.sum<number | null>('hub_version.bytes').as('bytes'))
      .where('hub_model.creator_id', '=', creatorId)
      .executeTakeFirst();
    return Number(drafts?.bytes ?? 0) + Number(versions?.bytes ?? 0);
  }

  private change(id: string) {
    return this.database.updateTable('hub_draft_file').where('id', '=', id);
  }
}

const rowOf = ({ id, draftId, path, bytes, announcedSha256, createdAt }: NewFile): Row<'hub_draft_file'> => ({
  id,
  draft_id: draftId,
  path,
  bytes,
  received: 0,
  state: 'uploading',
  expected_sha256: announcedSha256,
  sha256: null,
  weights_hash: null,
  crc32: null,
  is_deduplicated: 0,
  rejection: null,
  archive_id: null,
  created_at: createdAt,
  last_received_at: createdAt,
  ...UNLEASED,
});

const toDraftFile = (row: Row<'hub_draft_file'> & { readonly creator_id: string }): DraftFileRecord => ({
  ...draftFileOf(row),
  creatorId: row.creator_id,
  announcedSha256: row.expected_sha256,
  archiveId: row.archive_id,
});
