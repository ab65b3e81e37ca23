import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  ImageCheckerUnavailableError,
  type ImageCheckerOptions,
  ImageChecker,
  ImageUnreadableError,
  type RawImage,
} from '@visionary/image-check';
import sharp from 'sharp';
import { onCleanup } from '../support/cleanup.js';
import { redClassifier } from '../support/red-classifier.js';
import { freshFolder } from '../support/services.js';

const SHEET = 'models/visionary-mini/sheet-48-prompts.webp';

function judgeWith(options: ImageCheckerOptions): { judge: ImageChecker; told: string[] } {
  const told: string[] = [];
  const judge = new ImageChecker({ ...options, log: (_level, message) => told.push(message) });
  onCleanup(() => judge.close());
  return { judge, told };
}

const red = (share: number, side = 32): RawImage => ({
  data: Uint8Array.from({ length: side * side * 3 }, (_, at) => (at % 3 === 0 ? 255 * share : 0)),
  width: side,
  height: side,
});

/** A judge that answers as `answer` says, to see what becomes of whoever asks one that fails. */
function standIn(answer: string): string {
  const path = join(freshFolder(), 'judge.mjs');
  const ready = `process.send({ type: 'ready', name: 'stand-in', thresholds: {}, startMs: 0 });`;
  writeFileSync(path, `process.on('message', ({ id, picture }) => { ${answer} });\n${ready}\n`);
  return path;
}

const verdict = `process.send({ type: 'verdict', id, defect: null, classes: {}, ms: 1, rssBytes: 1 });`;
const away = (reason: string) => expect.objectContaining({ name: 'ImageCheckerUnavailableError', reason });

describe('the judge of pictures', () => {
  it('[S55] says what the packaged network sees, in pixels and in files, and what is no picture', async () => {
    const { judge, told } = judgeWith({});
    const { classes, level, defect } = await judge.check(readFileSync(SHEET), { what: 'upload' });
    expect(Object.keys(classes).sort()).toEqual(['drawing', 'hentai', 'neutral', 'porn', 'sexy']);
    expect(Object.values(classes).reduce((sum, score) => sum + score)).toBeCloseTo(1);
    expect(classes['drawing']! + classes['neutral']!).toBeGreaterThan(0.9);
    expect({ level, defect }).toEqual({ level: 'safe', defect: null });
    const drawing = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>',
    );
    const nothing = { data: new Uint8Array(0), width: 0, height: 0 };
    for (const none of [Buffer.from('no picture'), drawing, nothing, { ...red(1), width: 33 }]) {
      await expect(judge.check(none, { what: 'upload' })).rejects.toThrow(ImageUnreadableError);
    }
    const grey = sharp({ create: { width: 9, height: 9, channels: 3, background: '#777' } }).toColourspace('b-w');
    expect(await judge.check(await grey.png().toBuffer(), { what: 'upload' })).toMatchObject({ level: 'safe' });
    const black = red(0);
    expect(await judge.check(black, { what: 'final' })).toMatchObject({ defect: { kind: 'black' } });
    expect(await judge.check(black, { what: 'upload' })).toMatchObject({ defect: null });
    expect(judge.state).toMatchObject({ state: 'ready', waiting: 0, failures: 0 });
    expect(judge.state.rssBytes).toBeGreaterThan(2 ** 20);
    expect(told).toEqual(['The judge of pictures is ready']);
  });

  it('[S56] takes another network by its card, whose limits the instance may change', async () => {
    const { judge } = judgeWith({ classifier: redClassifier() });
    const levelOf = async (image: RawImage, limits = {}) =>
      (await judge.check(image, { what: 'upload', limits })).level;
    expect(await levelOf(red(1))).toBe('forbidden');
    expect(await levelOf(red(0.6))).toBe('held');
    expect(await levelOf(red(0.4))).toBe('adult');
    expect(await levelOf(red(0.1))).toBe('safe');
    expect(await levelOf(red(0.6), { red: { held: 'off', forbidden: 0.9 } })).toBe('adult');
    expect(await levelOf(red(0.4), { red: { forbidden: 0.35 } })).toBe('forbidden');
  });

  it('[S57] sees what shows on one ground only, and what lies at the end of a long strip', async () => {
    const { judge } = judgeWith({ classifier: redClassifier() });
    const strip = sharp({ create: { width: 512, height: 64, channels: 3, background: '#fff' } });
    const square = { create: { width: 64, height: 64, channels: 3, background: '#f00' } } as const;
    const end = await strip
      .composite([{ input: square, left: 448, top: 0 }])
      .png()
      .toBuffer();
    expect(await judge.check(end, { what: 'upload' })).toMatchObject({
      level: 'forbidden',
      topClass: { category: 'red' },
    });
    const veil = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const seeThrough = sharp({ create: { width: 32, height: 32, channels: 4, background: veil } });
    const { classes } = await judge.check(await seeThrough.png().toBuffer(), { what: 'upload' });
    expect(classes['red']).toBeCloseTo(0.5, 1);
  });

  it('[S58] tells a card that does not fit, and nobody waits for such a judge', async () => {
    const { judge, told } = judgeWith({ classifier: redClassifier({ classes: ['red', 'green', 'blue'] }) });
    await expect(judge.check(red(1), { what: 'final' })).rejects.toEqual(away('not started'));
    expect(told).toContain('redness gives 2 numbers for its 3 classes');
    const missing = judgeWith({ classifier: join(freshFolder(), 'none.onnx') });
    await expect(missing.judge.check(red(1), { what: 'final' })).rejects.toThrow(ImageCheckerUnavailableError);
  });

  it('[S59] comes back after a crash, asks again once, and gives up on a picture that is deadly', async () => {
    const deadly = `if (picture.data[0] === 255) process.kill(process.pid, 'SIGKILL'); ${verdict}`;
    const { judge, told } = judgeWith({ script: standIn(deadly) });
    const [first, killer, last] = [red(0), red(1), red(0)].map((one) => judge.check(one, { what: 'final' }));
    await expect(first).resolves.toMatchObject({ level: 'safe' });
    await expect(killer).rejects.toEqual(away('crashed'));
    await expect(last).resolves.toMatchObject({ level: 'safe' });
    expect(told.filter((line) => line.includes('SIGKILL'))).toHaveLength(2);
  });

  it('[S60] has no verdict where there is none in time, where too many wait, and where it hangs', async () => {
    const { judge } = judgeWith({ script: standIn('') });
    const late = judge.check(red(0), { what: 'preview', deadlineMs: 50 });
    await expect(late).rejects.toEqual(away('late'));
    const many = Array.from({ length: 40 }, () => judge.check(red(0), { what: 'preview', deadlineMs: 60_000 }));
    const told = Promise.allSettled(many);
    judge.close();
    const reasons = (await told).map((one) =>
      one.status === 'rejected' ? (one.reason as ImageCheckerUnavailableError).reason : '',
    );
    expect(new Set(reasons)).toEqual(new Set(['full', 'closed']));
    await expect(judge.check(red(0), { what: 'final' })).rejects.toEqual(away('closed'));
    const hung = judgeWith({ script: standIn(`if (picture.data[0] === 0) ${verdict}`), hangMs: 50 });
    const answers = [red(1), red(0)].map((one) => hung.judge.check(one, { what: 'final' }));
    await expect(answers[0]).rejects.toEqual(away('crashed'));
    await expect(answers[1]).resolves.toMatchObject({ level: 'safe' });
  });

  it('[S61] lets the process go when nobody asks, and starts it for the next who does', async () => {
    const { judge } = judgeWith({ script: standIn(verdict), idleMs: 1 });
    await judge.check(red(0), { what: 'final' });
    const { pid } = judge.state;
    await gone(pid!);
    await judge.check(red(0), { what: 'final' });
    expect(judge.state.pid).not.toBe(pid);
  });
});

/** Resolves once the process does not exist any more; the file's time limit ends what never comes. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
