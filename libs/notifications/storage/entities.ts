import { defineEntity, p } from '@mikro-orm/core';
import type { NotificationCategory } from '@visionary/contract';
import type { TablesOf } from '@visionary/platform/database';
import type { NotificationKind } from '../domain/notification.js';

const id = () => p.character().length(36);
const at = () => p.bigint('number');

/** Notifications of all kinds. */
const notification = defineEntity({
  name: 'Notification',
  tableName: 'notification',
  properties: {
    id: id().primary(),
    userId: id(),
    kind: p.string().length(20).$type<NotificationKind>(),
    bundleKey: p.string().length(80).nullable(),
    roomId: id().nullable(),
    subjectId: id().nullable(),
    parentId: id().nullable(),
    seq: p.integer().nullable(),
    /** JSON: ids of users. */
    actorIds: p.text(),
    count: p.integer(),
    /** JSON. */
    facts: p.text().columnType('longtext'),
    createdAt: at(),
    at: at(),
    readAt: at().nullable(),
    /** Set while a moderator's decision hides what it is about. */
    hiddenAt: at().nullable(),
  },
  indexes: [
    { name: 'notification_page', properties: ['userId', 'at', 'id'] },
    { name: 'notification_unread', properties: ['userId', 'readAt', 'roomId', 'seq'] },
    { name: 'notification_bundle', properties: ['userId', 'bundleKey', 'readAt'] },
    { name: 'notification_subject', properties: ['subjectId', 'userId'] },
    { name: 'notification_parent', properties: ['parentId'] },
  ],
});

/** Categories that users turned off. */
export const NotificationOptOutRow = defineEntity({
  name: 'NotificationOptOut',
  tableName: 'notification_opt_out',
  properties: { userId: id().primary(), category: p.string().length(20).$type<NotificationCategory>().primary() },
});

export const notificationsEntities = [notification, NotificationOptOutRow] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof notificationsEntities> {}
}
