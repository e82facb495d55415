import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '../components/button.js';
import { ErrorState } from '../components/error-state.js';
import { texts } from '../texts/texts.js';
import { detailOf } from './field-problems.js';

interface SettingsFormProps<Input> {
  readonly save: UseMutationResult<unknown, Error, Input>;
  readonly isReady: boolean;
  /** The parts of the body whose problems are shown beside the fields. */
  readonly pointers: readonly string[];
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form that is saved as a whole. */
export function SettingsForm<Input>({ save, isReady, pointers, onSubmit, children }: SettingsFormProps<Input>) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !save.isPending) onSubmit();
  };
  return (
    <form onSubmit={submit} className="space-y-4" noValidate>
      {children}
      {save.error && detailOf(save.error, ...pointers) === undefined && <ErrorState error={save.error} />}
      <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isReady}>
        {texts.singleSignOn.settings.save}
      </Button>
    </form>
  );
}
