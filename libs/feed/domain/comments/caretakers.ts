/** Port: who looks after the instance: moderators and admins. */
export abstract class Staff {
  abstract all(): Promise<readonly string[]>;
  abstract includes(userId: string): Promise<boolean>;
}
