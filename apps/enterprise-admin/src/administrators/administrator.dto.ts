import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, NextCursorProperty } from '../http/field.decorators.js';

/** An account whose person administrates the enterprise. */
export class Administrator {
  @IdProperty('The account.')
  readonly id!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ enum: ['active', 'suspended'], example: 'active' })
  readonly state!: string;

  @ApiProperty({ description: 'Whether it is linked to a directory user.', example: false })
  readonly isLinked!: boolean;

  @ApiProperty({
    description: 'Whether the person gets in when single sign-on fails: active, and linked to no directory user.',
    example: true,
  })
  readonly isBreakGlass!: boolean;
}

/** A page of administrators. */
export class AdministratorPage {
  @ApiProperty({ type: [Administrator] })
  readonly items!: readonly Administrator[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
