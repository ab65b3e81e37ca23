import sharp from 'sharp';

import { TakeContentCheck } from '../../../../dist/apps/renderer/src/checks/take-content-check.js';
import { findDefect } from '../../../../dist/libs/image-check/defects/find-defect.js';
import { ImageChecker } from '../../../../dist/libs/image-check/index.js';
import { at } from '../../../../tools/paths.mjs';
import { cpuMs } from '../process-figures.mjs';

const SHEET = at('models', 'visionary-mini', 'sheet-48-prompts.webp');
/** The largest preview frame. */
const PREVIEW_SIDE = 256;
const SIDE = 512;
const LATENTS = 4 * 64 * 64;
/** Longer than any start: this measures the cost of starting, not the deadline. */
const PATIENCE_MS = 120_000;

/** All checks that the renderer adds to a take whose every step is shown. */
export class LookedAtTake {
  verdicts = { preview: 0, final: 0 };
  #checker = new ImageChecker();

  static async open() {
    const take = new LookedAtTake();
    [take.preview, take.final] = [await pixels(PREVIEW_SIDE), await pixels(SIDE)];
    return take;
  }

  /** @returns CPU time of the image checker process until its first result, in milliseconds */
  async start() {
    await this.#checker.check(asRaw(this.preview), { purpose: 'preview', deadlineMs: PATIENCE_MS });
    return cpuMs(this.#checker.state.pid);
  }

  /** @returns CPU time of the image checker process and of this one, which does nothing else meanwhile */
  async look(steps) {
    this.verdicts = { preview: 0, final: 0 };
    const [checkerBefore, ownBefore] = [cpuMs(this.#checker.state.pid), process.cpuUsage()];
    await this.#checked(steps);
    const { user, system } = process.cpuUsage(ownBefore);
    return { checkerCpuMs: cpuMs(this.#checker.state.pid) - checkerBefore, besideCpuMs: (user + system) / 1000 };
  }

  end() {
    this.#checker.close();
  }

  async #checked(steps) {
    const checks = new TakeContentCheck(this.#counted(), {}, () => undefined);
    // A prediction that no longer changes is checked as early as possible.
    const data = new Float32Array(LATENTS).fill(1);
    for (let step = 1; step <= steps; step++) await checks.frame({ imageIndex: 0, step, steps, data }, this.preview);
    findDefect(asRaw(this.final));
    await checks.image(this.final);
  }

  #counted() {
    const { verdicts } = this;
    const checker = this.#checker;
    return {
      get state() {
        return checker.state;
      },
      check: async (image, how) => {
        const verdict = await checker.check(image, how);
        verdicts[how.what] += 1;
        return verdict;
      },
    };
  }
}

const asRaw = ({ rgb, width, height }) => ({ data: rgb, width, height });

async function pixels(side) {
  const rgb = await sharp(SHEET).resize(side, side, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  return { rgb: new Uint8Array(rgb), width: side, height: side };
}
