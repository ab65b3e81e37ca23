import { describe, expect, it } from '@jest/globals';
import { RenderError } from '@visionary/diffusion';
import type { AppliedSteer, PromptChange, RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import { promptChangesOf, singleImageJob, TakeControl } from './take-control.js';

const STEPS = 6;
/** Prefix of prompts that fail. */
const REFUSED = 'too much';
const JOB: RenderJob = {
  ...{ prompt: 'A', negative: '', scheduler: 'ddim', steps: STEPS, guidance: 7, width: 64, height: 64 },
  ...{ seed: 1, batch: 2 },
};
const steer = (prompt: string) => ({ steerId: prompt, prompt, negative: '' });

/** Calls the hooks as the library does. @returns for each image the prompt of each step */
function walk(control: TakeControl, act: (image: number, stepsDone: number) => void = () => undefined): string[] {
  const held: string[] = [];
  for (let image = 0, goesOn = true; goesOn; image++) {
    const hooks = control.hooks([image])[0]!;
    let word = JOB.prompt;
    let seen = '';
    for (let done = 0; done < STEPS; done++) {
      act(image, done);
      const words = hooks.steer(done);
      const isRefused = words?.prompt.startsWith(REFUSED) === true;
      if (words) hooks.onSteered(done, isRefused ? new RenderError('RENDER_OUT_OF_RANGE', REFUSED) : undefined);
      if (words && !isRefused) word = words.prompt;
      seen += word;
      control.recordStep(done + 1, STEPS);
      if (hooks.shouldStop(done + 1)) break;
    }
    held.push(seen);
    goesOn = control.continuesAfter(image);
  }
  return held;
}

/** Renders a take, and renders its record again. */
function twice(job: RenderJob, act: (control: TakeControl, image: number, stepsDone: number) => void) {
  const applied: AppliedSteer[] = [];
  const control = new TakeControl(job, (held) => applied.push(held));
  const seen = walk(control, (image, done) => act(control, image, done));
  return { seen, applied, job: control.job, again: walk(new TakeControl(control.job, () => undefined)) };
}

/** As `walk`, with images that are rendered together in groups of up to `most`. */
function walkTogether(
  control: TakeControl,
  most: number,
  act: (image: number, done: number) => void = () => undefined,
) {
  const held: string[] = [];
  for (let image = 0, goesOn = true; goesOn;) {
    const images = control.imagesFrom(image, most);
    const hooks = control.hooks(images);
    const lanes = hooks.map((one) => ({ ...one, word: JOB.prompt, seen: '', isStopped: false }));
    for (let done = 0; done < STEPS; done++) {
      act(image, done);
      const running = lanes.filter(({ isStopped }) => !isStopped);
      for (const lane of running) {
        const words = lane.steer(done);
        if (words) lane.onSteered(done);
        lane.word = words?.prompt ?? lane.word;
        lane.seen += lane.word;
      }
      control.recordStep(done + 1, STEPS);
      for (const lane of running) lane.isStopped = lane.shouldStop(done + 1);
    }
    held.push(...lanes.map(({ seen }) => seen));
    image += images.length;
    goesOn = control.continuesAfter(image - 1);
  }
  return held;
}

describe('[E110] images that are rendered together', () => {
  const job = { ...JOB, batch: 5 };

  it('are steered together, at the step of the first', () => {
    const applied: AppliedSteer[] = [];
    const control = new TakeControl(job, (one) => applied.push(one));
    const seen = walkTogether(control, 2, (image, done) => {
      if (image === 2 && done === 3) control.steer(steer('B'));
    });
    expect(seen).toEqual(['AAAAAA', 'AAAAAA', 'AAABBB', 'AAABBB', 'AAABBB']);
    expect(applied).toEqual([{ steerId: 'B', imageIndex: 2, step: 3 }]);
    const again = new TakeControl(control.job, () => undefined);
    expect(walkTogether(again, 4)).toEqual(seen);
    expect(walk(new TakeControl(control.job, () => undefined))).toEqual(seen);
  });

  it('are stopped together, and all of them are kept', () => {
    const control = new TakeControl(job, () => undefined);
    const seen = walkTogether(control, 2, (image, done) => {
      if (image === 2 && done === 3) control.stop();
    });
    expect(seen).toEqual(['AAAAAA', 'AAAAAA', 'AAAA', 'AAAA']);
    expect(control.job.stopPoint).toEqual({ image: 3, step: 4, from: 2 });
    expect(control.singleImageJob(1)).not.toHaveProperty('stopPoint');
    for (const image of [2, 3]) expect(control.singleImageJob(image).stopPoint).toEqual({ image: 0, step: 4 });
    const rendered = [1, 2, 4].map((most) => walkTogether(new TakeControl(control.job, () => undefined), most));
    expect(rendered).toEqual([seen, seen, seen]);
  });
});

describe('TakeControl', () => {
  it('applies a steer before the next step, and in later images at the same step', () => {
    const { seen, applied, again } = twice(JOB, (control, image, done) => {
      if (image === 0 && done === 2) control.steer(steer('B'));
    });
    expect(seen).toEqual(['AABBBB', 'AABBBB']);
    expect(applied).toEqual([{ steerId: 'B', imageIndex: 0, step: 2 }]);
    expect(again).toEqual(seen);
  });

  it('applies the last steer when several follow', () => {
    const { seen, again } = twice(JOB, (control, image, done) => {
      if (image === 0 && done === 3) control.steer(steer('B'));
      if (image === 1 && done === 1) control.steer(steer('C'));
    });
    expect(seen).toEqual(['AAABBB', 'ACCCCC']);
    expect(again).toEqual(seen);
  });

  it('applies a steer from the first step when it arrives during loading', () => {
    const { seen, applied } = twice(JOB, (control, image, done) => {
      if (image === 0 && done === 0) for (const word of ['B', 'C']) control.steer(steer(word));
    });
    expect(seen).toEqual(['CCCCCC', 'CCCCCC']);
    expect(applied.map(({ step }) => step)).toEqual([0, 0]);
  });

  it('keeps the image of the step when it is stopped, and starts no other', () => {
    const { seen, job, again } = twice(JOB, (control, _image, done) => {
      if (done === 3) control.stop();
    });
    expect(seen).toEqual(['AAAA']);
    expect(job.stopPoint).toEqual({ image: 0, step: 4 });
    expect(again).toEqual(seen);
  });

  it('ends the batch but not the image when it is stopped during the last step', () => {
    const control = new TakeControl(JOB, () => undefined);
    const seen = walk(control, (_image, done) => {
      if (done === STEPS - 1) control.stop();
    });
    expect(seen).toEqual(['AAAAAA']);
    expect(control.job.stopPoint).toEqual({ image: 0, step: STEPS });
    expect(control.singleImageJob(0)).not.toHaveProperty('stopPoint');
  });

  it('keeps the former prompt when a steer cannot be rendered', () => {
    const { seen, applied, job, again } = twice(JOB, (control, image, done) => {
      if (image === 0 && done === 1) control.steer(steer('B'));
      if (image === 0 && done === 3) control.steer(steer(REFUSED));
    });
    expect(seen).toEqual(['ABBBBB', 'ABBBBB']);
    expect(applied.map(({ steerId }) => steerId)).toEqual(['B']);
    expect(job.promptChanges).toHaveLength(1);
    expect(again).toEqual(seen);
  });
});

const change = (image: number, step: number, prompt: string): PromptChange => ({
  image,
  step,
  prompt,
  negative: '',
});
/** Three images, whose seeds wrap around. */
const BATCH: RenderJob = { ...JOB, seed: 2 ** 32 - 1, batch: 3 };
const words = (changes: readonly PromptChange[]) => changes.map(({ step, prompt }) => `${step} ${prompt}`);

describe('promptChangesOf', () => {
  it('applies a change from its image on, in later ones at the same step', () => {
    const changes = [change(0, 10, 'B'), change(1, 15, 'C')];
    expect([0, 1, 2].map((image) => words(promptChangesOf(changes, image)))).toEqual([
      ['10 B'],
      ['10 B', '15 C'],
      ['10 B', '15 C'],
    ]);
  });

  it('drops a change when a later one applies before it', () => {
    const changes = [change(0, 10, 'B'), change(1, 5, 'C'), change(1, 5, 'D')];
    expect([0, 1, 2].map((image) => words(promptChangesOf(changes, image)))).toEqual([['10 B'], ['5 D'], ['5 D']]);
  });
});

describe('singleImageJob', () => {
  it('has its own seed, changes, and stop point', () => {
    const job = { ...BATCH, promptChanges: [change(1, 4, 'B')], stopPoint: { image: 2, step: 7 } };
    expect(singleImageJob(job, 0)).toEqual({ ...BATCH, batch: 1 });
    expect(singleImageJob(job, 1)).toEqual({ ...BATCH, batch: 1, seed: 0, promptChanges: [change(0, 4, 'B')] });
    expect(singleImageJob(job, 2)).toMatchObject({ seed: 1, stopPoint: { image: 0, step: 7 } });
  });

  it('has the same JSON in any order of keys', () => {
    const job: RenderJob = { ...BATCH, eta: 0, loras: [{ id: 'x', weight: 1 }], init: { sha256: 'ab', strength: 0.5 } };
    const turned = Object.fromEntries(Object.entries(job).reverse()) as unknown as RenderJob;
    const alone = singleImageJob(job, 0);
    expect(JSON.stringify(singleImageJob(turned, 0))).toBe(JSON.stringify(alone));
    expect(JSON.stringify(singleImageJob(alone, 0))).toBe(JSON.stringify(alone));
    expect(alone).toMatchObject({ eta: 0 });
  });
});
