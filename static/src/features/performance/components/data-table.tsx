import type { ReactNode } from 'react';

interface Column {
  label: string;
  /** Said in full where the label is short. */
  title?: string;
  isNumber?: boolean;
}

/** A table of figures. On a narrow screen it scrolls in itself, also by keyboard. */
export function DataTable({ caption, columns, children }: { caption: string; columns: readonly Column[]; children: ReactNode }) {
  return (
    <div role="region" aria-label={caption} tabIndex={0} className="relative overflow-x-auto focus-visible:-outline-offset-2">
      <table className="w-full text-left text-[13px] text-ink-soft">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, title, isNumber = false }) => (
              <th
                key={label}
                scope="col"
                title={title}
                className={`px-2 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 ${isNumber ? 'text-right' : ''}`}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="align-top">{children}</tbody>
      </table>
    </div>
  );
}

const CELL = 'border-t border-line-soft px-2 py-1.5 first:pl-4 last:pr-4';

export function TextCell({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <td className={`${CELL} ${className}`}>{children}</td>;
}

export function NumberCell({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <td className={`${CELL} text-right whitespace-nowrap tabular-nums ${className}`}>{children}</td>;
}

/** The first cell of a row, which names it. */
export function HeadCell({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <th scope="row" className={`${CELL} text-left font-normal text-ink ${className}`}>{children}</th>;
}
