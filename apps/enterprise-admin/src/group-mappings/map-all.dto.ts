import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IdProperty, NextCursorProperty } from '../http/field.decorators.js';
import { CarriedChange, TakeOver } from './group-mapping.dto.js';
import { type MatchOutcome, matchOutcomes } from './match-outcome.js';

/** How groups are mapped to organizations of the same name. */
export class MapAllGroups extends TakeOver {
  @ApiProperty({ description: 'Whether a group without an organization of its name gets a new one.', example: false })
  @IsBoolean()
  readonly createOrganizations!: boolean;
}

/** How many groups come to what. */
class MatchCounts {
  @ApiProperty({ description: 'Mapped to the organization of the same name.', type: 'integer', example: 3 })
  readonly mapped!: number;

  @ApiProperty({ description: 'Mapped to a new organization.', type: 'integer', example: 0 })
  readonly created!: number;

  @ApiProperty({ description: 'Mapped already.', type: 'integer', example: 1 })
  readonly alreadyMapped!: number;

  @ApiProperty({
    description: 'Left alone, because several groups or several organizations have the name.',
    type: 'integer',
    example: 0,
  })
  readonly ambiguous!: number;

  @ApiProperty({ description: 'Left alone, because no organization has the name.', type: 'integer', example: 2 })
  readonly unmatched!: number;
}

/** What mapping all groups has come to. */
export class AllGroupsMapped extends MatchCounts {
  @ApiProperty({ type: CarriedChange })
  readonly carried!: CarriedChange;
}

/** A group, and what would become of it. */
export class GroupMatch {
  @IdProperty('The SCIM id of the group.')
  readonly groupId!: string;

  @ApiProperty({ example: 'Engineering' })
  readonly groupName!: string;

  @ApiProperty({
    description: 'The organization of the same name, whatever the case of its letters.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  readonly organizationId!: string | null;

  @ApiProperty({ enum: matchOutcomes, example: 'unmatched' })
  readonly outcome!: MatchOutcome;

  @ApiProperty({ description: 'How many people would join the organization.', type: 'integer', example: 0 })
  readonly added!: number;

  @ApiProperty({ description: 'How many people would leave it.', type: 'integer', example: 0 })
  readonly removed!: number;
}

/** What mapping all groups would come to. */
export class MapAllPreview extends MatchCounts {
  @ApiProperty({
    description: 'Of how many organizations the members were added by hand: then `takesOver` has to be said.',
    type: 'integer',
    example: 0,
  })
  readonly needConsent!: number;

  @ApiProperty({
    description: 'How many memberships of organizations that are there would be given.',
    type: 'integer',
    example: 12,
  })
  readonly added!: number;

  @ApiProperty({ description: 'How many memberships would be taken.', type: 'integer', example: 0 })
  readonly removed!: number;

  @ApiProperty({ description: 'The groups.', type: [GroupMatch] })
  readonly items!: readonly GroupMatch[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
