import { ApiProblem } from '../api/api-problem.js';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';
import { Callout } from './callout.js';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, in words of the service where it has some, and how to go on. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { title, detail, reference } = describe(error);
  return (
    <div role="alert">
      <Callout
        tone="blocking"
        title={title}
        {...(onRetry && { action: <Button onClick={onRetry}>{texts.errors.again}</Button> })}
      >
        <p>{detail}</p>
        {reference !== undefined && <p className="mt-1 text-quiet">{texts.errors.reference(reference)}</p>}
      </Callout>
    </div>
  );
}

function describe(error: unknown): { title: string; detail: string; reference?: string | undefined } {
  if (!(error instanceof ApiProblem)) return { title: texts.errors.unexpected, detail: texts.errors.unexpectedDetail };
  if (error.status === 0) return { title: texts.errors.unreachable, detail: texts.errors.unreachableDetail };
  const { title = texts.errors.unexpected, detail = texts.errors.unexpectedDetail, requestId } = error.document;
  return { title, detail, reference: error.status >= 500 ? requestId : undefined };
}
