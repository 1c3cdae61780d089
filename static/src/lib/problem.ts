/**
 * Every failure of a call to the API becomes one `ApiError` with a title and a detail that can be shown as they are: the problem document
 * (RFC 9457) where the API sent one, else words of our own for what went wrong on the way. Callers never inspect raw responses.
 */
import * as z from 'zod/mini';

const problemSchema = z.object({
  title: z.string(),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ field: z.string(), code: z.string(), message: z.string() }))),
  current: z.optional(z.unknown()),
});

/** What is wrong with one field of what was sent. */
export interface FieldProblem {
  field: string;
  /** A stable name of what is wrong with it. */
  code: string;
  message: string;
}

/** HTTP codes after which the same request may well succeed: too many requests, a gateway's, no database, out of time. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A failed call to the API, in words for the person who waits for it. */
export class ApiError extends Error {
  /** HTTP status; 0 where no response arrived. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Every field that the API refused, for the form that holds them. */
  readonly fields: readonly FieldProblem[];
  /** After a conflict: the row as it is now, not yet checked against a schema. */
  readonly current: unknown;

  constructor(status: number, title: string, detail: string, fields: readonly FieldProblem[] = [], current?: unknown) {
    super(`${title}: ${detail}`);
    this.name = 'ApiError';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.fields = fields;
    this.current = current;
  }

  /** Whether repeating the request unchanged can help. */
  get isTransient(): boolean {
    return this.status === 0 || TRANSIENT_STATUSES.has(this.status);
  }
}

/** No response at all: the network is down, or the server is. */
export function unreachableError(): ApiError {
  return new ApiError(0, 'The server cannot be reached', 'Check that Parley is running and that you are online, then retry.');
}

/** A response whose body is not what the contract says. */
export function unexpectedAnswerError(status: number): ApiError {
  return new ApiError(
    status,
    'The server gave an unexpected answer',
    'The dashboard and the API may be of different versions. Reload the page; if that does not help, redeploy both.',
  );
}

/** The error that a response with a failure code stands for. Reads the body. */
export async function errorFromResponse(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = problemSchema.safeParse(body);
  if (!problem.success) {
    return new ApiError(response.status, `The server answered ${response.status}`, 'Retry; if it goes on, look at the log of the server.');
  }
  const { title, detail, errors = [], current } = problem.data;
  const fields = errors.map(({ field, message }) => `${field}: ${message}`).join(' · ');
  // The detail of a single field already names it.
  const whole = errors.length === 1 && detail !== undefined ? detail : [detail, fields].filter(Boolean).join(' ');
  return new ApiError(response.status, title, whole, errors, current);
}
