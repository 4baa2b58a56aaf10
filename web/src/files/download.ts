/** Hands a file to the person. */
export function download(name: string, content: BlobPart | Blob, type: string): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The browser has taken the address once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
