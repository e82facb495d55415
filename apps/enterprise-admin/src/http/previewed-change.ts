import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import type {
  ConnectionKey,
  ConnectionRow,
  ImpactPreviewId,
  ImpactPreviewRow,
  ImpactPurpose,
  Repositories,
} from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';

/** A change whose impact has been looked at. */
export class PreviewedChange {
  @ApiPropertyOptional({
    description: 'The impact preview of this change, not older than an hour, since which nothing has changed.',
    format: 'uuid',
    type: String,
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  @IsOptional()
  @IsUUID()
  readonly previewId?: string | null;
}

const LOOK = 'Make an impact preview of this change, look at it, and name it in "previewId".';
const GOOD_FOR_MS = 3_600_000;

/**
 * The finished preview of a change, which still says what would happen. Call it when nobody writes to the directory any more.
 * @throws AdminProblem `preview_required`, `preview_running`, `preview_stale`
 */
export async function requirePreview(
  repositories: Repositories,
  key: ConnectionKey,
  { previewId }: PreviewedChange,
  purpose: ImpactPurpose,
): Promise<ImpactPreviewRow> {
  const preview = previewId ? await repositories.impactPreviews.find(key, previewId as ImpactPreviewId) : undefined;
  if (!preview || preview.state === 'failed') throw AdminProblem.preview('preview_required', LOOK);
  if (preview.state === 'running')
    throw AdminProblem.preview('preview_running', 'Wait until the preview is done, and look at it.');
  if (!isSamePurpose(preview.purpose, purpose))
    throw AdminProblem.preview(
      'preview_stale',
      'The preview is of another change than this. Make one of this, and look at it.',
    );
  const reason = await stalenessOf(repositories, key, preview);
  if (reason !== undefined) throw AdminProblem.preview('preview_stale', `${reason} Make a new one, and look at it.`);
  return preview;
}

/** What keeps a preview from saying what would happen now; undefined while it does. */
export async function stalenessOf(
  { directorySituations }: Repositories,
  key: ConnectionKey,
  { created_at: createdAt, seen }: ImpactPreviewRow,
): Promise<string | undefined> {
  if (Date.now() - Date.parse(createdAt) > GOOD_FOR_MS) return 'The preview is older than an hour.';
  const now = await directorySituations.versions(key);
  return now.directory === seen.directory && now.accounts === seen.accounts
    ? undefined
    : 'The directory or the accounts have changed since the preview.';
}

/** What would take effect if the connection were enabled as it is. */
export function purposeOfEnabling({ provisioning_mode: mode }: ConnectionRow): ImpactPurpose {
  return { kind: 'enable', mode };
}

function isSamePurpose(a: ImpactPurpose, b: ImpactPurpose): boolean {
  if (a.kind === 'leave') return b.kind === 'leave' && a.keep === b.keep;
  return b.kind === a.kind && a.mode === b.mode;
}
