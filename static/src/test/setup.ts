/**
 * jsdom has no layout: every element is 0 × 0 and nothing scrolls, so a virtualised list would render no row. Here every element has the size of a small
 * window, and scrolling sets the offset and says so, as in a browser.
 */
import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import * as z from 'zod/mini';

z.config({ jitless: true });

// The first test of a file also waits for the chunk of its page to be compiled, on a machine that may be busy.
configure({ asyncUtilTimeout: 10_000 });

Object.defineProperties(HTMLElement.prototype, {
  clientWidth: { get: () => 1280 },
  clientHeight: { get: () => 600 },
});
Element.prototype.scrollTo = function scrollTo(this: Element, options?: ScrollToOptions | number) {
  if (typeof options === 'object') {
    this.scrollTop = options.top ?? this.scrollTop;
  }
  this.dispatchEvent(new Event('scroll'));
};
window.scrollTo = () => undefined;
const observeNothing = () => undefined;
window.ResizeObserver = class {
  observe = observeNothing;
  unobserve = observeNothing;
  disconnect = observeNothing;
};

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
});

// jsdom knows no modal dialogs.
HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
  this.open = true;
  this.querySelector<HTMLElement>('[autofocus]')?.focus();
};
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
  this.open = false;
};
Element.prototype.scrollIntoView = () => undefined;

// Nor popovers.
HTMLElement.prototype.hidePopover = () => undefined;
