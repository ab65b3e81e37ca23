import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { DraftForm, HubKind, ModelFileMetadata } from '@visionary/contract';
import { PublishCheckedDraft, type HubModel, type Version, Versions } from '@visionary/hub';
import { BlobStore } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import { TINY_SD, vectorPath } from '../golden/vectors.js';
import type { RunningApp } from './app.js';

export interface PublishedModel {
  readonly model: HubModel;
  readonly version: Version;
}

export interface ModelInput {
  readonly creator: string | { readonly me: { readonly id: string } };
  readonly kind?: HubKind;
  readonly name?: string;
  /** Publishes a later version of this model. */
  readonly modelId?: string;
  readonly form?: DraftForm;
  readonly facts?: Partial<ModelFileMetadata>;
  readonly renderFacts?: string | null;
  /** Replaces the files of the tiny test model, or of a LoRA for it. */
  readonly files?: ReadonlyMap<string, Buffer>;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
let made = 0;

/** The tiny test model, made unique by the name in its index. */
export async function tinyModelFiles(called: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(TINY_SD, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(TINY_SD.length).replace(/^\/+/, ''), await readFile(path));
  }
  const index = JSON.parse(String(files.get('model_index.json'))) as object;
  files.set('model_index.json', Buffer.from(JSON.stringify({ ...index, _name_or_path: called })));
  return files;
}

/** A LoRA for the tiny model, made unique by its header. */
export async function tinyLoraFiles(called: string): Promise<ReadonlyMap<string, Buffer>> {
  const file = await readFile(vectorPath('lora/lora_kohya.safetensors'));
  const end = 8 + Number(file.readBigUInt64LE(0));
  const parsed = JSON.parse(file.toString('utf8', 8, end)) as object;
  const text = JSON.stringify({ ...parsed, __metadata__: { ss_output_name: called } });
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return new Map([[`${called.replace(/\s+/g, '-')}.safetensors`, Buffer.concat([length, header, file.subarray(end)])]]);
}

/** The files that affect an image: takes record their hash. */
const PARTS = /^(scheduler|tokenizer(_2)?|text_encoder(_2)?|unet|vae_decoder|vae_encoder|preview_decoder)\//;
function hashOf(files: ReadonlyMap<string, Buffer>, kind: string): string {
  if (kind !== 'model') return sha256([...files.values()][0] as Buffer);
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name !== 'model_index.json' && !PARTS.test(name)) continue;
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

const weightsHashOf = (path: string, bytes: Buffer): string | null =>
  path.endsWith('.safetensors') ? sha256(bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)))) : null;

/** A ready draft, without an upload. @returns its id */
export async function createReadyDraft({ app }: RunningApp, input: ModelInput): Promise<string> {
  const { creator, kind = 'model', name = `Model ${++made}`, modelId = null, renderFacts = null } = input;
  const called = `${name} ${input.form?.label ?? ''} ${randomUUID()}`;
  const files = input.files ?? (await (kind === 'model' ? tinyModelFiles(called) : tinyLoraFiles(called)));
  const blobs = app.get(BlobStore, { strict: false });
  const sql = app.get(Database, { strict: false }).query();
  const [id, now] = [randomUUID(), Date.now()];
  const facts: ModelFileMetadata = {
    ...{ kind, base: 'other', tensors: 4, parameters: 1000, dtypes: ['F32'], triggerWords: [], metadata: {} },
    ...input.facts,
  };
  const form: DraftForm = { name, license: 'CC-BY-4.0', label: '1.0', ...input.form };
  await sql
    .insertInto('hub_draft')
    .values({
      id,
      creator_id: typeof creator === 'string' ? creator : creator.me.id,
      client_id: randomUUID(),
      model_id: modelId,
      state: 'ready',
      form: JSON.stringify(form),
      suggested_form: '{}',
      file_metadata: JSON.stringify(facts),
      rejection: null,
      ...{ render_metadata: renderFacts, hash: hashOf(files, kind) },
      ...{ rejected_files: null, created_at: now, changed_at: now, version_id: null },
    })
    .execute();
  for (const [path, bytes] of files) {
    const row = {
      id: randomUUID(),
      draft_id: id,
      path,
      bytes: bytes.length,
      received: bytes.length,
      state: 'checked' as const,
      sha256: await blobs.put(bytes),
      weights_hash: weightsHashOf(path, bytes),
      crc32: crc32(bytes),
      is_deduplicated: 0,
      ...{ rejection: null, created_at: now, last_received_at: now },
      ...{ expected_sha256: null, archive_id: null, lease_owner: null, lease_until: null },
    };
    await sql.insertInto('hub_draft_file').values(row).execute();
  }
  return id;
}

/** Files in the blob store and all rows of a published version, without an upload. */
export async function publishModel(app: RunningApp, input: ModelInput): Promise<PublishedModel> {
  const draftId = await createReadyDraft(app, input);
  const creatorId = typeof input.creator === 'string' ? input.creator : input.creator.me.id;
  const versionId = await app.get(PublishCheckedDraft).run(creatorId, draftId);
  const versions = app.get(Versions);
  const version = (await versions.byId(versionId)) as Version;
  return { version, model: (await versions.modelById(version.modelId)) as HubModel };
}
