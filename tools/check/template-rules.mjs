import { NodeTypes, parse } from '@vue/compiler-dom';

const directive = (element, name) =>
  element.props.find((prop) => prop.type === NodeTypes.DIRECTIVE && prop.name === name);

const hasKey = ({ props }) =>
  props.some((prop) =>
    prop.type === NodeTypes.DIRECTIVE ? prop.name === 'bind' && prop.arg?.content === 'key' : prop.name === 'key',
  );

/** Template rules that TypeScript doesn't check. */
const RULES = [
  ['v-html inserts unescaped markup, which users can write', (element) => directive(element, 'html')],
  [
    'an element with v-for needs a key',
    (element) => directive(element, 'for') && element.tag !== 'slot' && !hasKey(element),
  ],
  [
    'v-if and v-for on one element: which comes first is unclear',
    (element) => directive(element, 'for') && directive(element, 'if'),
  ],
];

function* elementsIn(node) {
  if (node.type === NodeTypes.ELEMENT) yield node;
  for (const child of node.children ?? []) if (typeof child === 'object') yield* elementsIn(child);
}

/**
 * @param {{content: string, startTagEnd: number, errors: {message: string, loc?: {start: {offset: number}}}[]} |
 * undefined} template of a component, as parsed by Vue's language core
 * @returns {{offset: number, message: string}[]} problems with their offset in the component
 */
export function templateProblems(template) {
  if (!template) return [];
  const { content, startTagEnd, errors } = template;
  const problems = errors.map(({ message, loc }) => ({ offset: loc?.start.offset ?? 0, message }));
  for (const element of elementsIn(parse(content, { onError: () => {} }))) {
    const brokenRules = RULES.filter(([, isBroken]) => isBroken(element));
    problems.push(...brokenRules.map(([message]) => ({ offset: element.loc.start.offset, message })));
  }
  return problems.map(({ offset, message }) => ({ offset: startTagEnd + offset, message }));
}
