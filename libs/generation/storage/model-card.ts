import { z } from 'zod';

const line = z.string().max(200);
const paragraph = z.string().max(2_000);
const size = z.object({ width: z.number().int().positive(), height: z.number().int().positive() });

/** `visionary.json` in a model's folder: what its creator tells users. Everything may be left out. */
export const ModelCard = z.object({
  title: line.optional(),
  by: line.optional(),
  license: line.optional(),
  about: z.object({ en: paragraph.default(''), zh: paragraph.default('') }).optional(),
  recommended: z
    .object({
      scheduler: z.string().optional(),
      steps: z.number().int().min(1).max(150).optional(),
      guidance: z.number().min(0).max(30).optional(),
      width: z.number().int().positive().optional(),
      height: z.number().int().positive().optional(),
    })
    .optional(),
  examples: z.object({ en: z.array(line).default([]), zh: z.array(line).default([]) }).optional(),
  sizes: z.array(size).min(1).max(20).optional(),
});
