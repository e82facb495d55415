declare module 'samlp' {
  const samlp: {
    /** Middleware that answers an AuthnRequest with a page that posts a Response. @param options of its README */
    auth(options: object): (request: object, response: object, next: (error?: unknown) => void) => void;
    /** @param options of its README */
    getSamlResponse(options: object, user: object, callback: (error: Error | null, xml: string) => void): void;
    parseRequest(
      request: object,
      options: object,
      callback: (error: Error | null, data: Readonly<Record<string, unknown>>) => void,
    ): void;
  };
  export = samlp;
}
