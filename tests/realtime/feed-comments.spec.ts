import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CommentSubject,
  type CommentView,
  LIMITS,
  type PostCounts,
  type PostDetail,
  type PostView,
} from '@visionary/contract';
import { Broadcast } from '@visionary/platform/realtime';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { exportOf, deleteAccount } from '../support/users.js';
import { type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { publishModel } from '../support/published-models.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { block, addComment, publishUpload, react, commentsOn, commentsOnPost } from '../support/community.js';

type Counted = { readonly posts: readonly { readonly postId: string; readonly counts: PostCounts }[] };

describe.each(DIALECTS)('reactions and comments in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let post: PostView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
  });
  beforeEach(async () => {
    post = await publishUpload(ann);
  });

  const detailOf = async ({ client }: { client: HttpClient }) =>
    (await client.get<PostDetail>(`/api/posts/${post.id}`)).body;
  const said = (user: ConnectedUser, id: string, matches: (comment: CommentView) => boolean = () => true) =>
    user.live.next('comments.changed', ({ comment }) => comment.id === id && matches(comment));
  const removes = (user: ConnectedUser, { id: commentId }: CommentView) =>
    user.live.ask('comments.delete', { commentId });

  it('[F40] reaction is counted once per user when commands repeat or race', async () => {
    const crowd = [ann, bob, eve];
    await eve.live.do('feed.openPost', { postId: post.id });
    const counted = eve.live.next('feed.countsChanged', ({ posts }) =>
      posts.some(({ postId, counts }) => postId === post.id && counts.reactions[0]?.count === 3),
    );
    await Promise.all(crowd.flatMap((user) => ['👍', '👍', '🎉'].map((emoji) => react(user, post, emoji))));
    await counted;
    expect(await react(bob, post, '🎉', false)).toMatchObject({ myReactions: ['👍'] });
    const reply = await react(bob, post, '🎉', false);
    const reactions = [
      { emoji: '👍', count: 3 },
      { emoji: '🎉', count: 2 },
    ];
    expect(reply).toEqual({ reactions, myReactions: ['👍'] });
    const detail = await detailOf(eve);
    expect(detail.post.counts.reactions).toEqual(reactions);
    expect([...(detail.viewerState?.reactions ?? [])].sort()).toEqual(['🎉', '👍'].sort());
    expect(await rowsOf(app, 'post', `id = '${post.id}'`)).toMatchObject([{ likes: 5 }]);
    expect(
      await bob.live.rejectionOf('comments.react', { subject: { kind: 'post', id: post.id }, emoji: 'ok', on: true }),
    ).toBe('COMMENTS_INVALID_EMOJI');
    expect(
      await bob.live.rejectionOf('comments.react', {
        subject: { kind: 'post', id: randomUUID() },
        emoji: '👍',
        on: true,
      }),
    ).toBe('FEED_POST_NOT_FOUND');
  });

  describe.each(['post', 'model'] as const)('on a %s', (kind) => {
    let subject: CommentSubject;

    beforeEach(async () => {
      const model = kind === 'model' && (await publishModel(app, { creator: ann, kind: 'lora' })).model;
      subject = { kind, id: model ? model.id : post.id };
    });

    const watch = ({ live }: ConnectedUser, on = true) =>
      kind === 'post'
        ? live.do(on ? 'feed.openPost' : 'feed.closePost', { postId: subject.id })
        : live.do(on ? 'hub.openModel' : 'hub.closeModel', { modelId: subject.id });
    const commentCount = async () => {
      const [row] = await rowsOf(app, kind === 'post' ? 'post' : 'hub_model', `id = '${subject.id}'`);
      return Number((row as { comments: number }).comments);
    };

    it('[F41] [M101] comment reaches clients with the subject open and is added once', async () => {
      await watch(eve);
      const text = `<b>"it's" 👩‍👩‍👧‍👦 \u202e</b> <@${bob.me.id}> <@${randomUUID()}>`;
      const clientId = randomUUID();
      const arriving = eve.live.next('comments.changed', ({ comment }) => comment.clientId === clientId);
      const [first, again] = await Promise.all([
        addComment(bob, subject, text, clientId),
        addComment(bob, subject, 'x', clientId),
      ]);
      expect(again).toEqual(first);
      expect((await arriving).comment).toEqual(first);
      expect(await addComment(bob, subject, 'something else', clientId)).toEqual(first);
      expect([text, 'x']).toContain(first.text);
      const own = await addComment(ann, subject, text);
      expect(own.mentions).toEqual([{ id: bob.me.id, name: 'Bob' }]);
      const { comments: all } = await commentsOn(new HttpClient(app.url), subject);
      expect(all.map(({ id }) => id)).toEqual([first.id, own.id]);
      expect(await commentCount()).toBe(2);
      for (const wrong of ['', ' \u200b', 'a\u0000b', 'x'.repeat(2_001), `e${'\u0301'.repeat(31)}`]) {
        const payload = { subject, clientId: randomUUID(), text: wrong };
        expect(await bob.live.rejectionOf('comments.add', payload)).toBe('INVALID');
      }
      await watch(eve, false);
    });

    it('[F42] [M101] replies are one level deep, and a page contains the first few', async () => {
      const top = await addComment(bob, subject, 'top');
      const first = await addComment(eve, top, 'first answer');
      const deeper = await addComment(ann, first, 'to the answer');
      expect(deeper.parentId).toBe(top.id);
      const rest: CommentView[] = [];
      // A user may comment only so often.
      const talker = await connectUser(app.url);
      for (let n = 0; n < 31; n++) rest.push(await addComment(talker, top, `answer ${n}`));
      const page = await commentsOn(bob.client, subject);
      expect(page.comments).toMatchObject([{ id: top.id, replyCount: 33, author: { name: 'Bob' } }]);
      expect(page.replies.map(({ id }) => id)).toEqual([first.id, deeper.id, rest[0]?.id]);
      const beneath = await commentsOn(bob.client, subject, `?parentId=${top.id}`);
      const more = await commentsOn(bob.client, subject, `?parentId=${top.id}&cursor=${beneath.nextCursor}`);
      const answers = [...beneath.comments, ...more.comments].map(({ id }) => id);
      expect(answers).toEqual([first, deeper, ...rest].map(({ id }) => id));
      expect(more.nextCursor).toBeNull();
      const last = await commentsOn(bob.client, subject, '?last=yes');
      expect(last.comments.slice(0, 2).map(({ text }) => text)).toEqual(['answer 30', 'answer 29']);
      const answer = { subject, clientId: randomUUID(), text: 'x', parentId: randomUUID() };
      expect(await bob.live.rejectionOf('comments.add', answer)).toBe('COMMENTS_NOT_FOUND');
      const { status, body } = await bob.client.get(`/api/comments/${kind}/${subject.id}?cursor=' or 1`);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'INVALID' } });
      expect((await bob.client.get(`/api/comments/${kind}/${randomUUID()}`)).status).toBe(404);
    });

    it('[F43] [M102] author edits a comment; author and author of the subject remove it', async () => {
      const [one, two, three] = [
        await addComment(bob, subject, 'one'),
        await addComment(bob, subject, 'two'),
        await addComment(bob, subject, 'three'),
      ];
      const reply = await addComment(eve, one, 'reply');
      await watch(ann);
      const edited = said(ann, one.id, ({ editedAt }) => editedAt !== undefined);
      await bob.live.do('comments.edit', { commentId: one.id, text: 'one, better' });
      expect((await edited).comment).toMatchObject({ text: 'one, better', replyCount: 1 });
      const edit = { commentId: one.id, text: 'mine' };
      expect(await ann.live.rejectionOf('comments.edit', edit)).toBe('COMMENTS_NOT_AUTHOR');
      expect(await removes(eve, one)).toMatchObject({ ok: false, error: { code: 'COMMENTS_NOT_AUTHOR' } });
      const trace = said(ann, one.id, ({ deleted }) => deleted !== undefined);
      expect(await removes(ann, one)).toMatchObject({ ok: true });
      expect((await trace).comment).toMatchObject({ text: '', mentions: [], deleted: { by: { id: ann.me.id } } });
      const gone = said(ann, two.id, ({ deleted }) => deleted !== undefined);
      expect(await removes(bob, two)).toMatchObject({ ok: true });
      expect((await gone).comment).toMatchObject({ text: '', replyCount: 0 });
      await appoint(app, 'Eve', 'moderator');
      expect(await removes(eve, three)).toMatchObject({ ok: false, error: { code: 'COMMENTS_NOT_AUTHOR' } });
      await appoint(app, 'Eve', 'member');
      await removes(bob, three);
      expect((await commentsOn(eve.client, subject)).comments.map(({ id }) => id)).toEqual([one.id]);
      expect(await removes(ann, one)).toMatchObject({ error: { code: 'COMMENTS_DELETED' } });
      expect(await removes(ann, two)).toMatchObject({ error: { code: 'COMMENTS_NOT_FOUND' } });
      const answer = { subject, clientId: randomUUID(), text: 'x', parentId: one.id };
      expect(await bob.live.rejectionOf('comments.add', answer)).toBe('COMMENTS_DELETED');
      expect(await commentCount()).toBe(1);
      // The tombstone is deleted with the last reply.
      const bare = said(ann, one.id, ({ replyCount }) => replyCount === 0);
      await removes(eve, reply);
      await bare;
      expect(await commentsOn(eve.client, subject)).toMatchObject({ comments: [], replies: [] });
      expect(await commentCount()).toBe(0);
      expect(JSON.stringify(await rowsOf(app, 'comment'))).not.toContain('one, better');
      await watch(ann, false);
    });

    it('[F95] deleted comment is not added again when its command is repeated', async () => {
      const author = await connectUser(app.url);
      const comment = await addComment(author, subject, 'once');
      await removes(author, comment);
      const repeated = await addComment(author, subject, 'once', comment.clientId);
      expect(repeated).toMatchObject({ id: comment.id, text: '', deleted: { by: { id: author.me.id } } });
      expect(await commentsOn(eve.client, subject)).toMatchObject({ comments: [], replies: [] });
      expect(await commentCount()).toBe(0);
      expect(
        await author.live.rejectionOf('comments.add', {
          subject,
          clientId: randomUUID(),
          text: 'x',
          parentId: comment.id,
        }),
      ).toBe('COMMENTS_NOT_FOUND');
      await deleteAccount(author);
      expect(await rowsOf(app, 'comment', `author_id = '${author.me.id}'`)).toEqual([]);
    });
  });

  it('[F43] comments are read-only when they are disabled', async () => {
    const before = await addComment(bob, post, 'before');
    await ann.live.do('feed.updatePost', { postId: post.id, changes: { commentsEnabled: false } });
    const more = { subject: { kind: 'post', id: post.id }, clientId: randomUUID(), text: 'more' } as const;
    for (const user of [ann, bob]) {
      expect(await user.live.rejectionOf('comments.add', more)).toBe('COMMENTS_DISABLED');
    }
    const edit = { commentId: before.id, text: 'after' };
    expect(await bob.live.rejectionOf('comments.edit', edit)).toBe('COMMENTS_DISABLED');
    expect((await commentsOnPost(eve.client, post.id)).comments).toMatchObject([{ text: 'before' }]);
    expect(await removes(bob, before)).toMatchObject({ ok: true });
  });

  it("[F44] blocked users can't comment to each other and don't see each other's comments", async () => {
    const other = await publishUpload(eve);
    const commentOfBob = await addComment(bob, other, 'of bob');
    await eve.live.do('feed.openPost', { postId: other.id });
    const kept = eve.live.collect('comments.changed');
    await block(ann, bob);
    const on = (postId: string, parentId?: string) => ({
      ...{ subject: { kind: 'post', id: postId } as const, clientId: randomUUID(), text: `hello <@${ann.me.id}>` },
      ...(parentId !== undefined && { parentId }),
    });
    expect(await bob.live.rejectionOf('comments.add', on(post.id))).toBe('USERS_BLOCKED');
    expect(await ann.live.rejectionOf('comments.add', on(other.id, commentOfBob.id))).toBe('USERS_BLOCKED');
    const mine = await addComment(ann, other, `of ann <@${bob.me.id}>`);
    expect(mine.mentions).toEqual([]);
    const seenBy = async ({ client }: ConnectedUser) =>
      (await commentsOnPost(client, other.id)).comments.map(({ text }) => text.slice(0, 6));
    expect([await seenBy(ann), await seenBy(bob), await seenBy(eve)]).toEqual([
      ['of ann'],
      ['of bob'],
      ['of bob', 'of ann'],
    ]);
    // Ann has the post open, too: comments by Bob reach only Eve, and comments by Eve reach both.
    await ann.live.do('feed.openPost', { postId: other.id });
    const changesForAnn = ann.live.collect('comments.changed');
    const both = Promise.all([
      ann.live.next('comments.changed', ({ comment }) => comment.text === 'the end'),
      eve.live.next('comments.changed', ({ comment }) => comment.text === 'the end'),
    ]);
    await addComment(bob, other, 'unheard');
    await addComment(eve, other, 'the end');
    await both;
    expect(kept.map(({ comment }) => comment.text)).toContain('unheard');
    expect(changesForAnn.map(({ comment }) => comment.text)).toEqual(['the end']);
    // Each user counts the replies to Eve that are visible to them.
    const question = await addComment(eve, other, 'and you?');
    const [toAnn, toBob, toEve] = [ann, bob, eve].map(({ live }, at) =>
      live.next(
        'comments.changed',
        ({ comment }) => comment.id === question.id && comment.replyCount === [1, 2, 3][at],
      ),
    );
    await bob.live.do('feed.openPost', { postId: other.id });
    for (const user of [ann, bob, bob]) await addComment(user, question, 'me');
    await Promise.all([toAnn, toBob, toEve]);
    const countedBy = async ({ client }: ConnectedUser) =>
      (await commentsOnPost(client, other.id)).comments.find(({ id }) => id === question.id)?.replyCount;
    expect([await countedBy(ann), await countedBy(bob), await countedBy(eve)]).toEqual([1, 2, 3]);
    await bob.live.do('feed.closePost', { postId: other.id });
    await block(ann, bob, false);
    expect(await seenBy(ann)).toHaveLength(5);
    for (const { live } of [ann, eve]) await live.do('feed.closePost', { postId: other.id });
  });

  it('[F44] blocked user’s replies are not counted when they come after the first few', async () => {
    const top = await addComment(eve, await publishUpload(eve), 'top');
    for (let n = 0; n < LIMITS.repliesShown; n++) await addComment(eve, top, 'shown');
    await addComment(bob, top, 'later');
    await block(ann, bob);
    const countedBy = async ({ client }: ConnectedUser) =>
      (await commentsOnPost(client, top.subject.id)).comments.map(({ replyCount }) => replyCount);
    expect([await countedBy(eve), await countedBy(ann)]).toEqual([[LIMITS.repliesShown + 1], [LIMITS.repliesShown]]);
    await block(ann, bob, false);
  });

  it('[F45] comment reaction is counted once per user and broadcasts are throttled', async () => {
    const comment = await addComment(bob, post, 'like me');
    await eve.live.do('feed.openPost', { postId: post.id });
    const kept = eve.live.collect('comments.reactionsChanged');
    const three = eve.live.next('comments.reactionsChanged', ({ reactions }) => reactions[0]?.count === 3);
    const give = (user: ConnectedUser, emoji: string, on = true) =>
      react(user, { kind: 'comment', id: comment.id }, emoji, on);
    await Promise.all([ann, bob, eve].flatMap((user) => [1, 2, 3, 4].map(() => give(user, '🔥'))));
    await three;
    // A repetition is not broadcast.
    expect(kept.length).toBeLessThanOrEqual(3);
    expect(await give(bob, '🔥', false)).toEqual({ reactions: [{ emoji: '🔥', count: 2 }], myReactions: [] });
    expect((await commentsOnPost(ann.client, post.id)).myReactions).toEqual({ [comment.id]: ['🔥'] });
    await eve.live.do('feed.closePost', { postId: post.id });
  });

  it('[F48] deleting an account deletes its comments and reactions and corrects counts', async () => {
    const leaver = await connectUser(app.url, `Leaver ${dialect}`);
    const [top, lone] = [await addComment(leaver, post, 'with answers'), await addComment(leaver, post, 'alone')];
    const answer = await addComment(bob, top, 'an answer');
    await addComment(leaver, answer, 'my answer');
    await react(leaver, post, '👍');
    await react(bob, post, '👍');
    await react(leaver, { kind: 'comment', id: answer.id }, '🎉');
    const report = {
      clientId: randomUUID(),
      subject: { kind: 'post', id: post.id },
      reason: 'spam',
      comment: 'look',
    } as const;
    await leaver.live.do('safety.report', report);
    const { json } = await exportOf(leaver);
    const subject = { kind: 'post', id: post.id };
    expect(json('comments/comments.json')).toMatchObject([
      { text: 'with answers', subject },
      { id: lone.id, subject },
      { text: 'my answer', replyTo: top.id, subject },
    ]);
    expect(json('comments/reactions.json')).toMatchObject([
      { subject, emoji: '👍' },
      { subject: { kind: 'comment', id: answer.id }, emoji: '🎉' },
    ]);
    expect(json('notifications.json')).toMatchObject([
      { kind: 'commentReply', subjectId: answer.id, parentId: post.id },
    ]);
    expect(json('safety/reports.json')).toMatchObject([{ about: `post:${post.id}`, reason: 'spam', comment: 'look' }]);
    await deleteAccount(leaver);
    const { comments: left, replies } = await commentsOnPost(eve.client, post.id);
    expect(left).toMatchObject([{ id: top.id, text: '', author: { name: '' }, replyCount: 1 }]);
    expect(replies).toMatchObject([{ id: answer.id, reactions: [] }]);
    expect((await detailOf(eve)).post.counts).toMatchObject({ comments: 1, reactions: [{ emoji: '👍', count: 1 }] });
    for (const [table, column] of [
      ['reaction', 'user_id'],
      ['notification', 'user_id'],
    ] as const) {
      expect([table, await rowsOf(app, table, `${column} = '${leaver.me.id}'`)]).toEqual([table, []]);
    }
    expect(await rowsOf(app, 'safety_report', `actor_id = '${leaver.me.id}'`)).toMatchObject([
      { comment: '', reason: 'spam' },
    ]);
  });

  it('[F83] update subscribers get counts but no new posts', async () => {
    const wall = eve.live;
    await wall.do('feed.subscribeUpdates', {});
    const names = ['feed.published', 'feed.countsChanged', 'feed.postUpdated', 'feed.postDeleted'] as const;
    const said: string[] = [];
    const note = names.map((name) => [name, () => void said.push(name)] as const);
    for (const [name, listener] of note) wall.on(name, listener);
    const another = await publishUpload(ann);
    // A broadcast of the earlier count may arrive as well.
    const ofIt = ({ posts }: Counted) => posts.find(({ postId }) => postId === another.id)?.counts.reactions;
    const counted = wall.next('feed.countsChanged', (event) => ofIt(event)?.length === 1);
    await react(bob, another, '👍');
    expect(ofIt(await counted)).toMatchObject([{ count: 1 }]);
    const changed = wall.next('feed.postUpdated');
    await ann.live.do('feed.updatePost', { postId: another.id, changes: { title: 'otherwise' } });
    expect(await changed).toMatchObject({ post: { id: another.id, title: 'otherwise' } });
    const gone = wall.next('feed.postDeleted');
    await ann.live.do('feed.deletePost', { postId: another.id });
    expect(await gone).toEqual({ postId: another.id });
    expect([...new Set(said)]).toEqual(['feed.countsChanged', 'feed.postUpdated', 'feed.postDeleted']);
    for (const [name, listener] of note) wall.off(name, listener);
    await wall.do('feed.unsubscribeUpdates', {});
    expect(app.get(Broadcast).hasLocalListeners('feed:walls')).toBe(false);
  });
});
