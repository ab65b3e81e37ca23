import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommandPayload, InitImage } from '@visionary/contract';
import { createPinia, setActivePinia } from 'pinia';
import { shallowRef } from 'vue';

const rendered: CommandPayload<'jam.render'>[] = [];
const send = (command: string, payload: unknown) => {
  if (command === 'jam.render') rendered.push(payload as CommandPayload<'jam.render'>);
  return Promise.resolve({ event: { type: 'generation.finished', payload: {} } });
};
jest.unstable_mockModule('../../shared/socket/index.js', () => ({
  useSocket: () => ({ state: shallowRef('up'), send, on: () => () => undefined }),
}));

/** Uploads that the test answers, in the order of their start. */
const uploads: FakeUpload[] = [];
class FakeUpload {
  readonly upload = {};
  status = 0;
  responseText = '';
  onload?: () => void;
  onerror?: () => void;
  readonly open = () => undefined;
  readonly setRequestHeader = () => undefined;
  send(): void {
    uploads.push(this);
  }
  finish(id: string): void {
    this.status = 200;
    this.responseText = JSON.stringify({ id, width: 512, height: 512 });
    this.onload?.();
  }
}
const listens = { addEventListener: () => undefined };
Object.assign(globalThis, { XMLHttpRequest: FakeUpload, window: listens, document: listens });

const { i18n } = await import('../../shared/i18n/i18n.js');
const messages = await Promise.all([
  import('../../shared/i18n.en.js'),
  import('../../generation/i18n.en.js'),
  import('../i18n.en.js'),
]);
i18n.global.setLocaleMessage('en', Object.assign({}, ...messages.map((one) => one.default)));
const { useTakesStore } = await import('../../generation/index.js');
const { closeToast, currentToast } = await import('../../shared/ui/toasts.js');
const { useJamStore } = await import('../document/jam-store.js');
const { useControls } = await import('../settings/controls/use-controls.js');
const { useInitImage } = await import('../settings/init-image/use-init-image.js');
const { useRender } = await import('./use-render.js');

/** Lets pending replies run. */
const settle = () => new Promise(setImmediate);
const file = new Blob(['an image']);
const [startId, maskId, edgesId] = [1, 2, 3].map((last) => `00000000-0000-4000-8000-00000000000${last}`) as [
  string,
  string,
  string,
];
const start: InitImage = { image: { uploadId: startId }, strength: 0.6 };

function enterRoom(roomId: string): void {
  useJamStore().enter({ roomId, onRejected: () => undefined });
  useTakesStore().enter({ roomId, seq: () => 0, receive: () => undefined });
  useJamStore().applyPatch({ prompt: 'a red fox' });
}

describe('rendering the shared prompt', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    rendered.length = 0;
    uploads.length = 0;
    enterRoom('a');
  });
  afterEach(() => {
    useJamStore().enter(null);
    while (currentToast.value) closeToast();
  });

  it('[B297] waits for the mask that is being uploaded, and renders the prompt of the key press with it', async () => {
    const jam = useJamStore();
    jam.change({ init: start });
    const painted = useInitImage().paint(file);
    await settle();
    const { render, isWaiting } = useRender();
    const done = render();
    jam.applyPatch({ prompt: 'a red fox at n' });
    await settle();
    expect([rendered.length, isWaiting.value]).toEqual([0, true]);
    uploads[0]?.finish(maskId);
    await Promise.all([painted, done]);
    expect(isWaiting.value).toBe(false);
    expect(rendered.map(({ prompt, settings }) => [prompt, settings.init])).toEqual([
      ['a red fox', { ...start, strength: 1, mask: { uploadId: maskId } }],
    ]);
    jam.shared?.undo.undo();
    expect(jam.settings.init).toEqual(start);
  });

  it('[B297] waits for an init image and its mask in the order of their choice, and for an image of a ControlNet', async () => {
    const image = useInitImage();
    void image.importFile(file);
    void image.paint(file);
    void useControls().addFile('canny', file);
    const done = useRender().render();
    for (const id of [startId, maskId, edgesId]) {
      await settle();
      expect(rendered).toEqual([]);
      uploads.at(-1)?.finish(id);
    }
    await done;
    expect(rendered[0]?.settings.init).toEqual({ ...start, strength: 1, mask: { uploadId: maskId } });
    expect(rendered[0]?.settings.controls?.map(({ image: followed }) => followed)).toEqual([{ uploadId: edgesId }]);
  });

  it('[B297] renders nothing when the upload fails, and the next press renders without it', async () => {
    const done = useInitImage().importFile(file);
    const { render } = useRender();
    const first = render();
    await settle();
    uploads[0]?.onerror?.();
    await done;
    expect([await first, rendered.length, currentToast.value?.kind]).toEqual([false, 0, 'bad']);
    expect(await render()).toBe(true);
    expect(rendered.map(({ settings }) => settings.init)).toEqual([undefined]);
  });

  it('[B297] an upload for a room that was left neither delays nor changes another room', async () => {
    const [image, { render }] = [useInitImage(), useRender()];
    const uploaded = image.importFile(file);
    const left = render();
    await settle();
    enterRoom('b');
    await render();
    uploads[0]?.finish(startId);
    await Promise.all([uploaded, left]);
    expect(rendered.map(({ roomId, settings }) => [roomId, settings.init])).toEqual([['b', undefined]]);
    expect(useJamStore().settings.init).toBeUndefined();
  });
});
