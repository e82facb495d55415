import { ApiProperty } from '@nestjs/swagger';
import type { ApplicationRow } from '#libs/persistence';
import { IdProperty, MaybeMomentProperty, MomentProperty } from './field.decorators.js';

/** What was staged is carried to accounts. */
export class Application {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ enum: ['running', 'done', 'failed'], example: 'done' })
  readonly state!: 'running' | 'done' | 'failed';

  @ApiProperty({
    description:
      'Why it failed: the connection was disabled or paused meanwhile, another change took its place, or it did not succeed. Null unless it failed.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly failure!: string | null;

  @ApiProperty({ description: 'How many people were looked at.', type: 'integer', example: 3 })
  readonly examined!: number;

  @ApiProperty({ description: 'How many people there were in the preview.', type: 'integer', example: 3 })
  readonly total!: number;

  @ApiProperty({ description: 'How many people’s accounts were changed.', type: 'integer', example: 1 })
  readonly changed!: number;

  @MomentProperty('When it began.')
  readonly createdAt!: string;

  @MaybeMomentProperty('When it was over.')
  readonly finishedAt!: string | null;
}

/** An application as it is answered. */
export function toApplication(row: ApplicationRow): Application {
  const { id, state, failure, examined, total, changed, created_at: createdAt, finished_at: finishedAt } = row;
  return {
    id,
    state,
    failure: failure ?? null,
    examined,
    total: total ?? 0,
    changed,
    createdAt,
    finishedAt: finishedAt ?? null,
  };
}
