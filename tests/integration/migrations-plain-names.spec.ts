import { beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS, REJECTION_REASONS, RoomEvent } from '@visionary/contract';
import type { Jobs } from '@visionary/kernel';
import { Database, migrate } from '@visionary/platform/database';
import { accountsEntities } from '../../libs/accounts/storage/entities.js';
import { Accounts } from '../../libs/accounts/storage/accounts.js';
import { SqlMessages } from '../../libs/chat/storage/sql-messages.js';
import { MessageSearchIndex } from '../../libs/chat/storage/message-search-index.js';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { ReactionsRepository } from '../../libs/comments/storage/reactions.repository.js';
import { CollectionsRepository } from '../../libs/feed/storage/users/collections.repository.js';
import { parseRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { SqlModelFailures } from '../../libs/generation/storage/sql-model-failures.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { SqlQuarantine } from '../../libs/hub/storage/drafts/sql-quarantine.js';
import { Drafts } from '../../libs/hub/storage/drafts/drafts.js';
import { Versions } from '../../libs/hub/storage/versions.js';
import { SharedDocument } from '../../libs/jam/domain/shared-document.js';
import { SqlDocuments } from '../../libs/jam/storage/sql-documents.js';
import { notificationsEntities } from '../../libs/notifications/storage/entities.js';
import { NotificationOptOuts } from '../../libs/notifications/storage/notification-opt-outs.js';
import { NotificationsRepository } from '../../libs/notifications/storage/notifications.repository.js';
import { DirectRooms } from '../../libs/rooms/storage/direct-rooms.js';
import { RoomLog } from '../../libs/rooms/storage/room-log.js';
import { Rooms } from '../../libs/rooms/storage/rooms.js';
import { Sanctions } from '../../libs/rooms/storage/sanctions.js';
import { Terms } from '../../libs/safety/storage/blocked-terms/terms.js';
import { AuditLog } from '../../libs/safety/storage/cases/audit-log.js';
import { CaseReports } from '../../libs/safety/storage/cases/case-reports.js';
import { Cases } from '../../libs/safety/storage/cases/cases.js';
import { Decisions } from '../../libs/safety/storage/cases/decisions.js';
import { FingerprintVerdicts } from '../../libs/safety/storage/fingerprints/fingerprint-verdicts.js';
import { PromptPrefixes } from '../../libs/safety/storage/prompt-prefixes/prompt-prefixes.js';
import { RENAMES } from '../../libs/platform/database/migrations/plain-names/renames.js';
import { AuditService } from '../../libs/safety/use-cases/cases/audit.service.js';
import { emptyDatabase, execute, insert, insertAll, type Orm, type Row } from '../support/orm.js';
import { auditRows, EVENTS, IDS, insertAuditLog, ROWS } from '../support/rows-before-plain-names.js';
import { DIALECTS } from '../support/services.js';

const { ann, bob, room, take, message, upload } = IDS;
const LAST_BEFORE = '0018-queue-order';

const openBefore = async (dialect: (typeof DIALECTS)[number]) => {
  const database = await emptyDatabase(dialect, [...accountsEntities, ...notificationsEntities]);
  await migrate(database.orm, database.url, { to: LAST_BEFORE });
  return database;
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Reads the log; nothing in these tests appends to it. */
const auditLogOf = (database: Database) => new AuditLog(database, {} as never, {} as never);

describe.each(DIALECTS)('migration 0019 of %s', (dialect) => {
  let database: Database;

  beforeAll(async () => {
    const { url, orm } = await openBefore(dialect);
    await insertAll(orm, ROWS);
    await insertAuditLog(orm);
    // As a server left the log when it stopped.
    for (const doing of ['update', 'delete']) {
      const body =
        dialect === 'sqlite'
          ? `begin select raise(abort, 'closed'); end`
          : `for each row signal sqlstate '45000' set message_text = 'closed'`;
      await execute(orm, `create trigger safety_audit_no_${doing} before ${doing} on safety_audit ${body}`);
    }
    expect((await migrate(orm, url))[0]).toBe('0019-plain-names');
    database = new Database(orm);
  });

  it('[D1] keeps accounts, their names and what they opted out of', async () => {
    expect(await new Accounts(database).byAnyName('ann')).toMatchObject({
      id: ann,
      name: 'Ann',
      displayName: 'Annie',
      sensitiveContentMode: 'hide',
      image: 'a'.repeat(64),
      bio: 'hello',
    });
    await new Accounts(database).change(ann, { displayName: 'Anna', bio: 'hi', image: null });
    expect(await new Accounts(database).byId(ann)).toMatchObject({ displayName: 'Anna', bio: 'hi', image: null });
    expect([...(await new NotificationOptOuts(database).of(ann))]).toEqual(['reactions']);
  });

  it('[D1] keeps rooms, and their logs read as the contract has them', async () => {
    const rooms = new Rooms(database);
    expect(await rooms.find(room)).toMatchObject({ defaultRole: 'viewer', activeAt: 8, ownerId: ann });
    await rooms.change(room, { defaultRole: 'editor', topic: 'foxes' });
    expect(await rooms.find(room)).toMatchObject({ defaultRole: 'editor', topic: 'foxes' });
    expect(await rooms.findMembership(room, bob)).toMatchObject({ isBanned: true });
    expect(await new DirectRooms(database).between(bob, ann)).toBe('direct');
    expect(await new Sanctions(database).bansOf(room, 9)).toMatchObject([{ userId: bob, byId: ann }]);
    const users = { byIds: async (ids: readonly string[]) => new Map(ids.map((id) => [id, { id, name: 'Ann' }])) };
    const events = await new RoomLog(database, users as never, {} as never, {} as never).since(room, 0, 100);
    expect(events).toHaveLength(EVENTS.length);
    for (const event of events) RoomEvent.parse({ ...event, at: Number(event.at) });
    const of = (type: string) => events.find((event) => event.type === type)?.payload as Row;
    expect(of('rooms.updated')).toMatchObject({ changes: { name: 'people', defaultRole: 'viewer' } });
    expect(of('chat.sent')).toMatchObject({
      message: {
        sharedTake: { image: 1 },
        reactions: [{ users: [{ id: ann }], myUserId: bob }],
        text: 'people: "picture"',
      },
    });
    expect(of('generation.finished')).toMatchObject({
      take: {
        ...{ promptAuthors: [{ id: ann }], isOthersPrompt: true, settings: { init: { image: { uploadId: upload } } } },
        promptPrefixes: [{ scope: 'room', prefix: 'ink', negativeSuffix: 'blurry' }],
        images: [{ isHidden: true, contentRating: 'adult', replaced: { seed: 9 } }, { index: 1 }],
        ...{ steers: [{ image: 0 }], stoppedAt: { image: 0 } },
      },
    });
    expect(of('generation.failed')).toMatchObject({ code: 'MODEL_DELETED', detail: 'MODEL_GONE' });
  });

  it('[D1] keeps messages, reactions and calls', async () => {
    const [read] = await new SqlMessages(database, new MessageSearchIndex(database)).byIds([message]);
    expect(read).toMatchObject({ sharedTake: { roomId: room, takeId: take, image: 1 }, mentions: [bob] });
    expect((await new ReactionsRepository(database).emojisBy('message', bob, [message])).get(message)).toEqual(['👍']);
    const [call] = await new NotificationsRepository(database).ofUser(bob, '', 1);
    expect(call).toMatchObject({ id: 'call', actorIds: [ann], kind: 'roomMention', subjectId: message, seq: 1 });
  });

  it('[D1] keeps takes with their records', async () => {
    const takes = new SqlTakes(database);
    expect(await takes.byId(take)).toMatchObject({
      ...{ writerIds: [ann, bob], failure: { code: 'MODEL_DELETED' }, isOthersPrompt: true },
      promptPrefixes: [{ scope: 'room', prefix: 'ink', negativeSuffix: 'blurry' }],
      settings: { init: { image: { uploadId: upload }, mask: { uploadId: upload } } },
      images: [{ isHidden: true, level: 'adult', authorRating: 'sensitive', replaced: { seed: 9 } }],
      ...{ steers: [{ image: 0, step: 1 }], stopped: { byId: bob, image: 0, step: 1 } },
    });
    expect(JSON.parse((await takes.recordOf(take)) ?? '{}')).toEqual({
      ...{ modelName: 'mini', modelHash: 'h', infotext: 'stopAt', loadMs: 3, renderMs: 4 },
      job: {
        ...{ prompt: 'a fox', negative: '', scheduler: 'ddim', added: { prefix: 'ink', negativeSuffix: 'blurry' } },
        promptChanges: [{ image: 0, step: 1, prompt: 'an owl', negative: '' }],
        stopPoint: { image: 0, step: 1 },
      },
    });
    expect(await takes.authorshipOf(take)).toEqual([[0, 5, bob]]);
    expect(await new SqlModelFailures(database).all()).toMatchObject([
      { model: 'mini', provider: 'cpu', losses: 2, reason: 'hung' },
    ]);
  });

  it('[D1] keeps posts, collections and notifications', async () => {
    const posts = new Posts(database);
    expect(await posts.byId('post')).toMatchObject({
      ...{
        description: 'maturity',
        contentRating: 'everyone',
        minimumRating: 'everyone',
        commentsEnabled: true,
        isSample: true,
      },
      ...{ participants: [[ann, ['rendered']]], take: { takeId: take, index: 0 }, hot: 1.5 },
    });
    expect(await posts.parametersOf('post')).toMatchObject({
      promptPrefixes: [{ scope: 'room', negativeSuffix: 'blurry' }],
      ...{ steers: [{ image: 0 }], infotext: 'of suffix' },
    });
    await posts.change('post', { description: 'new', contentRating: 'sensitive', title: 'T' }, 9);
    expect(await posts.byId('post')).toMatchObject({ description: 'new', contentRating: 'sensitive', title: 'T' });
    expect(await new CollectionsRepository(database).find('collection')).toMatchObject({
      description: 'all',
      isShared: true,
    });
    const [aside, used] = await new NotificationsRepository(database).ofUser(ann, '', 2);
    expect(used).toMatchObject({ actorIds: [bob], bundleKey: 'model:h', facts: { images: 3, made: { id: 'mini' } } });
    expect(aside).toMatchObject({ kind: 'versionQuarantined', subjectId: 'model', facts: { setAside: 'hung' } });
  });

  it('[D1] keeps models, versions and drafts', async () => {
    const versions = new Versions(database);
    expect(await versions.modelById('model')).toMatchObject({
      ...{ creatorId: ann, description: 'about', license: 'MIT', licenseText: 'words', contentRating: 'everyone' },
      ...{ minimumRating: 'everyone', base: 'sd1', isSample: true, counts: { images: 4, stars: 9 } },
    });
    const facts = { supportsImg2img: true, metadata: { takesPictures: 'stays' } };
    const version = await versions.byId('version');
    expect(version).toMatchObject({
      useId: 'Ink@1',
      isTakenDown: true,
      baseModelName: 'Base',
      facts,
      pendingSamples: 1,
    });
    expect(parseRenderMetadata(version?.renderFacts ?? null)).toEqual({
      ...{ kind: 'model', modules: { unet: [['picture', 1, [1]]] }, trial: { loadMs: 1 } },
      facts: {
        ...{ nativeSize: 64, defaults: { steps: 2, guidance: 7 }, takesImages: true, cardError: 'why' },
        card: { title: 'Ink', license: 'MIT', about: { en: 'a', zh: 'b' } },
      },
    });
    const detail = { path: 'a', reasonKey: 'pathTraversal', reason: 'it leads out' };
    expect(Object.keys(REJECTION_REASONS)).toContain(detail.reasonKey);
    const rejection = { code: 'MODEL_PATH_INVALID', detail };
    const form = {
      ...{ name: 'Ink', description: 'licence', license: 'MIT', licenseText: 'words', contentRating: 'everyone' },
      ...{ tags: ['a'], label: '1', baseModelName: 'Base', recommended: { steps: 4 } },
    };
    expect(await new Drafts(database, {} as Jobs).byClientId(ann, 'c')).toMatchObject({
      ...{ state: 'rejected', form, suggestedForm: form, facts, rejection, rejectedFiles: [{ path: 'a', rejection }] },
    });
    expect(await new Drafts(database, {} as Jobs).filesOf('draft')).toMatchObject([{ state: 'rejected', rejection }]);
    const crashed = await new SqlQuarantine(database).byHash('d'.repeat(64));
    expect(crashed?.rejection).toEqual({ code: 'MODEL_FILE_CORRUPT', detail });
  });

  it('[D1] keeps cases, decisions, appeals and terms', async () => {
    const [of, ofTake] = await new Cases(database).byIds(['case', 'take-case']);
    expect(of).toMatchObject({ subject: { kind: 'user', id: bob }, path: `/users/${bob}`, isAutoFlagged: true });
    expect(ofTake).toMatchObject({ subject: { kind: 'take', id: take, image: 1 } });
    const reports = await new CaseReports(database).ofCase('case', 9);
    expect(reports.map(({ id, reason }) => [id, reason]).sort()).toEqual([
      ...[
        ['alike', 'similarToRemoved'],
        ['picture', 'imageCheck'],
        ['spam', 'spam'],
        ['words', 'blockedTerms'],
      ],
    ]);
    expect(reports[0]).toMatchObject({ comment: 'a text', detail: { score: 0.9 } });
    const decisions = new Decisions(database);
    const decided = await decisions.about([`user:${bob}`]);
    expect(decided.map(({ kind }) => kind).sort()).toEqual(['ban', 'dismiss', 'setRating']);
    expect(decided[0]).toMatchObject({
      ...{ rule: 'blockedTerms', message: 'a text', contentRating: 'everyone', previousRating: 'adult' },
      ...{ hidesSubject: true, revokedAt: 6 },
    });
    expect(await decisions.appealsOf(['ban'])).toMatchObject([{ outcome: 'denied', text: 'please', byId: bob }]);
    const [told] = await new NotificationsRepository(database).byIds(['told']);
    expect([told?.subjectId, told?.actorIds]).toEqual(['case', [ann]]);
    expect(told?.facts).toEqual({
      ...{ subject: { kind: 'user', title: 'Bob', path: `/users/${bob}` }, reason: 'similarToRemoved' },
      ...{ text: '', decision: 'setRating', rule: 'imageCheck', contentRating: 'everyone', outcome: 'denied' },
    });
    expect(await new Terms(database).since(0)).toMatchObject([{ action: 'block', suggestion: 'x', byId: ann }]);
    const around = await new PromptPrefixes(database).applicable({ roomId: room, model: 'mini' });
    expect(around).toMatchObject([{ prefix: 'ink', negativeSuffix: 'blurry', isOn: true }]);
  });

  it('[D1] keeps fingerprints and what decisions about them did', async () => {
    const verdicts = new FingerprintVerdicts(database);
    const digest = '1'.repeat(64);
    expect(await verdicts.about([digest])).toMatchObject([
      { kind: 'image', contentRating: 'everyone', perceptualHash: 'f'.repeat(64) },
    ]);
    expect(await verdicts.subjectsWith([digest])).toEqual([{ subject: { kind: 'user', id: bob, image: 2 }, digest }]);
    expect(await verdicts.hiddenReuploads(['cause'])).toMatchObject([{ subject: { kind: 'user', id: bob } }]);
    expect(await verdicts.removeEffects(['cause'])).toMatchObject([
      { subject: { kind: 'take', image: 1 }, ratings: { before: 'everyone', decided: 'adult' } },
    ]);
  });

  it('[D1] hides subjects by a column, so that they can be restored', async () => {
    const posts = new Posts(database);
    expect(await posts.byId('hidden')).toBeNull();
    expect(await posts.hiddenByIds(['hidden'])).toMatchObject([{ contentRating: 'everyone' }]);
    await posts.restore('hidden');
    expect(await posts.byId('hidden')).toMatchObject({
      description: 'maturity',
      contentRating: 'everyone',
      isSample: true,
    });
    expect(await posts.parametersOf('hidden')).toMatchObject({ steers: [{ image: 0 }] });
    expect(await new CollectionsRepository(database).positionOf('collection', 'hidden')).toBe(3);
  });

  it('[S94] renames what the audit log holds, and its chain still holds', async () => {
    const log = auditLogOf(database);
    expect(await new AuditService(log, {} as never).verify()).toMatchObject({ entries: 9, tampering: null });
    const entries = await log.after(0, 99);
    for (const { action } of entries) expect(AUDIT_ACTIONS).toContain(action);
    expect(entries.map(({ action, about, detail }) => [action, about?.kind ?? null, plain(detail)])).toEqual([
      ['case.opened', 'case', { kind: 'user', subject: bob, reason: 'blockedTerms' }],
      ['user.muted', 'user', { until: 9 }],
      ['subject.rated', 'take', { contentRating: 'everyone', image: 1 }],
      [
        ...['content.reuploaded', 'case'],
        { kind: 'upload', decision: 'setRating', reason: 'imageCheck', contentRating: 'adult' },
      ],
      ['case.decided', 'case', { decision: 'dismiss', kind: 'post', subject: 'post', removed: false }],
      ['appeal.decided', 'case', { outcome: 'denied', decision: 'setRating' }],
      [
        ...['blockedTerm.changed', 'term'],
        { action: 'flag', actionBefore: 'block', suggestion: 'x', suggestionBefore: 'y' },
      ],
      ['blockedTerms.imported', null, { added: 2, terms: 'one (block)\ntwo (flag)' }],
      ['promptPrefix.changed', 'instance', { prefix: 'ink', suffix: 'blurry', isOn: true }],
    ]);
  });

  it('[D1] renames the init image in documents, and nothing else in them', async () => {
    const documents = new SqlDocuments(database);
    const read = async (roomId: string) => {
      const document = new SharedDocument();
      for (const update of (await documents.load(roomId))?.updates ?? []) document.apply(update);
      return document;
    };
    const document = await read(room);
    expect(document.prompt).toBe('a fox');
    expect(JSON.parse(String(document.settings['init']))).toEqual({ image: { uploadId: upload }, strength: 0.5 });
    expect((await documents.load('other'))?.updates).toHaveLength(1);
  });
});

describe.each(DIALECTS)('migration 0019 of %s and a log that was tampered with', (dialect) => {
  const changed = (rows: readonly Row[], seq: number, change: Row): Row[] =>
    rows.map((row) => (row['seq'] === seq ? { ...row, ...change } : row));

  it.each([
    ['changed', 3, (rows: Row[]) => changed(rows, 3, { detail: '{"maturity":"adult"}' })],
    ['changed', 1, (rows: Row[]) => changed(rows, 1, { detail: 'nobody can read this' })],
    ['changed', 5, (rows: Row[]) => changed(rows, 5, { previous: 'a'.repeat(64) })],
    ['missing', 4, (rows: Row[]) => rows.filter(({ seq }) => seq !== 4)],
  ] as const)('[S94] still shows that it was %s at entry %i', async (how, seq, tamper) => {
    const { url, orm } = await openBefore(dialect);
    await insertAuditLog(orm, tamper(auditRows()));
    await migrate(orm, url);
    if (seq === 1) return void (await expectUnreadable(orm));
    const verified = await new AuditService(auditLogOf(new Database(orm)), {} as never).verify();
    expect(verified.tampering).toEqual({ seq, how });
  });

  const expectUnreadable = async (orm: Orm) => {
    const rows = await execute(orm, 'select detail, hash from safety_audit_entry where seq = 1');
    expect(rows).toEqual([{ detail: 'nobody can read this', hash: auditRows()[0]?.hash }]);
  };

  it('[S94] still shows that it was cut off', async () => {
    const { url, orm } = await openBefore(dialect);
    const rows = auditRows();
    await insertAuditLog(orm, rows);
    await execute(orm, 'delete from safety_audit where seq > 7');
    await migrate(orm, url);
    const verified = await new AuditService(auditLogOf(new Database(orm)), {} as never).verify();
    expect(verified.tampering).toEqual({ seq: 8, how: 'cut off' });
  });
});

/** Values that no value migration knows, each of the type of its column. */
const someRow = (columns: readonly { name: string; type: string }[], n: number): Row =>
  Object.fromEntries(
    columns.map(({ name, type }, index) => {
      if (/int|double|real|numeric/i.test(type)) return [name, n * 10 + (index % 10)];
      if (/blob/i.test(type)) return [name, Buffer.from([0, 0])];
      // Short enough for the shortest column.
      return [name, `${n}${index.toString(36)}`];
    }),
  );

const comparable = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? [...value] : String(value).trim()]),
  );

describe.each(DIALECTS)('migration 0019 of %s and every table', (dialect) => {
  const ownTables = async (orm: Orm): Promise<Map<string, { name: string; type: string }[]>> => {
    const all = await execute(
      orm,
      dialect === 'sqlite'
        ? `select m.name as t, c.name as name, c.type as type from sqlite_master m, pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid`
        : `select table_name as t, column_name as name, data_type as type from information_schema.columns
            where table_schema = database() order by table_name, ordinal_position`,
    );
    const columns = all.map((row) => ({
      table: String(row['t']),
      name: String(row['name']),
      type: String(row['type']),
    }));
    const kept = columns.filter(({ table }) => table !== 'schema_migration' && !/_words(_\w+)?$/.test(table));
    return Map.groupBy(kept, ({ table }) => table);
  };

  it('[D1] carries each column of each table over under its new name', async () => {
    const { url, orm } = await openBefore(dialect);
    const before = new Map<string, Row[]>();
    for (const [table, columns] of await ownTables(orm)) {
      // Sessions reference accounts, the log has its own rules, and documents can't be arbitrary bytes.
      if (['session', 'safety_audit', 'safety_audit_end', 'jam_snapshot', 'jam_update'].includes(table)) continue;
      await execute(orm, `delete from \`${table}\``);
      const rows = [1, 2].map((n) => someRow(columns, n));
      await insert(orm, table, ...rows);
      before.set(table, rows);
    }
    // Later migrations may drop columns.
    await migrate(orm, url, { to: '0019-plain-names' });
    expect(before.size).toBeGreaterThan(60);
    for (const [table, rows] of before) {
      const { table: now = table, columns = {} } = RENAMES[table] ?? {};
      const expected = rows.map((row) =>
        comparable(Object.fromEntries(Object.entries(row).map(([name, value]) => [columns[name] ?? name, value]))),
      );
      const found = await execute(orm, `select * from \`${now}\``);
      const sorted = (some: readonly Row[]) => some.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
      expect([now, sorted(found.map(comparable))]).toEqual([now, sorted(expected)]);
    }
  });

  it('[D1] follows all others on a database of the first version', async () => {
    const { url, orm } = await emptyDatabase(dialect);
    await migrate(orm, url, { to: '0001-first-light' });
    const first = { room_id: room, seq: 1, at: 5, payload: '{"person":{"id":"a","name":"Ann"},"role":"owner"}' };
    await insertAll(orm, {
      room_event: [{ ...first, type: 'rooms.joined' }],
      message: [{ id: message, room_id: room, seq: 1, author_id: ann, client_id: 'c', text: 'hello', at: 5 }],
      room: [
        {
          id: room,
          name: 'Studio',
          topic: '',
          visibility: 'public',
          language: 'en',
          owner_id: ann,
          created_at: 5,
          ...{ last_seq: 1, active_at: 5, search_text: 'studio' },
        },
      ],
      member: [{ room_id: room, person_id: ann, role: 'owner' }],
    });
    expect(await migrate(orm, url)).toContain('0019-plain-names');
    const [event] = await execute(orm, 'select payload from room_event');
    expect(JSON.parse(String(event?.['payload']))).toEqual({ user: { $user: 'a' }, role: 'owner' });
    expect(await execute(orm, 'select text from message')).toMatchObject([{ text: 'hello' }]);
    expect(await execute(orm, 'select user_id, role from room_member')).toMatchObject([
      { user_id: ann, role: 'owner' },
    ]);
  });
});
