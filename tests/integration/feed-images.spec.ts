import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type CollectionDetail,
  type CollectionView,
  type ErrorView,
  type PostDetail,
  type PostPage,
  type PostUploadView,
  type PostView,
  type ProfileDetail,
  thumbnailSizesOf,
} from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { UntrustedImages } from '@visionary/platform/images';
import { readImageMetadata, withPngText } from '@visionary/infotext';
import sharp from 'sharp';
import { folderHash } from '@visionary/diffusion/model-files';
import { PostUploadsService } from '../../libs/feed/use-cases/posts/post-uploads.service.js';
import { ModeratedPosts } from '../../libs/feed/use-cases/moderation/moderated-posts.js';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { addReplay, finishedTake, publishTake } from '../support/feed.js';
import {
  sensitiveContent,
  findLeaks,
  leaksToVisitors,
  turnsWhileWatched,
  LEAK_MARKER,
} from '../support/sensitive-content.js';
import { HttpClient } from '../support/http-client.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { createRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';
import { solidPng } from '../support/test-images.js';
import { exportOf, signUp } from '../support/users.js';

const PAGE = '<!doctype html><html><head><title>Visionary</title></head><body></body></html>';
const SCRIPT = '"><script>alert(1)</script>';

describe.each(DIALECTS)('images of the feed in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let eve: ConnectedUser;
  let roomId: string;
  const visitor = () => new HttpClient(app.url);

  beforeAll(async () => {
    const webDir = freshFolder();
    writeFileSync(join(webDir, 'index.html'), PAGE);
    const databaseUrl = await freshDatabase(dialect);
    app = await bootApp({ databaseUrl, modelsDir: TINY_MODELS, webDir });
    [ann, eve] = await connectUsers(app.url, 'Ann', 'Eve');
    roomId = (await createRoom(ann)).id;
  });

  let shade = 0;
  const solid = (width: number, height: number) => solidPng(width, height, { r: (shade += 1), g: 60, b: 90 });
  const uploadImage = ({ client }: ConnectedUser, raw: Buffer) =>
    client.upload<PostUploadView & ErrorView>('/api/post-uploads', raw);
  const publishesUpload = async ({ live }: ConnectedUser, uploadId: string, fields: object = {}): Promise<PostView> =>
    (await live.do('feed.publish', { clientId: randomUUID(), image: { uploadId }, ...fields })).post;
  const bytesOf = async ({ client }: ConnectedUser, url: string) =>
    Buffer.from(await (await fetch(app.url + url, { headers: { cookie: client.cookieHeader } })).arrayBuffer());
  const bytes = async (url: string) => Buffer.from(await (await fetch(app.url + url)).arrayBuffer());
  it('[F9] uploaded image keeps only pixels and infotext, and names its model', async () => {
    const hash = await folderHash(join(TINY_MODELS, 'tiny-sd-random'));
    const infotext = [
      'a lighthouse <lora:ink:0.8>',
      'Negative prompt: fog',
      `Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 700x400, Model hash: ${hash.slice(0, 10)}, Model: elsewhere`,
    ].join('\n');
    const texts = { parameters: infotext, Comment: 'secret' };
    const file = withPngText(
      await solid(700, 400),
      Object.entries(texts).map(([keyword, text]) => ({ keyword, text })),
    );
    const { status, body } = await uploadImage(ann, Buffer.from(file));
    expect({ status, body }).toMatchObject({ status: 201, body: { width: 700, height: 400 } });
    expect(body.parameters).toMatchObject({
      ...{ prompt: 'a lighthouse', negative: 'fog', scheduler: 'euler_ancestral', steps: 20, guidance: 7, seed: 42 },
      loras: [{ id: 'ink', name: 'ink', weight: 0.8, known: false }],
    });
    expect(body.model).toMatchObject({ id: 'tiny-sd-random', hash: hash.slice(0, 10) });
    expect((await uploadImage(ann, Buffer.from(file))).body.uploadId).toBe(body.uploadId);
    expect((await eve.client.get(body.url)).status).toBe(404);
    expect((await ann.client.get(body.url)).headers['cache-control']).toContain('private');
    const post = await publishesUpload(ann, body.uploadId, { title: 'Lighthouse' });
    expect(post).toMatchObject({
      prompt: 'a lighthouse',
      scheduler: 'euler_ancestral',
      model: { id: 'tiny-sd-random' },
    });
    expect(post.participants).toEqual([{ user: expect.objectContaining({ name: 'Ann' }), roles: ['uploaded'] }]);
    expect((await ann.client.get(body.url)).status).toBe(404);
    const png = await bytes(post.image.url);
    expect([...(await readImageMetadata(png))]).toEqual([
      ['Software', 'Visionary'],
      ['parameters', infotext],
    ]);
    expect(png.includes('secret')).toBe(false);
    const same = await uploadImage(ann, png);
    expect(
      await ann.live.ask('feed.publish', { clientId: randomUUID(), image: { uploadId: same.body.uploadId } }),
    ).toEqual({
      ...{ ok: false, error: { code: 'FEED_ALREADY_PUBLISHED', detail: { postId: post.id } } },
    });
  });

  it('[F9] upload has no parameters without infotext, and is rejected with a code when invalid', async () => {
    const plain = await uploadImage(ann, await solid(40, 30));
    expect(plain.body).toMatchObject({ parameters: null, model: null, width: 40 });
    const post = await publishesUpload(ann, plain.body.uploadId);
    expect(post).toMatchObject({ prompt: '', image: { thumbnails: [{ side: 40 }] } });
    const detail = (await visitor().get<PostDetail>(`/api/posts/${post.id}`)).body;
    expect(detail.parameters).toEqual({ prompt: '', negative: '', loras: [], steers: [], infotext: '' });
    for (const file of ['<svg/>', SCRIPT, '\x89PNG\r\n\x1a\nbroken']) {
      const { status, body } = await uploadImage(ann, Buffer.from(file, 'latin1'));
      expect({ status, code: body.code }).toEqual({ status: 415, code: 'FEED_IMAGE_UNREADABLE' });
    }
    expect((await visitor().post('/api/post-uploads')).status).toBe(401);
    const full = await connectUser(app.url);
    const codes: string[] = [];
    for (let n = 0; n < 21; n++) codes.push((await uploadImage(full, await solid(8, 8))).body.code ?? 'ok');
    expect([codes[19], codes[20]]).toEqual(['ok', 'FEED_TOO_MANY_UPLOADS']);
  });

  it('[F18] uploads stay within the limit when many are concurrent or the account is gone', async () => {
    const joe = await connectUser(app.url);
    const uploads = app.get(PostUploadsService);
    const image = (n: number) => ({ png: Buffer.from([n]), infotext: null, minimumRating: null, width: 9, height: 9 });
    const uploadedImages = Array.from({ length: 24 }, (_, n) => image(n));
    const ends = await Promise.allSettled(uploadedImages.map((one) => uploads.store(joe.me.id, one)));
    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    const refusal = expect.objectContaining({ code: 'FEED_TOO_MANY_UPLOADS', detail: expect.anything() });
    expect(refusals).toEqual([refusal, refusal, refusal, refusal]);
    await expect(uploads.store(randomUUID(), image(99))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('[F10] thumbnails are cached and images download until the post is deleted', async () => {
    const take = await finishedTake(app, ann, roomId, { prompt: 'a "fox" / 狐狸', width: 1000, height: 500 });
    const post = await publishTake(ann, take.id);
    expect(post.image.thumbnails.map(({ side }) => side)).toEqual([320, 640, 1000]);
    for (const { side, url } of post.image.thumbnails) {
      const { status, headers } = await fetch(app.url + url);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
      expect(headers.get('cache-control')).toBe('public, s-maxage=600, max-age=31536000, immutable');
      expect(await sharp(await bytes(url)).metadata()).toMatchObject({ format: 'webp', width: side, height: side / 2 });
    }
    const download = await fetch(`${app.url}${post.image.url}?download`);
    expect(download.headers.get('content-type')).toBe('image/png');
    expect(decodeURIComponent(download.headers.get('content-disposition') ?? '')).toContain('a fox 狐狸 7.png');
    const png = Buffer.from(await download.arrayBuffer());
    expect((await readImageMetadata(png)).get('parameters')).toContain('a "fox"');
    const [small] = post.image.thumbnails.map(({ url }) => url);
    const wrong = small?.replace(/[0-9a-f]{64}$/, createHash('sha256').digest('hex')) ?? '';
    const beyond = small?.replace('/320/', '/1280/') ?? '';
    for (const url of [wrong, beyond]) expect((await fetch(app.url + url)).status).toBe(404);
    await ann.live.do('feed.deletePost', { postId: post.id });
    for (const url of [small ?? '', post.image.url]) expect((await fetch(app.url + url)).status).toBe(404);
    // The take keeps its image and can be published again.
    expect((await fetch(`${app.url}/api/takes/${take.id}/images/0`)).status).toBe(200);
    const again = await publishTake(ann, take.id);
    expect((await fetch(app.url + (again.image.thumbnails[0]?.url ?? ''))).status).toBe(200);
  });

  it('[G111] images of takes have thumbnails, too, for everyone who sees the image, and are sent themselves while too many are decoded', async () => {
    const { id } = await finishedTake(app, ann, roomId, { width: 1000, height: 500 });
    const hashOf = async (of: { readonly roomId: string; readonly takeId: string }) =>
      (await ann.live.do('jam.getTake', of)).take.images[0]?.sha256 ?? '';
    const hash = await hashOf({ roomId, takeId: id });
    const addressOf = (size: number, of = hash) => `${app.url}/api/takes/${id}/images/0/thumbnails/${size}/${of}`;
    const untrusted = app.get(UntrustedImages);
    const read = jest.spyOn(untrusted, 'read').mockRejectedValueOnce(new Rejection('RATE_LIMITED'));
    const busy = await fetch(addressOf(320));
    expect([busy.headers.get('content-type'), busy.headers.get('cache-control')]).toEqual([
      'image/png',
      'private, no-store',
    ]);
    expect(await sharp(await busy.arrayBuffer()).metadata()).toMatchObject({ format: 'png', width: 1000 });
    read.mockRestore();
    for (const side of thumbnailSizesOf({ width: 1000, height: 500 })) {
      const thumbnail = await fetch(addressOf(side));
      expect(thumbnail.headers.get('cache-control')).toBe('public, s-maxage=600, max-age=31536000, immutable');
      const { format, width, height } = await sharp(await thumbnail.arrayBuffer()).metadata();
      expect({ format, width, height }).toEqual({ format: 'webp', width: side, height: side / 2 });
    }
    const nothing = createHash('sha256').digest('hex');
    for (const url of [addressOf(1280), addressOf(321), addressOf(320, nothing)]) {
      expect((await fetch(url)).status).toBe(404);
    }
    const closed = (await createRoom(ann, { visibility: 'private' })).id;
    const secret = await finishedTake(app, ann, closed);
    const url = `/api/takes/${secret.id}/images/0/thumbnails/64/${await hashOf({ roomId: closed, takeId: secret.id })}`;
    const statuses = await Promise.all(
      [visitor(), eve.client, ann.client].map(async (who) => (await who.get(url)).status),
    );
    expect(statuses).toEqual([404, 404, 200]);
  });

  it('[F14] link preview describes a post unless it is sensitive or deleted', async () => {
    const take = await finishedTake(app, ann, roomId, { width: 700, height: 400 });
    const post = await publishTake(ann, take.id, { title: SCRIPT, description: `for <@${eve.me.id}>` });
    const page = async (path = `/p/${post.id}`) => (await visitor().get<string>(path)).body;
    const html = await page();
    expect(html).not.toContain('<script>');
    expect(html).toContain('<title>&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62; · Visionary</title>');
    expect(html).toContain('<meta property="og:description" content="Ann: for @Eve" />');
    expect(html).toContain(
      `<meta property="og:image" content="${app.url}${post.image.thumbnails.at(-1)?.url ?? ''}" />`,
    );
    expect(html).toContain('<meta name="twitter:card" content="summary_large_image" />');
    expect(html).toContain(`<meta property="og:url" content="${app.url}/p/${post.id}" />`);
    await ann.live.do('feed.updatePost', { postId: post.id, changes: { contentRating: 'adult' } });
    // Other sites request it as visitors and get nothing.
    expect(await page()).not.toContain('og:title');
    await ann.live.do('feed.deletePost', { postId: post.id });
    for (const path of [`/p/${post.id}`, '/p/nothing', '/']) expect(await page(path)).not.toContain('og:title');
    const chief = await signUp(app.url, 'Chief');
    await appoint(app, 'Chief');
    await chief.client.patch('/api/admin/instance', { name: '<Harbor>', about: 'Lighthouses' });
    const home = await page('/');
    expect(home).toContain('<title>&#60;Harbor&#62;</title>');
    expect(home).toContain('<meta property="og:site_name" content="&#60;Harbor&#62;" />');
    const other = await publishTake(ann, (await finishedTake(app, ann, roomId)).id, { title: 'Low tide' });
    expect(await page(`/p/${other.id}`)).toContain('<title>Low tide · &#60;Harbor&#62;</title>');
  });

  it('[S75] [S76] [S122] visitors get images, lists, and counts only of posts rated for everyone', async () => {
    const joe = await connectUser(app.url, 'Levels');
    const at = async (query: string, client = visitor()) =>
      (await client.get<PostPage>(query)).body.posts.map(({ title }) => title);
    const made = (title: string, contentRating: 'everyone' | 'adult') =>
      finishedTake(app, ann, roomId, { width: 700, height: 400 }).then(({ id }) =>
        publishTake(ann, id, { title, contentRating, tags: ['levels'] }),
      );
    const [open, adult] = [await made('open', 'everyone'), await made('adult', 'adult')];
    const addresses = [
      adult.image.url,
      String(adult.image.blurPlaceholder),
      ...adult.image.thumbnails.map(({ url }) => url),
    ];
    expect([addresses.length, open.image.blurPlaceholder]).toEqual([5, undefined]);
    for (const url of addresses) {
      expect((await visitor().get(url)).status).toBe(404);
      const { status, headers } = await joe.client.get(url);
      expect([status, headers['cache-control']]).toEqual([200, expect.stringMatching(/^private, /)]);
    }
    expect(await sharp(await bytesOf(joe, String(adult.image.blurPlaceholder))).metadata()).toMatchObject({ width: 6 });
    const collection = await ann.client.post<CollectionView>('/api/collections', {
      ...{ title: 'Both', description: '', isShared: true },
    });
    for (const { id } of [open, adult]) {
      await ann.client.send('PUT', `/api/collections/${collection.body.id}/posts/${id}`, {});
    }
    const collected = async (client: HttpClient) =>
      (await client.get<CollectionDetail>(`/api/collections/${collection.body.id}`)).body;
    await joe.live.do('users.follow', { userId: ann.me.id, on: true });
    const both = ['adult', 'open'];
    for (const query of ['/api/posts?tag=levels', '/api/posts?tab=hot&tag=levels', '/api/posts?tab=following']) {
      const isMine = query.includes('following');
      if (!isMine) expect([query, await at(query)]).toEqual([query, ['open']]);
      expect([query, (await at(query, joe.client)).slice(0, 2).sort()]).toEqual([query, both]);
      await joe.client.patch('/api/me', { sensitiveContentMode: 'hide' });
      expect([query, (await at(query, joe.client))[0]]).toEqual([query, 'open']);
      await joe.client.patch('/api/me', { sensitiveContentMode: 'blur' });
    }
    expect(await collected(visitor())).toMatchObject({
      collection: { count: 1 },
      page: { posts: [{ title: 'open' }] },
    });
    expect((await collected(joe.client)).collection.count).toBe(2);
    const profilePath = `/api/users/${ann.me.id}`;
    const profileFor = async (client: HttpClient) => (await client.get<ProfileDetail>(profilePath)).body;
    const counted = async (client: HttpClient) => (await profileFor(client)).profile.counts.posts;
    expect((await counted(joe.client)) - (await counted(visitor()))).toBeGreaterThan(0);
    expect((await at(`${profilePath}/posts`))[0]).toBe('open');
    await joe.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    const hidden = await profileFor(joe.client);
    expect(hidden.viewerState?.hiddenCounts?.posts).toBeGreaterThan(0);
    expect((await collected(joe.client)).hiddenCounts).toBe(1);
    expect([(await profileFor(visitor())).viewerState, (await collected(visitor())).hiddenCounts]).toEqual([
      null,
      undefined,
    ]);
    await ann.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    expect((await at(`${profilePath}/posts`, ann.client))[0]).toBe('adult');
    await ann.client.patch('/api/me', { sensitiveContentMode: 'blur' });
  });

  it('[S117] [S118] [S119] no route leaks sensitive text to visitors and users who hide it', async () => {
    const hider = await connectUser(app.url, 'Hider');
    expect((await hider.client.patch('/api/me', { sensitiveContentMode: 'hide' })).status).toBe(200);
    await hider.live.do('users.follow', { userId: ann.me.id, on: true });
    const things = await sensitiveContent(app, ann, hider);
    const live = await connect(app.url);
    const [visitors, hiders] = [await leaksToVisitors(app, things, live), await findLeaks(hider, things)];
    expect([visitors.leaks, visitors.failed, hiders.leaks, hiders.failed]).toEqual([[], [], [], []]);
    expect(Math.min(visitors.asked, hiders.asked)).toBeGreaterThan(100);
    // The same crawl finds the text for a user who sees everything, so it covers the right routes.
    const seen = await findLeaks(eve, things);
    for (const path of [
      '/api/posts',
      '/api/search',
      '/api/search/suggestions',
      '/api/models/picker',
      '/api/collections',
    ]) {
      expect([path, seen.leaks.some((address) => address.startsWith(path))]).toEqual([path, true]);
    }
    const { toVisitor, toMember } = await turnsWhileWatched(app, things, hider);
    expect([toVisitor.includes(LEAK_MARKER), toMember.includes(LEAK_MARKER)]).toEqual([false, false]);
  });

  it('[S78] [S80] rating never falls below the minimum of the image check or a moderator', async () => {
    const strange = app.get(UntrustedImages);
    strange.setCheck((_file, _unreadable, { acceptsAnyRating }) =>
      acceptsAnyRating ? Promise.resolve('adult') : Promise.reject(new Rejection('SAFETY_IMAGE_REJECTED')),
    );
    const upload = await uploadImage(ann, await solid(50, 50));
    const face = await ann.client.send<ErrorView>('PUT', '/api/me/avatar', undefined, {
      ...{ raw: await solid(50, 50), headers: { 'content-type': 'image/png' } },
    });
    strange.setCheck(() => Promise.resolve('everyone'));
    expect([upload.body.minimumRating, face.body.code]).toEqual(['adult', 'SAFETY_IMAGE_REJECTED']);
    const post = await publishesUpload(ann, upload.body.uploadId, { contentRating: 'everyone' });
    expect(post.contentRating).toBe('adult');
    const change = (contentRating: 'everyone' | 'adult', postId = post.id) =>
      ann.live.rejectionOf('feed.updatePost', { postId, changes: { contentRating } });
    expect(await change('everyone')).toBe('FEED_CONTENT_RATING_TOO_LOW');
    expect(await change('adult')).toBe('ok');
    const subjects = app.get(ModeratedPosts);
    const levels = (contentRating: 'everyone' | 'sensitive') =>
      app.get(UnitOfWork).run(() => subjects.setRating({ kind: 'post', id: post.id }, contentRating));
    await levels('everyone');
    expect(await change('everyone')).toBe('ok');
    await levels('sensitive');
    expect([await change('everyone'), await change('adult')]).toEqual(['FEED_CONTENT_RATING_TOO_LOW', 'ok']);
  });

  it('[F12] [F98] data export contains the images', async () => {
    const joe = await connectUser(app.url, 'Joe');
    const upload = await uploadImage(joe, await solid(30, 30));
    const post = await publishesUpload(joe, upload.body.uploadId, { title: 'mine' });
    const waiting = await uploadImage(joe, await solid(20, 20));
    const { id: takeId } = await finishedTake(app, joe, (await createRoom(joe)).id);
    await addReplay(app, takeId);
    const made = joe.live.next('feed.postUpdated');
    const moving = await publishTake(joe, takeId, { replayEnabled: true });
    await made;
    const { files, json } = await exportOf(joe);
    expect(json('posts/posts.json')).toMatchObject([{ id: post.id, title: 'mine' }, { replayOn: true }]);
    expect(files.has(`posts/${moving.id}.webp`)).toBe(true);
    expect(files.has(`posts/${post.id}.png`)).toBe(true);
    expect(files.has(`posts/unpublished/${waiting.body.uploadId}.png`)).toBe(true);
  });
});
