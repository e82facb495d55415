declare module 'samlp' {
  const samlp: {
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
