import type { Row, Rows } from './orm.js';

export const HASHES = ['a'.repeat(64), 'b'.repeat(64)] as const;
const [ONE, TWO] = HASHES;
export const PROMPTS = [
  ['雨中的猫 🐈', ''],
  ['a cat ', 'blurry'],
] as const;

/** A take before migration 0019, in a room of its own test. */
const take = (room: string, number: number, more: Row = {}): Row => ({
  ...{ id: `${room} ${number}`, room_id: room, number, seq: number, author_id: 'a', writers: '[]', status: 'finished' },
  ...{ prompt: '', negative: '', settings: '{}', pictures: '[]', queued_at: 1, losses: 0, overtaken: 0, ...more },
});
const pictures = (...sha256s: string[]) =>
  JSON.stringify(sha256s.map((sha256) => ({ width: 8, height: 8, seed: 1, sha256 })));

const user = { id: 'gone', name: 'Carla Gone' };
export const said = { id: 'm', author: user, text: 'so "name": "x"', mentions: [{ ...user, picture: '/p' }] };
export const shownTake = { loras: [{ id: 'l', name: 'Ink', weight: 1 }], by: user };
export const EVENTS = Array.from(
  { length: 520 },
  (_, n) => [{ person: user, role: 'editor', by: user }, { message: said }, { take: shownTake }][n % 3],
);

const LORAS = [
  { id: 'ink', weight: 1, sha256: ONE },
  { id: 'moss', weight: 1 },
];
const ADDITIONS = {
  embeddings: [{ id: 'style', word: 'style', sha256: ONE }],
  vae: { id: 'bright', sha256: TWO },
  controls: [{ id: 'lines', sha256: ONE }],
  hires: { upscaler: 'latent' },
  upscale: { upscaler: 'sharp', sha256: TWO },
};
const posted = ({ n, job, ...image }: { n: number; job: object; level?: string }) =>
  take('posted', n, {
    record: JSON.stringify({ job }),
    pictures: JSON.stringify([{ sha256: 'c'.repeat(64), seed: 7, ...image }]),
  });
const post = (n: number, maturity: string): Row => ({
  ...{ id: `post ${n}`, number: n + 1, author_id: 'a', client_id: `${n}`, take_id: `posted ${n}`, picture_index: 0 },
  ...{ sha256: 'x', width: 1, height: 1, title: '', words: '', tags: '[]', maturity, comments_on: 1 },
  ...{ people: '[]', prompt: '', at: 7 + n, hot: 1 },
});

const SUBJECTS = [
  ...[{ post_id: 'a' }, { post_id: 'a' }, { comment_id: 'c' }, { comment_id: 'r' }, { model_id: 'm' }],
  { person_id: 'p' },
];

/** What databases held when a migration was the last one, by its name. */
export const ROWS: Readonly<Record<string, Rows>> = {
  '0003-overtakes': {
    account: [
      {
        ...{ id: 'old', name: 'Old Ann', folded_name: 'old ann', looks_name: 'Old Ann', password_hash: 'hash' },
        ...{ language: 'en', theme: 'dark', role: 'admin', created_at: 5 },
      },
    ],
    session: [{ id: 's', token_hash: 'h', account_id: 'old', created_at: 7, expires_at: 9 }],
  },
  '0008-words-of-posts': {
    room_event: EVENTS.map((payload, n) => ({
      ...{ room_id: `room ${n % 7}`, seq: n, type: 'x', at: 5, payload: JSON.stringify(payload) },
    })),
  },
  '0009-names-out-of-the-log': {
    take: [posted({ n: 0, job: { loras: LORAS }, level: 'adult' }), posted({ n: 1, job: ADDITIONS })],
    post: [post(0, 'adult'), post(1, 'sensitive')],
  },
  '0010-makers': {
    take: [pictures(ONE, TWO, TWO), pictures(), pictures(ONE)].map((of, n) => take('images', n, { pictures: of })),
  },
  '0011-hub': {
    hub_review: [{ id: 'r', model_id: 'm', person_id: 'p', stars: 1, words: '', label: '1', at: 1 }],
    report: SUBJECTS.map((subject, n) => ({
      ...{ id: `report ${n}`, author_id: 'by', client_id: `${n}`, reason: 'spam', words: `words ${n}`, at: 10 + n },
      ...subject,
    })),
  },
  '0015-hub-revision': { take: PROMPTS.map(([prompt, negative], n) => take('keys', n, { prompt, negative })) },
  '0026-reactions': {
    pending_version_fan_out: [
      { version_id: 'first', label: '1 "α"', is_first: 1, at: 1_800_000_000_000, fan_out_cursor: '' },
      { version_id: 'later', label: '2', is_first: 0, at: 1_800_000_000_001, fan_out_cursor: 'bob' },
    ].map((row) => ({ ...row, model_id: 'm', creator_id: 'ann' })),
  },
  '0033-uploads-of-author': {
    hub_draft: [
      {
        ...{ id: 'full', creator_id: 'ann', client_id: 'c', state: 'rejected', form: '{}', suggested_form: '{}' },
        ...{ rejection: '{"code":"HUB_DISK_FULL"}', created_at: 1, changed_at: 1 },
        rejected_files: '[{"path":"a \\"HUB_DISK_FULL\\"","rejection":{"code":"HUB_DISK_FULL"}}]',
      },
    ],
    hub_draft_file: ['HUB_DISK_FULL', 'INTERNAL'].map((code) => ({
      ...{ id: code, draft_id: 'full', path: code, bytes: 1, received: 1, state: 'rejected', is_deduplicated: 0 },
      ...{ rejection: JSON.stringify({ code }), created_at: 1, last_received_at: 1 },
    })),
  },
};
