import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommentsService } from '@visionary/comments';
import { truncate } from '@visionary/kernel';
import { ModelLookup } from '@visionary/generation';
import { Versions } from '@visionary/hub';
import { Inbox, type Notification, type NotificationDetails } from '@visionary/notifications';
import { Posts } from '../../storage/posts/posts.repository.js';
import type { ModelUsageFacts } from '../../use-cases/notifications/model-usage-notifier.js';
import { smallThumbnailUrl } from '../posts/post-urls.js';

const MAX_TITLE_LENGTH = 100;

interface TakeFacts {
  readonly number: number;
  readonly prompt: string;
  readonly adminReason?: string;
}

/** What notifications about posts, comments on them, takes, and follows show. */
@Injectable()
export class FeedNotificationPresenter implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly posts: Posts,
    private readonly comments: CommentsService,
    private readonly models: ModelLookup,
    private readonly versions: Versions,
  ) {}

  onModuleInit(): void {
    const { inbox } = this;
    inbox.register(['follow'], async () => () => ({}));
    inbox.register(['takeFinished', 'takeFailed', 'takeEnded'], async () => ({ subjectId, facts }: Notification) => ({
      takeId: subjectId ?? '',
      ...(facts as TakeFacts),
    }));
    inbox.register(['comment', 'commentReply', 'commentMention'], (notifications) => this.ofComments(notifications));
    inbox.register(['postMention', 'postCredited', 'reactions'], (notifications) => this.ofPosts(notifications));
    inbox.register(['modelUsed'], (notifications) => this.ofUsage(notifications));
  }

  private async ofComments(notifications: readonly Notification[]) {
    const postOf = await this.postsOf(notifications, ({ parentId }) => parentId);
    const texts = await this.comments.textsOf(notifications.flatMap(({ subjectId }) => subjectId ?? []));
    return (notification: Notification): NotificationDetails | null => {
      const found = postOf(notification);
      const text = texts.get(notification.subjectId ?? '');
      if (!found || notification.subjectId === null || text === undefined) return null;
      // A reply quotes a thread that the recipient wrote in.
      const isTextHidden = found.isHidden && notification.kind === 'commentMention';
      return { post: found.post, commentId: notification.subjectId, text: isTextHidden ? '' : text };
    };
  }

  private async ofPosts(notifications: readonly Notification[]) {
    const postOf = await this.postsOf(notifications, ({ subjectId }) => subjectId);
    return (notification: Notification): NotificationDetails | null => {
      const found = postOf(notification);
      if (!found) return null;
      if (notification.kind === 'postCredited') return { post: found.post, text: '' };
      return notification.kind === 'postMention'
        ? { post: found.post, text: found.isHidden ? '' : found.text }
        : { post: found.post, emojis: (notification.facts as { readonly emojis: string[] }).emojis };
    };
  }

  private async ofUsage(notifications: readonly Notification[]) {
    const postOf = await this.postsOf(notifications, ({ subjectId }) => subjectId);
    const hubModels = await this.versions.modelsByIds(notifications.flatMap(({ parentId }) => parentId ?? []));
    const titles = await this.models.titlesByKind();
    return (notification: Notification): NotificationDetails | null => {
      const found = postOf(notification);
      if (!found) return null;
      const { made, images } = notification.facts as ModelUsageFacts;
      const hubModel = hubModels.find(({ id }) => id === notification.parentId);
      const name = hubModel?.name ?? titles[made.kind].get(made.id) ?? made.id;
      return { model: { ...made, name }, ...(hubModel && { modelId: hubModel.id }), post: found.post, images };
    };
  }

  private async postsOf(notifications: readonly Notification[], idOf: (notification: Notification) => string | null) {
    const subjectOf = await this.inbox.subjects(notifications, idOf, async (ids) =>
      (await this.posts.byIds(ids)).map((post) => ({ ...post, ownerId: post.authorId })),
    );
    return (notification: Notification) => {
      const found = subjectOf(notification);
      if (!found) return null;
      const { isHidden, subject } = found;
      const { id, prompt, description, image, contentRating } = subject;
      const title = isHidden ? '' : subject.title || truncate(prompt, MAX_TITLE_LENGTH);
      return {
        post: { id, title, previewUrl: smallThumbnailUrl(id, image), contentRating },
        text: description,
        isHidden,
      };
    };
  }
}
