/** What caches know a person by, as others see them. */
export const personSubject = (id: string): string => `person:${id}`;
export const sessionSubject = (id: string): string => `session:${id}`;
