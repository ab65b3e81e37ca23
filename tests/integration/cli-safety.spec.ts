import { describe, expect, it } from '@jest/globals';
import { bootApp } from '../support/app.js';
import { standingOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';
import { visionaryHere } from '../support/visionary.js';

describe('moderation from the terminal', () => {
  it('[S98] users ban and unban take effect and are in the audit log', async () => {
    const dataDir = freshFolder();
    const app = await bootApp({ dataDir, databaseUrl: `sqlite:${dataDir}/visionary.sqlite` });
    const cli = (...words: string[]) => visionaryHere(words, { DATA_DIR: dataDir, MODELS_DIR: 'models' });
    const bad = await connectUser(app.url, 'Bad');
    expect(await cli('users', 'ban', 'Nobody at all')).toMatchObject({ code: 1 });
    expect(await cli('users', 'ban', 'bad', '--days', 'many')).toMatchObject({ code: 2 });
    expect(await cli('users', 'ban', 'bad')).toMatchObject({ code: 0, stdout: expect.stringContaining('permanently') });
    // The server learns of it from the database.
    await eventually('they are kept out', async () => (await bad.client.get('/api/posts')).status === 403);
    expect(await bad.client.get('/api/posts')).toMatchObject({ body: { code: 'SAFETY_BANNED' } });
    expect(await standingOf(bad)).toMatchObject({ standing: { bannedUntil: null }, decisions: [{ kind: 'ban' }] });
    expect(await cli('users', 'unban', 'Bad')).toMatchObject({ code: 0 });
    expect(await cli('audit', 'verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('unaltered') });
    expect(await cli('audit', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('user.banned') });
  });
});
