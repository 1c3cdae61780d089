/** The text of a template: what stands for a variable in it, and how it reads with values in their place. The API has the same rules and the last word. */

const PLACEHOLDER = /\{\{([a-z][a-z0-9_]{0,63})\}\}/g;

/** A part of a text: what stands there, and the variable it came from, if any. */
export interface Part {
  text: string;
  variable: string | null;
}

/** The variables that a text names, each once, in the order in which they come. */
export function variablesOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name))];
}

/** The line (from 1) of the first `{{` that begins no placeholder; null where there is none. */
export function malformedLine(text: string): number | null {
  const rest = text.replaceAll(PLACEHOLDER, (placeholder) => ' '.repeat(placeholder.length));
  const at = rest.indexOf('{{');
  return at < 0 ? null : rest.slice(0, at).split('\n').length;
}

/** A value as it stands in a text: texts as they are, anything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The text with every variable's value in its place; one without a value stays as it is. */
export function filled(text: string, values: Record<string, unknown>): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [placeholder, name = ''] = match;
    parts.push({ text: text.slice(from, match.index), variable: null });
    parts.push({ text: Object.hasOwn(values, name) ? valueText(values[name]) : placeholder, variable: name });
    from = match.index + placeholder.length;
  }
  parts.push({ text: text.slice(from), variable: null });
  return parts.filter((part) => part.text !== '' || part.variable !== null);
}

/**
 * The variables of a text with their defaults: those it had keep theirs, new ones begin empty, those it no longer names go. The order is the text's.
 */
export function parametersFor(text: string, before: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(variablesOf(text).map((name) => [name, Object.hasOwn(before, name) ? before[name] : '']));
}
