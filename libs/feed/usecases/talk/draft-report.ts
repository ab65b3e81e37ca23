import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Ids, Rejection } from '@visionary/kernel';
import { Posts } from '../../domain/posts/posts.js';
import { Comments } from '../../domain/talk/comments.js';
import type { ReportReason, StoredReport } from '../../domain/talk/reports.js';
import { type Reported, ReportedInHub } from './reported-in-hub.js';

export type ReportedSubject =
  | { readonly postId: string }
  | { readonly commentId: string }
  | { readonly modelId: string }
  | { readonly personId: string };

export interface ReportToMake {
  readonly personId: string;
  readonly clientId: string;
  readonly subject: ReportedSubject;
  readonly reason: ReportReason;
  readonly words: string;
}

/** Puts a report together: what it is about, and who answers for that. */
@Injectable()
export class DraftReport {
  constructor(
    private readonly posts: Posts,
    private readonly comments: Comments,
    private readonly hub: ReportedInHub,
    private readonly people: People,
    private readonly ids: Ids,
  ) {}

  /** @throws Rejection FEED_POST_NOT_FOUND, FEED_COMMENT_NOT_FOUND, FEED_COMMENT_REMOVED, HUB_MODEL_NOT_FOUND, PEOPLE_NOT_FOUND, FEED_NOT_ONESELF */
  async run({ personId, clientId, subject, reason, words }: ReportToMake, at: number): Promise<StoredReport> {
    const about = await this.about(subject);
    if (about.personId === personId) throw new Rejection('FEED_NOT_ONESELF');
    return { id: this.ids.next(), authorId: personId, clientId, ...about, reason, words, at };
  }

  private async about(subject: ReportedSubject): Promise<Reported> {
    if ('postId' in subject) return this.aboutPost(subject.postId);
    if ('commentId' in subject) return this.aboutComment(subject.commentId);
    if ('modelId' in subject) return this.hub.model(subject.modelId);
    const { personId } = subject;
    if (!(await this.people.byIds([personId])).has(personId)) throw new Rejection('PEOPLE_NOT_FOUND');
    return { postId: null, commentId: null, modelId: null, personId };
  }

  private async aboutPost(postId: string): Promise<Reported> {
    const post = await this.posts.byId(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    return { postId, commentId: null, modelId: null, personId: post.authorId };
  }

  private async aboutComment(commentId: string): Promise<Reported> {
    const comment = await this.comments.byId(commentId);
    const said = comment ? null : await this.hub.said(commentId);
    if (said) return said;
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('FEED_COMMENT_REMOVED');
    return { postId: comment.postId, commentId, modelId: null, personId: comment.authorId };
  }
}
