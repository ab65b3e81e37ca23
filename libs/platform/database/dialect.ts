export type Dialect = 'sqlite' | 'mysql';

export const dialectOf = (url: string): Dialect => (url.startsWith('sqlite:') ? 'sqlite' : 'mysql');
