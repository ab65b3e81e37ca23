import { defineEntity, p } from '@mikro-orm/core';
import type { CommentSubjectKind } from '@visionary/contract';
import type { TablesOf } from '@visionary/platform/database';
import type { ReactionTarget } from '../domain/reaction.js';

const id = () => p.character().length(36);
const at = () => p.bigint('number');

const comment = defineEntity({
  name: 'Comment',
  tableName: 'comment',
  properties: {
    id: id().primary(),
    subjectKind: p.string().length(10).$type<CommentSubjectKind>(),
    subjectId: id(),
    parentId: id().nullable(),
    authorId: id(),
    clientId: id(),
    text: p.text(),
    /** JSON: ids of mentioned users. */
    mentions: p.text().nullable(),
    at: at(),
    editedAt: at().nullable(),
    /** Set while nobody sees the comment, except as a tombstone for its replies. */
    deletedAt: at().nullable(),
    deletedBy: id().nullable(),
    /** Set when a moderator can restore it. The text is kept until then. */
    hiddenAt: at().nullable(),
    replies: p.integer().default(0),
  },
  uniques: [{ name: 'comment_once', properties: ['authorId', 'clientId'] }],
  indexes: [
    { name: 'comment_of_subject', properties: ['subjectKind', 'subjectId', 'parentId', 'at', 'id'] },
    { name: 'comment_newest', properties: ['subjectKind', 'subjectId', 'at', 'id'] },
    { name: 'comment_of_author', properties: ['authorId', 'subjectKind', 'id'] },
  ],
});

const reaction = defineEntity({
  name: 'Reaction',
  tableName: 'reaction',
  properties: {
    subjectKind: p.string().length(10).$type<ReactionTarget['kind']>().primary(),
    subjectId: id().primary(),
    userId: id().primary(),
    emoji: p.string().length(32).primary(),
    at: at(),
  },
  indexes: [{ name: 'reaction_of_user', properties: ['userId', 'subjectKind', 'subjectId', 'emoji'] }],
});

/** Counters of `reaction`. */
const reactionCount = defineEntity({
  name: 'ReactionCount',
  tableName: 'reaction_count',
  properties: {
    subjectKind: p.string().length(10).$type<ReactionTarget['kind']>().primary(),
    subjectId: id().primary(),
    emoji: p.string().length(32).primary(),
    count: p.integer(),
  },
});

export const commentsEntities = [comment, reaction, reactionCount] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof commentsEntities> {}
}
