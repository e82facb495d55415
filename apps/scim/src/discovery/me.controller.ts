import { All, Controller, UseGuards } from '@nestjs/common';
import { ScimError } from '#libs/scim-protocol';
import { ScimTokenGuard } from '../http/scim-token.guard.js';

/** `/Me` (RFC 7644 §3.11): a SCIM token stands for a connection, not for a person. */
@Controller(':connectionId/v2/Me')
@UseGuards(ScimTokenGuard)
export class MeController {
  @All()
  me(): never {
    throw ScimError.notImplemented(
      'A SCIM token stands for a connection and not for a person, so there is no /Me. Use /Users/{id}.',
    );
  }
}
