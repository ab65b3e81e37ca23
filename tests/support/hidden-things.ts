import { randomUUID } from 'node:crypto';
import type { CollectionView, PostView } from '@visionary/contract';
import { LevelPicture, type Take } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import type { RunningApp } from './app.js';
import { finishedTake, publishes } from './feed.js';
import { heard } from './heard.js';
import { HttpClient } from './http-client.js';
import { connect, type LiveClient } from './live-client.js';
import { aPublishedModel, type PublishedModel } from './published-models.js';
import { aRoom, aRoomWith, type Present } from './rooms.js';
import { type Answered, type Known, walkCommands, walkRoutes } from './walks.js';

/** Nobody says this by chance. */
export const WORD = 'zyzzyva';
const SAID = { title: `T ${WORD}`, words: `W ${WORD}`, tags: [WORD], maturity: 'adult' as const };

/** What is not for everybody, between things that are: all that is said of it has the word. */
export interface HiddenThings {
  readonly author: Present;
  readonly roomId: string;
  readonly root: PostView;
  readonly adult: PostView;
  readonly child: PostView;
  readonly takes: readonly Take[];
  readonly collectionId: string;
  readonly lora: PublishedModel;
}

/** A picture for everybody, of it one for adults, and of that one for everybody again; a LoRA for adults; both talked about. */
export async function hiddenThings(app: RunningApp, author: Present, called: Present): Promise<HiddenThings> {
  const [open, apart] = [await aRoom(author), await aRoomWith(author, 'private')];
  const from = await finishedTake(app, author, open.id, { prompt: 'a beginning' });
  const root = await publishes(author, from.id, { title: 'root' });
  const hidden = await finishedTake(app, author, apart.id, { prompt: WORD, origin: { postId: root.id } });
  const adult = await publishes(author, hidden.id, { ...SAID, words: `${SAID.words} <@${called.me.id}>` });
  const next = await finishedTake(app, author, apart.id, { prompt: 'an end', origin: { postId: adult.id } });
  const child = await publishes(author, next.id, { title: 'child' });
  // Its words are its room's; elsewhere nothing tells of it.
  const levelled = await finishedTake(app, author, open.id, { prompt: WORD, origin: { postId: root.id } });
  await app.app
    .get(UnitOfWork, { strict: false })
    .run(() => app.app.get(LevelPicture, { strict: false }).decided(levelled.id, 0, 'adult'));
  const form = { tags: [WORD], about: WORD, triggerWords: [WORD], maturity: 'adult' as const };
  const lora = await aPublishedModel(app, { maker: author, kind: 'lora', name: `Model ${WORD}`, form });
  await author.live.do('feed.comment', { postId: adult.id, clientId: randomUUID(), text: WORD });
  await called.live.do('hub.comment', { modelId: lora.model.id, clientId: randomUUID(), text: WORD });
  const { body: collection } = await author.client.post<CollectionView>('/api/collections', {
    ...{ title: 'All', about: '', isShared: true },
  });
  for (const { id } of [root, adult, child]) {
    await author.client.send('PUT', `/api/collections/${collection.id}/posts/${id}`, {});
  }
  const takes = [from, hidden, next, levelled];
  return { ...{ author, roomId: open.id, root, adult, child, takes, lora }, collectionId: collection.id };
}

/** What names such a thing: whoever is signed in and asks by it comes on purpose. */
const addressesOf = ({ adult, takes, lora: { model, version } }: HiddenThings): string[] => [
  ...[adult.id, takes[1]?.id ?? '', takes[3]?.id ?? '', model.id, version.id, version.hash],
  encodeURIComponent(version.useId),
];

const knownOf = (things: HiddenThings, personId: string): Known => {
  const { author, roomId, root, adult, child, takes, collectionId, lora } = things;
  const { useId, id: versionId, hash } = lora.version;
  const nobodys = [randomUUID()];
  const owners = [author.me.id, personId];
  return {
    ...{ postId: [adult.id, root.id, child.id], collectionId: [collectionId], takeId: takes.map(({ id }) => id) },
    ...{ personId: owners, authorId: owners, makerId: owners, roomId: [roomId], index: ['0'], position: ['0'] },
    ...{ modelId: [lora.model.id, useId], versionId: [versionId], sampleId: nobodys, uploadId: nobodys },
    ...{ draftId: nobodys, caseId: nobodys, token: ['nothing'], termId: nobodys, side: ['6', '64'] },
    ...{ hash: [hash, adult.picture.previews[0]?.url.split('/').at(-1) ?? 'a'.repeat(64)] },
    ...{ text: [WORD], search: [WORD], tag: [WORD], model: [useId], lora: [useId], ids: [useId] },
    ...{ maturity: ['adult'], takeIds: takes.map(({ id }) => id), kind: ['model', 'lora'] },
  };
};

const commandsOf = ({ root, child, lora }: HiddenThings, postIds: readonly string[], modelIds: readonly string[]) => {
  const model = lora.version.useId;
  return {
    ...{ 'lobby.watch': [{}], 'feed.watch': [{ newestId: root.id }], 'feed.look': [{}] },
    'feed.open': [root.id, child.id, ...postIds].map((postId) => ({ postId })),
    'hub.open': modelIds.map((modelId) => ({ modelId })),
    ...{ 'jam.forecast': [{ model }], 'jam.count': [{ model, texts: [WORD] }] },
    'safety.check': [{ scope: 'titles' as const, texts: { title: WORD } }],
  };
};

const tells = ({ said }: Answered): boolean => said.toLowerCase().includes(WORD);

/** @returns addresses and commands by which a visitor hears the word, and of how many */
export async function leaksToVisitors({ url }: RunningApp, things: HiddenThings, live: LiveClient) {
  const browsers = Array.from({ length: 8 }, (_, n) => new HttpClient(url, `127.0.7.${n + 1}`));
  const { adult, lora } = things;
  const pages = await Promise.all(
    [`/p/${adult.id}`, `/models/${lora.model.id}`].map(async (address) => {
      const { status, body } = await new HttpClient(url).get(address);
      return { address, status, said: String(body) };
    }),
  );
  const routes = await walkRoutes(browsers, knownOf(things, things.author.me.id));
  const commands = await walkCommands(live, commandsOf(things, [adult.id], [lora.model.id]));
  const all = [...pages, ...routes, ...commands];
  return { asked: all.length, failed: failedOf(all), leaks: all.filter(tells).map(({ address }) => address) };
}

/** As `leaksToVisitors`, to somebody signed in, but for what is asked for by its own address. */
export async function leaksTo({ client, live, me }: Present, things: HiddenThings) {
  const own = addressesOf(things);
  const routes = await walkRoutes([client], knownOf(things, me.id));
  const commands = await walkCommands(live, {
    ...commandsOf(things, [], []),
    ...{ 'me.open': [{}], 'me.notifications': [{}], 'generation.watch': [{}] },
  });
  const all = [...routes, ...commands].filter(({ address }) => !own.some((id) => address.includes(id)));
  return { asked: all.length, failed: failedOf(all), leaks: all.filter(tells).map(({ address }) => address) };
}

/** Too often, or a bug: neither is an answer. */
const failedOf = (all: readonly Answered[]): string[] =>
  all.filter(({ status }) => status === 429 || status >= 500).map(({ status, address }) => `${status} ${address}`);

/** All that is said to a page from now on. */
function overheard(live: LiveClient): () => string {
  const said: unknown[] = [];
  live.socket.onAny((name: string, what: unknown) => said.push([name, what]));
  return () => JSON.stringify(said).toLowerCase();
}

/**
 * While a visitor looks at a picture and a model, both become what is for adults, and people talk of them.
 * @returns what the visitor heard, and when it is over what `member` did
 */
export async function turnsWhileWatched(app: RunningApp, { author, roomId }: HiddenThings, member: Present) {
  const take = await finishedTake(app, author, roomId, { prompt: 'still' });
  const { id: postId } = await publishes(author, take.id, { title: 'still' });
  const { model } = await aPublishedModel(app, { maker: author, kind: 'lora', name: 'Still' });
  const [visitor, onlooker] = [await connect(app.url), await connect(app.url, author.client.cookieHeader)];
  const [said, saidToMember] = [overheard(visitor), overheard(member.live)];
  for (const live of [visitor, onlooker]) {
    await live.do('feed.watch', {});
    await live.do('feed.open', { postId });
    await live.do('hub.open', { modelId: model.id });
  }
  const gone = [
    ...[heard(visitor, 'feed.removed'), heard(visitor, 'hub.removed'), heard(member.live, 'feed.removed')],
    ...[heard(onlooker, 'feed.changed'), heard(onlooker, 'hub.changed')],
  ];
  await author.live.do('feed.change', { postId, changes: SAID });
  await author.client.patch(`/api/hub/models/${model.id}`, { about: WORD, tags: [WORD], maturity: 'adult' });
  await Promise.all(gone);
  const talk = [heard(onlooker, 'feed.commented'), heard(onlooker, 'hub.commented'), heard(onlooker, 'feed.counted')];
  await author.live.do('feed.comment', { postId, clientId: randomUUID(), text: WORD });
  await author.live.do('hub.comment', { modelId: model.id, clientId: randomUUID(), text: WORD });
  await author.live.do('feed.change', { postId, changes: { title: `${WORD} again` } });
  await Promise.all(talk);
  const fence = [visitor, member.live].map((live) => heard(live, 'feed.published'));
  await publishes(author, (await finishedTake(app, author, roomId, { prompt: 'a fence' })).id, { title: 'fence' });
  await Promise.all(fence);
  return { toVisitor: said(), toMember: saidToMember() };
}
