import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';

import { useSettings } from 'src/lib/settings';
import { renderApp } from 'src/test/render-app';

import '../components/column-menu';
import '../components/more-filters';
import '../components/saved-views';
import { resetTableState } from '../hooks/table-store';
import './conversations-page';
import { longList, stubList } from './stub-list';

beforeEach(() => {
  resetTableState();
  useSettings.setState(useSettings.getInitialState(), true);
});

/** jsdom knows no popovers: their toggle event is what opens them here. */
async function openMenu(name: string) {
  const panel = (await screen.findAllByLabelText(name)).find((element) => element.matches('[role="dialog"]'));
  if (panel === undefined) {
    throw new Error(`There is no menu ${name}.`);
  }
  panel.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }));
  return within(panel);
}

describe('more filters', () => {
  it('take effect on Enter, as a chip that takes them away again', async () => {
    stubList(longList(5));
    renderApp('/');
    const menu = await openMenu('More filters');

    await userEvent.type(await menu.findByLabelText('Lowest quality'), '7.5{Enter}');

    await waitFor(() => { expect(window.location.search).toBe('?quality_min=7.5'); });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove filter Quality from 7.5' }));
    await waitFor(() => { expect(window.location.search).toBe(''); });
  });

  it('mark what is not valid, and leave the list alone', async () => {
    stubList(longList(5));
    renderApp('/');
    const menu = await openMenu('More filters');
    const field = await menu.findByLabelText('Highest quality');

    await userEvent.type(field, '11{Enter}');

    expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(window.location.search).toBe('');
  });
});

describe('saved views', () => {
  it('are saved under a name, opened and deleted', async () => {
    stubList(longList(5));
    renderApp('/?status=rejected&sort_by=quality_score');
    const menu = await openMenu('Saved views');

    await userEvent.type(await menu.findByLabelText('Name for the current view'), 'Worst{Enter}');
    expect(await menu.findByRole('button', { name: 'Worst', hidden: true })).toBeInTheDocument();
    await userEvent.click(await menu.findByText('All conversations'));
    await waitFor(() => { expect(window.location.search).toBe(''); });
    await userEvent.click(menu.getByText('Worst'));
    await waitFor(() => { expect(window.location.search).toBe('?status=rejected&sort_by=quality_score'); });

    await userEvent.click(menu.getByRole('button', { name: 'Delete Worst', hidden: true }));
    expect(menu.queryByText('Worst')).not.toBeInTheDocument();
    expect(localStorage.getItem('parley.views')).toBe('[]');
  });
});

describe('the column menu', () => {
  it('hides a column, and brings it back', async () => {
    stubList(longList(5));
    renderApp('/');
    const menu = await openMenu('Columns and density');

    await userEvent.click(await menu.findByLabelText('Tier'));
    await waitFor(() => { expect(screen.queryByRole('columnheader', { name: 'Tier' })).not.toBeInTheDocument(); });
    await userEvent.click(menu.getByText('Back to the standard columns'));

    expect(await screen.findByRole('columnheader', { name: 'Tier' })).toBeInTheDocument();
  });

  it('makes rows dense', async () => {
    stubList(longList(5));
    renderApp('/');
    const menu = await openMenu('Columns and density');

    await userEvent.click(await menu.findByLabelText('Dense rows'));

    await waitFor(() => { expect(screen.getByRole('row', { name: /Conversation 0/ })).toHaveStyle({ height: '36px' }); });
  });
});
