import { beforeAll, describe, expect, it } from '@jest/globals';
import { openUser, waitUntil } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { type Node, startNode } from '../support/nodes.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';
import { visionary } from '../support/visionary.js';
import { programPid } from '../support/program-pid.js';

describe('a renderer that is killed while it renders', () => {
  const DATA_DIR = freshFolder();
  let node: Node;
  let room: RoomPage;

  beforeAll(async () => {
    node = await startNode({ DATA_DIR, MODELS_DIR: TINY_MODELS, LOG_LEVEL: 'fatal' });
    const mira = await openUser(node.url, 'Mira');
    const { id } = await createRoom(mira);
    room = new RoomPage(mira.page);
    await room.enter(id);
    await room.writePrompt('a red fox');
    // Long enough to still render when the kill arrives: the client is a moment behind.
    await room.set('Steps', 150);
  });

  /** Kills it when the progress bar is in the middle of a take. */
  const killInTheMiddle = async (
    takeId: () => string | undefined,
    notPid?: number,
    signal: NodeJS.Signals = 'SIGKILL',
  ): Promise<number> => {
    const stepOf = () => room.frames.findLast(({ takeId: id }) => id === takeId())?.step ?? 0;
    const [pid] = await waitUntil(
      'a renderer renders',
      () => node.renderers(),
      ([pid]) => !!pid && pid !== notPid,
    );
    // Late events of the previous renderer say nothing about this one.
    if (notPid) room.frames.length = 0;
    await waitUntil('it is in the middle', stepOf, (step) => step >= 5 && step < 120);
    process.kill(programPid(pid), signal);
    return pid ?? 0;
  };
  const newestTake = () => room.frames.at(-1)?.takeId;
  const barOf = () => room.progress.getAttribute('aria-valuenow').then(Number);

  it('[B4] the client shows the take restart, and its image', async () => {
    await room.renderButton.click();
    await killInTheMiddle(newestTake);
    const before = room.frames.length;
    await waitUntil('it goes on', barOf, (step) => step > 0 && room.frames.length > before);
    await room.takeText(1, /Rendered in/).waitFor();
    await room.image(1).waitFor();
  });

  it('[B4] the take fails after a second kill, with the reason and a retry button', async () => {
    const first = newestTake();
    await room.renderButton.click();
    const second = () => (newestTake() === first ? undefined : newestTake());
    const pid = await killInTheMiddle(second);
    await killInTheMiddle(second, pid);
    const failed = room.takeText(2, /The renderer crashed twice on this take\. Try other settings/);
    await failed.waitFor();
    await failed.getByRole('button', { name: 'Try again' }).click();
    await room.takeText(3, /Rendered in/).waitFor();
    await room.image(3).waitFor();
  });

  it('[B25] a model that crashed it twice is quarantined, and renders again when an admin releases it', async () => {
    const before = newestTake();
    await room.renderButton.click();
    const fourth = () => (newestTake() === before ? undefined : newestTake());
    const pid = await killInTheMiddle(fourth, undefined, 'SIGSEGV');
    await killInTheMiddle(fourth, pid, 'SIGSEGV');
    const failed = room.takeText(4, /The renderer crashed twice|crashed the renderer twice/);
    await failed.waitFor();
    await room.page.getByText('Quarantined after crashing the renderer twice.').first().waitFor();
    await failed.getByRole('button', { name: 'Try again' }).click();
    await room.page
      .getByRole('status')
      .getByText(/is quarantined: it crashed the renderer twice\. Choose another one, or ask/)
      .waitFor();
    expect(await visionary(['admin', 'Mira'], { DATA_DIR })).toMatchObject({ code: 0 });
    const admin = await room.page.context().newPage();
    await admin.goto('/admin');
    const aside = admin.getByRole('region', { name: 'Quarantined models' });
    await aside.getByRole('button', { name: /^Release/ }).click();
    await aside.getByRole('button', { name: /^Confirm release/ }).click();
    await aside.waitFor({ state: 'detached' });
    await failed.getByRole('button', { name: 'Try again' }).click();
    await room.takeText(5, /Rendered in/).waitFor();
  });
});
