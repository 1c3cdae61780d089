/** Where a file is dropped or chosen, with the shapes of a line that Parley takes. */
import { FileUp } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { showToast } from 'src/lib/toasts';

import { MAX_FILE_SIZE, type Shape, SHAPES } from '../api/file';

const ACCEPTED = '.jsonl,.ndjson,.json,.txt,.gz';

const EXAMPLES: Record<Shape, string> = {
  messages: '{"messages":[{"role":"user","content":"Hello?"},{"role":"assistant","content":"Good morning."}]}',
  sharegpt: '{"conversations":[{"from":"human","value":"Hello?"},{"from":"gpt","value":"Good morning."}]}',
  alpaca: '{"instruction":"Hello?","input":"","output":"Good morning."}',
};

export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const inputRef = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file === undefined) {
      return;
    }
    if (files !== null && files.length > 1) {
      showToast({ title: 'One file at a time', detail: `Only ${file.name} was taken.` });
    }
    onFile(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <>
      <div
        role="group"
        aria-label="File"
        onDragOver={(event) => {
          // Otherwise the browser opens what is dropped.
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => { setIsOver(false); }}
        onDrop={onDrop}
        className={`flex flex-col items-center rounded-xl border border-dashed px-6 py-12 text-center ${isOver ? 'border-accent bg-accent-soft' : 'border-line'}`}
      >
        <FileUp aria-hidden="true" className="size-6 text-muted" />
        <p className="mt-3 text-sm font-medium text-ink">Drop a file of conversations here</p>
        <p className="mt-1 text-[13px] text-muted">JSON lines, also packed with gzip, up to {MAX_FILE_SIZE}</p>
        <Button variant="primary" className="mt-4" onClick={() => { inputRef.current?.click(); }}>Choose a file</Button>
        <input
          ref={inputRef}
          type="file"
          accept={ACCEPTED}
          hidden
          onChange={(event) => {
            take(event.target.files);
            // So that the same file can be chosen again.
            event.target.value = '';
          }}
        />
      </div>
      <section aria-label="What a line may be" className="mt-6">
        <h2 className="text-[13px] font-medium text-ink">One conversation a line, in any of these shapes</h2>
        <dl className="mt-2 divide-y divide-line-soft rounded-lg border border-line">
          {Object.entries(SHAPES).map(([shape, { label }]) => (
            <div key={shape} className="flex gap-3 px-3.5 py-2.5 max-sm:flex-col max-sm:gap-0.5">
              <dt className="w-36 shrink-0 text-[13px] text-ink">{label}</dt>
              <dd className="min-w-0 font-mono text-xs leading-5 break-words text-muted">{EXAMPLES[shape as Shape]}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-2 text-xs leading-5 text-muted">
          Parley tells the shape of each line by itself. A conversation that is there already is left out, so the same file can be sent again.
        </p>
      </section>
    </>
  );
}
