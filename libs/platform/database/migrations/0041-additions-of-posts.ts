import type { Migration } from './migration.js';

/** Where the record of a take names additions; built-in upscalers have no hash. */
const LISTS = [
  ['embedding', '$.job.embeddings'],
  ['controlnet', '$.job.controls'],
] as const;
const SINGLE = [
  ['vae', '$.job.vae', 'id'],
  ['upscaler', '$.job.hires', 'upscaler'],
  ['upscaler', '$.job.upscale', 'upscaler'],
] as const;

const COLUMNS = '(`post_id`, `kind`, `addition_id`, `hash`, `at`)';
const FROM = 'from post join take on take.id = post.take_id';

interface JsonOfDialect {
  readonly insert: string;
  /** A table `one` of a list's entries. */
  list(path: string): string;
  /** The text `name` of an entry. */
  entry(name: 'id' | 'sha256'): string;
  text(path: string): string;
}

const fromRecords = ({ insert, list, entry, text }: JsonOfDialect): string[] => [
  `${insert} into \`post_addition\` ${COLUMNS} select post_id, 'lora', lora_id, hash, at from post_lora`,
  ...LISTS.map(
    ([kind, path]) => `${insert} into \`post_addition\` ${COLUMNS}
      select post.id, '${kind}', ${entry('id')}, ${entry('sha256')}, post.at ${FROM} join ${list(path)}
      where take.render_record is not null and ${entry('id')} is not null`,
  ),
  ...SINGLE.map(
    ([kind, path, id]) => `${insert} into \`post_addition\` ${COLUMNS}
      select post.id, '${kind}', ${text(`${path}.${id}`)}, ${text(`${path}.sha256`)}, post.at ${FROM}
      where take.render_record is not null and ${text(`${path}.sha256`)} is not null`,
  ),
];

/** Versions that were published before the hub rendered samples of their kind. */
const SAMPLES =
  "update hub_version set pending_samples = 3 where state = 'published' and model_id in (select id from hub_model where kind in ('embedding', 'vae', 'upscaler')) and id not in (select version_id from hub_sample)";

/** Posts know all additions that their images were made with, and all kinds have creators. */
export const additionsOfPosts: Migration = {
  sqlite: [
    'create table `post_addition` (`post_id` text not null, `kind` text not null, `addition_id` text not null, `hash` text null, `at` bigint not null, primary key (`post_id`, `kind`, `addition_id`))',
    'create index `post_addition_new` on `post_addition` (`kind`, `addition_id`, `at`, `post_id`)',
    'create index `post_addition_of_hash` on `post_addition` (`hash`, `at`)',
    ...fromRecords({
      insert: 'insert or ignore',
      list: (path) => `json_each(take.render_record, '${path}') one`,
      entry: (name) => `json_extract(one.value, '$.${name}')`,
      text: (path) => `json_extract(take.render_record, '${path}')`,
    }),
    SAMPLES,
    'drop table `post_lora`',
  ],
  mysql: [
    'create table `post_addition` (`post_id` char(36) not null, `kind` varchar(10) not null, `addition_id` varchar(100) not null, `hash` char(64) null, `at` bigint not null, primary key (`post_id`, `kind`, `addition_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `post_addition` add index `post_addition_new` (`kind`, `addition_id`, `at`, `post_id`)',
    'alter table `post_addition` add index `post_addition_of_hash` (`hash`, `at`)',
    'alter table `model_credit` modify `kind` varchar(10) not null',
    ...fromRecords({
      insert: 'insert ignore',
      list: (path) =>
        `json_table(take.render_record, '${path}[*]' columns (id varchar(100) path '$.id', sha256 char(64) path '$.sha256')) one`,
      entry: (name) => `one.${name}`,
      text: (path) => `json_unquote(json_extract(take.render_record, '${path}'))`,
    }),
    SAMPLES,
    'drop table `post_lora`',
  ],
};
