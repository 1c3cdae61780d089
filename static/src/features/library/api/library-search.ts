/** What of the library is shown, as it stands in the URL: the one that is open (`new` for one not saved yet) and the search. */
import * as z from 'zod/mini';

export interface LibrarySearch {
  id: string;
  search: string;
}

export const DEFAULT_LIBRARY_SEARCH: LibrarySearch = { id: '', search: '' };

const schema = z.object({
  id: z.catch(z.string().check(z.regex(/^(|new|[0-9a-f-]{36})$/)), ''),
  search: z.catch(z.string().check(z.maxLength(200)), ''),
});

/** Never fails: a part that is not valid falls back to nothing. */
export function parseLibrarySearch(raw: Record<string, unknown>): LibrarySearch {
  return schema.parse({ id: '', search: '', ...raw });
}
