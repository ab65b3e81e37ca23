import { z } from 'zod';

const score = z.number().gt(0).lte(1);
const three = z.tuple([z.number(), z.number(), z.number()]);

/** What a network of somebody else's needs to be asked, beside its ONNX file: `NAME.onnx` has `NAME.json`. */
export const ClassifierCard = z
  .object({
    name: z.string().min(1),
    input: z.object({
      width: z.int().min(8).max(2048),
      height: z.int().min(8).max(2048),
      /** The order of the sides: channels first as PyTorch exports, or last as TensorFlow does. */
      layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
      /** Of red, green and blue between 0 and 1. */
      mean: three.default([0, 0, 0]),
      deviation: three.default([1, 1, 1]),
    }),
    /** In the order of the outputs. */
    classes: z.array(z.string().min(1)).min(1).max(1000),
    /** What makes scores of its outputs. */
    output: z.enum(['softmax', 'sigmoid', 'scores']).default('softmax'),
    thresholds: z.record(
      z.string(),
      z.strictObject({ adult: score.optional(), held: score.optional(), forbidden: score.optional() }),
    ),
  })
  .refine(({ classes, thresholds }) => Object.keys(thresholds).every((name) => classes.includes(name)), {
    error: 'thresholds name a class that is not among the classes',
  });
export type ClassifierCard = z.infer<typeof ClassifierCard>;
