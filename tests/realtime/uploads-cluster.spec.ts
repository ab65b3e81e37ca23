import { describe, expect, it } from '@jest/globals';
import { bootCluster } from '../support/cluster.js';
import {
  createDraft,
  announce,
  offsetOf,
  patch,
  sha256Of,
  someWeights,
  startPatch,
  waitUntil,
} from '../support/drafts.js';
import { connect } from '../support/live-client.js';
import { signUp } from '../support/users.js';

const NAME = 'some.safetensors';

describe('an upload on two nodes that share a disk', () => {
  it('[M22] continues on the other node, which takes over the lock, and is broadcast to clients of both', async () => {
    const { one, two } = await bootCluster();
    const { client } = await signUp(one.url, 'Roamer');
    const live = await connect(two.url, client.cookieHeader);
    const there = Object.assign(Object.create(client) as typeof client, { url: two.url });
    const { id } = await createDraft(client);
    const content = someWeights(51, 1_000_000);
    const { path } = await announce(client, { draftId: id, path: NAME }, content.length);
    // A connection that hangs: it stays open, and no more data arrives.
    const hanging = startPatch(client, path, 0, content.length, () => undefined);
    const moved = live.next('hub.draftUpdated', ({ draft }) => (draft.files[0]?.received ?? 0) > 0);
    hanging.write(content.subarray(0, 2_500_000));
    await moved;
    const offset = await offsetOf(there, path);
    expect(offset).toBeGreaterThan(0);
    expect(await patch(there, path, offset, content.subarray(offset))).toBe(204);
    const { files } = await waitUntil(there, id, (draft) => draft.files[0]?.state === 'checked');
    expect(files[0]?.sha256).toBe(sha256Of(content));
    hanging.destroy();
  });
});
