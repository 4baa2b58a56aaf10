// The plain editor: a text area over a copy of its text, on which what the feedback says is lit while somebody writes.
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import { usePick } from "../settings.ts";
import type { Segment } from "../text/remarks.ts";

interface Props {
  text: string;
  segments: Segment[];
  lit: string | null;
  onText: (text: string) => void;
  onLight: (key: string | null) => void;
}

export function Editor({ text, segments, lit, onText, onLight }: Props) {
  const pick = usePick();
  const area = useRef<HTMLTextAreaElement>(null);
  const copy = useMemo(
    () => segments.map((segment, at) => <Copy key={at} segment={segment} lit={lit} />),
    [segments, lit],
  );

  const lightCaret = useCallback(() => {
    const caret = area.current?.selectionStart ?? 0;
    let end = 0;
    const found = segments.find((segment) => (end += segment.text.length) > caret);
    onLight(found?.keys[0] ?? null);
  }, [segments, onLight]);

  useEffect(() => {
    const changed = () => {
      if (document.activeElement === area.current) {
        lightCaret();
      }
    };
    document.addEventListener("selectionchange", changed);
    return () => document.removeEventListener("selectionchange", changed);
  }, [lightCaret]);

  return (
    <div class="editor">
      <div class="copy" aria-hidden="true">
        {copy}
        {"\n"}
      </div>
      <textarea
        ref={area}
        value={text}
        aria-label={pick("作答", "Answer")}
        placeholder={pick(
          "在这里作答，或把写好的贴进来。Ctrl + Enter 评分",
          "Write or paste an answer here. Ctrl + Enter grades it",
        )}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onText(event.currentTarget.value)}
        onMouseMove={(event) => onLight(under(event.clientX, event.clientY))}
        onMouseLeave={() => onLight(null)}
      />
    </div>
  );
}

function Copy({ segment, lit }: { segment: Segment; lit: string | null }) {
  if (segment.tone === null) {
    return <>{segment.text}</>;
  }
  const isLit = lit !== null && segment.keys.includes(lit);
  return (
    <span class={`said ${segment.tone}${isLit ? " lit" : ""}`} data-key={segment.keys[0]}>
      {segment.text}
    </span>
  );
}

/** What is said of the text at a point of the window. */
function under(x: number, y: number): string | null {
  const found = document
    .elementsFromPoint(x, y)
    .find((element) => element instanceof HTMLElement && element.dataset.key);
  return (found as HTMLElement | undefined)?.dataset.key ?? null;
}
