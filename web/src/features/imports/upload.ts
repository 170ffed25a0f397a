// Sending a file in pieces, so that a break costs one piece and no more. Where a file was begun before and its upload
// still stands, it goes on there, even after the page was closed.
import { api, ownHeader, type Schemas, send } from "@/api/client";
import { asProblem } from "@/api/problem";

type Upload = Schemas["Upload"];
const piece = 4 * 1024 * 1024;

export interface UploadProgress {
  sent: number;
  /** Nobody answers; it goes on by itself. */
  waiting: boolean;
}

interface Sending {
  onProgress: (progress: UploadProgress) => void;
  signal: AbortSignal;
}

const place = (file: File) => `kith.upload.${file.name}.${file.size}.${file.lastModified}`;

function remembered(file: File): string | null {
  try {
    return sessionStorage.getItem(place(file));
  } catch {
    return null;
  }
}

function remember(file: File, id: string | undefined): void {
  try {
    if (id) sessionStorage.setItem(place(file), id);
    else sessionStorage.removeItem(place(file));
  } catch {
    // Then a closed page begins anew.
  }
}

async function begin(file: File, signal: AbortSignal): Promise<Upload> {
  const before = remembered(file);
  if (before) {
    try {
      const upload = await api.get("/api/v1/uploads/{upload}", { path: { upload: before }, signal });
      if (upload.bytes === file.size) return upload;
    } catch (error) {
      if (asProblem(error).passing) throw error;
    }
  }
  return api.post("/api/v1/uploads", { body: { name: file.name, bytes: file.size }, signal });
}

async function sendPiece(upload: Upload, file: File, signal: AbortSignal): Promise<Upload> {
  const answer = await send(`/api/v1/uploads/${encodeURIComponent(upload.id)}`, {
    method: "PATCH",
    headers: {
      ...ownHeader,
      "Content-Type": "application/octet-stream",
      "Upload-Offset": String(upload.offset),
    },
    body: file.slice(upload.offset, upload.offset + piece),
    signal,
  });
  return (await answer.json()) as Upload;
}

const rest = (ms: number, signal: AbortSignal) =>
  new Promise<void>((go, stop) => {
    const timer = setTimeout(go, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), stop(new DOMException("", "AbortError"))), {
      once: true,
    });
  });

/** The id of the complete upload. Throws Problem where the server refuses, AbortError where the signal says so. */
export async function uploadFile(file: File, { onProgress, signal }: Sending): Promise<string> {
  let upload: Upload | undefined;
  let wait = 500;
  while (!upload || upload.offset < file.size) {
    try {
      if (!upload) {
        upload = await begin(file, signal);
        remember(file, upload.id);
      } else {
        upload = await sendPiece(upload, file, signal);
      }
      wait = 500;
      onProgress({ sent: upload.offset, waiting: false });
    } catch (error) {
      const problem = asProblem(error);
      if (error instanceof DOMException) throw error;
      if (problem.status === 409 && upload) {
        upload = await api.get("/api/v1/uploads/{upload}", { path: { upload: upload.id }, signal });
      } else if (problem.passing || problem.signedOut) {
        onProgress({ sent: upload?.offset ?? 0, waiting: true });
        await rest(wait, signal);
        wait = Math.min(wait * 2, 8000);
        // How much arrived is asked, never guessed.
        if (upload)
          upload = await api
            .get("/api/v1/uploads/{upload}", { path: { upload: upload.id }, signal })
            .catch(() => upload);
      } else {
        remember(file, undefined);
        throw error;
      }
    }
  }
  remember(file, undefined);
  return upload.id;
}
