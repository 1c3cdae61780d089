/**
 * What can be said of a file before it is sent, and of its lines afterwards. Lines are counted as the API counts them: from 1, blank ones included. The file is
 * read as a stream each time, so that no more of it is in memory than a line.
 */

/** The API takes no larger file; for a packed one this holds for what it unpacks to as well. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** The same as people say it; what a file manager calls 100 MB is a little less, and passes. */
export const MAX_FILE_SIZE = '100 MB';

/** The shapes of a line that the API knows, each by the member that tells it, in the order in which they are looked for. */
export const SHAPES = {
  messages: { label: 'OpenAI messages', member: 'messages' },
  sharegpt: { label: 'ShareGPT', member: 'conversations' },
  alpaca: { label: 'Alpaca', member: 'instruction' },
} as const;
export type Shape = keyof typeof SHAPES;

export interface Inspection {
  isGzip: boolean;
  /** Of the first line; null where it is none that the API knows. */
  shape: Shape | null;
  /** Why the file cannot be sent at all; null where it can. */
  refusal: 'empty' | 'too_large' | 'not_text' | null;
}

/** A first line that is longer is told by its beginning no more; the API takes none. */
const MAX_LINE_LENGTH = 1024 * 1024;
const EXCERPT_LENGTH = 200;

/** What kind of file this is, by its first bytes and its first line. */
export async function inspect(file: Blob): Promise<Inspection> {
  const beginning = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const isGzip = beginning[0] === 0x1f && beginning[1] === 0x8b;
  const refused = (refusal: Inspection['refusal']): Inspection => ({ isGzip, shape: null, refusal });
  if (beginning.length === 0) {
    return refused('empty');
  }
  if (file.size > MAX_FILE_BYTES) {
    return refused('too_large');
  }
  if (!isGzip && beginning.includes(0)) {
    return refused('not_text');
  }
  try {
    for await (const { text } of linesOf(file, isGzip, MAX_LINE_LENGTH)) {
      if (text.trim() !== '') {
        return { isGzip, shape: shapeOf(text), refusal: null };
      }
    }
    return refused('empty');
  } catch {
    // Only a packed file breaks while it is read: it is cut off, or no gzip after all.
    return refused('not_text');
  }
}

/** The beginnings of these lines, by their numbers. */
export async function excerptsOf(file: Blob, isGzip: boolean, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const wanted = new Set(numbers);
  const last = Math.max(...numbers);
  const excerpts = new Map<number, string>();
  for await (const { number, text } of linesOf(file, isGzip, EXCERPT_LENGTH)) {
    if (wanted.has(number)) {
      excerpts.set(number, text);
    }
    if (number >= last) {
      break;
    }
  }
  return excerpts;
}

function shapeOf(line: string): Shape | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const names = Object.keys(SHAPES) as Shape[];
  return names.find((name) => typeof value === 'object' && value !== null && Object.hasOwn(value, SHAPES[name].member)) ?? null;
}

/** Each line with its number, cut to its first `keep` characters. */
async function* linesOf(file: Blob, isGzip: boolean, keep: number): AsyncGenerator<{ number: number; text: string }> {
  const bytes: ReadableStream<BufferSource> = file.stream();
  const unpacked = isGzip ? bytes.pipeThrough<BufferSource>(new DecompressionStream('gzip')) : bytes;
  const reader = unpacked.pipeThrough(new TextDecoderStream()).getReader();
  let number = 1;
  let line = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const parts = read.value.split('\n');
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          yield { number, text: line };
          number += 1;
          line = '';
        }
        line += part.slice(0, keep - line.length);
      }
    }
    yield { number, text: line };
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
