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
  ReactionSubject,
} from '@visionary/contract';
import { withPngText } from '@visionary/infotext';
import type { HttpClient } from './http-client.js';
import type { LiveClient } from './live-client.js';
import type { SignedUp } from './users.js';
import { sceneImage } from './test-images.js';

type Connected = { readonly live: LiveClient };

/** Publishes an uploaded image with this generation data. */
export async function publishUpload(
  { live, client }: SignedUp & Connected,
  fields: Partial<Omit<CommandPayload<'feed.publish'>, 'clientId' | 'image'>> = {},
  infotext = '',
): Promise<PostView> {
  const png = withPngText(
    await sceneImage(randomInt(2 ** 31)),
    infotext ? [{ keyword: 'parameters', text: infotext }] : [],
  );
  const { status, body } = await client.upload<PostUploadView>('/api/post-uploads', Buffer.from(png));
  expect({ status, body }).toMatchObject({ status: 201 });
  const image = { uploadId: body.uploadId };
  return (await live.do('feed.publish', { clientId: randomUUID(), image, title: 'Moonlit', ...fields })).post;
}

/** Comments on a post or another subject, or replies to a comment. */
export async function addComment(
  { live }: Connected,
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

/** Reacts to a post or another subject, or removes the reaction. */
export const react = ({ live }: Connected, about: ReactionSubject | PostView, emoji: string, on = true) =>
  live.do('comments.react', { subject: { kind: 'kind' in about ? about.kind : 'post', id: about.id }, emoji, on });

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
export const notificationsOf = async ({ live }: Connected): Promise<readonly NotificationView[]> =>
  (await live.do('me.listNotifications', {})).notifications;

export const unreadNotificationsOf = async ({ live }: Connected): Promise<number> =>
  (await live.do('me.subscribe', {})).unreadNotifications;

/** One user blocks another, or no longer. */
export const block = async ({ client }: SignedUp, { me }: SignedUp, on = true): Promise<void> =>
  expect((await client.send(on ? 'PUT' : 'DELETE', `/api/me/blocks/${me.id}`, undefined)).status).toBe(204);
