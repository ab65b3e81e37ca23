import * as Y from 'yjs';

type Struct = Y.Item | Y.GC | Y.Skip;

/** The name of the root type of an item; null for garbage-collected items, undefined when unknown. */
export type Root = string | null | undefined;

/** Finds the root of an item by its id. */
export type FindRoot = (id: Y.ID) => Root;

/** @returns a function that finds roots of items in a document; undefined for items it doesn't have yet */
export const rootIn =
  (doc: Y.Doc): FindRoot =>
  (id) => {
    if (Y.getState(doc.store, id.client) <= id.clock) return undefined;
    const struct = Y.getItem(doc.store, id) as Struct;
    if (!(struct instanceof Y.Item)) return null;
    return struct.parent instanceof Y.AbstractType ? Y.findRootTypeKey(struct.parent) : undefined;
  };

/**
 * Finds the roots of the items of one update. Only the first item of a root names it. Other items name a neighbor, which is in
 * the document or in the same update.
 */
export const createRootFinder = (structs: readonly Struct[], inDocument: FindRoot): ((item: Y.Item) => Root) => {
  const found = new Map<Y.Item, Root>();
  const byClient = Map.groupBy(structs, ({ id }) => id.client);
  const findInUpdate = ({ client, clock }: Y.ID) => findByClock(byClient.get(client) ?? [], clock);

  return (item) => {
    const visited: Y.Item[] = [];
    let root: Root;
    for (let at: Y.Item | undefined = item; at;) {
      // Recorded before it is resolved, so that a cycle of neighbors ends.
      visited.push(at);
      if (found.has(at)) {
        root = found.get(at);
        break;
      }
      found.set(at, undefined);
      const neighbor: Y.ID | null = at.origin ?? at.rightOrigin;
      root = typeof at.parent === 'string' ? at.parent : neighbor ? inDocument(neighbor) : undefined;
      if (root !== undefined || !neighbor) break;
      const next = findInUpdate(neighbor);
      if (next instanceof Y.GC) root = null;
      at = next instanceof Y.Item ? next : undefined;
    }
    for (const one of visited) found.set(one, root);
    return root;
  };
};

/** Binary search. @param structs of one client, ordered by clock. @returns the struct that contains `clock` */
const findByClock = (structs: readonly Struct[], clock: number): Struct | undefined => {
  let [low, high] = [0, structs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((structs[middle]?.id.clock ?? Infinity) <= clock) low = middle + 1;
    else high = middle;
  }
  const found = structs[low - 1];
  return found && clock < found.id.clock + found.length ? found : undefined;
};
