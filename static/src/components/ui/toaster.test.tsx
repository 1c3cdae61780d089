import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { showToast, useToasts } from 'src/lib/toasts';

import { Toaster } from './toaster';

afterEach(() => {
  vi.useRealTimers();
  useToasts.setState({ toasts: [] });
});

it('reads out an error at once and anything else when there is time', () => {
  render(<Toaster />);
  act(() => {
    showToast({ title: 'Saved' });
    showToast({ kind: 'error', title: 'Not saved', detail: 'The server cannot be reached' });
  });

  expect(screen.getByRole('status')).toHaveTextContent('Saved');
  expect(screen.getByRole('alert')).toHaveTextContent('Not savedThe server cannot be reached');
});

it('goes by itself, but not while it has the focus', () => {
  vi.useFakeTimers();
  render(<Toaster />);
  act(() => { showToast({ title: 'Approved', action: { label: 'Undo', run: () => undefined } }); });

  act(() => { screen.getByRole('button', { name: 'Undo' }).focus(); });
  act(() => { vi.advanceTimersByTime(60_000); });
  expect(screen.getByText('Approved')).toBeInTheDocument();

  act(() => { screen.getByRole('button', { name: 'Undo' }).blur(); });
  act(() => { vi.advanceTimersByTime(60_000); });
  expect(screen.queryByText('Approved')).not.toBeInTheDocument();
});

it('does what its button says, once, and goes', async () => {
  const run = vi.fn();
  render(<Toaster />);
  act(() => { showToast({ title: 'Approved', action: { label: 'Undo', run } }); });

  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));

  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByText('Approved')).not.toBeInTheDocument();
});

it('shows a few at most, the newest', () => {
  render(<Toaster />);
  act(() => {
    for (let number = 1; number <= 9; number += 1) {
      showToast({ title: `Message ${number}` });
    }
  });

  expect(screen.getAllByRole('status').map((toast) => toast.textContent)).toEqual(['Message 6', 'Message 7', 'Message 8', 'Message 9']);
});
