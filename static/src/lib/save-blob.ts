/** How long a saved object stays readable: the browser begins to read it after the click, and says nothing when it has. */
const READABLE_MS = 60_000;

/** Hands something over as a download of this name. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  window.setTimeout(() => { URL.revokeObjectURL(url); }, READABLE_MS);
}
