/** Every cause for which a SAML sign-in is refused, and what the administrator reads of it. The browser is told none of this. */
export const signInErrors = {
  saml_too_large: 'The response has more than 256 KiB, or more elements and attributes than one with 700 groups.',
  saml_malformed:
    'The response is not the base64 of a well-formed XML document, or a moment in it is no xs:dateTime in UTC.',
  saml_doctype: 'The response has a DOCTYPE or declares entities.',
  saml_too_deep: 'The elements of the response are nested too deeply.',
  saml_comment: 'The response has an XML comment: text around a comment is read differently by different programs.',
  saml_markup: 'The response has a CDATA section or a processing instruction.',
  saml_duplicate_id: 'Two elements of the response have the same ID.',
  saml_not_a_response: 'What was posted is no Response of SAML 2.0.',
  saml_not_a_logout: 'What came to the URL of single logout is no LogoutRequest or LogoutResponse of SAML 2.0.',
  saml_status: 'The identity provider says that it did not sign the person in or out: its status is not Success.',
  saml_no_assertion: 'The response has no assertion.',
  saml_several_assertions: 'The response has more than one assertion.',
  saml_misplaced:
    'The assertion, or an element of the kind, is not where SAML has it: something was wrapped around it.',
  saml_unsigned: 'Neither the response nor its assertion is signed, or the logout message is not.',
  saml_signature_wrapped: 'A signature does not sign the element that it is in, or has more than a signature may have.',
  saml_algorithm:
    'A signature or an encryption uses an algorithm that is not accepted: signatures need RSA with SHA-256 or SHA-512 and exclusive canonicalization, encryption needs AES-GCM and RSA-OAEP.',
  saml_wrong_key: 'The response is signed, with a certificate that is not among those of the connection.',
  saml_signature:
    'A signature does not verify with any certificate of the connection: it was changed after it was signed, or signed with another key.',
  saml_encrypted_unreadable: 'No decryption key of the connection opens the encrypted assertion.',
  saml_destination: 'The response was sent to another URL than ours.',
  saml_issuer: 'The response or its assertion comes from another identity provider than that of the connection.',
  saml_audience: 'The assertion is not meant for our entity ID, or does not say for whom it is.',
  saml_confirmation: 'The assertion has not one bearer confirmation of its subject.',
  saml_no_end: 'The assertion, or the confirmation of its subject, does not say until when it is valid.',
  saml_recipient: 'The assertion is meant for another URL than ours.',
  saml_in_response_to:
    'The response answers a request that this connection did not make, that was answered before, or that is too old.',
  saml_unsolicited:
    'The response answers no request, and the connection does not allow sign-ins that the identity provider begins.',
  saml_relay_state: 'The RelayState is not the one that the request went out with.',
  saml_replayed: 'The assertion was used before.',
  saml_no_authentication: 'The assertion does not say that the person signed in.',
  saml_authenticated_before:
    'The application wanted the person to sign in anew, but the identity provider took a session from before (ForceAuthn).',
  saml_expired: 'The assertion is not valid any more.',
  saml_not_yet_valid: 'The assertion is not valid yet: the clocks may differ by more than the connection allows.',
  saml_subject: 'The assertion names nobody: it has not one NameID with a text.',
} as const;

/** Why a sign-in was refused; it goes into the sign-in trace, and programs may rely on it. */
export type SignInErrorCode = keyof typeof signInErrors;
