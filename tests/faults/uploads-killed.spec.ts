import { describe, expect, it } from '@jest/globals';
import {
  aDraft,
  announce,
  cutPatch,
  isChecked,
  offsetOf,
  patch,
  sha256Of,
  someWeights,
  until,
} from '../support/drafts.js';
import { HttpClient } from '../support/http-client.js';
import { startNode } from '../support/nodes.js';
import { signUp } from '../support/people.js';
import { freshFolder } from '../support/services.js';

const NAME = 'some.safetensors';

describe('a server that is killed over an upload', () => {
  it('[M31] goes on where it stood, and takes in what had come whole', async () => {
    const settings = { DATA_DIR: freshFolder(), LOG_LEVEL: 'fatal' };
    const first = await startNode(settings);
    const { client } = await signUp(first.url, 'Ann');
    const { id } = await aDraft(client);
    const content = someWeights(41, 2_000_000);
    const { path } = await announce(client, { draftId: id, path: NAME }, content.length);
    await cutPatch(client, { path, draftId: id }, 0, content, 5_000_000);
    const offset = await offsetOf(client, path);
    const at = (url: string) => {
      const again = new HttpClient(url);
      for (const [name, value] of client.cookies) again.cookies.set(name, value);
      return again;
    };
    // Under the next part.
    const under = patch(client, path, offset, content.subarray(offset));
    await first.end('SIGKILL');
    const answered = await under;
    const second = await startNode(settings);
    const again = at(second.url);
    const stood = await offsetOf(again, path);
    expect(stood).toBeGreaterThanOrEqual(offset);
    if (answered !== 204) expect(stood).toBeLessThanOrEqual(content.length);
    // Under the look at the whole file, or before, or after: whatever it was, it goes on by itself.
    if (stood < content.length) await patch(again, path, stood, content.subarray(stood));
    await second.end('SIGKILL');
    const third = at((await startNode(settings)).url);
    expect(await offsetOf(third, path).catch(() => content.length)).toBe(content.length);
    const { files } = await until(third, id, (draft) => draft.files[0]?.state === 'checked');
    expect(files).toMatchObject([{ path: NAME, sha256: sha256Of(content), received: content.length }]);
    await third.post(`/api/hub/drafts/${id}/check`);
    expect(await until(third, id, isChecked)).toMatchObject({ state: 'ready' });
  });
});
