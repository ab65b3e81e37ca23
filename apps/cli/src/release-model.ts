import { QuarantineService } from '@visionary/generation';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { withInstance } from './seed/with-instance.js';
import { UserError } from './user-error.js';

/**
 * Lets a model out of quarantine, in the hub, too; running servers load it again at once, and one of the hub where they hear
 * of it: at once over Redis, else within half a minute.
 * @returns what holds now. @throws Trouble when it is in none
 */
export async function releaseModel(config: Config, model: string): Promise<string> {
  return withInstance(config, async (instance) => {
    try {
      await instance.get(QuarantineService, { strict: false }).release(model);
      return `${model} was released from quarantine.`;
    } catch (error) {
      if (isRejection(error)) throw new UserError(`The model "${model}" isn’t quarantined.`);
      throw error;
    }
  });
}
