import * as Y from 'yjs';

type Struct = Y.Item | Y.GC | Y.Skip;

/** The name of the root an item hangs on; null for what is deleted without a trace, undefined for what is not known. */
export type Root = string | null | undefined;

/** What the document itself knows of an id. */
export type FindRoot = (id: Y.ID) => Root;

/** @returns the root of what an open document holds under an id; undefined where that has not come yet. */
export const rootIn =
  (doc: Y.Doc): FindRoot =>
  (id) => {
    if (Y.getState(doc.store, id.client) <= id.clock) return undefined;
    const struct = Y.getItem(doc.store, id) as Struct;
    if (!(struct instanceof Y.Item)) return null;
    return struct.parent instanceof Y.AbstractType ? Y.findRootTypeKey(struct.parent) : undefined;
  };

/**
 * Says of the items of one update on which root they hang. Only the first item of a root names it, each other one names a
 * neighbour, which is in the document or in the same update.
 */
export const rootsOf = (structs: readonly Struct[], inDocument: FindRoot): ((item: Y.Item) => Root) => {
  const found = new Map<Y.Item, Root>();
  const byClient = Map.groupBy(structs, ({ id }) => id.client);
  const inUpdate = ({ client, clock }: Y.ID) => lastUpTo(byClient.get(client) ?? [], clock);

  return (item) => {
    const walked: Y.Item[] = [];
    let root: Root;
    for (let at: Y.Item | undefined = item; at;) {
      // Neighbours in a ring lead nowhere.
      walked.push(at);
      if (found.has(at)) {
        root = found.get(at);
        break;
      }
      found.set(at, undefined);
      const neighbour: Y.ID | null = at.origin ?? at.rightOrigin;
      root = typeof at.parent === 'string' ? at.parent : neighbour ? inDocument(neighbour) : undefined;
      if (root !== undefined || !neighbour) break;
      const next = inUpdate(neighbour);
      if (next instanceof Y.GC) root = null;
      at = next instanceof Y.Item ? next : undefined;
    }
    for (const one of walked) found.set(one, root);
    return root;
  };
};

/** @param structs of one client, in the order of their clocks. @returns the one that holds `clock` */
const lastUpTo = (structs: readonly Struct[], clock: number): Struct | undefined => {
  let [low, high] = [0, structs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((structs[middle]?.id.clock ?? Infinity) <= clock) low = middle + 1;
    else high = middle;
  }
  const found = structs[low - 1];
  return found && clock < found.id.clock + found.length ? found : undefined;
};
