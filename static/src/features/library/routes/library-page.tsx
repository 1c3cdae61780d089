/** Templates, scenarios or edge cases: the list on the left, the one that is open beside it. Which one that is stands in the URL. */
import { getRouteApi } from '@tanstack/react-router';
import { CircleAlert, FileText, Plus } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { Notice } from 'src/components/ui/notice';
import { Skeleton } from 'src/components/ui/skeleton';
import { ApiError } from 'src/lib/problem';
import { hasRole } from 'src/lib/session';
import { useSearchField } from 'src/lib/use-search-field';

import { type Resource, WORDS } from '../api/library';
import { TemplateEditor } from '../components/template-editor';
import { useLibraryItem, useLibraryList } from '../hooks/use-library';

/** Stands in the URL for one that is not saved yet. */
const NEW = 'new';

export function TemplatesPage() {
  return <LibraryPage resource="templates" />;
}

export function ScenariosPage() {
  return <LibraryPage resource="scenarios" />;
}

export function EdgeCasesPage() {
  return <LibraryPage resource="edge-cases" />;
}

function LibraryPage({ resource }: { resource: Resource }) {
  const route = getRouteApi(`/signed-in/${resource}`);
  const { id, search } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (opened: string) => void navigate({ search: (current) => ({ ...current, id: opened }) });
  const { inputRef, type } = useSearchField(search, (typed) => void navigate({ search: (current) => ({ ...current, search: typed }), replace: true }));
  const canWrite = hasRole('admin');
  const { title, one } = WORDS[resource];

  return (
    <main className="flex min-h-0 flex-1">
      <div className={`flex w-80 shrink-0 flex-col border-r border-line max-md:w-full ${id === '' ? '' : 'max-md:hidden'}`}>
        <div className="flex h-12 shrink-0 items-center gap-2 px-4">
          <h1 className="text-sm font-semibold text-ink">{title}</h1>
          {canWrite ? (
            <Button className="ml-auto h-7" onClick={() => { open(NEW); }}>
              <Plus aria-hidden="true" className="size-3.5" />
              New {one}
            </Button>
          ) : null}
        </div>
        <div className="px-4 pb-2.5">
          <input
            type="search"
            aria-label={`Search ${title.toLowerCase()}`}
            placeholder="Search by name"
            maxLength={200}
            ref={inputRef}
            defaultValue={search}
            onChange={(event) => { type(event.target.value); }}
            className="h-8 w-full rounded-md border border-line bg-surface px-2.5 text-[13px] text-ink placeholder:text-faint focus:border-accent focus:outline-none"
          />
        </div>
        <LibraryList resource={resource} search={search.trim()} openId={id} onOpen={open} />
      </div>
      <div className={`flex min-w-0 flex-1 flex-col ${id === '' ? 'max-md:hidden' : ''}`}>
        <OpenItem key={`${resource} ${id}`} resource={resource} id={id} canWrite={canWrite} onOpen={open} />
      </div>
    </main>
  );
}

function LibraryList({ resource, search, openId, onOpen }: { resource: Resource; search: string; openId: string; onOpen: (id: string) => void }) {
  const list = useLibraryList(resource, search);
  const { title, one } = WORDS[resource];
  if (list.isPending) {
    return (
      <div aria-busy="true" className="space-y-6 px-4 py-3">
        {Array.from({ length: 8 }, (_, index) => <Skeleton key={index} className="w-2/3" />)}
      </div>
    );
  }
  if (list.isError) {
    const { title: what, detail } = list.error instanceof ApiError ? list.error : { title: 'Something went wrong', detail: list.error.message };
    return (
      <Notice role="alert" icon={<CircleAlert className="size-5" />} title={what} action={<Button variant="primary" onClick={() => void list.refetch()}>Retry</Button>}>
        {detail}
      </Notice>
    );
  }
  const rows = list.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return (
      <Notice icon={<FileText className="size-5" />} title={search === '' ? `No ${title.toLowerCase()} yet` : 'Nothing has this name'}>
        {search === '' ? `Conversations are generated from a ${one}. An administrator can add the first.` : 'Search for fewer letters.'}
      </Notice>
    );
  }
  return (
    <nav aria-label={title} className={`min-h-0 flex-1 overflow-y-auto px-2 pb-3 ${list.isPlaceholderData ? 'opacity-50' : ''}`}>
      <ul>
        {rows.map(({ id, name, description, active }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === openId}
              onClick={() => { onOpen(id); }}
              className="block w-full cursor-pointer rounded-md px-2.5 py-2 text-left hover:bg-hover aria-[current=true]:bg-accent-soft"
            >
              <span className="flex items-baseline gap-2">
                <span className="truncate text-[13px] font-medium text-ink">{name}</span>
                {active ? null : <span className="ml-auto shrink-0 text-xs text-faint">Inactive</span>}
              </span>
              <span className="block truncate text-xs text-muted">{description}</span>
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button className="mx-2.5 mt-2" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      ) : null}
    </nav>
  );
}

function OpenItem({ resource, id, canWrite, onOpen }: { resource: Resource; id: string; canWrite: boolean; onOpen: (id: string) => void }) {
  const isNew = id === NEW;
  const item = useLibraryItem(resource, id === '' || isNew ? null : id);
  const { one } = WORDS[resource];
  const close = () => { onOpen(''); };
  if (id === '') {
    return (
      <Notice icon={<FileText className="size-5" />} title={`No ${one} is open`}>
        Choose one from the list to read or change it.
      </Notice>
    );
  }
  if (item.isError) {
    const isGone = item.error instanceof ApiError && item.error.status === 404;
    return (
      <Notice
        role="alert"
        icon={<CircleAlert className="size-5" />}
        title={isGone ? `This ${one} is not there` : `This ${one} could not be loaded`}
        action={isGone ? <Button onClick={close}>Close</Button> : <Button variant="primary" onClick={() => void item.refetch()}>Retry</Button>}
      >
        {isGone ? 'It may have been deleted.' : item.error.message}
      </Notice>
    );
  }
  if (!isNew && item.data === undefined) {
    return (
      <div aria-busy="true" className="space-y-6 p-4">
        {Array.from({ length: 6 }, (_, index) => <Skeleton key={index} className="w-1/2" />)}
      </div>
    );
  }
  return <TemplateEditor resource={resource} item={isNew ? undefined : item.data} canWrite={canWrite} onClose={close} onSaved={(saved) => { onOpen(saved.id); }} />;
}
