/** Port: who looks after the instance: moderators and admins. */
export abstract class Caretakers {
  abstract all(): Promise<readonly string[]>;
  abstract includes(personId: string): Promise<boolean>;
}
