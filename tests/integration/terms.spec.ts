import { beforeAll, describe, expect, it } from '@jest/globals';
import type { TermPage, TermImportResult, BlockedTermView, FilterTestResult } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { signUp, type SignedUp } from '../support/users.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { addBlockedTerm } from '../support/terms.js';
import { TermListSync } from '../../libs/safety/api/blocked-terms/term-list-sync.js';

describe.each(DIALECTS)('blocked terms in %s', (dialect) => {
  let app: RunningApp;
  let databaseUrl: string;
  let admin: SignedUp;
  let moderator: SignedUp;
  let member: SignedUp;
  let visitor: LiveClient;

  beforeAll(async () => {
    databaseUrl = await freshDatabase(dialect);
    app = await bootApp({ databaseUrl });
    [admin, moderator, member] = (await Promise.all(
      ['Ada', 'Mo', 'Mia'].map((name) => signUp(app.url, `${name} ${dialect}`)),
    )) as [SignedUp, SignedUp, SignedUp];
    await appoint(app, admin.me.name, 'admin');
    await appoint(app, moderator.me.name, 'moderator');
    visitor = await connect(app.url);
  });

  const page = async (query: string) =>
    (await moderator.client.get<TermPage>(`/api/safety/blocked-terms?${query}`)).body;
  const hits = async (text: string, scope: 'chat' | 'prompts' | 'names' = 'chat') =>
    (await visitor.do('safety.checkTexts', { scope, texts: { text } })).hits;

  it('[S20] lists are readable by moderators, editable by admins, and rejected for everyone else', async () => {
    const term = { text: 'zorbleflux', category: 'violence', language: 'en', action: 'block', scopes: ['chat'] };
    for (const { client } of [moderator, member]) {
      expect(await client.post('/api/safety/blocked-terms', term)).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
    }
    expect(await member.client.get('/api/safety/blocked-terms')).toMatchObject({ status: 403 });
    expect(await member.client.get('/api/safety/blocked-terms/export')).toMatchObject({ status: 403 });
    expect(await member.client.post('/api/safety/filter-test', { text: 'x' })).toMatchObject({ status: 403 });
    expect((await moderator.client.get('/api/safety/blocked-terms')).status).toBe(200);
  });

  it('[S21] term applies once its command is acknowledged, until it is removed', async () => {
    const term = await addBlockedTerm(admin, { text: 'zorbleflux', scopes: ['chat'], suggestion: 'fog' });
    expect(term).toMatchObject({ by: { id: admin.me.id }, category: 'violence', suggestion: 'fog' });
    expect(await hits('a zorbleflux over the sea')).toEqual([
      {
        field: 'text',
        start: 2,
        end: 12,
        matchedText: 'zorbleflux',
        term: 'zorbleflux',
        category: 'violence',
        action: 'block',
        suggestion: 'fog',
      },
    ]);
    expect(await hits('a zorbleflux over the sea', 'prompts')).toEqual([]);
    expect(
      (await admin.client.patch<BlockedTermView>(`/api/safety/blocked-terms/${term.id}`, { scopes: ['prompts'] }))
        .status,
    ).toBe(200);
    expect(await hits('a zorbleflux over the sea')).toEqual([]);
    expect(await hits('a zorbleflux over the sea', 'prompts')).toHaveLength(1);
    expect((await admin.client.delete(`/api/safety/blocked-terms/${term.id}`)).status).toBe(204);
    expect(await hits('a zorbleflux over the sea', 'prompts')).toEqual([]);
    expect((await admin.client.delete(`/api/safety/blocked-terms/${term.id}`)).status).toBe(404);
  });

  it('[S22] term is rejected as a duplicate when only case, width or spaces differ', async () => {
    await addBlockedTerm(admin, { text: 'Quendelstorm' });
    const again = { text: ' ｑuendelstorm ', category: 'other', language: 'any', action: 'flag', scopes: ['chat'] };
    expect(await admin.client.post('/api/safety/blocked-terms', again)).toMatchObject({
      status: 409,
      body: { code: 'SAFETY_TERM_EXISTS', detail: { term: 'Quendelstorm' } },
    });
    const racing = await Promise.all(
      Array.from({ length: 6 }, () =>
        admin.client.post('/api/safety/blocked-terms', { ...again, text: 'vellumspark' }),
      ),
    );
    expect(racing.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const { id } = (await page('search=VELLUM')).terms[0] as BlockedTermView;
    expect(await admin.client.patch(`/api/safety/blocked-terms/${id}`, { text: 'QUENDELSTORM' })).toMatchObject({
      status: 409,
    });
    const renamed = await admin.client.patch<BlockedTermView>(`/api/safety/blocked-terms/${id}`, { text: 'emberwick' });
    expect(renamed.body).toMatchObject({ text: 'emberwick', action: 'flag' });
    expect((await page('search=vellum')).found).toBe(0);
  });

  it('[S23] list is searched by text, category, language, action, scope and origin, in pages', async () => {
    for (let n = 0; n < 3; n++) {
      await addBlockedTerm(admin, { text: `pagetrial${n}`, category: 'gambling', action: 'flag' });
    }
    const { terms, found, total } = await page(
      'category=gambling&action=flag&scope=titles&from=users&search=pagetrial',
    );
    expect(terms.map(({ text }) => text)).toEqual(['pagetrial0', 'pagetrial1', 'pagetrial2']);
    const [first = 0] = terms.map(({ position }) => position);
    expect(terms.map(({ position }) => position)).toEqual([first, first + 1, first + 2]);
    expect(found).toBe(3);
    expect(total).toBeGreaterThanOrEqual(3);
    expect((await page('category=gambling&language=zh&from=users')).found).toBe(0);
    expect((await page('category=gambling&page=9')).terms).toEqual([]);
  });

  it('[S24] export can be imported again, and a file with an invalid line changes nothing and names the line', async () => {
    const upload = (raw: string | Buffer) =>
      admin.client.send<TermImportResult & { code?: string; detail?: object }>(
        'POST',
        '/api/safety/blocked-terms/import',
        undefined,
        {
          raw,
          headers: { 'content-type': 'text/csv' },
        },
      );
    const file =
      'text,category,action,scopes,note\n"murkle, the",violence,replace,chat titles,"said ""so"""\n=cmd,,,,\n';
    expect(await upload(file)).toMatchObject({ status: 200, body: { added: 2, changed: 0, same: 0 } });
    expect(await upload(file)).toMatchObject({ status: 200, body: { added: 0, changed: 0, same: 2 } });
    expect((await page('search=murkle')).terms).toMatchObject([
      { text: 'murkle, the', language: 'any', action: 'replace', scopes: ['chat', 'titles'], note: 'said "so"' },
    ]);
    const { body: out, headers } = await moderator.client.get<string>('/api/safety/blocked-terms/export');
    expect(headers['content-disposition']).toContain('visionary-terms.csv');
    expect(out).toContain("'=cmd,other,any,block,");
    const { total } = await page('');
    expect(await upload(out)).toMatchObject({ status: 200, body: { added: 0, changed: 0, same: total } });
    for (const [bad, line, reason] of [
      ['text,category\nfine,violence\nbad,nonsense\n', 3, 'category'],
      ['text\n"open', 2, 'quote'],
      ['word\nx', 1, 'columns'],
      ['text\na,b', 2, 'cells'],
      [Buffer.from([0x74, 0xff, 0xfe]), 1, 'encoding'],
      [`text\n${'x'.repeat(101)}`, 2, 'text'],
    ] as const) {
      expect(await upload(bad)).toMatchObject({
        status: 422,
        body: { code: 'SAFETY_TERMS_FILE_INVALID', detail: { line, reason } },
      });
    }
    expect((await page('')).total).toBe(total);
  });

  it('[S25] allowed term is no hit, and the filter test names the term that matched', async () => {
    await addBlockedTerm(admin, { text: 'brindle', category: 'hate' });
    const { body } = await moderator.client.post<FilterTestResult>('/api/safety/filter-test', {
      text: 'so brindle it was',
    });
    expect(body.hits).toMatchObject([{ start: 3, end: 10, matchedText: 'brindle', term: { category: 'hate' } }]);
    expect(body.hits[0]?.term.position).toBeGreaterThan(0);
    expect(body.hits[0]?.term.by).toMatchObject({ id: admin.me.id });
    await addBlockedTerm(admin, { text: 'brindle coat', action: 'allow' });
    expect(await hits('a brindle coat')).toEqual([]);
    expect(await hits('a brindle dog')).toHaveLength(1);
  });

  it('[S11] multi-part term matches only when all parts occur, and each hit names the others', async () => {
    const term = { text: 'quibblestone + vexwater', scopes: ['prompts' as const] };
    await addBlockedTerm(admin, term);
    expect(await hits('(vexwater:1.2), a hill BREAK quibblestone', 'prompts')).toMatchObject([
      { start: 1, end: 9, matchedText: 'vexwater', otherParts: 'quibblestone', term: term.text },
      { start: 29, end: 41, matchedText: 'quibblestone', otherParts: 'vexwater', term: term.text },
    ]);
    expect(await hits('vexwater, a hill', 'prompts')).toEqual([]);
    const fields = { category: 'violence', language: 'en', action: 'block', scopes: ['chat'] };
    const reordered = { ...fields, text: 'vexwater + quibblestone' };
    expect((await admin.client.post('/api/safety/blocked-terms', reordered)).status).toBe(409);
    const allowed = { ...fields, action: 'allow', text: 'quibblestone + hill' };
    expect(await admin.client.post('/api/safety/blocked-terms', allowed)).toMatchObject({ body: { code: 'INVALID' } });
  });

  it('[S26] new node reads the lists at startup, and another node polls changes', async () => {
    const other = await bootApp({ databaseUrl: app.config.databaseUrl });
    const otherClient = await connect(other.url);
    const found = async (text: string) =>
      (await otherClient.do('safety.checkTexts', { scope: 'chat', texts: { text } })).hits.length;
    expect(await found('brindle')).toBe(1);
    // Without Redis, no bus message reaches the other node.
    await addBlockedTerm(admin, { text: 'vexomire' });
    expect(await found('vexomire')).toBe(0);
    await other.get(TermListSync).refresh();
    expect(await found('vexomire')).toBe(1);
    await other.stop();
  });

  it('[S27] ids in mentions don’t match terms', async () => {
    await addBlockedTerm(admin, { text: 'beef' });
    expect(await hits('<@0192aaaa-beef-7000-8000-0192aaaabeef> likes beef')).toMatchObject([{ start: 46, end: 50 }]);
  });
});
