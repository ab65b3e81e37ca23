import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContextLine,
  type ModeratedKind,
  ModeratedSubjects,
  type Subject,
  type SubjectFacts,
  subjectKey,
} from '@visionary/safety';
import { type LiftedRows, SaidAside } from '../../domain/moderation/said-aside.js';
import type { StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged, ModelCountsMoved } from '../../domain/talk/events.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { EraseComments } from '../talk/erase-comments.js';
import { HubTalk } from './hub-talk.js';

/** What is said about models, for those who moderate. */
@Injectable()
export class ModeratedHubComments implements ModeratedKind, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly talk: HubTalk,
    private readonly aside: SaidAside,
    private readonly erase: EraseComments,
  ) {}

  onModuleInit(): void {
    this.subjects.add('comment', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const found = (await this.talk.comments.byIds(subjects.map(({ id }) => id))).filter(({ removed }) => !removed);
    const names = await this.talk.namesOf(found.map(({ modelId }) => modelId));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'comment', id: one.id }), factsOf(one, names.get(one.modelId) ?? '')]),
    );
  }

  async maySee(personId: string, { id }: Subject): Promise<boolean> {
    return this.talk.maySee(personId, (await this.talk.comments.byId(id))?.modelId);
  }

  /** What it answers, and what follows it there. */
  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const one = await this.talk.comments.byId(id);
    if (!one) return [];
    const thread = { modelId: one.modelId, parentId: one.parentId, viewerId: null };
    const parent = one.parentId === null ? null : await this.talk.comments.byId(one.parentId);
    const after = await this.talk.comments.page(thread, { at: one.at, id: one.id }, lines);
    return [...(parent ? [parent] : []), one, ...after].map(({ id: lineId, authorId, text, at }) => {
      return { id: lineId, authorId, text, at };
    });
  }

  async setAside({ id }: Subject, byId: string | null, at: number): Promise<object> {
    const rows = await this.aside.read('hub_comment', id);
    const comment = await this.talk.comments.byId(id);
    if (!comment) return rows;
    const { modelId } = comment;
    this.talk.work.touch(hubSubject(modelId));
    await this.talk.tallies.hold(modelId);
    await this.erase.run([comment], byId ?? comment.authorId, at);
    await this.talk.tallies.count(modelId, { comments: -1 });
    this.talk.work.announce(new ModelCountsMoved(modelId));
    return rows;
  }

  async putBack({ id }: Subject, kept: object): Promise<void> {
    const rows = kept as LiftedRows;
    const modelId = String(rows['hub_comment']?.[0]?.['model_id'] ?? '');
    this.talk.work.touch(hubSubject(modelId));
    await this.talk.tallies.hold(modelId);
    if (!(await this.aside.lay('hub_comment', rows))) return;
    const comment = await this.talk.comments.byId(id);
    const changed = [id, ...(comment?.parentId ? [comment.parentId] : [])];
    await this.talk.comments.recountReplies(changed);
    await this.talk.tallies.count(modelId, { comments: 1 });
    this.talk.work.announce(new CommentsChanged(modelId, changed));
    this.talk.work.announce(new ModelCountsMoved(modelId));
  }
}

const factsOf = ({ id, text, authorId, at, modelId }: StoredComment, name: string): SubjectFacts => ({
  ...{ title: '', text, authorId, at, place: { kind: 'model', id: modelId, name } },
  path: `/models/${modelId}?tab=talk&comment=${id}`,
});
