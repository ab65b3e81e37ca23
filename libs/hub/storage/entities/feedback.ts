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

export const feedbackEntities = [hubReview] as const;
