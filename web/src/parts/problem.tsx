import { CallFailure } from "../api/call.ts";
import { usePick } from "../settings.ts";

/** What went wrong, in the words of whoever knows. */
export function Problem({ failure }: { failure: unknown }) {
  const pick = usePick();
  if (!failure) {
    return null;
  }
  const isLost = failure instanceof CallFailure && failure.reason === "UNREACHABLE";
  const says = isLost
    ? pick(
        "连不上服务器。看看它是否还在运行，再试一次。",
        "The server cannot be reached. See whether it is running, and try again.",
      )
    : failure instanceof Error
      ? failure.message
      : String(failure);
  const faults = failure instanceof CallFailure ? failure.faults : [];
  return (
    <div class="problem" role="alert">
      <p>{says}</p>
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={fault.field + fault.description}>
              <code>{fault.field}</code> {fault.description}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
