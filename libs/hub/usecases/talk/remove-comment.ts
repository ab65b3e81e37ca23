import { Injectable } from '@nestjs/common';
import { Company } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { hubSubject } from '../../domain/versions/subjects.js';
import { HubComments, type StoredComment } from '../../domain/talk/comments.js';
import { ModelCountsMoved } from '../../domain/talk/events.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { EraseComments } from './erase-comments.js';

/** Its author, the model's maker and whoever looks after the instance take a comment away. */
@Injectable()
export class RemoveComment {
  constructor(
    private readonly comments: HubComments,
    private readonly company: Company,
    private readonly tallies: Tallies,
    private readonly erase: EraseComments,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_REMOVED, HUB_NOT_YOURS, UNAUTHENTICATED */
  async run(commentId: string, person: { readonly id: string; readonly moderates: boolean }): Promise<void> {
    const { modelId } = await this.requireThere(commentId);
    const work = async () => {
      const { at } = await this.company.run(person.id, []);
      const model = await this.tallies.hold(modelId);
      const comment = await this.requireThere(commentId);
      const isTheirs = comment.authorId === person.id || model?.makerId === person.id;
      if (!isTheirs && !person.moderates) throw new Rejection('HUB_NOT_YOURS');
      await this.erase.run([comment], person.id, at);
      await this.tallies.count(modelId, { comments: -1 });
      this.unitOfWork.announce(new ModelCountsMoved(modelId));
    };
    await this.unitOfWork.run(work, [hubSubject(modelId)]);
  }

  private async requireThere(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('HUB_COMMENT_REMOVED');
    return comment;
  }
}
