import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useId, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { isCompactJwt, storeToken } from 'src/lib/session';

const route = getRouteApi('/sign-in');

const REJECTED = 'The token was not accepted: it has expired, or belongs to another server. Sign in with a new one.';
const MALFORMED = 'This is not a token. A token is three parts joined by dots, and begins with “ey”.';

/** Signs in with a token that the user pastes, then goes back to where they were. */
export function SignInPage() {
  const search = route.useSearch();
  const router = useRouter();
  const fieldId = useId();
  const messageId = useId();
  const [message, setMessage] = useState(search.reason === 'rejected' ? REJECTED : null);

  const signIn = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = new FormData(event.currentTarget).get('token');
    const pasted = typeof field === 'string' ? field.trim() : '';
    if (!isCompactJwt(pasted)) {
      setMessage(MALFORMED);
      return;
    }
    storeToken(pasted);
    router.history.replace(search.redirect);
  };

  return (
    <main className="flex h-full items-center justify-center px-5">
      <form onSubmit={signIn} className="w-full max-w-90">
        <img src="/favicon.svg" alt="" width={36} height={36} />
        <h1 className="mt-5 text-lg font-semibold text-ink">Sign in to Parley</h1>
        <p className="mt-1 text-[13px] leading-5 text-muted">
          Open the URL that the server printed when it started, or paste a token. <code className="text-ink-soft">cargo xtask token --role viewer</code> prints one.
        </p>
        <label htmlFor={fieldId} className="mt-6 block text-[13px] font-medium text-ink">
          Token
        </label>
        <textarea
          id={fieldId}
          name="token"
          rows={4}
          required
          autoFocus
          spellCheck={false}
          autoComplete="off"
          aria-invalid={message !== null}
          aria-describedby={messageId}
          className="mt-1.5 block w-full resize-none rounded-md border border-line bg-surface px-3 py-2 font-mono text-xs leading-5 break-all text-ink focus:border-accent focus:outline-none"
        />
        <p id={messageId} role="alert" className="mt-2 min-h-5 text-[13px] leading-5 text-danger">
          {message}
        </p>
        <Button type="submit" variant="primary" className="mt-2 w-full">
          Sign in
        </Button>
      </form>
    </main>
  );
}
