/** What migration 0019 renames of one table. */
export interface TableRename {
  /** The table's new name; absent: it keeps its name. */
  readonly table?: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly indexes?: Readonly<Record<string, string>>;
  /** Indexes that only MySQL has. */
  readonly mysqlIndexes?: Readonly<Record<string, string>>;
}

/** By the name the table had until now. */
export const RENAMES: Readonly<Record<string, TableRename>> = {
  account: {
    columns: {
      name: 'username',
      shown_name: 'display_name',
      looks_name: 'confusable_name',
      about: 'bio',
      picture: 'avatar',
      sight: 'sensitive_content_mode',
    },
    indexes: { account_of_picture: 'account_of_avatar', account_looks_name_unique: 'account_confusable_name_unique' },
  },
  name_claim: {
    table: 'reserved_name',
    columns: { claim: 'name_key', is_shown: 'is_display_name' },
    indexes: { name_claim_account_id_index: 'reserved_name_account_id_index' },
  },
  block: { columns: { person_id: 'user_id' } },
  declined_news: { table: 'notification_opt_out', columns: { person_id: 'user_id', choice: 'category' } },
  claim_token: { table: 'admin_claim_token' },
  message: {
    columns: { card: 'shared_take', number: 'search_row_number' },
    indexes: { message_place: 'message_room_seq', message_number: 'message_search_row_number' },
  },
  message_version: { table: 'message_edit' },
  notification: { columns: { person_id: 'user_id', by_id: 'actor_id' } },
  reaction: {
    table: 'message_reaction',
    columns: { person_id: 'user_id' },
    indexes: { reaction_of_person: 'message_reaction_of_user' },
  },
  message_words: {
    table: 'message_search',
    mysqlIndexes: {
      message_words_room: 'message_search_room',
      message_words_author: 'message_search_author',
      message_words_found: 'message_search_found',
    },
  },
  post: {
    columns: {
      number: 'search_row_number',
      picture_index: 'image_index',
      words: 'description',
      maturity: 'content_rating',
      at_least: 'minimum_rating',
      comments_on: 'comments_enabled',
      people: 'participants',
      hot: 'hot_score',
      is_sample: 'is_seeded',
    },
    indexes: { post_of_picture: 'post_of_image', post_number: 'post_search_row_number' },
  },
  post_person: {
    table: 'post_participant',
    columns: { person_id: 'user_id' },
    indexes: { post_person_new: 'post_participant_new', post_person_of_post: 'post_participant_of_post' },
  },
  post_reaction: { columns: { person_id: 'user_id' }, indexes: { post_reaction_of_person: 'post_reaction_of_user' } },
  post_emoji: { table: 'post_reaction_count' },
  comment: { columns: { removed_at: 'deleted_at', removed_by: 'deleted_by' } },
  comment_reaction: {
    columns: { person_id: 'user_id' },
    indexes: { comment_reaction_of_person: 'comment_reaction_of_user' },
  },
  post_upload: { columns: { level: 'content_rating' } },
  picture_preview: {
    table: 'image_thumbnail',
    columns: { preview: 'thumbnail_sha256' },
    indexes: { picture_preview_kept: 'image_thumbnail_sha256' },
  },
  post_view: { columns: { person_id: 'user_id' } },
  follow: { columns: { person_id: 'user_id' } },
  collection: { columns: { about: 'description', is_shared: 'is_public' } },
  collection_post: { columns: { place: 'position' } },
  notice: {
    table: 'feed_notification',
    columns: { person_id: 'user_id', bundle: 'bundle_key', people: 'actor_ids', extra: 'data' },
    indexes: {
      notice_page: 'feed_notification_page',
      notice_unread: 'feed_notification_unread',
      notice_bundle: 'feed_notification_bundle',
      notice_of_post: 'feed_notification_of_post',
      notice_of_comment: 'feed_notification_of_comment',
      notice_of_model: 'feed_notification_of_model',
    },
  },
  untold_version: {
    table: 'pending_version_fan_out',
    columns: { maker_id: 'creator_id', told_until: 'fan_out_cursor' },
    indexes: { untold_version_of_model: 'pending_version_fan_out_of_model' },
  },
  sample: { table: 'seed_record' },
  post_words: {
    table: 'post_search',
    mysqlIndexes: { post_words_head: 'post_search_head', post_words_found: 'post_search_found' },
  },
  credit: {
    table: 'model_credit',
    columns: { person_id: 'user_id' },
    indexes: { credit_of_name: 'model_credit_of_name', credit_of_person: 'model_credit_of_user' },
  },
  hub_draft: {
    columns: {
      maker_id: 'creator_id',
      proposed: 'suggested_form',
      facts: 'file_metadata',
      render_facts: 'render_metadata',
      refusal: 'rejection',
      turned_away: 'rejected_files',
      checked_by: 'check_lease_owner',
      check_until: 'check_lease_until',
      checks: 'check_attempts',
    },
    indexes: { hub_draft_of_maker: 'hub_draft_of_creator', hub_draft_left: 'hub_draft_stale' },
  },
  hub_draft_file: {
    columns: {
      is_known: 'is_deduplicated',
      refusal: 'rejection',
      announced: 'expected_sha256',
      held_by: 'lease_owner',
      held_until: 'lease_until',
      looks: 'inspection_attempts',
      moved_at: 'last_received_at',
    },
    indexes: { hub_draft_file_left: 'hub_draft_file_stale' },
  },
  hub_quarantine: { table: 'hub_quarantined_hash', columns: { refusal: 'rejection' } },
  hub_model: {
    columns: {
      maker_id: 'creator_id',
      name_looks: 'name_confusable_key',
      about: 'description',
      licence: 'license',
      licence_words: 'license_text',
      maturity: 'content_rating',
      at_least: 'minimum_rating',
      is_sample: 'is_seeded',
      pictures: 'image_count',
      stars: 'star_sum',
      base: 'base_model',
    },
    indexes: { hub_model_looks: 'hub_model_confusable_name', hub_model_of_maker: 'hub_model_of_creator' },
  },
  hub_word: {
    table: 'hub_search_term',
    columns: { word: 'term' },
    indexes: { hub_word_of_model: 'hub_search_term_of_model', hub_word_found: 'hub_search_term_found' },
  },
  hub_version: {
    columns: {
      use_id: 'version_ref',
      is_withheld: 'is_taken_down',
      base: 'base_model',
      base_name: 'base_model_name',
      facts: 'file_metadata',
      render_facts: 'render_metadata',
      pictures: 'image_count',
      samples_to_come: 'pending_samples',
    },
    indexes: { hub_version_use: 'hub_version_ref' },
  },
  hub_removed_use: { table: 'hub_retired_ref', columns: { use_key: 'ref_key' } },
  hub_sample: {
    columns: { small_sha256: 'thumbnail_sha256', is_chosen: 'is_uploaded', level: 'content_rating' },
    indexes: { hub_sample_of_picture: 'hub_sample_of_image', hub_sample_of_small: 'hub_sample_of_thumbnail' },
  },
  hub_download: { columns: { who: 'downloader_hash' } },
  hub_review: {
    columns: { person_id: 'user_id', words: 'text' },
    indexes: { hub_review_of_person: 'hub_review_of_user' },
  },
  hub_comment: { columns: { removed_at: 'deleted_at', removed_by: 'deleted_by' } },
  hub_reaction: { columns: { person_id: 'user_id' }, indexes: { hub_reaction_of_person: 'hub_reaction_of_user' } },
  take: {
    columns: {
      writers: 'prompt_author_ids',
      pictures: 'images',
      record: 'render_record',
      stopped: 'stop',
      hands: 'authorship',
      added: 'prompt_prefixes',
    },
    indexes: { take_line: 'take_queue', take_turns: 'take_started' },
  },
  take_picture: { table: 'take_image', indexes: { take_picture_of_take: 'take_image_of_take' } },
  take_steer: { columns: { by_id: 'actor_id', asked_at: 'requested_at' } },
  model_trouble: { table: 'model_failure', columns: { losses: 'failures', why: 'reason' } },
  room: { columns: { newcomers: 'default_role', active_at: 'last_active_at' } },
  member: { table: 'room_member', columns: { person_id: 'user_id' }, indexes: { member_person: 'room_member_user' } },
  ban: {
    table: 'room_ban',
    columns: { person_id: 'user_id', by_id: 'actor_id' },
    indexes: { ban_person: 'room_ban_user' },
  },
  mute: { table: 'room_mute', columns: { person_id: 'user_id' } },
  direct: {
    table: 'direct_room',
    columns: { a_id: 'user_a_id', b_id: 'user_b_id' },
    indexes: { direct_b: 'direct_room_user_b', direct_room_id_unique: 'direct_room_room_id_unique' },
  },
  invitation: { columns: { by_id: 'actor_id' } },
  term: {
    table: 'blocked_term',
    columns: { proposal: 'suggestion', by_id: 'actor_id' },
    indexes: { term_since: 'blocked_term_since' },
  },
  term_turn: { table: 'blocked_term_version' },
  safety_case: { columns: { picture: 'image', by_checks: 'is_auto_flagged' } },
  safety_report: { columns: { by_id: 'actor_id', words: 'comment' } },
  safety_decision: {
    columns: {
      by_id: 'actor_id',
      words: 'message',
      maturity: 'content_rating',
      maturity_before: 'previous_rating',
      removed: 'hides_subject',
      over_at: 'revoked_at',
    },
  },
  safety_appeal: {
    columns: { by_id: 'actor_id', words: 'text' },
    indexes: { safety_appeal_by: 'safety_appeal_actor' },
  },
  safety_notice: {
    table: 'safety_notification',
    columns: { person_id: 'user_id' },
    indexes: {
      safety_notice_page: 'safety_notification_page',
      safety_notice_unread: 'safety_notification_unread',
      safety_notice_case: 'safety_notification_case',
    },
  },
  safety_aside: {
    table: 'safety_hidden_subject',
    indexes: {
      safety_aside_author: 'safety_hidden_subject_author',
      safety_aside_picture: 'safety_hidden_subject_image',
    },
  },
  safety_audit: {
    table: 'safety_audit_entry',
    columns: { by_id: 'actor_id', about_kind: 'target_kind', about_id: 'target_id' },
    indexes: {
      safety_audit_action: 'safety_audit_entry_action',
      safety_audit_by: 'safety_audit_entry_actor',
      safety_audit_about: 'safety_audit_entry_target',
    },
  },
  safety_audit_end: { table: 'safety_audit_head' },
  safety_content: {
    table: 'safety_fingerprint',
    columns: { maturity: 'content_rating', print: 'perceptual_hash' },
    indexes: { safety_content_cause: 'safety_fingerprint_cause', safety_content_seq: 'safety_fingerprint_seq' },
  },
  safety_content_turn: { table: 'safety_fingerprint_lock' },
  safety_content_place: {
    table: 'safety_fingerprint_location',
    columns: { picture: 'image' },
    indexes: { safety_content_place_digest: 'safety_fingerprint_location_digest' },
  },
  safety_content_reach: {
    table: 'safety_decision_effect',
    columns: { picture: 'image', print: 'perceptual_hash', before: 'previous_rating', decided: 'decided_rating' },
    indexes: { safety_content_reach_cause: 'safety_decision_effect_cause' },
  },
  safety_return: {
    table: 'safety_reupload',
    columns: { picture: 'image' },
    indexes: { safety_return_of_case: 'safety_reupload_of_case', safety_return_of_cause: 'safety_reupload_of_cause' },
  },
  prompt_style: {
    table: 'prompt_prefix',
    columns: { suffix: 'negative_suffix', is_on: 'is_enabled', by_id: 'actor_id' },
  },
};

/** Columns whose default was `everybody`. */
export const EVERYONE_BY_DEFAULT: Readonly<Record<string, string>> = {
  post: 'minimum_rating',
  hub_model: 'minimum_rating',
};
