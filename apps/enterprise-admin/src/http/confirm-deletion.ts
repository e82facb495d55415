import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { AdminProblem } from './admin-problem.js';

/** What confirms a deletion. */
export class DeleteConfirmation {
  @ApiProperty({ description: 'The key of the enterprise, typed.', example: 'acme' })
  @IsString()
  readonly enterpriseKey!: string;
}

/**
 * Whoever deletes has typed the key of the enterprise.
 * @throws AdminProblem `invalid_request`
 */
export function confirmDeletion(enterprise: { readonly key: string }, { enterpriseKey }: DeleteConfirmation): void {
  if (enterpriseKey === enterprise.key) return;
  const detail = `Type the key of the enterprise, "${enterprise.key}", to confirm the deletion.`;
  throw AdminProblem.invalidRequest([{ parameter: 'enterpriseKey', detail }]);
}
