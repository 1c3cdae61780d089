import { expect, it } from 'vitest';

import { filled, malformedLine, parametersFor, valueText, variablesOf } from './template-text';

it('names each variable once, in the order of the text', () => {
  expect(variablesOf('{{b}} and {{a}} and {{b}}, {single} {{Not}} {{1}}')).toEqual(['b', 'a']);
});

it.each([
  ['no braces', null],
  ['{{good}} }} {', null],
  ['{{good}}\n{{ bad }}', 2],
  ['{{unclosed', 1],
  ['{{{{a}}', 1],
])('finds the line where %j is malformed', (text, line) => {
  expect(malformedLine(text)).toBe(line);
});

it('puts values in the place of variables and leaves those without one', () => {
  const parts = filled('Hi {{name}}, {{count}} {{left}}', { name: 'Ada', count: 3 });

  expect(parts.map(({ text }) => text).join('')).toBe('Hi Ada, 3 {{left}}');
  expect(parts.map(({ variable }) => variable)).toEqual([null, 'name', null, 'count', null, 'left']);
});

it('a value is never read as a template again', () => {
  expect(filled('{{a}}', { a: '{{b}}', b: 'x' }).map(({ text }) => text)).toEqual(['{{b}}']);
});

it('keeps defaults of variables that stay, begins new ones empty and drops the rest', () => {
  expect(parametersFor('{{new}} {{kept}}', { kept: 7, gone: 'x' })).toEqual({ new: '', kept: 7 });
});

it('a variable may be called like a property of every object', () => {
  expect(parametersFor('{{constructor}}', {})).toEqual({ constructor: '' });
});

it.each([['a', 'a'], [3, '3'], [true, 'true'], [['x'], '["x"]']])('writes %j as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});
