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
    /** Set: only moderators see the review. */
    hiddenAt: at().nullable(),
  },
  indexes: [
    // At most one of them is visible. Not unique, because a user whose review is hidden can write another.
    { name: 'hub_review_of_model', properties: ['modelId', 'userId'] },
    { name: 'hub_review_page', properties: ['modelId', 'at', 'id'] },
    { name: 'hub_review_of_user', properties: ['userId'] },
  ],
});

export const feedbackEntities = [hubReview] as const;
