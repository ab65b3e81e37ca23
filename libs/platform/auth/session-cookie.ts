import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { parseCookie, stringifySetCookie } from 'cookie';

const NAME = 'visionary_session';
const DAY_SECONDS = 86_400;

/** The session cookie. Scripts can't read it (HttpOnly), and other sites can't send it (SameSite). */
@Injectable()
export class SessionCookie {
  private readonly maxAgeSeconds: number;
  private readonly secure: boolean;

  constructor(config: Config) {
    this.maxAgeSeconds = config.sessionTtlDays * DAY_SECONDS;
    this.secure = config.publicUrl?.startsWith('https:') ?? false;
  }

  /** @returns the token in a Cookie header, if there is one */
  read(cookieHeader: string | undefined): string | undefined {
    return cookieHeader === undefined ? undefined : parseCookie(cookieHeader)[NAME];
  }

  /** @returns a Set-Cookie header */
  write(token: string): string {
    return this.header(token, this.maxAgeSeconds);
  }

  /** @returns a Set-Cookie header that deletes the cookie */
  clear(): string {
    return this.header('', 0);
  }

  private header(value: string, maxAge: number): string {
    return stringifySetCookie({
      name: NAME,
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      maxAge,
    });
  }
}
