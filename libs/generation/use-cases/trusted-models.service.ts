import { Injectable } from '@nestjs/common';
import type { TrustableKind } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { AuditLog } from '@visionary/safety';
import { AdditionCatalog } from '../domain/additions.js';
import type { HubVersionRef } from '../domain/hub-version-ref.js';
import { LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { filesOf, type RenderJob, type TrustedHashes } from '../domain/renderer-protocol.js';
import { SHIPPED_HASHES } from '../domain/shipped-models.js';
import type { Take } from '../domain/take.js';
import { DiskFileHashes } from '../storage/disk-file-hashes.js';
import { SqlTrustedModels, type TrustedModel } from '../storage/sql-trusted-models.js';
import { TakeInputs } from './take-inputs.js';

type TrustKey = Pick<TrustedModel, 'kind' | 'id'>;
type Trustable = { readonly id: string; readonly hub?: HubVersionRef; readonly dir?: string; readonly path?: string };

/** `by`: null for what ships with the server. */
export interface Trust extends TrustKey {
  readonly by: Pick<TrustedModel, 'byId' | 'at'> | null;
}

/**
 * Which models cannot draw what is forbidden: the one that ships with the server, and those that a moderator vouches for. Trust
 * belongs to the bytes of the files and ends when they change.
 */
@Injectable()
export class TrustedModels {
  constructor(
    private readonly trusted: SqlTrustedModels,
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly additions: AdditionCatalog,
    private readonly hashes: DiskFileHashes,
    private readonly inputs: TakeInputs,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<Trust[]> {
    const vouched = await this.vouched();
    return [
      ...(await this.shipped()).filter((one) => !vouched.some((other) => isSame(one, other))),
      ...vouched.map(({ kind, id, byId, at }) => ({ kind, id, by: { byId, at } })),
    ];
  }

  /** Ids of trusted models. */
  async modelIds(): Promise<ReadonlySet<string>> {
    return new Set((await this.list()).filter(({ kind }) => kind === 'model').map(({ id }) => id));
  }

  /**
   * Without effect if it is trusted with these files. The caller has checked that `byId` is a moderator.
   * @throws Rejection GENERATION_MODEL_NOT_FOUND
   */
  async trust(key: TrustKey, byId: string): Promise<void> {
    const found = await this.find(key);
    const hash = found && (await this.hashOf(key.kind, found));
    if (!hash) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: key.id });
    await this.unitOfWork.run(async () => {
      const before = (await this.trusted.all()).find((one) => isSame(one, key));
      if (before?.hash === hash) return;
      await this.trusted.remove(key);
      await this.trusted.add({ ...key, hash, byId, at: this.clock.now() });
      await this.audit.write({
        action: 'model.trusted',
        byId,
        about: aboutOf(key),
        detail: { model: key.id, sha256: hash },
      });
    });
  }

  /** @param byId null for the server. @throws Rejection GENERATION_MODEL_NOT_FOUND if nobody vouches for it */
  async revoke(key: TrustKey, byId: string | null, outcome?: 'filesChanged'): Promise<void> {
    await this.unitOfWork.run(async () => {
      if (!(await this.trusted.remove(key))) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: key.id });
      await this.audit.write({
        action: 'model.untrusted',
        byId,
        about: aboutOf(key),
        detail: { model: key.id, ...(outcome !== undefined && { outcome }) },
      });
    });
  }

  /**
   * The files of a take that is shown in the open from its first step.
   * @returns undefined if one of them, or an image that the take starts from, could bring in anything
   */
  async hashesFor(
    take: Pick<Take, 'roomId' | 'settings'>,
    model: Model,
    job: RenderJob,
  ): Promise<TrustedHashes | undefined> {
    if (!(await this.inputs.areImagesForEveryone(take.roomId, take.settings))) return undefined;
    const list = await this.list();
    const trustedHash = async (key: TrustKey) => {
      if (!list.some((one) => isSame(one, key))) return undefined;
      const found = await this.find(key);
      return (found && (await this.hashOf(key.kind, found))) ?? undefined;
    };
    const modelHash = await trustedHash({ kind: 'model', id: model.id });
    if (modelHash === undefined) return undefined;
    const files = await Promise.all(filesOf(job).map(trustedHash));
    return files.every((hash) => hash !== undefined) ? { model: modelHash, files } : undefined;
  }

  /** Revokes the trust in files that were replaced. */
  private async vouched(): Promise<TrustedModel[]> {
    const current: TrustedModel[] = [];
    for (const one of await this.trusted.all()) {
      const found = await this.find(one);
      const hash = found && (await this.hashOf(one.kind, found));
      if (hash === one.hash) current.push(one);
      else if (hash) await this.revoke(one, null, 'filesChanged').catch(ignoreRejection);
    }
    return current;
  }

  private async shipped(): Promise<Trust[]> {
    const claiming = (await this.models.list()).filter(
      ({ drawsNothingForbidden, hub }) => drawsNothingForbidden && !hub,
    );
    const loras = (await this.loras.list()).filter(({ drawsNothingForbidden, hub }) => drawsNothingForbidden && !hub);
    const all: (readonly [TrustableKind, Trustable])[] = [
      ...claiming.map((one) => ['model', one] as const),
      ...loras.map((one) => ['lora', one] as const),
    ];
    const found: Trust[] = [];
    for (const [kind, one] of all) {
      const hash = await this.hashOf(kind, one);
      if (hash && SHIPPED_HASHES.has(hash)) found.push({ kind, id: one.id, by: null });
    }
    return found;
  }

  private find({ kind, id }: TrustKey): Promise<Trustable | undefined> {
    if (kind === 'model') return this.models.find(id);
    return kind === 'lora' ? this.loras.find(id) : this.additions.find(kind, id);
  }

  private async hashOf(kind: TrustableKind, { hub, dir, path }: Trustable): Promise<string | null> {
    if (hub) return hub.hash;
    if (kind === 'model') return dir === undefined ? null : this.hashes.ofModel(dir);
    return path === undefined ? null : this.hashes.ofFile(path);
  }
}

const isSame = (a: TrustKey, b: TrustKey): boolean => a.kind === b.kind && a.id === b.id;
const aboutOf = ({ id }: TrustKey) => ({ kind: 'trustedModel', id });

/** Another node revoked it. */
const ignoreRejection = (error: unknown): void => {
  if (!(error instanceof Rejection)) throw error;
};
