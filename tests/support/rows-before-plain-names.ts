import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { execute, insert, type Orm, type Row as AnyRow } from './orm.js';

type Row = Readonly<Record<string, string | number | null | Buffer>>;

const json = (value: unknown): string => JSON.stringify(value);
const sha = (digit: string): string => digit.repeat(64);

/** Ids that the contract accepts. */
export const IDS = {
  ann: '00000000-0000-4000-8000-00000000000a',
  bob: '00000000-0000-4000-8000-00000000000b',
  room: '00000000-0000-4000-8000-00000000000c',
  take: '00000000-0000-4000-8000-00000000000d',
  message: '00000000-0000-4000-8000-00000000000e',
  upload: '00000000-0000-4000-8000-00000000000f',
} as const;
const { ann, bob, room, take, message, upload } = IDS;

const $person = { $person: ann };
const settings = {
  ...{ model: 'mini', scheduler: 'ddim', steps: 2, guidance: 7, width: 64, height: 64, seed: 1, batch: 1 },
  init: { picture: { uploadId: upload }, strength: 0.5, mask: { uploadId: upload } },
};
const added = [{ of: 'room', prefix: 'ink', suffix: 'blurry' }];
const stopped = { byId: bob, picture: 0, step: 1 };
const steer = { byId: bob, prompt: 'an owl', negative: '', picture: 0, step: 1, at: 7 };
const picture = { width: 64, height: 64, seed: 1, sha256: sha('c') };

const takeView = {
  ...{ id: take, roomId: room, number: 1, seq: 2, author: $person, writers: [$person], onlyRendered: true },
  ...{ status: 'finished', prompt: 'a fox', negative: '', added, settings, queuedAt: 5 },
  pictures: [
    { ...picture, index: 0, url: '/x', isCovered: true, level: 'adult', again: { seed: 9, why: 'black' } },
    { ...picture, index: 1, url: '/y' },
  ],
  steers: [{ by: $person, prompt: 'an owl', negative: '', picture: 0, step: 1, at: 7 }],
  stoppedAt: { by: $person, picture: 0, step: 1 },
};
const messageView = {
  ...{ id: message, roomId: room, seq: 1, clientId: message, author: $person, text: 'people: "picture"', at: 5 },
  reactions: [{ emoji: '👍', count: 2, people: [$person], mine: bob }],
  ...{ mentions: [$person], card: { roomId: room, takeId: take, picture: 1 } },
  ...{ deleted: { by: $person, at: 6 }, pinned: { by: $person, at: 6 } },
  replyTo: { messageId: message, seq: 1, author: $person, text: '', isDeleted: true },
};

/** Events of every type, as the log held them before migration 0019. */
export const EVENTS: readonly (readonly [type: string, payload: object])[] = [
  ['rooms.created', { by: $person }],
  ['rooms.joined', { person: $person, role: 'editor' }],
  ['rooms.changed', { by: $person, changes: { name: 'people', newcomers: 'viewer' } }],
  ['rooms.roleChanged', { person: $person, role: 'viewer', by: $person }],
  ['rooms.left', { person: $person, by: $person, how: 'kicked' }],
  ['rooms.unbanned', { person: $person, by: $person }],
  ['rooms.muted', { person: $person, by: $person, until: null }],
  ['rooms.archived', { by: $person, on: true }],
  ['chat.sent', { message: messageView }],
  ['chat.edited', { messageId: message, text: 'x', mentions: [$person], editedAt: 6 }],
  ['chat.deleted', { messageId: message, by: $person, at: 6 }],
  ['chat.restored', { messageId: message, message: messageView }],
  ['chat.pinned', { messageId: message, by: $person, at: 6, on: true }],
  ['chat.reacted', { messageId: message, emoji: '👍', person: $person, on: true, count: 3 }],
  ['generation.queued', { take: takeView }],
  ['generation.started', { takeId: take, at: 6 }],
  ['generation.steered', { takeId: take, steer: takeView.steers[0] }],
  ['generation.finished', { take: takeView }],
  ['generation.failed', { takeId: take, code: 'MODEL_GONE', detail: 'MODEL_GONE' }],
  ['generation.cancelled', { takeId: take, by: $person, step: 1 }],
];

const job = {
  ...{ prompt: 'a fox', negative: '', scheduler: 'ddim', added: { prefix: 'ink', suffix: 'blurry' } },
  changes: [{ picture: 0, step: 1, prompt: 'an owl', negative: '' }],
  stopAt: { picture: 0, step: 1 },
};
const form = {
  ...{ name: 'Ink', about: 'licence', licence: 'MIT', licenceWords: 'words', tags: ['a'], maturity: 'everybody' },
  ...{ label: '1', baseName: 'Base', recommended: { steps: 4 } },
};
const facts = {
  ...{ kind: 'model', base: 'sd1', tensors: 1, parameters: 1, dtypes: ['F32'], triggerWords: [] },
  ...{ takesPictures: true, metadata: { takesPictures: 'stays' } },
};
const renderFacts = {
  ...{ form: 1, kind: 'model', modules: { unet: [['picture', 1, [1]]] }, trial: { loadMs: 1 } },
  facts: {
    ...{ ownSide: 64, usual: { steps: 2, guidance: 7 }, takesPictures: true, cardTrouble: 'why' },
    card: { title: 'Ink', licence: 'MIT', about: { en: 'a', zh: 'b' } },
  },
};
const refusal = { code: 'MODEL_PATH_REFUSED', detail: { path: 'a', because: 'leadsOut', reason: 'it leads out' } };

const postRow = {
  ...{ id: 'post', number: 7, author_id: ann, client_id: 'c', take_id: take, picture_index: 0, room_id: room },
  ...{ sha256: sha('c'), width: 64, height: 64, title: 'Fox', words: 'maturity', tags: '["a"]' },
  maturity: 'everybody',
  at_least: 'everybody',
  comments_on: 1,
  people: json([[ann, ['rendered']]]),
  prompt: 'a fox',
  ...{ parameters: json({ prompt: 'a fox', negative: '', added, steers: [steer], loras: [], infotext: 'of suffix' }) },
  ...{ at: 5, hot: 1.5, likes: 1, comments: 1, views: 2, is_sample: 1 },
};
const aside = (subject: object, keeper: string, kept: object) => ({
  ...{ subject, keeper, kept },
  facts: {
    ...{ title: 'Fox', text: 'picture', authorId: ann, at: 5, licence: 'MIT', licenceWords: 'words', path: '/p/x' },
    ...{ picture: { ...picture, type: 'image/png', maturity: 'everybody' }, maturity: 'everybody' },
    place: { kind: 'person', id: ann, name: 'Ann' },
  },
});
const ASIDES = {
  'post:hidden': aside({ kind: 'post', id: 'hidden' }, 'feed', {
    post: [{ ...postRow, id: 'hidden', client_id: 'd', take_id: null, number: 8 }],
    ...{ post_tag: [{ tag: 'a', post_id: 'hidden', at: 5 }], post_lora: [] },
    ...{ post_person: [{ person_id: ann, post_id: 'hidden', at: 5 }] },
    ...{ post_reaction: [{ post_id: 'hidden', person_id: ann, emoji: '👍', at: 5 }] },
    ...{ post_emoji: [{ post_id: 'hidden', emoji: '👍', count: 1 }], comment: [], comment_reaction: [] },
    collection_post: [{ collection_id: 'collection', post_id: 'hidden', place: 3, at: 5 }],
  }),
  [`message:${message}`]: aside({ kind: 'message', id: message }, 'chat', {
    message: { id: message, text: 'x', card: { roomId: room, takeId: take, picture: 1 } },
    ...{ versions: [], reactions: [{ messageId: message, personId: bob, emoji: '👍', at: 5 }] },
  }),
  [`take:${take}:1`]: aside({ kind: 'take', id: take, picture: 1 }, 'generation', {}),
};

const NO_HASH = '0'.repeat(64);
const ENTRIES: readonly (readonly [action: string, kind: string | null, id: string | null, detail: object])[] = [
  ['case.opened', 'case', 'case', { kind: 'person', subject: bob, reason: 'words' }],
  ['person.muted', 'person', bob, { until: 9 }],
  ['subject.levelled', 'take', take, { maturity: 'everybody', picture: 1 }],
  ['content.returned', 'case', 'case', { kind: 'upload', decision: 'level', reason: 'picture', maturity: 'adult' }],
  ['case.decided', 'case', 'case', { decision: 'keep', kind: 'post', subject: 'post', removed: false }],
  ['appeal.decided', 'case', 'case', { outcome: 'refused', decision: 'level' }],
  ['term.changed', 'term', 'term', { action: 'flag', actionBefore: 'refuse', proposal: 'x', proposalBefore: 'y' }],
  ['terms.imported', null, null, { added: 2, terms: 'one (refuse)\ntwo (flag)' }],
  ['style.changed', 'instance', 'instance', { prefix: 'ink', suffix: 'blurry', isOn: true }],
];

/** Entries of the audit log, each with the hash of the one before. */
export const auditRows = (): Record<string, string | number | null>[] => {
  let previous = NO_HASH;
  return ENTRIES.map(([action, kind, id, detail], index) => {
    const [seq, at] = [index + 1, 100 + index];
    const sorted = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash('sha256')
      .update(JSON.stringify([seq, at, ann, action, kind, id, sorted, previous]))
      .digest('hex');
    const row = { seq, at, by_id: ann, action, about_kind: kind, about_id: id, detail: json(detail), previous, hash };
    previous = hash;
    return row;
  });
};

const documentWith = (init: object): Buffer => {
  const doc = new Y.Doc();
  doc.getText('prompt').insert(0, 'a fox');
  doc.getMap('settings').set('init', json(init));
  return Buffer.from(Y.encodeStateAsUpdate(doc));
};

const decision = (id: string, kind: string): Row => ({
  ...{ id, case_id: 'case', subject_key: `person:${bob}`, kind, by_id: ann, author_id: bob, rule: 'words' },
  ...{ words: 'a text', maturity: 'everybody', maturity_before: 'adult', removed: 1, at: 5, over_at: 6 },
});
const content = (digest: string): Row => ({
  ...{ digest: sha(digest), cause: 'cause', kind: 'picture', verdict: 'level', maturity: 'everybody' },
  ...{ print: sha('f'), case_id: 'case', seq: 1, at: 5 },
});

/** Rows as version 0018 of the schema held them, by their tables: of every table whose JSON or values change. */
export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  account: [
    {
      ...{ id: ann, name: 'Ann', shown_name: 'Annie', folded_name: 'ann', looks_name: 'Ann', password_hash: 'h' },
      language: 'en',
      theme: 'dark',
      sight: 'hide',
      picture: sha('a'),
      role: 'admin',
      about: 'hello',
      created_at: 5,
    },
  ],
  name_claim: [{ claim: 'f:ann', account_id: ann, is_shown: 1 }],
  declined_news: [{ person_id: ann, choice: 'reactions' }],
  room: [
    {
      ...{ id: room, name: 'Studio', topic: '', visibility: 'public', language: 'en', owner_id: ann, created_at: 5 },
      ...{ last_seq: EVENTS.length, active_at: 8, search_text: 'studio', kind: 'room', newcomers: 'viewer' },
    },
  ],
  member: [{ room_id: room, person_id: ann, role: 'owner', joined_at: 5, read_seq: 3, notify: 'mentions' }],
  ban: [{ room_id: room, person_id: bob, by_id: ann, reason: 'spam', at: 5 }],
  direct: [{ a_id: ann, b_id: bob, room_id: 'direct' }],
  room_event: EVENTS.map(([type, payload], index) => ({
    ...{ room_id: room, seq: index + 1, type, actor_id: ann, client_id: `c${index}`, at: 5, payload: json(payload) },
  })),
  message: [
    {
      ...{ id: message, room_id: room, seq: 1, author_id: ann, client_id: 'c', text: 'a fox', at: 5, number: 11 },
      ...{ card: json({ roomId: room, takeId: take, picture: 1 }), mentions: json([bob]) },
    },
  ],
  notification: [
    {
      ...{ id: 'call', person_id: bob, kind: 'everybody', room_id: room, message_id: message, seq: 1 },
      ...{ by_id: ann, at: 5 },
    },
  ],
  reaction: [{ message_id: message, person_id: bob, emoji: '👍', at: 5 }],
  take: [
    {
      ...{ id: take, room_id: room, number: 1, seq: 1, author_id: ann, writers: json([ann, bob]), status: 'failed' },
      ...{ prompt: 'a fox', negative: '', settings: json(settings), failure_code: 'MODEL_GONE', failure_detail: 'x' },
      pictures: json([
        { ...picture, isCovered: true, level: 'adult', said: 'sensitive', again: { seed: 9, why: 'x' } },
      ]),
      record: json({ modelName: 'mini', modelHash: 'h', job, infotext: 'stopAt', loadMs: 3, renderMs: 4 }),
      ...{ queued_at: 5, losses: 1, overtaken: 2, steers: json([{ id: 's', ...steer }]), stopped: json(stopped) },
      ...{ hands: json([[0, 5, bob]]), added: json(added) },
    },
  ],
  model_trouble: [{ model: 'mini', fingerprint: 'f', losses: 2, why: 'hung', last_at: 5, quarantined_at: 6 }],
  post: [postRow],
  collection: [
    { id: 'collection', owner_id: ann, title: 'Foxes', about: 'all', is_shared: 1, created_at: 5, changed_at: 6 },
  ],
  notice: [
    {
      ...{ id: 'used', person_id: ann, kind: 'modelUsed', bundle: 'model:h', post_id: 'post', people: json([bob]) },
      ...{ count: 1, extra: json({ since: 1, made: { kind: 'model', id: 'mini' }, pictures: 3 }), at: 5 },
    },
    {
      ...{ id: 'aside', person_id: ann, kind: 'versionSetAside', model_id: 'model', people: '[]', count: 1, at: 6 },
      extra: json({ label: '1', setAside: 'hung' }),
    },
  ],
  hub_draft: [
    {
      ...{ id: 'draft', maker_id: ann, client_id: 'c', state: 'refused', form: json(form), proposed: json(form) },
      ...{ facts: json(facts), render_facts: json(renderFacts), refusal: json(refusal), created_at: 5, changed_at: 6 },
      turned_away: json([{ path: 'a', refusal }]),
    },
  ],
  hub_draft_file: [
    {
      ...{ id: 'file', draft_id: 'draft', path: 'a', bytes: 3, received: 3, state: 'refused', refusal: json(refusal) },
      ...{ created_at: 5, moved_at: 6, looks: 1, announced: sha('e') },
    },
  ],
  hub_quarantine: [{ hash: sha('d'), refusal: json({ ...refusal, code: 'MODEL_FILE_DAMAGED' }), at: 5 }],
  hub_model: [
    {
      ...{ id: 'model', maker_id: ann, kind: 'model', name: 'Ink', name_key: 'ink', name_looks: 'lnk', about: 'about' },
      ...{ licence: 'MIT', licence_words: 'words', tags: '["a"]', maturity: 'everybody', at_least: 'everybody' },
      ...{ base: 'sd1', created_at: 5, pictures: 4, stars: 9, is_sample: 1 },
    },
  ],
  hub_version: [
    {
      id: 'version',
      model_id: 'model',
      label: '1',
      use_id: 'Ink@1',
      state: 'published',
      is_withheld: 1,
      notes: '',
      ...{ base: 'sd1', base_name: 'Base', trigger_words: '[]', recommended: '{"steps":4}', facts: json(facts) },
      ...{ render_facts: json(renderFacts), hash: sha('b'), bytes: 3, pictures: 2, samples_to_come: 1, at: 5 },
    },
  ],
  prompt_style: [{ scope: 'room', subject_id: room, prefix: 'ink', suffix: 'blurry', is_on: 1, by_id: ann, at: 5 }],
  term: [
    {
      id: 'term',
      text: 'slur',
      category: 'hate',
      language: 'en',
      action: 'refuse',
      scopes: 'chat',
      proposal: 'x',
      ...{ note: '', by_id: ann, at: 5, version: 3 },
    },
  ],
  safety_case: [
    {
      ...{ id: 'case', subject_kind: 'person', subject_id: bob, subject_key: `person:${bob}`, author_id: bob },
      ...{ open_key: `person:${bob}`, title: 'Bob', path: `/people/${bob}`, is_open: 1, priority: 65, reports: 0 },
      ...{ by_checks: 1, opened_at: 5, changed_at: 6 },
    },
    {
      ...{ id: 'take-case', subject_kind: 'take', subject_id: take, picture: 1, subject_key: `take:${take}:1` },
      ...{ title: '', is_open: 0, priority: 1, reports: 1, by_checks: 0, opened_at: 5, changed_at: 6 },
    },
  ],
  safety_report: ['words', 'picture', 'alike', 'spam'].map((reason) => ({
    ...{ id: reason, case_id: 'case', reason, words: 'a text', detail: json({ score: 0.9 }), at: 5 },
  })),
  safety_decision: [decision('keep', 'keep'), decision('level', 'level'), decision('ban', 'ban')],
  safety_appeal: [
    {
      ...{ id: 'appeal', decision_id: 'ban', case_id: 'case', by_id: bob, words: 'please', at: 6, outcome: 'refused' },
      ...{ decided_by: ann, decided_at: 7, answer: 'no' },
    },
  ],
  safety_notice: [
    {
      ...{ id: 'told', person_id: bob, kind: 'decision', case_id: 'case', at: 5 },
      data: json({
        ...{ subject: { kind: 'person', title: 'Bob', path: `/people/${bob}` }, byId: ann, reason: 'alike' },
        ...{ text: '', decision: 'level', rule: 'picture', maturity: 'everybody', outcome: 'refused' },
      }),
    },
  ],
  safety_aside: Object.entries(ASIDES).map(([subject_key, data]) => ({
    subject_key,
    author_id: ann,
    data: json(data),
    at: 5,
  })),
  safety_content: [content('1')],
  safety_content_place: [
    { subject_key: `person:${bob}`, subject_kind: 'person', subject_id: bob, picture: 2, digest: sha('1') },
  ],
  safety_content_reach: [
    {
      ...{ subject_key: `take:${take}:1`, cause: 'cause', subject_kind: 'take', subject_id: take, picture: 1 },
      ...{ digest: sha('1'), print: sha('f'), before: 'everybody', decided: 'adult' },
    },
  ],
  safety_return: [
    { id: 'back', case_id: 'case', cause: 'cause', digest: sha('1'), subject_kind: 'person', subject_id: bob, at: 5 },
  ],
  jam_snapshot: [
    {
      room_id: room,
      state: documentWith({ picture: { uploadId: upload }, strength: 0.5 }),
      writers: json([ann]),
      at: 5,
    },
    { room_id: 'other', state: documentWith({}), writers: '[]', at: 5 },
  ],
};

/** The audit log, with the end that the server keeps of it. */
export async function insertAuditLog(orm: Orm, rows: readonly AnyRow[] = auditRows()): Promise<void> {
  await insert(orm, 'safety_audit', ...rows);
  const last = rows.at(-1);
  await execute(orm, 'update safety_audit_end set seq = ?, hash = ? where id = 1', [last?.['seq'], last?.['hash']]);
}
