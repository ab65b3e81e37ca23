/** The table that holds all notifications until it gets its name. */
export const NEW_TABLE = 'notification_inbox';

const TAKE_KINDS = "'takeFinished', 'takeFailed'";
const VERSION_KINDS = "'modelPublished', 'versionPublished'";
const COMMENT_KINDS = "'comment', 'commentReply', 'commentMention'";
const MODEL_COMMENT_KINDS = "'modelComment', 'modelReply', 'modelMention', 'modelReview'";

const COLUMNS =
  '`id`, `user_id`, `kind`, `bundle_key`, `room_id`, `subject_id`, `parent_id`, `seq`, `actor_ids`, `count`, `facts`, `created_at`, `at`, `read_at`';

/**
 * Copies the notifications of chat, feed, and safety into one table. Those of takes that no longer exist had no view and
 * stay behind. A version was only part of a bundle key.
 * @param integer the type that the dialect casts to
 */
export const copyNotifications = (integer: 'integer' | 'signed'): readonly string[] => [
  `insert into \`${NEW_TABLE}\` (${COLUMNS})
    select id, user_id, kind, null, room_id, message_id, null, seq, json_array(actor_id), 1, '{}', at, at, read_at
    from \`notification\``,
  `insert into \`${NEW_TABLE}\` (${COLUMNS})
    select f.id, f.user_id, f.kind,
      case when f.kind in (${VERSION_KINDS}) then null else f.bundle_key end,
      f.room_id,
      case
        when f.kind in (${COMMENT_KINDS}, ${MODEL_COMMENT_KINDS}) then f.comment_id
        when f.kind in (${TAKE_KINDS}) then f.take_id
        when f.kind in (${VERSION_KINDS}) then substr(f.bundle_key, 9)
        when f.kind in ('modelReactions', 'versionQuarantined') then f.model_id
        else f.post_id
      end,
      case
        when f.kind in (${COMMENT_KINDS}) then f.post_id
        when f.kind in (${MODEL_COMMENT_KINDS}, ${VERSION_KINDS}, 'modelUsed') then f.model_id
      end,
      null, f.actor_ids, f.\`count\`,
      case
        when f.kind in (${TAKE_KINDS}) then json_object('number', t.number, 'prompt', t.prompt)
        else coalesce(f.data, '{}')
      end,
      cast(coalesce(json_extract(f.data, '$.since'), f.at) as ${integer}), f.at, f.read_at
    from \`feed_notification\` f left join \`take\` t on t.id = f.take_id
    where f.kind not in (${TAKE_KINDS}) or t.id is not null`,
  `insert into \`${NEW_TABLE}\` (${COLUMNS})
    select id, user_id, kind, null, null, case_id, null, null,
      case when json_extract(data, '$.byId') is null then '[]' else json_array(json_extract(data, '$.byId')) end,
      1, json_remove(data, '$.byId'), at, at, read_at
    from \`safety_notification\``,
];

/** Tables that the copy replaces, besides \`notification\`. */
export const REPLACED_TABLES = ['feed_notification', 'safety_notification'] as const;

export const INDEXES: Readonly<Record<string, string>> = {
  notification_page: '`user_id`, `at`, `id`',
  notification_unread: '`user_id`, `read_at`, `room_id`, `seq`',
  notification_bundle: '`user_id`, `bundle_key`, `read_at`',
  notification_subject: '`subject_id`, `user_id`',
  notification_parent: '`parent_id`',
};
