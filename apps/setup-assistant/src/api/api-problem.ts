import type { components } from '../../../enterprise-admin/client/admin-api.js';

/** A problem as the administration API answers it (RFC 9457). */
export type ProblemDocument = components['schemas']['Problem'];

/** A request that was not answered as asked. */
export class ApiProblem extends Error {
  private constructor(
    /** 0 when nobody answered. */
    readonly status: number,
    readonly document: Partial<ProblemDocument>,
    options?: ErrorOptions,
  ) {
    super(document.detail ?? '', options);
  }

  static refused(status: number, document: Partial<ProblemDocument>): ApiProblem {
    return new ApiProblem(status, document);
  }

  static unreachable(cause: unknown): ApiProblem {
    return new ApiProblem(0, {}, { cause });
  }

  get code(): string | undefined {
    return this.document.code;
  }

  /** What is wrong with one part of the body, when the API says so. */
  detailOf(pointer: string): string | undefined {
    return this.document.errors?.find(error => error.pointer === pointer)?.detail;
  }
}
