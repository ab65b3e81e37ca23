/** Who is behind a request or a socket. Plain values, valid at the moment they were read. */
export interface Identity {
  readonly sessionId: string;
  readonly person: { readonly id: string; readonly name: string };
}

/** Port: the accounts slice binds it. */
export abstract class SessionReader {
  /** @param cookieHeader the raw Cookie header. @returns null for a visitor, also when the session is over or forged. */
  abstract read(cookieHeader: string | undefined): Promise<Identity | null>;
  /** @returns those of these sessions that are over, by sign-out or by time. */
  abstract ended(sessionIds: readonly string[]): Promise<string[]>;
}
