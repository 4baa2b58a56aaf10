// Files in one archive, stored as they are. No ZIP64: archives are below 4 GiB and of fewer than 65,536 files.

export interface Packed {
  name: string;
  content: Uint8Array;
}

/** 1980-01-01, the first day that archives know: the same files give the same archive. */
const DAY = 0x21;
/** Names are UTF-8. */
const UTF8 = 0x0800;
const VERSION = 20;

export function zip(files: Packed[]): Blob {
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  let directorySize = 0;
  for (const { name, content } of files) {
    const encoded = new TextEncoder().encode(name);
    const common: [number, 2 | 4][] = [
      [VERSION, 2],
      [UTF8, 2],
      [0, 2],
      [0, 2],
      [DAY, 2],
      [crc32(content), 4],
      [content.length, 4],
      [content.length, 4],
      [encoded.length, 2],
      [0, 2],
    ];
    const local = pack([[0x04034b50, 4], ...common]);
    const entry = pack([[0x02014b50, 4], [VERSION, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]);
    parts.push(local, encoded, content as BlobPart);
    directory.push(entry, encoded);
    offset += local.length + encoded.length + content.length;
    directorySize += entry.length + encoded.length;
  }
  const end = pack([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [directorySize, 4],
    [offset, 4],
    [0, 2],
  ]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** Numbers with their widths in bytes, the lowest byte first. */
function pack(fields: [number, 2 | 4][]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, width]) => sum + width, 0)));
  let at = 0;
  for (const [value, width] of fields) {
    if (width === 2) {
      view.setUint16(at, value, true);
    } else {
      view.setUint32(at, value, true);
    }
    at += width;
  }
  return new Uint8Array(view.buffer);
}

let table: Uint32Array | null = null;

function crc32(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, number) => {
    let value = number;
    for (let bit = 0; bit < 8; bit += 1) {
      value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    }
    return value;
  });
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum = (table[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
