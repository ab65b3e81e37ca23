import { inJson, isObject, listOf, objectOf } from './json-names.js';
import { REJECTION_REASON_NAMES } from './rejection-reason-names.js';
import { RENAMES } from './renames.js';
import { CODES, DECISIONS, OUTCOMES, RATINGS, REASONS, renamed, renamedPath, SUBJECT_KINDS } from './stored-values.js';

type Change = (value: unknown) => unknown;

const rating: Change = (value) => renamed(RATINGS, value);
const subjectKind: Change = (value) => renamed(SUBJECT_KINDS, value);

const imageKey = objectOf({ keys: { picture: 'image' } });
const init = imageKey;
const settings = objectOf({ values: { init } });
const prefix = objectOf({ keys: { of: 'scope', suffix: 'negativeSuffix' } });

/** Users in room events are objects with one key: `$person` until now, at any depth. */
const eventUsers: Change = (value) => {
  if (Array.isArray(value)) return value.map(eventUsers);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key === '$person' ? '$user' : key, eventUsers(one)]);
  return Object.fromEntries(entries) as unknown;
};

const imageView = objectOf({ keys: { isCovered: 'isHidden', level: 'contentRating', again: 'replaced' } });
const takeView = objectOf({
  keys: { writers: 'promptAuthors', onlyRendered: 'isOthersPrompt', added: 'promptPrefixes', pictures: 'images' },
  values: {
    ...{ added: listOf(prefix), settings, pictures: listOf(imageView) },
    ...{ steers: listOf(imageKey), stoppedAt: imageKey },
    failure: objectOf({ values: { code: (code) => renamed(CODES, code) } }),
  },
});
const messageView = objectOf({
  keys: { card: 'sharedTake' },
  values: { card: imageKey, reactions: listOf(objectOf({ keys: { people: 'users', mine: 'myUserId' } })) },
});

/** What a room's log holds beside the columns of an event. */
const eventPayload = objectOf({
  keys: { person: 'user' },
  values: {
    ...{ message: messageView, take: takeView, steer: imageKey, code: (code) => renamed(CODES, code) },
    changes: objectOf({ keys: { newcomers: 'defaultRole' } }),
  },
});

const job = objectOf({
  keys: { changes: 'promptChanges', stopAt: 'stopPoint' },
  values: { added: objectOf({ keys: { suffix: 'negativeSuffix' } }), changes: listOf(imageKey), stopAt: imageKey },
});
const takeImage = objectOf({ keys: { isCovered: 'isHidden', said: 'authorRating' } });

const form = objectOf({
  keys: {
    ...{ about: 'description', licence: 'license', licenceWords: 'licenseText' },
    ...{ maturity: 'contentRating', baseName: 'baseModelName' },
  },
  values: { maturity: rating },
});
const fileMetadata = objectOf({ keys: { takesPictures: 'supportsImg2img' } });
const renderMetadata = objectOf({
  values: {
    facts: objectOf({
      keys: {
        ...{ ownSide: 'nativeSize', usual: 'defaults', takesPictures: 'takesImages', cardTrouble: 'cardError' },
      },
      values: { card: objectOf({ keys: { licence: 'license' } }) },
    }),
  },
});
const rejection = objectOf({
  values: {
    code: (code) => renamed(CODES, code),
    detail: objectOf({
      keys: { because: 'reasonKey' },
      values: { because: (reason) => renamed(REJECTION_REASON_NAMES, reason) },
    }),
  },
});
const rejectedFile = objectOf({ values: { refusal: rejection } });

const subject = objectOf({ keys: { picture: 'image' }, values: { kind: subjectKind, path: renamedPath } });
const caseNotification = objectOf({
  keys: { maturity: 'contentRating' },
  values: {
    ...{ subject, maturity: rating, reason: (reason) => renamed(REASONS, reason) },
    ...{ rule: (rule) => renamed(REASONS, rule), decision: (kind) => renamed(DECISIONS, kind) },
    outcome: (outcome) => renamed(OUTCOMES, outcome),
  },
});

const subjectDetails = objectOf({
  keys: { picture: 'image', maturity: 'contentRating', licence: 'license', licenceWords: 'licenseWords' },
  values: {
    picture: objectOf({ keys: { maturity: 'contentRating' }, values: { maturity: rating } }),
    ...{ maturity: rating, place: objectOf({ values: { kind: subjectKind } }), path: renamedPath },
  },
});

/** Rows of a hidden post or comment, as the tables had them: names of tables and columns are keys here. */
const tableRows = (table: string): Change => {
  const { columns = {} } = RENAMES[table] ?? {};
  const values = { ...JSON_COLUMNS[table], ...(table === 'post' && { maturity: rating, at_least: rating }) };
  return listOf(objectOf({ keys: columns, values }));
};
const hiddenMessage = objectOf({
  values: {
    message: objectOf({ values: { card: imageKey } }),
    reactions: listOf(objectOf({ keys: { personId: 'userId' } })),
  },
});
const snapshot: Change = (kept) => {
  if (!isObject(kept)) return kept;
  if ('message' in kept) return hiddenMessage(kept);
  const entries = Object.entries(kept).map(([table, rows]) =>
    Object.hasOwn(RENAMES, table) && Array.isArray(rows)
      ? [RENAMES[table]?.table ?? table, tableRows(table)(rows)]
      : [table, rows],
  );
  return Object.fromEntries(entries) as unknown;
};
const hiddenSubject = objectOf({
  keys: { keeper: 'handler', kept: 'snapshot' },
  values: { subject, facts: subjectDetails, kept: snapshot, keeper: (name) => (name === 'people' ? 'users' : name) },
});

/** Columns that hold JSON in which names change. By the names that tables and columns had until now. */
export const JSON_COLUMNS: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  room_event: { payload: inJson((payload) => eventPayload(eventUsers(payload))) },
  message: { card: inJson(imageKey) },
  take: {
    ...{ settings: inJson(settings), pictures: inJson(listOf(takeImage)), steers: inJson(listOf(imageKey)) },
    ...{ stopped: inJson(imageKey), added: inJson(listOf(prefix)), record: inJson(objectOf({ values: { job } })) },
  },
  post: { parameters: inJson(objectOf({ values: { added: listOf(prefix), steers: listOf(imageKey) } })) },
  notice: { extra: inJson(objectOf({ keys: { pictures: 'images' } })) },
  hub_draft: {
    ...{ form: inJson(form), proposed: inJson(form), facts: inJson(fileMetadata) },
    ...{ render_facts: inJson(renderMetadata), refusal: inJson(rejection), turned_away: inJson(listOf(rejectedFile)) },
  },
  hub_draft_file: { refusal: inJson(rejection) },
  hub_quarantine: { refusal: inJson(rejection) },
  hub_version: { facts: inJson(fileMetadata), render_facts: inJson(renderMetadata) },
  safety_notice: { data: inJson(caseNotification) },
  safety_aside: { data: inJson(hiddenSubject) },
};

/** Primary keys of these tables; all others have an `id`. */
export const JSON_TABLE_KEYS: Readonly<Record<string, readonly string[]>> = {
  room_event: ['room_id', 'seq'],
  hub_quarantine: ['hash'],
  safety_aside: ['subject_key'],
};
