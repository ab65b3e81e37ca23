/** An LRU cache. */
export class LruCache<T> {
  private readonly notes = new Map<string, T>();

  constructor(private readonly capacity = 200) {}

  get(key: string): T | undefined {
    return this.notes.get(key);
  }

  note(key: string, value: T): T {
    this.notes.delete(key);
    this.notes.set(key, value);
    const [oldest] = this.notes.keys();
    if (this.notes.size > this.capacity && oldest !== undefined) this.notes.delete(oldest);
    return value;
  }
}
