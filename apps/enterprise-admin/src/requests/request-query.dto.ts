import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { intentKinds } from '#libs/request-log';
import { PageQuery } from '../http/list-page.js';
import { IsMoment } from '../http/moment-field.decorator.js';

const statusClasses = ['2xx', '4xx', '5xx'] as const;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Which SCIM requests are asked for; all of it must hold. */
export class RequestQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'How they were answered.', enum: statusClasses, example: '4xx' })
  @IsOptional()
  @IsIn(statusClasses)
  readonly status?: (typeof statusClasses)[number];

  @ApiPropertyOptional({ enum: methods, example: 'PATCH' })
  @IsOptional()
  @IsIn(methods)
  readonly method?: (typeof methods)[number];

  @ApiPropertyOptional({ description: 'The id of a directory user or group that was touched.', format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly resourceId?: string;

  @ApiPropertyOptional({ description: 'What they were for.', enum: intentKinds, example: 'deactivate-user' })
  @IsOptional()
  @IsIn(intentKinds)
  readonly intent?: (typeof intentKinds)[number];

  @ApiPropertyOptional({
    description: 'Part of a userName or name they were about; only for who may see personal data.',
    example: 'ava@',
    maxLength: 200,
  })
  @IsOptional()
  @MaxLength(200)
  @IsString()
  readonly q?: string;

  @ApiPropertyOptional({ description: 'At this moment or later.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly from?: string;

  @ApiPropertyOptional({ description: 'Before this moment.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly to?: string;
}

/** With which attribute mapping a request is looked at again. */
export class ReplayInput {
  @ApiPropertyOptional({
    description: 'A published version of the attribute mapping; without it the one that the connection has accepted.',
    type: 'integer',
    minimum: 0,
    example: 0,
  })
  @IsOptional()
  @Type(() => Number)
  @Max(2_147_483_647)
  @Min(0)
  @IsInt()
  readonly mappingVersion?: number;
}
