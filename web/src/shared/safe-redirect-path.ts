/** Where `?next=` may lead: a path of this page, never another site. */
export function safeRedirectPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
