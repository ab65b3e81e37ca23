import type { Take } from './take.js';
import type { Upload } from './uploads.js';

/** A steer of a user, for their data export. */
export interface UserSteer {
  readonly id: string;
  readonly takeId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly at: number;
}

/** Port: takes, uploads, and steers of one user, ordered by id, which is the order of creation. */
export abstract class UserTakes {
  abstract takesOf(authorId: string, afterId: string, limit: number): Promise<Take[]>;
  abstract uploadsOf(authorId: string, afterId: string, limit: number): Promise<Upload[]>;
  abstract steersOf(byId: string, afterId: string, limit: number): Promise<UserSteer[]>;
}
