import { Injectable } from '@nestjs/common';
import { CommentReactions, Comments, type StoredComment } from '../../domain/comments/comments.js';
import { PostCounters } from '../../domain/comments/post-reactions.js';
import { NotificationWriter } from './tell-users.js';

export interface Erased {
  /** Those that say something else from now on: traces, and what other replies stand beneath. */
  readonly changedIds: readonly string[];
  /** Of which nothing is left, as they were last. */
  readonly vanished: readonly StoredComment[];
}

/**
 * Inside a transaction: what these comments said and were given is nowhere any more, nor is anybody told of them. That one was
 * there stays only where others stand beneath it. A few statements, however many they are.
 */
@Injectable()
export class DeleteComments {
  constructor(
    private readonly comments: Comments,
    private readonly reactions: CommentReactions,
    private readonly tallies: PostCounters,
    private readonly tell: NotificationWriter,
  ) {}

  /** @param all none of them removed already */
  async run(all: readonly StoredComment[], byId: string, at: number): Promise<Erased> {
    const traces = all.filter(({ replies }) => replies > 0);
    const gone = all.filter(({ replies }) => replies <= 0);
    const parents = Map.groupBy(gone, ({ parentId }) => parentId ?? '');
    parents.delete('');
    const ids = all.map(({ id }) => id);
    await this.reactions.forget(ids);
    await this.tell.forget({ commentIds: ids });
    await this.comments.eraseText(idsOf(traces), byId, at);
    await this.comments.remove(idsOf(gone));
    await this.comments.lowerReplies(new Map([...parents].map(([id, replies]) => [id, replies.length])));
    const bare = await this.comments.removeEmptyTombstones([...parents.keys()]);
    await this.comments.remove(idsOf(bare));
    const perPost = Map.groupBy(all, ({ postId }) => postId);
    await this.tallies.lower(new Map([...perPost].map(([id, some]) => [id, { likes: 0, comments: some.length }])));
    const bareIds = new Set(idsOf(bare));
    const emptied = gone.map((one) => ({ ...one, text: '', mentionIds: [], removed: { byId, at } }));
    return {
      changedIds: [...idsOf(traces), ...parents.keys()].filter((id) => !bareIds.has(id)),
      vanished: [...emptied, ...bare],
    };
  }
}

const idsOf = (comments: readonly StoredComment[]): string[] => comments.map(({ id }) => id);
