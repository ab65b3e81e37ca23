import { describe, expect, it } from '@jest/globals';
import type { HubModelDetail } from '@visionary/contract';
import { eventually } from '../support/eventually.js';
import {
  createDraft,
  announce,
  abortedPatch,
  isChecked,
  offsetOf,
  patch,
  uploadFile,
  sha256Of,
  someWeights,
  waitUntil,
  checkDraft,
} from '../support/drafts.js';
import { HttpClient } from '../support/http-client.js';
import { startNode } from '../support/nodes.js';
import { signUp } from '../support/users.js';
import { tinyModelFiles } from '../support/published-models.js';
import { freshFolder } from '../support/services.js';

const NAME = 'some.safetensors';

/** A client of the same user on another server. */
const again = (client: HttpClient, url: string): HttpClient => {
  const other = new HttpClient(url);
  for (const [name, value] of client.cookies) other.cookies.set(name, value);
  return other;
};

describe('a server that is killed during an upload', () => {
  it('[M31] resumes at the stored offset, and accepts a complete file', async () => {
    const settings = { DATA_DIR: freshFolder(), LOG_LEVEL: 'fatal' };
    const first = await startNode(settings);
    const { client } = await signUp(first.url, 'Ann');
    const { id } = await createDraft(client);
    const content = someWeights(41, 2_000_000);
    const { path } = await announce(client, { draftId: id, path: NAME }, content.length);
    await abortedPatch(client, { path, draftId: id }, 0, content, 5_000_000);
    const offset = await offsetOf(client, path);
    const at = (url: string) => again(client, url);
    // Kills the server during the next part.
    const under = patch(client, path, offset, content.subarray(offset));
    await first.end('SIGKILL');
    const status = await under;
    const second = await startNode(settings);
    const back = at(second.url);
    const stood = await offsetOf(back, path);
    expect(stood).toBeGreaterThanOrEqual(offset);
    if (status !== 204) expect(stood).toBeLessThanOrEqual(content.length);
    // The second kill hits before, during, or after the check of the whole file: it resumes in each case.
    if (stood < content.length) await patch(back, path, stood, content.subarray(stood));
    await second.end('SIGKILL');
    const third = at((await startNode(settings)).url);
    expect(await offsetOf(third, path).catch(() => content.length)).toBe(content.length);
    const { files } = await waitUntil(third, id, (draft) => draft.files[0]?.state === 'checked');
    expect(files).toMatchObject([{ path: NAME, sha256: sha256Of(content), received: content.length }]);
    await third.post(`/api/hub/drafts/${id}/check`);
    expect(await waitUntil(third, id, isChecked)).toMatchObject({ state: 'ready' });
  });

  it('[M138] renders the remaining samples of a published version after a restart, each once', async () => {
    const settings = { DATA_DIR: freshFolder(), MODELS_DIR: freshFolder(), LOG_LEVEL: 'fatal' };
    const first = await startNode(settings);
    const { client } = await signUp(first.url, 'Ann');
    const { id } = await createDraft(client);
    const form = { name: 'Killed', label: '1.0', license: 'MIT', recommended: { steps: 2 } };
    await client.send('PUT', `/api/hub/drafts/${id}`, form);
    for (const [path, content] of await tinyModelFiles('killed')) await uploadFile(client, id, path, content);
    expect(await checkDraft(client, id)).toMatchObject({ state: 'ready' });
    const { body } = await client.post<HubModelDetail>(`/api/hub/drafts/${id}/publish`);
    const version = async (who: HttpClient) =>
      (await who.get<HubModelDetail>(`/api/hub/models/${body.model.id}`)).body.model.versions[0];
    await eventually('the first is there', async () => ((await version(client))?.samples.length ?? 0) > 0);
    await first.end('SIGKILL');
    const second = await startNode(settings);
    const back = again(client, second.url);
    expect(await version(back)).toMatchObject({ state: 'published', versionRef: 'Killed@1.0' });
    await eventually('all are there', async () => (await version(back))?.pendingSamples === 0);
    const samples = (await version(back))?.samples ?? [];
    expect(new Set(samples.map(({ prompt }) => prompt)).size).toBe(3);
    expect(samples).toHaveLength(3);
  });
});
