import { z } from 'zod';
import { LIMITS } from './limits.js';
import { limitCombiningMarks, limitNameMarks, singleLineText, text } from './primitives.js';

/** How an instance presents itself. Absent: as Visionary. */
export const InstanceView = z
  .strictObject({ name: z.string().optional(), about: z.string().optional() })
  .meta({ id: 'Instance' });
export type InstanceView = z.infer<typeof InstanceView>;

/** An empty text removes what was there. */
export const UpdateInstance = z
  .strictObject({
    name: limitNameMarks(singleLineText(text(LIMITS.instanceNameLength))).optional(),
    about: limitCombiningMarks(singleLineText(text(LIMITS.instanceAboutLength))).optional(),
  })
  .meta({ id: 'UpdateInstance' });
export type UpdateInstance = z.infer<typeof UpdateInstance>;

/** Images marked as samples, and whether more are being made. */
export const SeedStatus = z
  .strictObject({ images: z.number().int(), of: z.number().int(), isAdding: z.boolean() })
  .meta({ id: 'SeedStatus' });
export type SeedStatus = z.infer<typeof SeedStatus>;
