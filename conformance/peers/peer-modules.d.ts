/** As much of the peers' packages as the adapters use: they are installed only while they are run against. */
declare module 'scimmy' {
  interface Request {
    readonly id?: string;
    readonly filter?: { match<Value extends object>(values: readonly Value[]): Value[] };
  }
  interface Resource {
    ingress(handler: (request: Request, resource: object) => object): Resource;
    egress(handler: (request: Request) => object): Resource;
    degress(handler: (request: Request) => void): Resource;
    extend(schema: object, required: boolean): Resource;
  }
  const scimmy: {
    readonly Resources: { readonly User: Resource; readonly Group: Resource; declare(resource: Resource): Resource };
    readonly Schemas: { readonly EnterpriseUser: object };
    readonly Types: { readonly Error: new (status: number, scimType: string | null, message: string) => Error };
  };
  export = scimmy;
}

declare module 'scimmy-routers' {
  import type { Request, RequestHandler } from 'express';
  interface Options {
    readonly type: 'bearer';
    handler(request: Request): string;
    baseUri(request: Request): string;
  }
  const routers: new (options: Options) => RequestHandler;
  export = routers;
}

declare module '@boxyhq/saml-jackson' {
  interface Request {
    readonly method: string;
    readonly body: unknown;
    readonly directoryId: string;
    readonly resourceType: string;
    readonly resourceId: string | undefined;
    readonly apiSecret: string | null;
    readonly query: { readonly [name: string]: number | string | undefined };
  }
  interface Answer {
    readonly status: number;
    readonly data?: unknown;
  }
  interface Directory {
    readonly id: string;
    readonly scim: { readonly secret: string };
  }
  interface DirectorySync {
    readonly directories: {
      create(description: object): Promise<{
        readonly data: Directory | null;
        readonly error: { readonly message: string } | null;
      }>;
    };
    readonly requests: { handle(request: Request, callback: () => Promise<void>): Promise<Answer> };
  }
  export function controllers(options: object): Promise<{ readonly directorySyncController: DirectorySync }>;
}
