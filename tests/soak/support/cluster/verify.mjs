const MAX_DELIVERY_MS = 5_000;
/** Slower acknowledgements are listed. */
const SLOW_MS = 3_000;

/**
 * Compares what users were told with the database and with each other. Shares no code with the server or its client.
 * @param {{persons: object[], stored: Map<string, {text: string, seq: number}[]>, faults: object[]}} run `stored`: messages by room
 */
export function verify({ persons, stored, faults }) {
  const lost = [];
  const doubled = [];
  const reordered = [];
  const different = [];
  for (const [roomId, messages] of stored) {
    const inRoom = persons.filter((person) => person.roomId === roomId);
    const seqs = Map.groupBy(messages, ({ text }) => text);
    for (const [text, rows] of seqs) if (rows.length > 1) doubled.push(text);
    for (const { sent } of inRoom) {
      const rows = sent.map(({ text, seq }) => ({ text, seq, row: seqs.get(text)?.[0] }));
      lost.push(...rows.filter(({ row, seq }) => seq !== undefined && row?.seq !== seq).map(({ text }) => text));
      const order = rows.map(({ row }) => row?.seq).filter((seq) => seq !== undefined);
      if (order.some((seq, index) => index > 0 && seq <= order[index - 1])) reordered.push(sent[0].text);
    }
    const expected = new Map(messages.map(({ text, seq }) => [seq, text]));
    for (const { name, log } of inRoom) {
      const first = log[0]?.seq ?? 0;
      if (log.some(({ seq }, index) => seq !== first + index)) different.push(`${name}: a gap`);
      const wrong = log.filter(({ type, seq, text }) => type === 'chat.sent' && expected.get(seq) !== text);
      if (wrong.length > 0) different.push(`${name}: ${wrong.length} entries`);
      const head = Math.max(...expected.keys());
      if ((log.at(-1)?.seq ?? 0) < head) different.push(`${name}: ends at ${log.at(-1)?.seq}, the room at ${head}`);
    }
  }
  const deliveries = deliveriesTo(persons, faults);
  return {
    messages: persons.flatMap(({ sent }) => sent).length,
    lost,
    doubled,
    reordered,
    different,
    stale: deliveries.filter(({ ms }) => ms > MAX_DELIVERY_MS),
    slowestDeliveryMs: Math.round(Math.max(0, ...deliveries.map(({ ms }) => ms))),
    complaints: persons.flatMap(({ complaints }) => complaints),
    ...acknowledgements(persons, faults),
  };
}

/** From an acknowledgement until others in the room had the message, for pages on nodes without a fault at that time. */
function deliveriesTo(persons, faults) {
  return persons.flatMap((sender) =>
    sender.sent
      .filter(({ ackedAt }) => ackedAt !== undefined)
      .flatMap(({ text, seq, ackedAt }) =>
        persons
          .filter((person) => person !== sender && person.roomId === sender.roomId && person.acceptedAt.has(seq))
          .filter((person) => isSteady(person, faults, ackedAt, ackedAt + MAX_DELIVERY_MS))
          .map((person) => ({ text, to: person.name, ms: person.acceptedAt.get(seq) - ackedAt })),
      ),
  );
}

/** Connected to one node all the time, which had no fault. */
function isSteady({ connections }, faults, from, to) {
  const connection = connections.find((one) => one.from <= from && one.to >= to);
  return connection !== undefined && !faults.some((fault) => isDuring(fault, connection.node, from, to));
}

/** A fault also counts a little after its end, when the node catches up. */
const isDuring = ({ node, startedAt, endedAt = Infinity }, number, from, to) =>
  node === number && startedAt <= to && endedAt + MAX_DELIVERY_MS >= from;

/** How long acknowledgements took on nodes without a fault: while another node had one, and while none had. */
function acknowledgements(persons, faults) {
  const [during, quiet, slow] = [[], [], []];
  for (const { sent } of persons) {
    for (const { text, sentAt, ackedAt, nodes, tries, reasons } of sent) {
      if (ackedAt === undefined) continue;
      const isOwn = [...nodes].some((number) => faults.some((fault) => isDuring(fault, number, sentAt, ackedAt)));
      if (isOwn) continue;
      const others = faults.filter(({ startedAt, endedAt = Infinity }) => startedAt <= ackedAt && endedAt >= sentAt);
      (others.length > 0 ? during : quiet).push(ackedAt - sentAt);
      if (ackedAt - sentAt < SLOW_MS) continue;
      const faultsOfOthers = others.map(
        ({ kind, node, startedAt, endedAt }) =>
          `${kind} ${node}: ${Math.round(startedAt - sentAt)} to ${Math.round(endedAt - sentAt)} ms`,
      );
      slow.push({ text, nodes: [...nodes], ms: Math.round(ackedAt - sentAt), tries, reasons, faultsOfOthers });
    }
  }
  return { healthyNodes: { duringFaultsOfOthers: summaryOf(during), quiet: summaryOf(quiet), slow } };
}

function summaryOf(times) {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return {
    count: sorted.length,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    over1s: sorted.filter((ms) => ms > 1_000).length,
  };
}
