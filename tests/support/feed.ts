import { randomBytes, randomUUID } from 'node:crypto';
import type { CommandPayload, PostPage, PostView, TakeOrigin } from '@visionary/contract';
import { QueueTake, type Take, type AuthorshipSpan } from '@visionary/generation';
import sharp from 'sharp';
import type { RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { withPngText } from '@visionary/infotext';
import { UnitOfWork } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import type { RunningApp } from './app.js';
import { HttpClient } from './http-client.js';
import { TINY } from './jam.js';
import type { ConnectedUser } from './rooms.js';
import { solidPng } from './test-images.js';

export interface TakeInput {
  readonly prompt?: string;
  readonly origin?: TakeOrigin;
  readonly authorship?: readonly AuthorshipSpan[];
  readonly writerIds?: readonly string[];
  readonly infotext?: string;
  /** SHA-256 of the files it was rendered with. */
  readonly modelHash?: string;
  readonly loras?: readonly { readonly id: string; readonly weight: number; readonly sha256: string }[];
  /** Of the record, in which files have their hashes, and the settings that name them. */
  readonly job?: Partial<RenderJob>;
  readonly width?: number;
  readonly height?: number;
  readonly status?: 'finished' | 'rendering';
  /** Its init image. */
  readonly uploadId?: string;
}

let shade = 0;

/** A different image on every call in a test file. */
async function aImage(width: number, height: number, infotext: string): Promise<Uint8Array> {
  shade += 1;
  const background = { r: shade % 256, g: (shade >> 8) % 256, b: 90 };
  return withPngText(await solidPng(width, height, background), [{ keyword: 'parameters', text: infotext }]);
}

/** A finished take, without a renderer: it is never visible in the queue. */
export async function finishedTake(
  { app }: RunningApp,
  user: ConnectedUser,
  roomId: string,
  { width = 64, height = 64, status = 'finished', ...input }: TakeInput = {},
): Promise<Take> {
  const {
    prompt = 'a red fox',
    writerIds = [],
    origin,
    authorship,
    modelHash = 'f'.repeat(64),
    loras,
    job = loras && { loras },
    uploadId,
  } = input;
  const { infotext = `${prompt}\nSteps: 4, CFG scale: 5, Seed: ${TINY.seed}` } = input;
  const sha256 = await app.get(BlobStore, { strict: false }).put(await aImage(width, height, infotext));
  const images = status === 'finished' ? [{ width, height, seed: TINY.seed, sha256 }] : [];
  const [lease_owner, lease_until] = status === 'rendering' ? ['somebody', Number.MAX_SAFE_INTEGER] : [null, null];
  const ended = {
    ...{ status, images: JSON.stringify(images), model_hash: modelHash, render_ms: 12, ended_at: 1 },
    ...(job && {
      render_record: JSON.stringify({ job: { prompt, negative: '', ...job } }),
      settings: JSON.stringify({ ...TINY, ...job }),
    }),
    ...(uploadId && { settings: JSON.stringify({ ...TINY, init: { image: { uploadId }, strength: 0.1 } }) }),
    ...{ lease_owner, lease_until },
  };
  return app.get(UnitOfWork, { strict: false }).run(async () => {
    const authors = { authorId: user.me.id, writerIds: [user.me.id, ...writerIds] };
    const order = { roomId, ...authors, prompt, negative: '', settings: TINY, origin, authorship };
    const take = await app.get(QueueTake, { strict: false }).run(order);
    const sql = app.get(Database, { strict: false }).query<{ take: { id: string } & typeof ended }>();
    await sql.updateTable('take').set(ended).where('id', '=', take.id).execute();
    return take;
  });
}

type Publishing = Partial<CommandPayload<'feed.publish'>>;

/** Publishes the first image of a take. */
export async function publishTake({ live }: ConnectedUser, takeId: string, fields: Publishing = {}): Promise<PostView> {
  const image = { takeId, index: 0 };
  return (await live.do('feed.publish', { clientId: randomUUID(), image, ...fields })).post;
}

export const feedPage = async (url: string, query: string, client = new HttpClient(url)): Promise<PostPage> =>
  (await client.get<PostPage>(`/api/posts?${query}`)).body;

/** All entries, page by page. */
export async function allPosts(url: string, query: string): Promise<PostView[]> {
  const all: PostView[] = [];
  for (let cursor = ''; ;) {
    const { posts, nextCursor } = await feedPage(url, `${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...posts);
    if (nextCursor === null) return all;
    cursor = nextCursor;
  }
}

/** Gives the first image of a take its steps, as a renderer does when somebody asks for them. */
export async function addReplay({ app }: RunningApp, takeId: string, steps: readonly number[] = [1, 2, 3]) {
  const size = { width: 64 * steps.length, height: 64, channels: 3 } as const;
  const sheet = await sharp(randomBytes(size.width * size.height * size.channels), { raw: size })
    .webp()
    .toBuffer();
  const sha256 = await app.get(BlobStore, { strict: false }).put(sheet);
  const layout = { columns: steps.length, width: 64, height: 64, steps };
  const replay = { sha256, bytes: sheet.byteLength, ...layout };
  const takes = app.get(SqlTakes, { strict: false });
  return app.get(UnitOfWork, { strict: false }).run(() => takes.addReplay(takeId, 0, replay));
}
