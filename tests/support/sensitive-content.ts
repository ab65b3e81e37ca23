import { randomUUID } from 'node:crypto';
import type { CollectionView, PostView } from '@visionary/contract';
import { RateTakeImage, type Take } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import type { RunningApp } from './app.js';
import { finishedTake, publishTake } from './feed.js';
import { HttpClient } from './http-client.js';
import { connect, type LiveClient } from './live-client.js';
import { publishModel, type PublishedModel } from './published-models.js';
import { createRoom, createRoomWith, type ConnectedUser } from './rooms.js';
import { type Reply, type Known, crawlCommands, crawlRoutes } from './crawl-api.js';
import { addComment } from './community.js';

/** A word that never occurs by chance. */
export const LEAK_MARKER = 'zyzzyva';
const POST_TEXTS = {
  title: `T ${LEAK_MARKER}`,
  description: `W ${LEAK_MARKER}`,
  tags: [LEAK_MARKER],
  contentRating: 'adult' as const,
};

/** Adult content among content for everyone: all its texts contain the word. */
export interface HiddenThings {
  readonly author: ConnectedUser;
  readonly roomId: string;
  readonly root: PostView;
  readonly adult: PostView;
  readonly child: PostView;
  readonly takes: readonly Take[];
  readonly collectionId: string;
  readonly lora: PublishedModel;
}

/** An image for everyone, an adult remix of it, and a remix of that for everyone; an adult LoRA; both with comments. */
export async function sensitiveContent(
  app: RunningApp,
  author: ConnectedUser,
  called: ConnectedUser,
): Promise<HiddenThings> {
  const [open, apart] = [await createRoom(author), await createRoomWith(author, 'private')];
  const from = await finishedTake(app, author, open.id, { prompt: 'a beginning' });
  const root = await publishTake(author, from.id, { title: 'root' });
  const hidden = await finishedTake(app, author, apart.id, { prompt: LEAK_MARKER, origin: { postId: root.id } });
  const adult = await publishTake(author, hidden.id, {
    ...POST_TEXTS,
    description: `${POST_TEXTS.description} <@${called.me.id}>`,
  });
  const next = await finishedTake(app, author, apart.id, { prompt: 'an end', origin: { postId: adult.id } });
  const child = await publishTake(author, next.id, { title: 'child' });
  // Its prompt belongs to its room and must not leak elsewhere.
  const levelled = await finishedTake(app, author, open.id, { prompt: LEAK_MARKER, origin: { postId: root.id } });
  await app.get(UnitOfWork).run(() => app.get(RateTakeImage).setModeratorRating(levelled.id, 0, 'adult'));
  const form = {
    tags: [LEAK_MARKER],
    description: LEAK_MARKER,
    triggerWords: [LEAK_MARKER],
    contentRating: 'adult' as const,
  };
  const lora = await publishModel(app, { creator: author, kind: 'lora', name: `Model ${LEAK_MARKER}`, form });
  await addComment(author, { kind: 'post', id: adult.id }, LEAK_MARKER);
  await addComment(called, { kind: 'model', id: lora.model.id }, LEAK_MARKER);
  const { body: collection } = await author.client.post<CollectionView>('/api/collections', {
    ...{ title: 'All', description: '', isShared: true },
  });
  for (const { id } of [root, adult, child]) {
    await author.client.send('PUT', `/api/collections/${collection.id}/posts/${id}`, {});
  }
  const takes = [from, hidden, next, levelled];
  return { ...{ author, roomId: open.id, root, adult, child, takes, lora }, collectionId: collection.id };
}

/** Ids of sensitive content: signed-in users who request them do so on purpose. */
const addressesOf = ({ adult, takes, lora: { model, version } }: HiddenThings): string[] => [
  ...[adult.id, takes[1]?.id ?? '', takes[3]?.id ?? '', model.id, version.id, version.hash],
  encodeURIComponent(version.useId),
];

const knownOf = (things: HiddenThings, userId: string): Known => {
  const { author, roomId, root, adult, child, takes, collectionId, lora } = things;
  const { useId, id: versionId, hash } = lora.version;
  const nobodys = [randomUUID()];
  const owners = [author.me.id, userId];
  return {
    ...{ postId: [adult.id, root.id, child.id], collectionId: [collectionId], takeId: takes.map(({ id }) => id) },
    ...{ userId: owners, authorId: owners, creatorId: owners, roomId: [roomId], index: ['0'], position: ['0'] },
    ...{ modelId: [lora.model.id, useId], versionId: [versionId], sampleId: nobodys, uploadId: nobodys },
    ...{ draftId: nobodys, caseId: nobodys, token: ['nothing'], termId: nobodys, size: ['6', '64'] },
    ...{ hash: [hash, adult.image.thumbnails[0]?.url.split('/').at(-1) ?? 'a'.repeat(64)] },
    ...{ text: [LEAK_MARKER], search: [LEAK_MARKER], tag: [LEAK_MARKER], model: [useId], lora: [useId], ids: [useId] },
    additions: [`embedding:${useId}`],
    ...{ contentRating: ['adult'], takeIds: takes.map(({ id }) => id), kind: ['post', 'model', 'lora'] },
    id: [adult.id, root.id, child.id, lora.model.id],
  };
};

const commandsOf = ({ root, child, lora }: HiddenThings, postIds: readonly string[], modelIds: readonly string[]) => {
  const model = lora.version.useId;
  return {
    ...{ 'lobby.subscribe': [{}], 'feed.subscribe': [{ newestId: root.id }], 'feed.subscribeUpdates': [{}] },
    'feed.openPost': [root.id, child.id, ...postIds].map((postId) => ({ postId })),
    'hub.openModel': modelIds.map((modelId) => ({ modelId })),
    ...{ 'jam.estimateLoad': [{ model }], 'jam.countTokens': [{ model, texts: [LEAK_MARKER] }] },
    'generation.setFrameSide': [{ side: 64 as const }],
    'safety.checkTexts': [{ scope: 'titles' as const, texts: { title: LEAK_MARKER } }],
  };
};

const containsMarker = ({ content }: Reply): boolean => content.toLowerCase().includes(LEAK_MARKER);

/** @returns URLs and commands that leak the word to a visitor, and the number of all */
export async function leaksToVisitors({ url }: RunningApp, things: HiddenThings, live: LiveClient) {
  const browsers = Array.from({ length: 8 }, (_, n) => new HttpClient(url, `127.0.7.${n + 1}`));
  const { adult, lora } = things;
  const pages = await Promise.all(
    [`/p/${adult.id}`, `/models/${lora.model.id}`].map(async (address) => {
      const { status, body } = await new HttpClient(url).get(address);
      return { address, status, content: String(body) };
    }),
  );
  const routes = await crawlRoutes(browsers, knownOf(things, things.author.me.id));
  const commands = await crawlCommands(live, commandsOf(things, [adult.id], [lora.model.id]));
  const all = [...pages, ...routes, ...commands];
  return { asked: all.length, failed: failedOf(all), leaks: all.filter(containsMarker).map(({ address }) => address) };
}

/** Like `leaksToVisitors` for a signed-in user, except requests by id. */
export async function findLeaks({ client, live, me }: ConnectedUser, things: HiddenThings) {
  const own = addressesOf(things);
  const routes = await crawlRoutes([client], knownOf(things, me.id));
  const commands = await crawlCommands(live, {
    ...commandsOf(things, [], []),
    ...{ 'me.subscribe': [{}], 'me.listNotifications': [{}], 'generation.subscribe': [{}] },
  });
  const all = [...routes, ...commands].filter(({ address }) => !own.some((id) => address.includes(id)));
  return { asked: all.length, failed: failedOf(all), leaks: all.filter(containsMarker).map(({ address }) => address) };
}

/** Rate limits and bugs are no results. */
const failedOf = (all: readonly Reply[]): string[] =>
  all.filter(({ status }) => status === 429 || status >= 500).map(({ status, address }) => `${status} ${address}`);

/** Collects all events of a socket from now on. */
function collectEvents(live: LiveClient): () => string {
  const content: unknown[] = [];
  live.socket.onAny((name: string, what: unknown) => content.push([name, what]));
  return () => JSON.stringify(content).toLowerCase();
}

/**
 * While a visitor has a post and a model open, both become adult, and users comment on them.
 * @returns what the visitor received, and what `member` did, after it ended
 */
export async function turnsWhileWatched(app: RunningApp, { author, roomId }: HiddenThings, member: ConnectedUser) {
  const take = await finishedTake(app, author, roomId, { prompt: 'still' });
  const { id: postId } = await publishTake(author, take.id, { title: 'still' });
  const { model } = await publishModel(app, { creator: author, kind: 'lora', name: 'Still' });
  const [visitor, onlooker] = [await connect(app.url), await connect(app.url, author.client.cookieHeader)];
  const [content, memberEvents] = [collectEvents(visitor), collectEvents(member.live)];
  for (const live of [visitor, onlooker]) {
    await live.do('feed.subscribe', {});
    await live.do('feed.openPost', { postId });
    await live.do('hub.openModel', { modelId: model.id });
  }
  const gone = [
    ...[visitor.next('feed.postDeleted'), visitor.next('hub.modelDeleted'), member.live.next('feed.postDeleted')],
    ...[onlooker.next('feed.postUpdated'), onlooker.next('hub.modelChanged')],
  ];
  await author.live.do('feed.updatePost', { postId, changes: POST_TEXTS });
  await author.client.patch(`/api/hub/models/${model.id}`, {
    description: LEAK_MARKER,
    tags: [LEAK_MARKER],
    contentRating: 'adult',
  });
  await Promise.all(gone);
  const talk = [
    ...(['post', 'model'] as const).map((kind) =>
      onlooker.next('comments.changed', ({ comment }) => comment.subject.kind === kind),
    ),
    onlooker.next('feed.countsChanged'),
  ];
  await addComment(author, { kind: 'post', id: postId }, LEAK_MARKER);
  await addComment(author, { kind: 'model', id: model.id }, LEAK_MARKER);
  await author.live.do('feed.updatePost', { postId, changes: { title: `${LEAK_MARKER} again` } });
  await Promise.all(talk);
  const fence = [visitor, member.live].map((live) => live.next('feed.published'));
  await publishTake(author, (await finishedTake(app, author, roomId, { prompt: 'a fence' })).id, { title: 'fence' });
  await Promise.all(fence);
  return { toVisitor: content(), toMember: memberEvents() };
}
