import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, Ids, isRejection, Jobs, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Draft, type DraftForm, type RecognizedDraftFile, type RejectedFile } from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftChanged, DraftFilesRemoved, DraftRemoved } from '../../domain/drafts/events.js';
import type { Quota } from '../../domain/quota.js';
import { QuotasService } from '../quotas.service.js';
import { Versions } from '../../storage/versions.js';

export interface NewDraftInput {
  readonly clientId: string;
  /** The model that gets a new version. */
  readonly modelId?: string | undefined;
  /** Name of the folder that the files are in. */
  readonly folder?: string | undefined;
}

/** Job: requests the check of a draft that looks complete. The key is its id. */
export const REQUEST_CHECK = 'hub.requestCheck';
const QUIET_MS = 3_000;
const MAX_REJECTED_FILES = 20;
const MODEL_INDEX = 'model_index.json';
const MODEL_PARTS = ['unet', 'vae_decoder', 'text_encoder', 'tokenizer', 'scheduler'];

/** A creator's drafts. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly versions: Versions,
    private readonly users: Users,
    private readonly quotas: QuotasService,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  async list(creatorId: string): Promise<{ drafts: Draft[]; quota: Quota & { used: number } }> {
    const [drafts, quota] = await Promise.all([this.drafts.ofCreator(creatorId), this.quotas.of(creatorId)]);
    return { drafts, quota };
  }

  /** @throws Rejection HUB_DRAFT_NOT_FOUND */
  async requireOwn(userId: string, draftId: string): Promise<void> {
    requireOwnDraft(await this.drafts.byId(draftId), userId);
  }

  /**
   * Idempotent by `clientId`. Reuses a draft that holds nothing but rejected files.
   * @throws Rejection UNAUTHENTICATED for a deleted user, HUB_TOO_MANY_DRAFTS, HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR
   */
  create(creatorId: string, { clientId, modelId, folder }: NewDraftInput): Promise<Draft> {
    return this.unitOfWork.run(async () => {
      // Serializes the count of drafts.
      if (!(await this.users.hold([creatorId])).has(creatorId)) throw new Rejection('UNAUTHENTICATED');
      const existing = await this.drafts.byClientId(creatorId, clientId);
      if (existing) return existing;
      const id = await this.addOrReuse(creatorId, clientId, modelId);
      if (folder !== undefined) await this.drafts.setSuggestedForm(id, { name: folder });
      this.unitOfWork.publish(new DraftChanged(id, creatorId));
      return (await this.drafts.byId(id)) as Draft;
    });
  }

  /** Saves the form without validation; publishing validates it. @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  setForm(userId: string, draftId: string, form: DraftForm): Promise<void> {
    return this.unitOfWork.run(async () => {
      requireOpenDraft(await this.drafts.lock(draftId), userId);
      await this.drafts.setForm(draftId, form, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, userId));
    });
  }

  /** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_FILE_NOT_FOUND */
  removeFile(userId: string, draftId: string, fileId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      requireOpenDraft(await this.drafts.lock(draftId), userId);
      const file = (await this.drafts.filesOf(draftId)).find(({ id }) => id === fileId);
      if (!file) throw new Rejection('HUB_FILE_NOT_FOUND');
      const extracted = (await this.files.ofArchive(fileId)).filter(() => file.state !== 'checked');
      await this.files.remove([fileId, ...extracted.map(({ id }) => id)]);
      await this.drafts.discardCheck(draftId, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, userId));
      this.unitOfWork.publish(new DraftFilesRemoved([file, ...extracted]));
    });
  }

  /**
   * Queues a check, which starts once every file is inspected. A draft that is checking or ready stays as it is.
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_DRAFT_NOT_READY without files or while files are uploading
   */
  requestCheck(userId: string, draftId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { state } = requireOpenDraft(await this.drafts.lock(draftId), userId);
      const files = await this.drafts.filesOf(draftId);
      const isComplete = files.length > 0 && files.every((file) => file.state !== 'uploading');
      if (!isComplete) throw new Rejection('HUB_DRAFT_NOT_READY');
      if (state === 'checking' || state === 'ready') return;
      // Removes rejections of stored files, which are checked again.
      await this.drafts.discardCheck(draftId, this.clock.now());
      await this.drafts.requestCheck(draftId, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, userId));
    });
  }

  /** A client that uploads a folder begins the next file within this pause. */
  async requestCheckWhenQuiet(draftId: string): Promise<void> {
    await this.jobs.remove(REQUEST_CHECK, draftId);
    await this.jobs.add(REQUEST_CHECK, draftId, { delayMs: QUIET_MS });
  }

  /** Queues a check if all files are inspected and look complete. */
  async requestCheckIfComplete(draftId: string): Promise<void> {
    const draft = await this.drafts.byId(draftId);
    if (draft?.state !== 'uploading') return;
    const files = await this.drafts.filesOf(draftId);
    if (!files.every(({ state }) => state === 'checked') || !seemsComplete(files.map(({ path }) => path))) return;
    try {
      await this.requestCheck(draft.creatorId, draftId);
    } catch (error) {
      // The draft changed in the meantime.
      if (!isRejection(error)) throw error;
    }
  }

  /** A published version stays. @throws Rejection HUB_DRAFT_NOT_FOUND */
  remove(userId: string, draftId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      requireOwnDraft(await this.drafts.lock(draftId), userId);
      const files = await this.drafts.filesOf(draftId);
      await this.drafts.remove([draftId]);
      this.unitOfWork.publish(new DraftRemoved(draftId, userId));
      this.unitOfWork.publish(new DraftFilesRemoved(files));
    });
  }

  /** Must run inside the transaction that deletes the account. */
  async removeAllOf(creatorId: string): Promise<void> {
    const drafts = await this.drafts.allOfCreator(creatorId);
    const files = (await Promise.all(drafts.map(({ id }) => this.drafts.filesOf(id)))).flat();
    await this.drafts.remove(drafts.map(({ id }) => id));
    if (files.length > 0) this.unitOfWork.publish(new DraftFilesRemoved(files));
  }

  /** Records why a file was rejected before its upload. Keeps the latest few. @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  recordRejectedFile(creatorId: string, draftId: string, file: RejectedFile): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { rejectedFiles } = requireOpenDraft(await this.drafts.lock(draftId), creatorId);
      const others = rejectedFiles.filter(({ path }) => path !== file.path);
      await this.drafts.setRejectedFiles(draftId, [file, ...others].slice(0, MAX_REJECTED_FILES));
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    });
  }

  /** Replaces what is known of its files before their upload. @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  setRecognizedFiles(creatorId: string, draftId: string, files: readonly RecognizedDraftFile[]): Promise<void> {
    return this.unitOfWork.run(async () => {
      requireOpenDraft(await this.drafts.lock(draftId), creatorId);
      await this.drafts.setRecognizedFiles(draftId, files, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    });
  }

  private async addOrReuse(creatorId: string, clientId: string, modelId: string | undefined): Promise<string> {
    const [id, at] = [this.ids.next(), this.clock.now()];
    const abandoned = await this.drafts.findAbandoned(creatorId, modelId ?? null);
    if (abandoned) {
      await this.drafts.reset(abandoned.id, clientId, at);
      return abandoned.id;
    }
    await this.requireCanCreate(creatorId, modelId);
    await this.drafts.add({ id, creatorId, clientId, modelId: modelId ?? null, createdAt: at });
    return id;
  }

  private async requireCanCreate(creatorId: string, modelId: string | undefined): Promise<void> {
    const limit = LIMITS.draftsPerUser;
    if ((await this.drafts.ofCreator(creatorId)).length >= limit) throw new Rejection('HUB_TOO_MANY_DRAFTS', { limit });
    if (modelId === undefined) return;
    const model = await this.versions.modelById(modelId);
    if (!model || model.isHidden) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.creatorId !== creatorId) throw new Rejection('HUB_NOT_CREATOR');
  }
}

/** Another user's draft is reported as missing. @throws Rejection HUB_DRAFT_NOT_FOUND */
const requireOwnDraft = (draft: Draft | null, userId: string): Draft => {
  if (draft?.creatorId !== userId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
  return draft;
};

/** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
export const requireOpenDraft = (draft: Draft | null, userId: string): Draft => {
  const own = requireOwnDraft(draft, userId);
  if (own.state === 'published') throw new Rejection('HUB_DRAFT_PUBLISHED');
  return own;
};

/** A single weights file, or a folder with every part of a model. */
const seemsComplete = (paths: readonly string[]): boolean => {
  if (paths.length === 1) return /\.safetensors$/i.test(paths[0] ?? '');
  const index = paths.find((path) => /^([^/]+\/)?model_index\.json$/.test(path));
  if (index === undefined) return false;
  const root = index.slice(0, -MODEL_INDEX.length);
  return MODEL_PARTS.every((part) => paths.some((path) => path.startsWith(`${root}${part}/`)));
};
