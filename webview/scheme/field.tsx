import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly maxLength?: number;
  readonly hint?: string;
  /** Width in characters. */
  readonly size?: number;
  /** Marks the field, so that the keyboard can be brought there. */
  readonly mark?: string;
  /** What it belongs to, for screen readers. */
  readonly of?: string;
}

/** A text of one line with its label above it. */
export function Field({ label, value, onInput, maxLength, hint, size, mark, of }: FieldProps) {
  const id = useId();
  return (
    <div class={size === undefined ? 'field' : 'field narrow'}>
      <label for={id}>
        {label}
        {of === undefined ? null : <span class="visually-hidden"> of {of}</span>}
      </label>
      <input
        id={id}
        type="text"
        value={value}
        size={size}
        maxLength={maxLength}
        spellcheck={false}
        data-mark={mark}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint === undefined ? null : (
        <p class="aside" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
