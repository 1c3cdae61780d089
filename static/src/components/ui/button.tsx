import type { ComponentProps } from 'react';

const BASE =
  'inline-flex h-8 shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-md text-[13px] font-medium whitespace-nowrap select-none transition-colors disabled:cursor-default disabled:opacity-50';

const VARIANTS = {
  primary: 'bg-accent px-3 text-on-accent hover:bg-accent-strong',
  outline: 'border border-line bg-surface px-2.5 text-ink hover:bg-hover',
  quiet: 'px-2 text-muted hover:bg-hover hover:text-ink',
  icon: 'w-8 text-muted hover:bg-hover hover:text-ink',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS;
}

/** A button. One of variant `icon` needs an `aria-label`. */
export function Button({ variant = 'outline', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${BASE} ${VARIANTS[variant]} ${className}`} {...rest} />;
}
