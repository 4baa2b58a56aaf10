import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usePick } from "../settings.ts";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A window over the page; Escape closes it and the focus goes back where it was. */
export function Dialog({ title, onClose, children }: Props) {
  const pick = usePick();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-label={title} onClose={onClose}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="quiet" onClick={() => dialog.current?.close()} aria-label={pick("关闭", "Close")}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}
