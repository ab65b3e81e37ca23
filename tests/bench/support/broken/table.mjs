/** @typedef {{name: string, kind: string | null, isEngines: boolean, found: string | null, classes: Record<string, number>, level: string}} Judged */

const KINDS = ['black', 'flat', 'blocks', 'noise', 'torn'];
const percent = (part, all) => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`);
const row = (...cells) => `| ${cells.join(' | ')} |`;
const count = (list, fits) => list.filter(fits).length;

/** Lower bound of the true share for few images (Wilson, 95 %). */
function atLeast(part, all) {
  if (all === 0) return 0;
  const [z, share] = [1.96, part / all];
  const middle = share + (z * z) / (2 * all);
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * all)) / all);
  return (middle - spread) / (1 + (z * z) / all);
}

/** @param {Judged[]} all */
export function figures(all) {
  const [bad, good] = [all.filter(({ kind }) => kind), all.filter(({ kind }) => !kind)];
  const caught = count(bad, ({ found }) => found);
  const falsePositives = count(good, ({ found }) => found);
  return {
    good: good.length,
    bad: bad.length,
    precision: caught / (caught + falsePositives),
    recall: caught / bad.length,
    refusedByMistake: falsePositives,
    refusedByMistakeOfTheEngines: count(good, ({ found, isEngines }) => found && isEngines),
    notSafeByMistake: count(good, ({ level }) => level !== 'safe'),
  };
}

/** @param {Judged[]} all */
export function kindTable(all) {
  const lines = [row('defect', 'images', 'found', 'recall', 'as this defect', 'false positives', 'precision')];
  lines.push('| --- | --: | --: | --: | --: | --: | --: |');
  for (const kind of KINDS) {
    const made = all.filter((one) => one.kind === kind);
    const found = count(made, (one) => one.found);
    const named = count(made, (one) => one.found === kind);
    const falsePositives = count(all, (one) => !one.kind && one.found === kind);
    const right = count(all, (one) => one.kind && one.found === kind);
    lines.push(
      row(
        kind,
        made.length,
        found,
        percent(found, made.length),
        named,
        falsePositives,
        percent(right, right + falsePositives),
      ),
    );
  }
  return lines.join('\n');
}

/** By kind of damage, so that a mean hides no missed kind. @param {Judged[]} all */
export function wayTable(all) {
  const lines = [row('cause', 'defect', 'images', 'found', 'recall'), '| --- | --- | --: | --: | --: |'];
  for (const name of new Set(all.filter(({ kind }) => kind).map((one) => one.name))) {
    const made = all.filter((one) => one.name === name);
    const found = count(made, (one) => one.found);
    lines.push(row(name, made[0].kind, made.length, found, percent(found, made.length)));
  }
  return lines.join('\n');
}

/** @param {Judged[]} all */
export function goodTable(all) {
  const head = ['intact images', 'images', 'rejected', 'accepted', 'accepted, 95 % lower bound'];
  const lines = [row(...head, 'highest porn', 'highest hentai', 'highest sexy', 'not everyone')];
  lines.push('| --- | --: | --: | --: | --: | --: | --: | --: | --: |');
  const good = all.filter(({ kind }) => !kind);
  const line = (name, made) => {
    const rejected = count(made, (one) => one.found);
    const highest = (category) => Math.max(...made.map(({ classes }) => classes[category])).toFixed(2);
    const accepted = made.length - rejected;
    const share = `${(100 * atLeast(accepted, made.length)).toFixed(1)} %`;
    const scores = ['porn', 'hentai', 'sexy'].map(highest);
    return row(name, made.length, rejected, percent(accepted, made.length), share, ...scores, count(made, isNotSafe));
  };
  for (const name of new Set(good.map((one) => one.name))) {
    lines.push(
      line(
        name,
        good.filter((one) => one.name === name),
      ),
    );
  }
  lines.push(
    line(
      '**rendered or decoded by the engine**',
      good.filter(({ isEngines }) => isEngines),
    ),
  );
  lines.push(line('**all**', good));
  return lines.join('\n');
}

const isNotSafe = ({ level }) => level !== 'safe';
