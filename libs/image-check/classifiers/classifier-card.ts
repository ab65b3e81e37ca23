import { z } from 'zod';

const score = z.number().gt(0).lte(1);
const perChannel = z.tuple([z.number(), z.number(), z.number()]);

/** Describes how to run a classifier. Lies beside the ONNX file: `NAME.json` for `NAME.onnx`. */
export const ClassifierCard = z
  .object({
    name: z.string().min(1),
    input: z.object({
      width: z.int().min(8).max(2048),
      height: z.int().min(8).max(2048),
      /** PyTorch exports NCHW, TensorFlow NHWC. */
      layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
      /** Normalization per channel, for values from 0 to 1. */
      mean: perChannel.default([0, 0, 0]),
      deviation: perChannel.default([1, 1, 1]),
    }),
    /** In output order. */
    classes: z.array(z.string().min(1)).min(1).max(1000),
    /** How outputs become scores. */
    output: z.enum(['softmax', 'sigmoid', 'scores']).default('softmax'),
    thresholds: z.record(
      z.string(),
      z.strictObject({ adult: score.optional(), held: score.optional(), forbidden: score.optional() }),
    ),
  })
  .refine(({ classes, thresholds }) => Object.keys(thresholds).every((name) => classes.includes(name)), {
    error: 'thresholds name an unknown class',
  });
export type ClassifierCard = z.infer<typeof ClassifierCard>;
