import { z } from 'zod';

const line = z.string().max(200);
const paragraph = z.string().max(2_000);

/** `NAME.json` beside `NAME.safetensors`: what its creator tells users. Everything may be left out. */
export const LoraCard = z.object({
  title: line.optional(),
  by: line.optional(),
  license: line.optional(),
  about: z.object({ en: paragraph.default(''), zh: paragraph.default('') }).optional(),
  triggerWords: z.array(line).max(20).optional(),
  weight: z.number().min(-4).max(4).optional(),
});
export type LoraCard = z.infer<typeof LoraCard>;
