import { useState } from "preact/hooks";
import { usePick } from "../settings.ts";

/** A button that erases at the second press only, since what is erased does not come back. */
export function Erase({ onErase }: { onErase: () => void }) {
  const pick = usePick();
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" class="quiet danger" onClick={() => setAsking(true)}>
        {pick("删除", "Delete")}
      </button>
    );
  }
  return (
    <span class="erase">
      <button type="button" class="danger" onClick={onErase}>
        {pick("确定删除", "Delete for good")}
      </button>{" "}
      <button type="button" class="quiet" onClick={() => setAsking(false)}>
        {pick("不删", "Keep")}
      </button>
    </span>
  );
}
