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

function startChecker(options: ImageCheckerOptions): { checker: ImageChecker; logged: string[] } {
  const logged: string[] = [];
  const checker = new ImageChecker({ ...options, log: (_level, message) => logged.push(message) });
  onCleanup(() => checker.close());
  return { checker, logged };
}

const red = (share: number, side = 32): RawImage => ({
  data: Uint8Array.from({ length: side * side * 3 }, (_, at) => (at % 3 === 0 ? 255 * share : 0)),
  width: side,
  height: side,
});

/** A fake image checker script that runs `answer` for each request. */
function fakeChecker(answer: string): string {
  const path = join(freshFolder(), 'checker.mjs');
  const ready = `process.send({ type: 'ready', name: 'fake', thresholds: {}, startMs: 0 });`;
  writeFileSync(path, `process.on('message', ({ id, image }) => { ${answer} });\n${ready}\n`);
  return path;
}

const verdict = `process.send({ type: 'verdict', id, defect: null, classes: {}, ms: 1, rssBytes: 1 });`;
const unavailable = (reason: string) => expect.objectContaining({ name: 'ImageCheckerUnavailableError', reason });

describe('ImageChecker', () => {
  it('[S55] classifies pixels and files with the packaged classifier, and rejects what can’t be decoded', async () => {
    const { checker, logged } = startChecker({});
    const { classes, level, defect } = await checker.check(readFileSync(SHEET), { purpose: 'upload' });
    expect(Object.keys(classes).sort()).toEqual(['drawing', 'hentai', 'neutral', 'porn', 'sexy']);
    expect(Object.values(classes).reduce((sum, score) => sum + score)).toBeCloseTo(1);
    expect(classes['drawing']! + classes['neutral']!).toBeGreaterThan(0.9);
    expect({ level, defect }).toEqual({ level: 'safe', defect: null });
    const drawing = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>',
    );
    const empty = { data: new Uint8Array(0), width: 0, height: 0 };
    for (const unreadable of [Buffer.from('no image'), drawing, empty, { ...red(1), width: 33 }]) {
      await expect(checker.check(unreadable, { purpose: 'upload' })).rejects.toThrow(ImageUnreadableError);
    }
    const grey = sharp({ create: { width: 9, height: 9, channels: 3, background: '#777' } }).toColourspace('b-w');
    expect(await checker.check(await grey.png().toBuffer(), { purpose: 'upload' })).toMatchObject({ level: 'safe' });
    const black = red(0);
    expect(await checker.check(black, { purpose: 'final' })).toMatchObject({ defect: { kind: 'black' } });
    expect(await checker.check(black, { purpose: 'upload' })).toMatchObject({ defect: null });
    expect(checker.state).toMatchObject({ state: 'ready', waiting: 0, failures: 0 });
    expect(checker.state.rssBytes).toBeGreaterThan(2 ** 20);
    expect(logged).toEqual(['The image checker is ready']);
  });

  it('[S56] uses a configured classifier with the thresholds of its card and of the instance', async () => {
    const { checker } = startChecker({ classifiers: [redClassifier()] });
    const levelOf = async (image: RawImage, limits = {}) =>
      (await checker.check(image, { purpose: 'upload', limits })).level;
    expect(await levelOf(red(1))).toBe('forbidden');
    expect(await levelOf(red(0.6))).toBe('held');
    expect(await levelOf(red(0.4))).toBe('adult');
    expect(await levelOf(red(0.1))).toBe('safe');
    expect(await levelOf(red(0.6), { red: { held: 'off', forbidden: 0.9 } })).toBe('adult');
    expect(await levelOf(red(0.4), { red: { forbidden: 0.35 } })).toBe('forbidden');
  });

  it('[S160] checks with the built-in classifier and with others, and the strictest verdict counts', async () => {
    const lenient = redClassifier({ thresholds: { red: { adult: 0.1 } } });
    const { checker } = startChecker({ classifiers: ['built-in', lenient, redClassifier()] });
    const check = (image: RawImage, limits = {}) => checker.check(image, { purpose: 'upload', limits });
    const { classes, ...forbidden } = await check(red(1));
    expect(Object.keys(classes)).toEqual(expect.arrayContaining(['porn', 'neutral', 'red', 'redness/red']));
    expect(forbidden).toMatchObject({ level: 'forbidden', topClass: { category: 'redness/red' } });
    expect(await check(red(0.2))).toMatchObject({ level: 'adult', topClass: { category: 'red' } });
    expect(await check(red(0.05))).toMatchObject({ level: 'safe' });
    const limits = { 'redness/red': { forbidden: 'off', held: 'off', adult: 'off' } } as const;
    expect(await check(red(1), limits)).toMatchObject({ level: 'adult' });
    const builtIn = await check(red(0.05), { neutral: { held: 0.000001 } });
    expect(builtIn).toMatchObject({ level: 'held', topClass: { category: 'neutral' } });
  });

  it('[S57] classifies transparent images on light and dark backgrounds, and long strips as a whole', async () => {
    const { checker } = startChecker({ classifiers: [redClassifier()] });
    const strip = sharp({ create: { width: 512, height: 64, channels: 3, background: '#fff' } });
    const square = { create: { width: 64, height: 64, channels: 3, background: '#f00' } } as const;
    const end = await strip
      .composite([{ input: square, left: 448, top: 0 }])
      .png()
      .toBuffer();
    expect(await checker.check(end, { purpose: 'upload' })).toMatchObject({
      level: 'forbidden',
      topClass: { category: 'red' },
    });
    const background = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const transparent = sharp({ create: { width: 32, height: 32, channels: 4, background } });
    const { classes } = await checker.check(await transparent.png().toBuffer(), { purpose: 'upload' });
    expect(classes['red']).toBeCloseTo(0.5, 1);
  });

  it('[S58] rejects checks at once when the card of the classifier is invalid', async () => {
    const { checker, logged } = startChecker({ classifiers: [redClassifier({ classes: ['red', 'green', 'blue'] })] });
    await expect(checker.check(red(1), { purpose: 'final' })).rejects.toEqual(unavailable('not started'));
    expect(logged).toContain('redness returns 2 values for 3 classes');
    const missing = startChecker({ classifiers: [join(freshFolder(), 'none.onnx')] });
    await expect(missing.checker.check(red(1), { purpose: 'final' })).rejects.toThrow(ImageCheckerUnavailableError);
  });

  it('[S59] restarts after a crash, retries the image once, and rejects it after a second crash', async () => {
    const script = `if (image.data[0] === 255) process.kill(process.pid, 'SIGKILL'); ${verdict}`;
    const { checker, logged } = startChecker({ script: fakeChecker(script) });
    const [first, deadly, last] = [red(0), red(1), red(0)].map((one) => checker.check(one, { purpose: 'final' }));
    await expect(first).resolves.toMatchObject({ level: 'safe' });
    await expect(deadly).rejects.toEqual(unavailable('crashed'));
    await expect(last).resolves.toMatchObject({ level: 'safe' });
    expect(logged.filter((line) => line.includes('SIGKILL'))).toHaveLength(2);
  });

  it('[S60] rejects a check that is late, that exceeds the queue, or that hangs', async () => {
    const { checker } = startChecker({ script: fakeChecker('') });
    const late = checker.check(red(0), { purpose: 'preview', deadlineMs: 50 });
    await expect(late).rejects.toEqual(unavailable('late'));
    const many = Array.from({ length: 40 }, () => checker.check(red(0), { purpose: 'preview', deadlineMs: 60_000 }));
    const settled = Promise.allSettled(many);
    checker.close();
    const reasons = (await settled).map((one) =>
      one.status === 'rejected' ? (one.reason as ImageCheckerUnavailableError).reason : '',
    );
    expect(new Set(reasons)).toEqual(new Set(['full', 'closed']));
    await expect(checker.check(red(0), { purpose: 'final' })).rejects.toEqual(unavailable('closed'));
    const hung = startChecker({ script: fakeChecker(`if (image.data[0] === 0) ${verdict}`), hangMs: 50 });
    const answers = [red(1), red(0)].map((one) => hung.checker.check(one, { purpose: 'final' }));
    await expect(answers[0]).rejects.toEqual(unavailable('late'));
    await expect(answers[1]).resolves.toMatchObject({ level: 'safe' });
  });

  it('[S60] ends a check that takes too long alone when others wait longer than a check may take', async () => {
    // Each image takes half of what one may, so the last waits longer than that. The red ones never end.
    const script = `if (image.data[0] === 0) setTimeout(() => { ${verdict} }, 500);`;
    const { checker, logged } = startChecker({ script: fakeChecker(script), hangMs: 1_000 });
    const checks = [1, 0, 0, 0].map((value) => checker.check(red(value), { purpose: 'upload' }));
    await expect(checks[0]).rejects.toEqual(unavailable('late'));
    for (const innocent of checks.slice(1)) await expect(innocent).resolves.toMatchObject({ level: 'safe' });
    expect(checker.state).toMatchObject({ waiting: 0, failures: 0 });
    expect(logged.filter((line) => line.includes('took too long'))).toHaveLength(1);
  });

  it('[S61] ends the idle process and starts another one for the next check', async () => {
    const { checker } = startChecker({ script: fakeChecker(verdict), idleMs: 1 });
    await checker.check(red(0), { purpose: 'final' });
    const { pid } = checker.state;
    await exited(pid!);
    await checker.check(red(0), { purpose: 'final' });
    expect(checker.state.pid).not.toBe(pid);
  });
});

/** Resolves when the process has exited. */
async function exited(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
