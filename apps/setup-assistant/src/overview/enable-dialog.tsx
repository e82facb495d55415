import { useEffect } from 'react';
import { type ImpactPreview, useEnable, useImpactPreview, useLookAtImpact } from '../api/impact.js';
import { Button } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { Dialog } from '../components/dialog.js';
import { ErrorState } from '../components/error-state.js';
import { Progress } from '../components/progress.js';
import { texts } from '../texts/texts.js';
import { ImpactReport } from './impact-report.js';

const { enabling: words } = texts;

interface EnableDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Shows what enabling does to accounts, and enables. */
export function EnableDialog({ isOpen, onClose }: EnableDialogProps) {
  const look = useLookAtImpact();
  const { mutate: begin } = look;
  const { data: preview } = useImpactPreview(look.data);
  const enable = useEnable(onClose);
  useEffect(() => {
    if (isOpen) begin();
  }, [isOpen, begin]);
  const again = () => {
    enable.reset();
    begin();
  };
  const error = look.error ?? enable.error;
  return (
    <Dialog
      title={words.title}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          {(error || isOver(preview)) && <Button onClick={again}>{words.again}</Button>}
          <Button
            look="primary"
            disabled={!isGood(preview)}
            isBusy={enable.isPending}
            onClick={() => preview && enable.mutate(preview.id)}
          >
            {words.proceed}
          </Button>
        </>
      }
    >
      {error && <ErrorState error={error} />}
      {preview ? <Preview preview={preview} /> : !error && <Progress label={words.examining(0, 0)} />}
    </Dialog>
  );
}

function isOver(preview: ImpactPreview | undefined): boolean {
  return preview !== undefined && (preview.isStale || preview.state === 'failed');
}

function isGood(preview: ImpactPreview | undefined): boolean {
  return preview?.state === 'done' && !preview.isStale;
}

function Preview({ preview }: { readonly preview: ImpactPreview }) {
  const { state, examined, total, isStale } = preview;
  if (state === 'running') return <Progress label={words.examining(examined, total)} value={examined} most={total} />;
  if (state === 'failed') return <Callout tone="blocking" title={words.failed} />;
  return (
    <>
      {isStale && <Callout tone="warning" title={words.stale} />}
      <ImpactReport preview={preview} />
    </>
  );
}
