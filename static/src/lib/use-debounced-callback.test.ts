import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { useDebouncedCallback } from './use-debounced-callback';

describe('useDebouncedCallback', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs once, with the last arguments, when the calls have stopped', () => {
    const callback = vi.fn<(text: string) => void>();
    const { result } = renderHook(() => useDebouncedCallback(callback, 150));

    result.current.call('t');
    vi.advanceTimersByTime(149);
    result.current.call('ta');
    vi.advanceTimersByTime(149);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);

    expect(callback.mock.calls).toEqual([['ta']]);
  });

  it('runs a waiting call at once on flush, and not again', () => {
    const callback = vi.fn<(text: string) => void>();
    const { result } = renderHook(() => useDebouncedCallback(callback, 150));

    result.current.call('tax');
    result.current.flush();
    vi.advanceTimersByTime(1000);

    expect(callback.mock.calls).toEqual([['tax']]);
  });

  it('drops a waiting call when its component leaves', () => {
    const callback = vi.fn<() => void>();
    const { result, unmount } = renderHook(() => useDebouncedCallback(callback, 150));

    result.current.call();
    unmount();
    vi.advanceTimersByTime(1000);

    expect(callback).not.toHaveBeenCalled();
  });
});
