/** Validates `?next=`: a path of this site, never another one. */
export function safeRedirectPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
