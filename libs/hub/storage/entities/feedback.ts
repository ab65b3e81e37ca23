import { defineEntity, p } from '@mikro-orm/core';
import { at, id } from './columns.js';

const hubReview = defineEntity({
  name: 'HubReview',
  tableName: 'hub_review',
  properties: {
    id: id().primary(),
    modelId: id(),
    userId: id(),
    stars: p.smallint(),
    text: p.text(),
    label: p.string().length(20),
    at: at(),
    editedAt: at().nullable(),
  },
  uniques: [{ name: 'hub_review_once', properties: ['modelId', 'userId'] }],
  indexes: [
    { name: 'hub_review_page', properties: ['modelId', 'at', 'id'] },
    { name: 'hub_review_of_user', properties: ['userId'] },
  ],
});

const hubComment = defineEntity({
  name: 'HubComment',
  tableName: 'hub_comment',
  properties: {
    id: id().primary(),
    modelId: id(),
    parentId: id().nullable(),
    authorId: id(),
    clientId: id(),
    text: p.text(),
    /** JSON. */
    mentions: p.text().nullable(),
    at: at(),
    editedAt: at().nullable(),
    deletedAt: at().nullable(),
    deletedBy: id().nullable(),
    replies: p.integer().default(0),
  },
  uniques: [{ name: 'hub_comment_once', properties: ['authorId', 'clientId'] }],
  indexes: [
    { name: 'hub_comment_of_model', properties: ['modelId', 'parentId', 'at', 'id'] },
    { name: 'hub_comment_last', properties: ['modelId', 'at', 'id'] },
    { name: 'hub_comment_of_author', properties: ['authorId', 'at'] },
  ],
});

/** Reactions to models, reviews, and comments. */
const hubReaction = defineEntity({
  name: 'HubReaction',
  tableName: 'hub_reaction',
  properties: {
    targetId: id().primary(),
    userId: id().primary(),
    emoji: p.string().length(32).primary(),
    at: at(),
  },
  indexes: [{ name: 'hub_reaction_of_user', properties: ['userId'] }],
});

/** Comments, reviews, and reactions. */
export const feedbackEntities = [hubReview, hubComment, hubReaction] as const;
