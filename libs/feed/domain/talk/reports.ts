export type ReportReason = string;

/** What somebody wants those who look after the instance to see. */
export interface StoredReport {
  readonly id: string;
  readonly authorId: string;
  readonly clientId: string;
  readonly postId: string | null;
  readonly commentId: string | null;
  /** Of the hub; with a comment or a review of it in `commentId`. */
  readonly modelId: string | null;
  readonly personId: string | null;
  readonly reason: ReportReason;
  readonly words: string;
  readonly at: number;
}

/** Port: reports. */
export abstract class Reports {
  abstract add(report: StoredReport): Promise<void>;
  /** Whether this command was carried out already. */
  abstract isThere(authorId: string, clientId: string): Promise<boolean>;
  abstract by(authorId: string, afterId: string, limit: number): Promise<StoredReport[]>;
  abstract forgetPerson(personId: string): Promise<void>;
}

/** Port: who looks after the instance: moderators and admins. */
export abstract class Caretakers {
  abstract all(): Promise<readonly string[]>;
  abstract includes(personId: string): Promise<boolean>;
}
