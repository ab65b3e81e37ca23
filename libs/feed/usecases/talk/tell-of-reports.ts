import { Injectable } from '@nestjs/common';
import { Caretakers, type StoredReport } from '../../domain/talk/reports.js';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that keeps a report: everybody who looks after the instance is told of it. */
@Injectable()
export class TellOfReports {
  constructor(
    private readonly caretakers: Caretakers,
    private readonly tell: TellPeople,
  ) {}

  async run({
    authorId,
    postId,
    commentId,
    modelId,
    personId: reportedId,
    reason,
    words,
    at,
  }: StoredReport): Promise<void> {
    const extra = { reason, words, ...(reportedId !== null && { reportedId }) };
    const about = { kind: 'report', postId, commentId, modelId, peopleIds: [authorId], extra, at } as const;
    const others = (await this.caretakers.all()).filter((id) => id !== authorId);
    await this.tell.run(others.map((personId) => ({ ...about, personId })));
  }
}
