import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IdProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { exampleMapping } from './example-mapping.js';

/** The document of an attribute mapping, in requests and answers. */
export const MappingProperty = (description: string): PropertyDecorator =>
  ApiProperty({ description, type: 'object', additionalProperties: true, example: exampleMapping });

/** What a version of the attribute mapping is published with. */
export class PublishAttributeMapping {
  @MappingProperty('For each target, from where it is filled.')
  @IsObject()
  readonly mapping!: object;

  @ApiPropertyOptional({
    description: 'What enterprises should know of it.',
    type: String,
    maxLength: 1000,
    example: 'The e-mail address is asked for.',
  })
  @IsOptional()
  @Matches(/^[^\p{Cc}\p{Cs}]*$/u, { message: '$property must not hold control characters' })
  @MaxLength(1000)
  @IsString()
  readonly note?: string | null;
}

/** A version of the attribute mapping that the vendor has published. */
export class AttributeMapping {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: '1, 2, 3, …; 0 is the one that is built in.', type: 'integer', example: 1 })
  readonly version!: number;

  @MappingProperty('For each target, from where it is filled.')
  readonly mapping!: object;

  @ApiProperty({ description: 'What enterprises should know of it.', example: 'The e-mail address is asked for.' })
  readonly note!: string;

  @MomentProperty('When it was published.')
  readonly createdAt!: string;
}

/** A page of versions of the attribute mapping. */
export class AttributeMappingPage {
  @ApiProperty({ type: [AttributeMapping] })
  readonly items!: readonly AttributeMapping[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
