import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPage, CaseDetail, LobbyView, PostPage, PostView, Subject } from '@visionary/contract';
import { PublishCheckedDraft, Versions } from '@visionary/hub';
import { Database } from '@visionary/platform/database';
import { OpenCase } from '@visionary/safety';
import sharp from 'sharp';
import { bootModerated, type ModeratedApp, caseOf, decideCase, reportAndDecide, queueOf } from '../support/cases.js';
import { finishedTake, publishTake as publishesTake } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { createReadyDraft, tinyLoraFiles } from '../support/published-models.js';
import { uploadImage, finishTakeWithImage, publishFile } from '../support/reuploads.js';
import { createRoom, openRoom, type ConnectedUser } from '../support/rooms.js';
import { sceneImage } from '../support/test-images.js';
import { DIALECTS } from '../support/services.js';

/** Degrees: an image rotated by `far` is similar to the one rotated by `near`, but not to the original. */
const ROTATIONS = { near: 1.5, far: 3 };

describe.each(DIALECTS)('decisions about images and models over %s', (dialect) => {
  let { app, ann, bob, eve, mod } = {} as ModeratedApp;
  let roomId: string;

  beforeAll(async () => {
    ({ app, ann, bob, eve, mod } = await bootModerated(dialect));
    roomId = (await createRoom(ann)).id;
    for (const user of [ann, bob, eve]) await openRoom(user, roomId);
  });

  it('[S96] removed image of a take is hidden and not served until the decision is reverted', async () => {
    const { id } = await finishedTake(app, ann, roomId);
    const subject: Subject = { kind: 'take', id, image: 0 };
    const path = `/api/takes/${id}/images/0`;
    expect((await bob.client.get(path)).status).toBe(200);
    const finishedEvent = bob.live.next('generation.finished');
    const { case: hidden } = await reportAndDecide(eve, mod, subject, { kind: 'remove', rule: 'minors' });
    expect((await finishedEvent).payload.take.images).toMatchObject([{ index: 0, isHidden: true }]);
    expect((await bob.client.get(path)).status).toBe(404);
    const again = { roomId, clientId: randomUUID(), takeId: id };
    expect(await bob.live.rejectionOf('jam.repeat', again)).toBe('GENERATION_NOT_REPEATABLE');
    const upscale = { ...again, index: 0, upscaler: 'lanczos', scale: 2 };
    expect(await bob.live.rejectionOf('jam.upscale', upscale)).toBe('GENERATION_IMAGE_NOT_FOUND');
    expect((await mod.client.get(`/api/safety/cases/${hidden.id}/image`)).status).toBe(200);
    await decideCase(mod, hidden, { kind: 'restore' });
    expect((await bob.client.get(path)).status).toBe(200);
  });

  it('[S101] [S102] image held for review is shown when the case is dismissed', async () => {
    const { id } = await finishedTake(app, ann, roomId);
    const query = app.get(Database).query<{ take: { id: string; images: string } }>();
    const row = await query.selectFrom('take').select('images').where('id', '=', id).executeTakeFirstOrThrow();
    const [image] = JSON.parse(row.images) as object[];
    const images = JSON.stringify([{ ...image, isHidden: true, level: 'held' }]);
    await query.updateTable('take').set({ images }).where('id', '=', id).execute();
    const subject: Subject = { kind: 'take', id, image: 0 };
    const openCase = app.get(OpenCase);
    for (const score of [0.7, 0.81, 0.75]) {
      await openCase.run({ by: 'system', subject, reason: 'imageCheck', detail: { category: 'porn', score } });
    }
    const open = await caseOf(mod, subject);
    expect(open).toMatchObject({ isAutoFlagged: true, checkScore: 0.81, subject: { kind: 'take', title: '2' } });
    expect((await bob.client.get(`/api/takes/${id}/images/0`)).status).toBe(404);
    const { body: lobby } = await bob.client.get<LobbyView>('/api/rooms');
    const card = [...lobby.mine, ...lobby.open].find(({ room }) => room.id === roomId);
    expect(card).toMatchObject({ room: { id: roomId }, lastImage: null });
    const finishedEvent = bob.live.next('generation.finished');
    await decideCase(mod, open, { kind: 'dismiss' });
    expect((await finishedEvent).payload.take.images[0]).not.toHaveProperty('contentRating');
    expect((await bob.client.get(`/api/takes/${id}/images/0`)).status).toBe(200);
  });

  it('[S120] [S121] image of a take has the rating of its post and of decisions about the post', async () => {
    const { id: takeId } = await finishedTake(app, ann, roomId);
    const level = async () => (await bob.live.do('jam.getTake', { roomId, takeId })).take.images[0]?.contentRating;
    const toVisitors = async () => (await new HttpClient(app.url).get(`/api/takes/${takeId}/images/0`)).status;
    const finishedEvent = bob.live.next('generation.finished');
    const post = await publishesTake(ann, takeId, { contentRating: 'adult' });
    expect((await finishedEvent).payload.take.images).toMatchObject([{ contentRating: 'adult' }]);
    expect(await toVisitors()).toBe(404);
    const setRating = (contentRating: 'everyone' | 'sensitive') =>
      ann.live.rejectionOf('feed.updatePost', { postId: post.id, changes: { contentRating } });
    expect([await setRating('sensitive'), await level()]).toEqual(['ok', 'sensitive']);
    expect([await setRating('everyone'), await level(), await toVisitors()]).toEqual(['ok', undefined, 200]);
    expect([await setRating('sensitive'), await level()]).toEqual(['ok', 'sensitive']);
    await ann.live.do('feed.deletePost', { postId: post.id });
    expect([await level(), await toVisitors()]).toEqual([undefined, 200]);
    const again = await publishesTake(ann, takeId);
    await reportAndDecide(
      bob,
      mod,
      { kind: 'post', id: again.id },
      { kind: 'setRating', rule: 'sexual', contentRating: 'sensitive' },
    );
    expect([await level(), await toVisitors()]).toEqual(['sensitive', 404]);
    await ann.live.do('feed.deletePost', { postId: again.id });
    expect(await level()).toBe('sensitive');
    const third = await publishesTake(ann, takeId);
    expect([third.contentRating, await level()]).toEqual(['sensitive', 'sensitive']);
  });

  it('[S107] [S110] [S115] [S125] removed image is rejected in other files until the decision is reverted', async () => {
    const scene = await sceneImage(1);
    const post = (await publishFile(ann, scene)) as PostView;
    const copyOfEve = (await publishFile(eve, scene)) as PostView;
    const status = async () => (await bob.client.get(`/api/posts/${copyOfEve.id}`)).status;
    const { case: removed } = await reportAndDecide(
      eve,
      mod,
      { kind: 'post', id: post.id },
      { kind: 'remove', rule: 'sexual' },
    );
    const inOtherFile = await sharp(scene).webp({ lossless: true }).toBuffer();
    expect([await publishFile(bob, inOtherFile), await publishFile(ann, scene)]).toEqual(
      Array(2).fill('SAFETY_CONTENT_REMOVED'),
    );
    const avatar = { raw: inOtherFile, headers: { 'content-type': 'image/webp' } };
    const { body } = await bob.client.send<{ code: string }>('PUT', '/api/me/avatar', undefined, avatar);
    expect(body.code).toBe('SAFETY_CONTENT_REMOVED');
    const { body: detail } = await mod.client.get<CaseDetail>(`/api/safety/cases/${removed.id}`);
    expect(detail.reuploadCount).toBe(3);
    expect(await status()).toBe(404);
    const { body: log } = await mod.client.get<AuditPage>('/api/safety/audit?action=content.reuploaded');
    expect(log.entries[0]).toMatchObject({ about: { id: removed.id }, detail: { kind: 'upload', decision: 'remove' } });
    const held = await caseOf(mod, { kind: 'post', id: copyOfEve.id });
    await decideCase(mod, removed, { kind: 'restore' });
    expect(await status()).toBe(200);
    const { body: closed } = await mod.client.get<CaseDetail>(`/api/safety/cases/${held.id}`);
    expect(closed.case.state).toBe('decided');
    expect(await publishFile(bob, inOtherFile)).toMatchObject({ title: 'Again' });
  });

  it('[S108] [S110] [S126] take whose result is a removed image is hidden until the decision is reverted', async () => {
    const scene = await sceneImage(2);
    const first = await finishTakeWithImage(app, ann, roomId, scene);
    const before = await finishTakeWithImage(app, eve, roomId, scene);
    const { case: removed } = await reportAndDecide(
      eve,
      mod,
      { kind: 'take', id: first, image: 0 },
      { kind: 'remove' },
    );
    expect((await bob.client.get(`/api/takes/${before}/images/0`)).status).toBe(404);
    const finished = bob.live.next('generation.finished', ({ payload }) => {
      return payload.take.id !== first;
    });
    const second = await finishTakeWithImage(
      app,
      bob,
      roomId,
      await sharp(scene).png({ compressionLevel: 1 }).toBuffer(),
    );
    expect((await finished).payload.take.images).toMatchObject([{ isHidden: true }]);
    expect((await bob.client.get(`/api/takes/${second}/images/0`)).status).toBe(404);
    await decideCase(mod, removed, { kind: 'restore' });
    for (const id of [before, second]) expect((await bob.client.get(`/api/takes/${id}/images/0`)).status).toBe(200);
  });

  it('[S109] [S125] rated image keeps the minimum rating when it is rendered again, uploaded and published', async () => {
    const scene = await sceneImage(3);
    const first = await finishTakeWithImage(app, ann, roomId, scene);
    const early = (await publishFile(bob, scene)) as PostView;
    const subject: Subject = { kind: 'take', id: first, image: 0 };
    const { case: rated } = await reportAndDecide(eve, mod, subject, { kind: 'setRating', contentRating: 'adult' });
    const finished = bob.live.next('generation.finished', ({ payload }) => {
      return payload.take.id !== first;
    });
    const second = await finishTakeWithImage(app, bob, roomId, scene);
    expect((await finished).payload.take.images).toMatchObject([{ contentRating: 'adult' }]);
    expect((await uploadImage(eve, scene)).body).toMatchObject({ minimumRating: 'adult' });
    const post = (await publishFile(eve, scene)) as PostView;
    expect(post.contentRating).toBe('adult');
    const changes = { contentRating: 'everyone' } as const;
    expect(await eve.live.rejectionOf('feed.updatePost', { postId: post.id, changes })).toBe(
      'FEED_CONTENT_RATING_TOO_LOW',
    );
    await decideCase(mod, rated, { kind: 'restore' });
    const visitor = new HttpClient(app.url);
    for (const [author, { id: postId }] of [[bob, early] as const, [eve, post] as const]) {
      const { body } = await visitor.get<{ post: PostView }>(`/api/posts/${postId}`);
      expect(body.post.contentRating).toBe('everyone');
      expect(
        await author.live.rejectionOf('feed.updatePost', { postId, changes: { contentRating: 'sensitive' } }),
      ).toBe('ok');
      expect(await author.live.rejectionOf('feed.updatePost', { postId, changes })).toBe('ok');
    }
    for (const id of [first, second]) expect((await visitor.get(`/api/takes/${id}/images/0`)).status).toBe(200);
  });

  it('[S113] image similar to a removed one is held for review and shown when the case is dismissed', async () => {
    const scene = await sceneImage(4);
    const post = (await publishFile(ann, scene)) as PostView;
    await reportAndDecide(eve, mod, { kind: 'post', id: post.id }, { kind: 'remove', rule: 'sexual' });
    const copy = await sharp(scene).resize(150).jpeg({ quality: 60 }).toBuffer();
    expect([await publishFile(bob, copy), await publishFile(bob, copy)]).toEqual([
      'SAFETY_CONTENT_PENDING_REVIEW',
      'SAFETY_CONTENT_UNDER_REVIEW',
    ]);
    const { body: queue } = await mod.client.get<{ cases: CaseDetail['case'][] }>(
      '/api/safety/cases?reason=similarToRemoved',
    );
    const [held] = queue.cases;
    expect(held).toMatchObject({
      subject: { kind: 'post', isHidden: true, author: { name: 'Bob' } },
      isAutoFlagged: true,
    });
    expect((await bob.client.get(`/api/posts/${held?.subject.id}`)).status).toBe(404);
    await decideCase(mod, held!, { kind: 'dismiss' });
    expect((await eve.client.get(`/api/posts/${held?.subject.id}`)).status).toBe(200);
    const brighter = await sharp(scene).modulate({ brightness: 1.1 }).png().toBuffer();
    const fromPrompt = await finishTakeWithImage(app, bob, roomId, brighter);
    expect((await bob.client.get(`/api/takes/${fromPrompt}/images/0`)).status).toBe(200);
    const take = await finishTakeWithImage(app, bob, roomId, brighter, { uploadId: randomUUID() });
    const subject: Subject = { kind: 'take', id: take, image: 0 };
    expect((await bob.client.get(`/api/takes/${take}/images/0`)).status).toBe(404);
    await decideCase(mod, await caseOf(mod, subject), { kind: 'dismiss' });
    expect((await bob.client.get(`/api/takes/${take}/images/0`)).status).toBe(200);
  });

  it('[S124] image held for similarity holds no other images, and is shown when the decision is reverted', async () => {
    const scene = await sceneImage(5);
    const rotated = (degrees: number) => sharp(scene).rotate(degrees, { background: '#888' }).png().toBuffer();
    const post = (await publishFile(ann, scene)) as PostView;
    const subject: Subject = { kind: 'post', id: post.id };
    const { case: removed } = await reportAndDecide(eve, mod, subject, { kind: 'remove', rule: 'sexual' });
    expect(await publishFile(bob, await rotated(ROTATIONS.near))).toBe('SAFETY_CONTENT_PENDING_REVIEW');
    const { cases } = await queueOf(mod, '?reason=similarToRemoved');
    const held = cases.find((one) => one.subject.author?.name === 'Bob');
    expect(await publishFile(eve, await rotated(ROTATIONS.far))).toMatchObject({ title: 'Again' });
    await decideCase(mod, removed, { kind: 'restore' });
    expect((await eve.client.get(`/api/posts/${held?.subject.id}`)).status).toBe(200);
    expect((await queueOf(mod, '?reason=similarToRemoved')).cases.map(({ id }) => id)).not.toContain(held?.id);
    expect(await publishFile(eve, await rotated(ROTATIONS.near))).toMatchObject({ title: 'Again' });
  });

  it('[S111] files of a removed or rated model get the same decision in models of other creators', async () => {
    const publish = app.get(PublishCheckedDraft);
    const drafts = async (creator: ConnectedUser) =>
      createReadyDraft(app, { creator, kind: 'lora', files: await tinyLoraFiles(randomUUID()) });
    const version = await publish.run(ann.me.id, await drafts(ann));
    const versions = app.get(Versions);
    const modelId = (await versions.byId(version))!.modelId;
    const rated = await reportAndDecide(
      eve,
      mod,
      { kind: 'model', id: modelId },
      { kind: 'setRating', contentRating: 'adult' },
    );
    // The same weights with another header, name and creator.
    const other = (await versions.byId(await publish.run(bob.me.id, await drafts(bob))))!.modelId;
    expect(await versions.modelById(other)).toMatchObject({ contentRating: 'adult', minimumRating: 'adult' });
    await decideCase(mod, rated.case, { kind: 'restore' });
    const removed = await reportAndDecide(eve, mod, { kind: 'model', id: other }, { kind: 'remove', rule: 'stolen' });
    const draft = await drafts(eve);
    await expect(publish.run(eve.me.id, draft)).rejects.toMatchObject({ code: 'HUB_MATCHES_REMOVED_CONTENT' });
    await decideCase(mod, removed.case, { kind: 'restore' });
    await expect(publish.run(eve.me.id, draft)).resolves.toBeDefined();
  });

  it('[S112] image published while it is being removed doesn’t stay visible', async () => {
    for (const number of [11, 12, 13]) {
      const scene = await sceneImage(number);
      const post = (await publishFile(ann, scene)) as PostView;
      const uploads = [await uploadImage(bob, scene), await uploadImage(eve, scene)].map(({ body }) => body.uploadId);
      const [result, ...published] = await Promise.all([
        reportAndDecide(eve, mod, { kind: 'post', id: post.id }, { kind: 'remove', rule: 'sexual' }),
        ...[bob, eve].map(({ live }, index) => {
          const image = { uploadId: uploads[index]! };
          return live.rejectionOf('feed.publish', { clientId: randomUUID(), image, title: `Race ${number}` });
        }),
      ]);
      expect(result.case.state).toBe('decided');
      for (const answer of published) {
        expect(['ok', 'SAFETY_CONTENT_REMOVED', 'SAFETY_CONTENT_UNDER_REVIEW']).toContain(answer);
      }
      const { body } = await bob.client.get<PostPage>('/api/posts');
      expect(body.posts.filter(({ title }) => title === `Race ${number}`)).toEqual([]);
      expect(await publishFile(mod, scene)).toBe('SAFETY_CONTENT_REMOVED');
    }
  });
});
