import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, ValidateBy } from 'class-validator';
import { type PublicJwk, readPublicJwk } from './public-jwk.js';

const example = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  kid: '2026',
};

/** A JSON Web Key Set (RFC 7517) of public keys. */
export class PublicKeySet {
  @ApiProperty({
    description:
      'RSA of at least 2,048 bits, P-256, P-384, P-521 or Ed25519; nothing private. Members that are not needed are dropped.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [example],
  })
  @ValidateBy(
    {
      name: 'publicJwk',
      validator: {
        validate: value => readPublicJwk(value) !== undefined,
        defaultMessage: () => 'each of keys must be a public JSON Web Key for signatures, with nothing private in it',
      },
    },
    { each: true },
  )
  @ArrayMaxSize(10)
  @ArrayMinSize(1)
  @IsArray()
  readonly keys!: readonly PublicJwk[];
}
