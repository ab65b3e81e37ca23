import type { Take } from './take.js';
import type { Upload } from './uploads.js';

/** New words somebody gave to a take while it rendered. */
export interface UserSteer {
  readonly id: string;
  readonly takeId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly at: number;
}

/** Port: what one user ordered, brought and steered, in the order of their ids, which is that of time. */
export abstract class UserTakes {
  abstract takesOf(authorId: string, afterId: string, limit: number): Promise<Take[]>;
  abstract uploadsOf(authorId: string, afterId: string, limit: number): Promise<Upload[]>;
  abstract steersOf(byId: string, afterId: string, limit: number): Promise<UserSteer[]>;
}
