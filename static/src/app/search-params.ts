/**
 * Search parameters as flat text: `?status=approved,failed&search=tax`. The router's own form is JSON, which turns a search for `1` into a number and a list
 * into percent-encoded brackets; each route's schema knows its types anyway.
 */

/** The raw texts of a query string. Of a parameter that is given twice, all values count, as a list. */
export function parseSearchParams(query: string): Record<string, string> {
  const raw: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    raw[name] = raw[name] === undefined ? value : `${raw[name]},${value}`;
  }
  return raw;
}

/** A query string with its `?`; empty where there is nothing to say. Values are texts or lists of texts. */
export function stringifySearchParams(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (typeof text === 'string' && text !== '') {
      query.set(name, text);
    }
  }
  // A comma may stand in a query as it is (RFC 3986, section 3.4), and is easier to read.
  const readable = query.toString().replaceAll('%2C', ',');
  return readable === '' ? '' : `?${readable}`;
}
