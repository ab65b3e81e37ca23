import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { HubReview, ModelComment } from '@visionary/hub';
import { type ModelNoticeKind, Notices } from '../../domain/talk/notices.js';
import { type NoticeDraft, TellPeople } from './tell-people.js';

/** Inside the transaction that says something about a model: tells those whom it calls, answers, or whose model it is, each once. */
@Injectable()
export class TellOfModels {
  constructor(
    private readonly notices: Notices,
    private readonly blocks: Blocks,
    private readonly tell: TellPeople,
  ) {}

  /** Whoever is told here hears from the author: who says it has seen to it. */
  async said(comment: ModelComment, makerId: string, answeredId: string | null): Promise<void> {
    const drafts = [
      ...comment.mentionIds.map((id) => draftOf(comment, id, 'modelMention')),
      ...(answeredId === null ? [] : [draftOf(comment, answeredId, 'modelReply')]),
      draftOf(comment, makerId, 'modelComment'),
    ];
    await this.tell.run(drafts.filter(({ personId }) => personId !== comment.authorId));
  }

  /** Those whom it calls only now. */
  async edited(comment: ModelComment): Promise<void> {
    if (comment.mentionIds.length === 0) return;
    const told = await this.notices.toldOf({ commentId: comment.id });
    const fresh = comment.mentionIds.filter((id) => !told.has(id) && id !== comment.authorId);
    await this.tell.run(fresh.map((id) => draftOf(comment, id, 'modelMention')));
  }

  /** Its maker, of what is new; said otherwise it is told as it is then. */
  async reviewed({ id: commentId, modelId, personId, at }: HubReview, makerId: string): Promise<void> {
    if (await this.blocks.between(personId, makerId)) return;
    const about = { kind: 'modelReview', modelId, commentId, peopleIds: [personId], at } as const;
    await this.tell.run([{ ...about, personId: makerId }]);
  }

  /** What was said is nowhere any more. */
  async erased(ids: readonly string[]): Promise<void> {
    await this.tell.forget({ commentIds: ids });
  }

  /** With everything that was told of it. */
  async removed(modelId: string): Promise<void> {
    await this.tell.forget({ modelId });
  }
}

const draftOf = (
  { id: commentId, modelId, authorId, editedAt, at }: ModelComment,
  personId: string,
  kind: ModelNoticeKind,
): NoticeDraft => ({ personId, kind, modelId, commentId, peopleIds: [authorId], at: editedAt ?? at });
