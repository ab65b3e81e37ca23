import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../libs/generation/domain/manifest.js';
import type { AttemptRequest } from '../../libs/generation/domain/renderers.js';
import { FolderBlobStore } from '../../libs/platform/blobs/folder/folder-blob-store.js';
import { TINY_SD } from '../golden/vectors.js';
import {
  attemptRequest,
  type TransportFixture,
  TransportListener,
  embeddedTransport,
  redisTransport,
} from '../support/renderer-transports.js';
import { onCleanup } from '../support/cleanup.js';
import { newModelCache, copyModel, storeModel } from '../support/hub-files.js';
import { redisUrl } from '../support/services.js';

const MODELS = 4;

const aFolder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'visionary-hub-'));
  onCleanup(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** Delays requests until they are released. */
class SlowStore extends FolderBlobStore {
  gate: Promise<void> = Promise.resolve();

  override async fetch(key: string, path: string): Promise<void> {
    await this.gate;
    await super.fetch(key, path);
  }
}

const CARRIERS = [
  ['in this process', embeddedTransport],
  [
    'over Redis',
    (modelsDir: string, cache: ReturnType<typeof newModelCache>) => redisTransport(redisUrl(), modelsDir, cache),
  ],
] as const;

describe.each(CARRIERS)('renderer without local models, fed %s', (_where, make) => {
  const blobs = new SlowStore(aFolder());
  const dir = aFolder();
  let manifests: Manifest[];
  let transportFixture: TransportFixture;
  let ear: TransportListener;

  beforeAll(async () => {
    manifests = [];
    for (let at = 0; at < MODELS; at++) {
      const copy = copyModel(TINY_SD);
      writeFileSync(join(copy, 'model_index.json'), JSON.stringify({ _class_name: 'x', number: at }));
      manifests.push(await storeModel(blobs, copy));
    }
    const bytes = manifests[0]!.files.reduce((sum, file) => sum + file.bytes, 0);
    // Space for two of the four, and not for three.
    transportFixture = make(aFolder(), newModelCache(blobs, bytes * 2.5, dir));
    ear = new TransportListener(transportFixture.renderers);
    await transportFixture.renderers.start(ear);
    await ear.idle();
  });

  const buildRenderRequest = (at: number): AttemptRequest => ({
    ...attemptRequest({}, `Hub@${at}`),
    manifests: { model: manifests[at]! },
  });
  const give = async (order: AttemptRequest) => {
    const { id } = await ear.idle();
    expect(await transportFixture.renderers.assign(id, order)).toBe(true);
    return order.attempt;
  };
  const lying = () => readdirSync(dir).filter((name) => /^[0-9a-f]{64}$/.test(name));

  it('[M60] [M63] renderer stays within its cache budget when it renders with more models than fit', async () => {
    for (const at of [0, 1, 2, 3, 0, 2]) {
      const { outcome } = await ear.end(await give(buildRenderRequest(at)));
      if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
      expect(outcome.record.modelHash).toBe(manifests[at]?.hash);
      expect(lying().length).toBeLessThanOrEqual(2);
    }
  });

  it('[M62] [M73] renderer reports downloads, and stops at once when the take is cancelled', async () => {
    let open = (): void => {};
    blobs.gate = new Promise((resolve) => (open = resolve));
    const attempt = await give(buildRenderRequest(1));
    await ear.until('it is held', () => ear.held.some(({ id }) => id === attempt.id));
    transportFixture.renderers.sendCommand({ type: 'cancel', takeId: attempt.takeId });
    expect((await ear.end(attempt)).outcome).toMatchObject({ type: 'cancelled', step: 0 });
    open();
    blobs.gate = Promise.resolve();
    const again = await give(buildRenderRequest(1));
    expect((await ear.end(again)).outcome.type).toBe('finished');
    const steps = ear.reports.flatMap(({ attempt: of, report }) =>
      of.id === again.id && report.type === 'loading' ? (report.fetching ?? []) : [],
    );
    const of = manifests[1]!.files.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.every((one) => one.of === of && one.bytes <= of)).toBe(true);
    expect(steps.at(-1)).toEqual({ bytes: of, of });
  });

  it('[M64] take fails with the reason when its files are lost', async () => {
    const [model] = manifests;
    const file = { path: 'unet/lost', sha256: '0'.repeat(64), bytes: 3 };
    const lost = { hash: '1'.repeat(64), files: [...(model?.files ?? []), file] };
    const attempt = await give({ ...attemptRequest({}, 'Lost@1'), manifests: { model: lost } });
    const { outcome } = await ear.end(attempt);
    expect(outcome).toMatchObject({
      type: 'failed',
      code: 'MODEL_DOWNLOAD_FAILED',
      detail: 'unet/lost is no longer stored.',
    });
  });
});
