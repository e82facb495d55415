/** One thing that is wrong in a document. */
export interface MappingProblem {
  /** Where, as a JSON Pointer (RFC 6901). */
  readonly pointer: string;
  /** What, and what would be right, as a sentence. */
  readonly message: string;
}

/** A document that is no attribute mapping, with everything that is wrong in it. */
export class AttributeMappingError extends Error {
  readonly problems: readonly MappingProblem[];

  private constructor(problems: readonly MappingProblem[]) {
    super(
      `This is not an attribute mapping. ${problems.map(({ pointer, message }) => `${pointer}: ${message}`).join(' ')}`,
    );
    this.name = 'AttributeMappingError';
    this.problems = problems;
  }

  static ofProblems(problems: readonly MappingProblem[]): AttributeMappingError {
    return new AttributeMappingError(problems);
  }
}
