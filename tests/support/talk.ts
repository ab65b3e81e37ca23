import { randomInt, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type {
  CommandPayload,
  CommentPage,
  CommentSubject,
  CommentView,
  NotificationView,
  PostUploadView,
  PostView,
} from '@visionary/contract';
import { withPngText } from '@visionary/infotext';
import sharp from 'sharp';
import type { HttpClient } from './http-client.js';
import type { LiveClient } from './live-client.js';
import type { SignedUp } from './users.js';

type Speaker = { readonly live: LiveClient };

/** A unique image. */
const aImage = (): Promise<Buffer> =>
  sharp({
    create: {
      width: 64,
      height: 64,
      channels: 3,
      background: { r: randomInt(256), g: randomInt(256), b: randomInt(256) },
    },
  })
    .composite([
      {
        input: {
          create: { width: 8, height: 8, channels: 3, background: { r: randomInt(256), g: randomInt(256), b: 9 } },
        },
        ...{ left: randomInt(56), top: randomInt(56) },
      },
    ])
    .png()
    .toBuffer();

/** Publishes an uploaded image with this generation data. */
export async function publishUpload(
  { live, client }: SignedUp & Speaker,
  said: Partial<Omit<CommandPayload<'feed.publish'>, 'clientId' | 'image'>> = {},
  infotext = '',
): Promise<PostView> {
  const raw = Buffer.from(withPngText(await aImage(), infotext ? [{ keyword: 'parameters', text: infotext }] : []));
  const sent = { raw, headers: { 'content-type': 'image/png' } };
  const { status, body } = await client.post<PostUploadView>('/api/post-uploads', undefined, sent);
  expect({ status, body }).toMatchObject({ status: 201 });
  const image = { uploadId: body.uploadId };
  return (await live.do('feed.publish', { clientId: randomUUID(), image, title: 'Moonlit', ...said })).post;
}

/** Comments on a post or another subject, or replies to a comment. */
export async function addComment(
  { live }: Speaker,
  about: CommentSubject | PostView | CommentView,
  text: string,
  clientId: string = randomUUID(),
): Promise<CommentView> {
  const place =
    'subject' in about
      ? { subject: about.subject, parentId: about.id }
      : { subject: { kind: 'kind' in about ? about.kind : 'post', id: about.id } as const };
  return (await live.do('comments.add', { ...place, clientId, text })).comment;
}

export const reactToPost = ({ live }: Speaker, { id: postId }: PostView, emoji: string, on = true) =>
  live.do('comments.react', { subject: { kind: 'post', id: postId }, emoji, on });

/** A page of comments on a post, as this user sees it. */
export const commentsOnPost = (client: HttpClient, postId: string, query = ''): Promise<CommentPage> =>
  commentsOn(client, { kind: 'post', id: postId }, query);

/** A page of comments, as this user sees it. */
export async function commentsOn(client: HttpClient, { kind, id }: CommentSubject, query = ''): Promise<CommentPage> {
  const { status, body } = await client.get<CommentPage>(`/api/comments/${kind}/${id}${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

/** The notifications of a user, newest first. */
export const notificationsOf = async ({ live }: Speaker): Promise<readonly NotificationView[]> =>
  (await live.do('me.listNotifications', {})).notifications;

export const unreadNotificationsOf = async ({ live }: Speaker): Promise<number> =>
  (await live.do('me.subscribe', {})).unreadNotifications;

/** One user blocks another, or no longer. */
export const block = async ({ client }: SignedUp, { me }: SignedUp, on = true): Promise<void> =>
  expect((await client.send(on ? 'PUT' : 'DELETE', `/api/me/blocks/${me.id}`, undefined)).status).toBe(204);
