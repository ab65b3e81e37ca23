import { describe, expect, it } from '@jest/globals';
import {
  DeviceError,
  type DiffusionPipeline,
  modelFootprint,
  readModelFolder,
  RenderError,
} from '@visionary/diffusion';
import { LoadedModels } from './loaded-models.js';
import { TakeModel } from './take-model.js';

const REQUEST = {
  ...{ modelDir: 'tests/golden/tiny-sd-random', modelName: 'tiny', loras: [] },
  ...{ width: 64, height: 64 },
};
const LOST = new DeviceError('webgpu', 'device lost');

/** Loads the model once for all tests. */
const real = new LoadedModels({ budgetBytes: 2 ** 31, threads: 1 }, () => undefined);

/** Calls the processor a device: this machine may have none. */
class ModelsOnDevice extends LoadedModels {
  constructor(
    readonly failed: string[] = [],
    private readonly overflows = false,
  ) {
    super(
      { budgetBytes: 2 ** 31, threads: 1 },
      () => undefined,
      (name) => failed.push(name),
    );
  }

  override async acquire(...args: Parameters<LoadedModels['acquire']>) {
    const lease = await real.acquire(...args);
    const value = Object.create(lease.value, { device: { value: { provider: 'webgpu' } } }) as DiffusionPipeline;
    return { ...lease, value };
  }

  override acquireOnProcessor(...args: Parameters<LoadedModels['acquire']>) {
    return real.acquire(...args);
  }

  override async mayOverflow(): Promise<boolean> {
    return this.overflows;
  }
}

const SILENT = { onLoad: () => undefined, onMoved: () => undefined };

const providerOf = async ({ device }: DiffusionPipeline) => device.provider;

/** Draws an image that a device can't. */
const failingOnDevice = (error: Error) => async (pipeline: DiffusionPipeline) => {
  if (pipeline.device.provider !== 'cpu') throw error;
  return providerOf(pipeline);
};

describe('TakeModel', () => {
  const acquire = (models: LoadedModels, moved: string[] = []) => {
    const listener = {
      onLoad: () => undefined,
      onMoved: ({ device }: DiffusionPipeline, { message }: Error) => void moved.push(`${device.provider}: ${message}`),
    };
    return TakeModel.acquire(models, REQUEST, listener, new AbortController().signal);
  };

  it('[E98] renders an image again with the processor when its device fails, and the next ones, too', async () => {
    const [models, moved] = [new ModelsOnDevice(), [] as string[]];
    const model = await acquire(models, moved);
    expect(await model.draw(providerOf)).toBe('webgpu');
    expect(await model.draw(failingOnDevice(LOST))).toBe('cpu');
    expect(moved).toEqual(['cpu: webgpu failed: device lost']);
    expect(await model.draw(providerOf)).toBe('cpu');
    await model.release();
  });

  it('[E98] leaves a model to the processor after the second failure in a row', async () => {
    const models = new ModelsOnDevice();
    for (const error of [LOST, undefined, LOST, LOST]) {
      expect(models.failed).toEqual([]);
      const model = await acquire(models);
      await model.draw(error ? failingOnDevice(error) : providerOf);
      await model.release();
    }
    expect(models.failed).toEqual(['tiny']);
  });

  it('[E98] tries a broken image with the processor only if the device computes with 16 bits', async () => {
    const nan = new RenderError('RENDER_NAN', 'it overflowed');
    const exact = await acquire(new ModelsOnDevice());
    await expect(exact.draw(failingOnDevice(nan))).rejects.toBe(nan);
    await exact.release();
    const half = new ModelsOnDevice([], true);
    const model = await acquire(half);
    expect(await model.draw(failingOnDevice(nan))).toBe('cpu');
    expect(half.failed).toEqual(['tiny']);
    await model.release();
  });

  it('[E98] fails with the error of the processor, which says nothing against the device', async () => {
    const models = new ModelsOnDevice();
    const model = await acquire(models);
    const fails = async (pipeline: DiffusionPipeline) => {
      throw pipeline.device.provider === 'cpu' ? new Error('it fails here, too') : LOST;
    };
    await expect(model.draw(fails)).rejects.toThrow('it fails here, too');
    expect(models.failed).toEqual([]);
    await model.release();
  });
});

describe('a checkpoint that overflows with 16 bits', () => {
  /** Calls the model half until it is to be computed with 32 bits. */
  class HalfModels extends ModelsOnDevice {
    readonly remedies: string[] = [];
    isFull = false;

    override async acquire(...args: Parameters<LoadedModels['acquire']>) {
      const lease = await super.acquire(...args);
      const rounding = { value: this.isFull ? {} : { precision: 'half' } };
      return { ...lease, value: Object.create(lease.value, { rounding }) as DiffusionPipeline };
    }

    override setFullPrecision(_: unknown, isFull: boolean): void {
      this.isFull = isFull;
    }

    override recordOverflow(): void {
      this.remedies.push('fullPrecision');
    }
  }

  const nan = new RenderError('RENDER_NAN', 'it overflowed');
  const precisionOf = async ({ rounding, device }: DiffusionPipeline) => `${device.provider} ${rounding.precision}`;
  const draw = async (models: HalfModels, failsAlways: boolean) => {
    const model = await TakeModel.acquire(models, REQUEST, SILENT, new AbortController().signal);
    const drawn = model.draw(async (pipeline) => {
      if (failsAlways || pipeline.rounding.precision === 'half') throw nan;
      return precisionOf(pipeline);
    });
    return drawn.finally(() => model.release());
  };

  it('[E111] is rendered with 32 bits by the device, with the same seed, and stays so', async () => {
    const models = new HalfModels();
    expect(await draw(models, false)).toBe('webgpu undefined');
    expect(models).toMatchObject({ isFull: true, remedies: ['fullPrecision'] });
  });

  it('[E111] keeps 16 bits if 32 give the same', async () => {
    const models = new HalfModels();
    await expect(draw(models, true)).rejects.toBe(nan);
    expect(models).toMatchObject({ isFull: false, remedies: [] });
  });
});

describe('images that are rendered together', () => {
  const device = { provider: 'webgpu', imagesTogether: 4 } as const;
  const modelsWithin = (deviceBudgetBytes: number) =>
    new LoadedModels({ budgetBytes: 2 ** 31, threads: 1, device, deviceBudgetBytes }, () => undefined);
  const LARGE = { ...REQUEST, width: 1024, height: 1024 };

  it('[E110] are as many as the budget of the device has room for, in groups of one size', async () => {
    const { deviceBytes, workingBytesPerPixel } = await modelFootprint(await readModelFolder(REQUEST.modelDir));
    const within = (images: number, wanted: number) =>
      modelsWithin(deviceBytes + images * 1024 ** 2 * workingBytesPerPixel).imagesTogether(LARGE, wanted);
    expect(await Promise.all([within(4, 4), within(4, 1), within(3, 4), within(2, 3), within(1, 4)])).toEqual([
      4, 1, 2, 2, 1,
    ]);
    const onProcessor = new LoadedModels({ budgetBytes: 2 ** 31, threads: 1 }, () => undefined);
    expect(await onProcessor.imagesTogether(LARGE, 4)).toBe(1);
  });

  it('[E110] are rendered alone if the device fails with several, and so are later ones of this size', async () => {
    const models = new ModelsOnDevice();
    const model = await TakeModel.acquire(models, { ...REQUEST, images: 2 }, SILENT, new AbortController().signal);
    const drawn = await model.drawTogether(() => Promise.allSettled([Promise.resolve('first'), Promise.reject(LOST)]));
    expect(drawn).toEqual(['first', undefined]);
    await model.release();
    const failing = modelsWithin(2 ** 33);
    expect(await failing.imagesTogether(REQUEST, 4)).toBe(4);
    failing.recordTooMany(REQUEST);
    expect(await failing.imagesTogether(REQUEST, 4)).toBe(1);
    expect(await failing.imagesTogether(LARGE, 4)).toBe(4);
  });
});

describe('LoadedModels', () => {
  it('[E98] loads a model for the processor when the device cannot, and says why', async () => {
    const failed: string[] = [];
    // No build of the runtime has it on this system.
    const device = { provider: process.platform === 'darwin' ? 'dml' : 'coreml' } as const;
    const options = { budgetBytes: 2 ** 31, threads: 1, device };
    const models = new LoadedModels(
      options,
      () => undefined,
      (name, reason) => failed.push(`${name}: ${reason}`),
    );
    const lease = await models.acquire(REQUEST, () => undefined);
    expect(lease.value.device.provider).toBe('cpu');
    expect(failed).toEqual([expect.stringMatching(/^tiny: .*backend/)]);
    lease.release();
  });
});
