import type { ContentRating, UserView, PostView, TakeView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { renderedSteps } from '../../generation/index.js';
import type { WordOf } from '../../shared/i18n/index.js';
import { randomUuid } from '../../shared/random-uuid.js';

/** What is being published or edited: an image of a take, a file, or a post of mine. */
export type PublishSource =
  | { readonly kind: 'take'; readonly take: TakeView; readonly index: number; readonly clientId: string }
  | { readonly kind: 'file'; readonly file: File; readonly clientId: string }
  | { readonly kind: 'post'; readonly post: PostView };

/** Shown by the one dialog of the page. */
export const publishing = shallowRef<PublishSource | null>(null);
/** The post whose deletion is being confirmed. */
export const postToDelete = shallowRef<PostView | null>(null);

/** Opens the dialog that publishes an image of a finished take. */
export const publishTake = (take: TakeView, index: number): void =>
  void (publishing.value = { kind: 'take', take, index, clientId: randomUuid() });
/** Opens it for an image made elsewhere. */
export const publishFile = (file: File): void =>
  void (publishing.value = { kind: 'file', file, clientId: randomUuid() });

/** No copy of an uploaded image stays in a room. */
export const isUploadedPost = ({ participants }: PostView): boolean =>
  participants.some(({ roles }) => roles.includes('uploaded'));

/** Who will see the post: visitors see only what is rated for everyone, whatever room the image comes from. */
export const audienceOf = (isUpload: boolean, contentRating: ContentRating): WordOf<'publish.audience'> =>
  contentRating === 'everyone' ? (isUpload ? 'file' : 'take') : isUpload ? 'fileRated' : 'takeRated';

/** Whether a take has steps to show. */
export const hasSteps = (take: TakeView): boolean => !take.settings.upscale && renderedSteps(take) > 1;
/** Steers of others would show what they did on the way, so the publisher then decides without a default. */
export const showsStepsByDefault = (take: TakeView, myId: string): boolean =>
  hasSteps(take) && (take.steers ?? []).every(({ by }) => by.id === myId);

/** All contributors of a take, renderer first. */
export function contributorsOf({ author, promptAuthors, steers = [], stoppedAt }: TakeView): UserView[] {
  const all = [author, ...promptAuthors, ...steers.map(({ by }) => by), ...(stoppedAt ? [stoppedAt.by] : [])];
  return [...new Map(all.map((user) => [user.id, user])).values()];
}
