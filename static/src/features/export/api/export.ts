/** The formats of a file for a trainer, and what the API says of one before it is downloaded. */
import * as z from 'zod/mini';

import { getJson } from 'src/lib/api-client';
import { filterQuery } from 'src/lib/filters';

import { type ExportSource, type Format, FORMATS } from './export-search';

interface FormatWords {
  label: string;
  /** Whom it is for. */
  use: string;
  sample: string;
}

export const FORMAT_WORDS: Record<Format, FormatWords> = {
  messages: {
    label: 'Messages',
    use: 'OpenAI, TRL, Unsloth',
    sample: '{"messages":[{"role":"user","content":"Hello?"},{"role":"assistant","content":"Good morning."}]}',
  },
  sharegpt: {
    label: 'ShareGPT',
    use: 'LLaMA-Factory, FastChat',
    sample: '{"conversations":[{"from":"human","value":"Hello?"},{"from":"gpt","value":"Good morning."}]}',
  },
  alpaca: {
    label: 'Alpaca',
    use: 'LLaMA-Factory; earlier turns in history',
    sample: '{"instruction":"Hello?","input":"","output":"Good morning.","system":"","history":[]}',
  },
  axolotl: {
    label: 'Axolotl',
    use: 'Messages that say which to train on',
    sample: '{"messages":[{"role":"user","content":"Hello?","train":false},{"role":"assistant","content":"Good morning.","train":true}]}',
  },
  kto: {
    label: 'KTO',
    use: 'TRL; approved are good, rejected bad examples',
    sample: '{"prompt":[{"role":"user","content":"Hello?"}],"completion":[{"role":"assistant","content":"Good morning."}],"label":true}',
  },
  chatml: {
    label: 'ChatML',
    use: 'One text with marks',
    sample: '{"text":"<|im_start|>user\\nHello?<|im_end|>\\n<|im_start|>assistant\\nGood morning.<|im_end|>\\n"}',
  },
};

/** Why a conversation cannot be a line. */
const PROBLEM_LABELS: Partial<Record<string, string>> = {
  no_turns: 'has no turns',
  empty_text: 'has a turn without text',
  system_not_first: 'has a system turn that is not the first',
  user_not_first: 'does not begin with the user',
  not_alternating: 'has two turns of the same role in a row',
  too_long: 'is too long for a line',
  ends_without_assistant: 'does not end with the assistant',
  not_decided: 'is neither approved nor rejected, which KTO needs',
  holds_marks: 'has ChatML’s own marks in its text',
};

/** The words for a code of the validator; a newer API may have codes that are not known here, which are shown as they are. */
export function problemLabel(code: string): string {
  return PROBLEM_LABELS[code] ?? code.replaceAll('_', ' ');
}

const manifestSchema = z.looseObject({
  format: z.enum(FORMATS),
  fileName: z.string(),
  counts: z.object({ matching: z.number(), exported: z.number(), skipped: z.number(), turns: z.number() }),
  bytes: z.number(),
  sha256: z.string(),
  datasetInfo: z.record(z.string(), z.unknown()),
  validator: z.object({
    ok: z.boolean(),
    problems: z.array(z.object({ code: z.string(), count: z.number(), examples: z.array(z.string()) })),
  }),
  createdAt: z.string(),
});

export type ExportManifest = z.infer<typeof manifestSchema>;

/** The query of a file and of its manifest. */
export function exportQuery(source: ExportSource): URLSearchParams {
  const query = filterQuery(source);
  query.set('format', source.format);
  if (source.include !== '') {
    query.set('include', source.include);
  }
  return query;
}

/** Takes about as long as the file itself, which the API writes to learn its length and digest. */
export function fetchManifest(source: ExportSource, signal: AbortSignal): Promise<ExportManifest> {
  return getJson('/api/export/manifest', exportQuery(source), manifestSchema, signal);
}
