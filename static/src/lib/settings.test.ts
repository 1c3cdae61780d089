import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.resetModules();
});

/** The store as a new tab has it. */
async function settings() {
  return (await import('./settings')).useSettings.getState();
}

it('begins with the defaults', async () => {
  expect(await settings()).toMatchObject({ density: 'comfortable', hiddenColumns: [], pageSize: 50, letterShortcuts: true });
});

it('keeps a change for the next tab', async () => {
  (await settings()).changeSettings({ density: 'dense', hiddenColumns: ['tier'] });
  vi.resetModules();

  expect(await settings()).toMatchObject({ density: 'dense', hiddenColumns: ['tier'], usesPages: false });
});

it('drops what is not valid and keeps the rest', async () => {
  localStorage.setItem('parley.settings', '{"density":"huge","pageSize":33,"panelWidth":9,"usesPages":true}');

  expect(await settings()).toMatchObject({ density: 'comfortable', pageSize: 50, panelWidth: 480, usesPages: true });
});

it.each(['{', 'null', '7', '[]'])('begins with the defaults where %s is stored', async (stored) => {
  localStorage.setItem('parley.settings', stored);

  expect(await settings()).toMatchObject({ density: 'comfortable', pageSize: 50 });
});
