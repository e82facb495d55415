interface ProgressProps {
  readonly label: string;
  readonly value?: number;
  /** How much there is; nothing is known while it is 0. */
  readonly most?: number;
}

/** How far something is that takes its time. */
export function Progress({ label, value = 0, most = 0 }: ProgressProps) {
  return (
    <div className="space-y-2 py-6">
      <p aria-live="polite">{label}</p>
      <progress
        aria-label={label}
        {...(most > 0 && { value, max: most })}
        className="h-2 w-full overflow-hidden rounded-full accent-accent"
      />
    </div>
  );
}
